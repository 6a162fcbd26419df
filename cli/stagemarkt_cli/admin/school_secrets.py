"""The secrets of schools, one each: what is set stays, what is given replaces its own part only."""

import json
from typing import TYPE_CHECKING, Final

from stagemarkt_cli.messages import Melding

if TYPE_CHECKING:
    from types_boto3_secretsmanager.client import SecretsManagerClient

# Deleted by mistake, a secret can be called back for this many days.
_BEDENKTIJD: Final = 7


class Schoolgeheimen:
    """The secrets `<voorvoegsel>/…`, encrypted with the key `kms`."""

    def __init__(self, client: "SecretsManagerClient", voorvoegsel: str, kms: str) -> None:
        self._client = client
        self._voorvoegsel = voorvoegsel
        self._kms = kms

    def lees(self, brin: str) -> dict[str, str]:
        """What stands in the secret of this school; empty when there is none."""
        try:
            tekst = self._client.get_secret_value(SecretId=self._naam(brin))["SecretString"]
        except self._client.exceptions.ResourceNotFoundException:
            return {}
        except self._client.exceptions.InvalidRequestException:
            # It is marked for deletion: as good as none.
            return {}
        return self._open(brin, tekst)

    def wijzig(self, brin: str, **delen: str) -> None:
        """Put these parts (`oin`, `licentie`, `certificaat`, `sleutel`) in the secret; others stay."""
        self.bewaar(f"school/{brin}", self.lees(brin) | delen)

    def verwijder(self, brin: str) -> None:
        """Mark the secret for deletion; nothing happens when there is none, or it is marked already."""
        uitzonderingen = self._client.exceptions
        try:
            self._client.delete_secret(SecretId=self._naam(brin), RecoveryWindowInDays=_BEDENKTIJD)
        except (uitzonderingen.ResourceNotFoundException, uitzonderingen.InvalidRequestException):
            return

    def bewaar(self, naam: str, inhoud: dict[str, str]) -> None:
        """Write the whole secret `<voorvoegsel>/<naam>`, whether or not there is one."""
        geheim, tekst = f"{self._voorvoegsel}/{naam}", json.dumps(inhoud)
        try:
            bekend = self._client.describe_secret(SecretId=geheim)
        except self._client.exceptions.ResourceNotFoundException:
            self._client.create_secret(Name=geheim, SecretString=tekst, KmsKeyId=self._kms)
            return
        if "DeletedDate" in bekend:
            # Marked for deletion: called back, and nothing of what was in it stays.
            self._client.restore_secret(SecretId=geheim)
        self._client.put_secret_value(SecretId=geheim, SecretString=tekst)

    def _naam(self, brin: str) -> str:
        return f"{self._voorvoegsel}/school/{brin}"

    def _open(self, brin: str, tekst: str) -> dict[str, str]:
        try:
            inhoud = json.loads(tekst)
        except ValueError:
            inhoud = None
        if not isinstance(inhoud, dict):
            raise Melding(
                f"Het geheim van school {brin} is geen JSON-object; herstel het of verwijder de school."
            )
        return inhoud
