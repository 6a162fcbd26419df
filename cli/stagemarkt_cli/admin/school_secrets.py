"""The secrets of schools, one each: what is set stays, what is given replaces its own part only."""

import json
from typing import TYPE_CHECKING, Final

from stagemarkt_cli.messages import Notice

if TYPE_CHECKING:
    from types_boto3_secretsmanager.client import SecretsManagerClient

# Deleted by mistake, a secret can be called back for this many days.
_RECOVERY_DAYS: Final = 7


class SchoolSecretStore:
    """The secrets `<voorvoegsel>/…`, encrypted with the key `kms`."""

    def __init__(self, client: "SecretsManagerClient", prefix: str, kms: str) -> None:
        self._client = client
        self._prefix = prefix
        self._kms = kms

    def read(self, brin: str) -> dict[str, str]:
        """What stands in the secret of this school; empty when there is none."""
        try:
            text = self._client.get_secret_value(SecretId=self._name(brin))["SecretString"]
        except self._client.exceptions.ResourceNotFoundException:
            return {}
        except self._client.exceptions.InvalidRequestException:
            # It is marked for deletion: as good as none.
            return {}
        return self._open(brin, text)

    def modify(self, brin: str, **parts: str) -> None:
        """Put these parts (`oin`, `licentie`, `certificaat`, `sleutel`) in the secret; others stay."""
        self.keep(f"school/{brin}", self.read(brin) | parts)

    def remove(self, brin: str) -> None:
        """Mark the secret for deletion; nothing happens when there is none, or it is marked already."""
        exceptions = self._client.exceptions
        try:
            self._client.delete_secret(SecretId=self._name(brin), RecoveryWindowInDays=_RECOVERY_DAYS)
        except (exceptions.ResourceNotFoundException, exceptions.InvalidRequestException):
            return

    def keep(self, name: str, content: dict[str, str]) -> None:
        """Write the whole secret `<voorvoegsel>/<naam>`, whether or not there is one."""
        secret, text = f"{self._prefix}/{name}", json.dumps(content)
        try:
            known = self._client.describe_secret(SecretId=secret)
        except self._client.exceptions.ResourceNotFoundException:
            self._client.create_secret(Name=secret, SecretString=text, KmsKeyId=self._kms)
            return
        if "DeletedDate" in known:
            # Marked for deletion: called back, and nothing of what was in it stays.
            self._client.restore_secret(SecretId=secret)
        self._client.put_secret_value(SecretId=secret, SecretString=text)

    def _name(self, brin: str) -> str:
        return f"{self._prefix}/school/{brin}"

    def _open(self, brin: str, text: str) -> dict[str, str]:
        try:
            content = json.loads(text)
        except ValueError:
            content = None
        if not isinstance(content, dict):
            raise Notice(
                f"Het geheim van school {brin} is geen JSON-object; herstel het of verwijder de school."
            )
        return content
