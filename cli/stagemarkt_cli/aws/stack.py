"""A deployed stack, found by its name: its outputs, and clients of the services it uses.

Against AWS with the credentials of whoever runs it, as every AWS tool finds them. `AWS_ENDPOINT_URL` is
heeded; when that is on this machine and no credentials are set, those of the emulator are used.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, Final, Self
from urllib.parse import urlsplit

from botocore.config import Config
from botocore.exceptions import ClientError, NoRegionError, ProfileNotFound
from botocore.session import Session

from stagemarkt_cli.aws import STANDAARD
from stagemarkt_cli.aws.errors import code_van, geen_gegevens, vertaald
from stagemarkt_cli.messages import VERKEERD_GEBRUIK, Melding

if TYPE_CHECKING:
    from botocore.credentials import CredentialResolver
    from types_boto3_cloudformation.client import CloudFormationClient

# What the emulator takes, name and secret alike, and the region that it plays.
_EMULATOR: Final = "test"
_REGIO: Final = "eu-west-1"
_HIER: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_GEDULD: Final = Config(
    connect_timeout=5, read_timeout=60, retries={"mode": "standard", "total_max_attempts": 3}
)


class Stapel:
    """One deployed stack.

    Args:
        naam: of the stack.
        uitvoeren: its outputs, by name.
        maak_client: makes a client of a service by its name.
    """

    def __init__(self, naam: str, uitvoeren: Mapping[str, str], maak_client: Callable[[str], Any]) -> None:
        self.naam = naam
        self._uitvoeren = uitvoeren
        self._maak_client = maak_client
        self._clients: dict[str, Any] = {}

    @classmethod
    def vind(cls, naam: str = STANDAARD) -> Self:
        """The stack with this name, where the credentials and `AWS_ENDPOINT_URL` point.

        Raises:
            Melding: there is no such stack, nobody is logged in, or AWS cannot be reached.
        """
        sessie = maak_sessie()
        client: Any = sessie.create_client("cloudformation", config=_GEDULD)
        with vertaald(client.meta.endpoint_url):
            return cls(naam, _lees_uitvoeren(client, naam), partial(sessie.create_client, config=_GEDULD))

    def uitvoer(self, naam: str) -> str:
        """One output of the stack.

        Raises:
            Melding: the stack has no such output: it is of another version than this command.
        """
        waarde = self._uitvoeren.get(naam)
        if waarde is None:
            raise Melding(
                f"De stapel {self.naam} heeft geen uitvoer {naam}.",
                "Hij is met een andere versie uitgerold dan die van deze opdracht: rol hem opnieuw uit.",
            )
        return waarde

    def client(self, dienst: Any) -> Any:  # noqa: ANN401 - boto3 makes a client of any service by its name
        """A client of this service, made once; within `fouten.vertaald` its errors become a `Melding`."""
        if dienst not in self._clients:
            self._clients[dienst] = self._maak_client(dienst)
        return self._clients[dienst]

    @property
    def eindpunt(self) -> str:
        """Where it is, for messages."""
        eindpunt: str = self.client("cloudformation").meta.endpoint_url
        return eindpunt


def _lees_uitvoeren(client: "CloudFormationClient", naam: str) -> dict[str, str]:
    try:
        (beschrijving,) = client.describe_stacks(StackName=naam)["Stacks"]
    except ClientError as fout:
        if code_van(fout) == "ValidationError":
            raise Melding(
                f"Er is geen stapel {naam} in {client.meta.region_name} ({client.meta.endpoint_url}).",
                "Noem een andere met --stack, kies een andere regio (AWS_REGION), of rol hem eerst uit.",
                code=VERKEERD_GEBRUIK,
            ) from None
        raise
    return {u["OutputKey"]: u["OutputValue"] for u in beschrijving.get("Outputs", [])}


def maak_sessie() -> Session:
    """That of whoever runs this; of the emulator when that is here and no credentials came with the command.

    Raises:
        Melding: nobody is logged in, no region is chosen, or a profile or an address cannot be.
    """
    sessie = Session()
    try:
        if _is_hier(sessie):
            return _voor_emulator(sessie)
        if sessie.get_credentials() is None:
            raise geen_gegevens()
        return _met_regio(sessie)
    except ProfileNotFound as fout:
        raise Melding(f"Het profiel in AWS_PROFILE bestaat niet: {fout.kwargs.get('profile', '')}") from None


def _is_hier(sessie: Session) -> bool:
    """Whether AWS is on this machine: asked of a client, for `AWS_ENDPOINT_URL` is botocore's to read."""
    # With any credentials at all: looking for real ones can take seconds, and none are used.
    try:
        client = sessie.create_client(
            "cloudformation", _REGIO, aws_access_key_id=_EMULATOR, aws_secret_access_key=_EMULATOR
        )
        return urlsplit(client.meta.endpoint_url).hostname in _HIER
    except ValueError as fout:
        raise Melding(f"AWS_ENDPOINT_URL is geen adres: {fout}", code=VERKEERD_GEBRUIK) from None


def _voor_emulator(sessie: Session) -> Session:
    # Profiles and roles are for AWS; here only what was given with this very command counts.
    bronnen: CredentialResolver = sessie.get_component("credential_provider")
    for bron in [bron.METHOD for bron in bronnen.providers if bron.METHOD not in {None, "env"}]:
        bronnen.remove(str(bron))
    if sessie.get_credentials() is None:
        sessie.set_credentials(_EMULATOR, _EMULATOR)
        sessie.set_config_variable("region", _REGIO)
    elif _regio(sessie) is None:
        sessie.set_config_variable("region", _REGIO)
    return sessie


def _met_regio(sessie: Session) -> Session:
    if _regio(sessie) is None:
        raise Melding(
            f"Geen regio gekozen: zet AWS_REGION. ({NoRegionError.__name__})", code=VERKEERD_GEBRUIK
        )
    return sessie


def _regio(sessie: Session) -> str | None:
    regio: str | None = sessie.get_config_variable("region")
    return regio
