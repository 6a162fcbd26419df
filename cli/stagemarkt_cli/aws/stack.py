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

from stagemarkt_cli.aws import DEFAULT
from stagemarkt_cli.aws.errors import code_of, no_credentials, translated
from stagemarkt_cli.messages import WRONG_USAGE, Notice

if TYPE_CHECKING:
    from botocore.credentials import CredentialResolver
    from types_boto3_cloudformation.client import CloudFormationClient

# What the emulator takes, name and secret alike, and the region that it plays.
_EMULATOR: Final = "test"
_REGION: Final = "eu-west-1"
_HERE: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_PATIENCE: Final = Config(
    connect_timeout=5, read_timeout=60, retries={"mode": "standard", "total_max_attempts": 3}
)


class DeployedStack:
    """One deployed stack.

    Args:
        naam: of the stack.
        outputs: its outputs, by name.
        make_client: makes a client of a service by its name.
    """

    def __init__(self, naam: str, outputs: Mapping[str, str], make_client: Callable[[str], Any]) -> None:
        self.naam = naam
        self._outputs = outputs
        self._make_client = make_client
        self._clients: dict[str, Any] = {}

    @classmethod
    def find(cls, name: str = DEFAULT) -> Self:
        """The stack with this name, where the credentials and `AWS_ENDPOINT_URL` point.

        Raises:
            Notice: there is no such stack, nobody is logged in, or AWS cannot be reached.
        """
        sessie = make_session()
        client = make_cloudformation(sessie)
        with translated(client.meta.endpoint_url):
            return cls(name, _read_outputs(client, name), partial(sessie.create_client, config=_PATIENCE))

    def refresh(self) -> None:
        """Read its outputs anew: it was deployed meanwhile."""
        self._outputs = _read_outputs(self.client("cloudformation"), self.naam)

    def output(self, name: str) -> str:
        """One output of the stack.

        Raises:
            Notice: the stack has no such output: it is of another version than this command.
        """
        value = self._outputs.get(name)
        if value is None:
            raise Notice(
                f"De stapel {self.naam} heeft geen uitvoer {name}.",
                "Hij is met een andere versie uitgerold dan die van deze opdracht: rol hem opnieuw uit.",
            )
        return value

    def parameter(self, name: str) -> str:
        """The value of one parameter of the stack; empty when it has no such parameter."""
        (description,) = self.client("cloudformation").describe_stacks(StackName=self.naam)["Stacks"]
        values = {one["ParameterKey"]: one["ParameterValue"] for one in description.get("Parameters", [])}
        return str(values.get(name, ""))

    def client(self, service: Any) -> Any:  # noqa: ANN401 - boto3 makes a client of any service by its name
        """A client of this service, made once; within `fouten.translated` its errors become a `Notice`."""
        if service not in self._clients:
            self._clients[service] = self._make_client(service)
        return self._clients[service]

    @property
    def endpoint(self) -> str:
        """Where it is, for messages."""
        endpoint: str = self.client("cloudformation").meta.endpoint_url
        return endpoint


def _read_outputs(client: "CloudFormationClient", name: str) -> dict[str, str]:
    try:
        (description,) = client.describe_stacks(StackName=name)["Stacks"]
    except ClientError as error:
        if code_of(error) == "ValidationError":
            raise Notice(
                f"Er is geen stapel {name} in {client.meta.region_name} ({client.meta.endpoint_url}).",
                "Noem een andere met --stack, kies een andere regio (AWS_REGION), of rol hem eerst uit.",
                code=WRONG_USAGE,
            ) from None
        raise
    return {u["OutputKey"]: u["OutputValue"] for u in description.get("Outputs", [])}


def make_cloudformation(session: Session | None = None) -> Any:  # noqa: ANN401 - of botocore, as typed by its users
    """A client of CloudFormation, for what is no stack any more. Raises Notice as `make_session` does."""
    return (session or make_session()).create_client("cloudformation", config=_PATIENCE)


def make_session() -> Session:
    """That of whoever runs this; of the emulator when that is here and no credentials came with the command.

    Raises:
        Notice: nobody is logged in, no region is chosen, or a profile or an address cannot be.
    """
    sessie = Session()
    try:
        if _is_local(sessie):
            return _for_emulator(sessie)
        if sessie.get_credentials() is None:
            raise no_credentials()
        return _with_region(sessie)
    except ProfileNotFound as error:
        raise Notice(f"Het profiel in AWS_PROFILE bestaat niet: {error.kwargs.get('profile', '')}") from None


def _is_local(sessie: Session) -> bool:
    """Whether AWS is on this machine: asked of a client, for `AWS_ENDPOINT_URL` is botocore's to read."""
    # With any credentials at all: looking for real ones can take seconds, and none are used.
    try:
        client = sessie.create_client(
            "cloudformation", _REGION, aws_access_key_id=_EMULATOR, aws_secret_access_key=_EMULATOR
        )
        return urlsplit(client.meta.endpoint_url).hostname in _HERE
    except ValueError as error:
        raise Notice(f"AWS_ENDPOINT_URL is geen adres: {error}", code=WRONG_USAGE) from None


def _for_emulator(sessie: Session) -> Session:
    # Profiles and roles are for AWS; here only what was given with this very command counts.
    sources: CredentialResolver = sessie.get_component("credential_provider")
    for bron in [bron.METHOD for bron in sources.providers if bron.METHOD not in {None, "env"}]:
        sources.remove(str(bron))
    if sessie.get_credentials() is None:
        sessie.set_credentials(_EMULATOR, _EMULATOR)
        sessie.set_config_variable("region", _REGION)
    elif _region(sessie) is None:
        sessie.set_config_variable("region", _REGION)
    return sessie


def _with_region(sessie: Session) -> Session:
    if _region(sessie) is None:
        raise Notice(f"Geen regio gekozen: zet AWS_REGION. ({NoRegionError.__name__})", code=WRONG_USAGE)
    return sessie


def _region(sessie: Session) -> str | None:
    region: str | None = sessie.get_config_variable("region")
    return region
