"""Settings: the only place that reads the environment. What each means stands in `template.yaml`, too."""

import os
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Self, TypeVar

from stagemarkt.domain.cache.retention import KINDS, NOTHING, CacheMode, Duration

T = TypeVar("T")
N = TypeVar("N", int, float)
# What each function below is: from an environment to a setting.
Reader = Callable[[Mapping[str, str]], object]


class MissingSetting(RuntimeError):
    """Variables that this function needs are not set, or have a value that they cannot have: `names`."""

    def __init__(self, *names: str) -> None:
        super().__init__(", ".join(names))
        self.names = names


class UndeclaredSetting(RuntimeError):
    """A setting that this function did not declare; the template would not give it either."""


class DeclaredSettings:
    """The settings of one function: those that it declares, and no other.

    The first one that is asked for has all of them read, once: a function that lacks anything says so at its
    first call, whole, and not at the first call that happens to need it.

    Args:
        readers: what the function declares.
        environment: another environment than that of the process.
    """

    def __init__(self, readers: Collection[Reader], environment: Mapping[str, str] | None = None) -> None:
        self._readers = readers
        self._environment = os.environ if environment is None else environment
        self._read: dict[Reader, object] = {}

    def __call__(self, reader: Callable[[Mapping[str, str]], T]) -> T:
        """What this reader gives.

        Raises:
            MissingSetting: naming everything that is missing or wrong among all that is declared.
            UndeclaredSetting: this one is not declared.
        """
        if reader not in self._readers:
            raise UndeclaredSetting(getattr(reader, "__name__", ""))
        if not self._read:
            self._read = self._read_all()
        # What a reader gave is kept under that reader.
        return self._read[reader]  # type: ignore[return-value]

    def _read_all(self) -> dict[Reader, object]:
        read: dict[Reader, object] = {}
        faults: set[str] = set()
        for reader in self._readers:
            try:
                read[reader] = reader(self._environment)
            except MissingSetting as error:
                faults.update(error.names)
        if faults:
            raise MissingSetting(*sorted(faults))
        return read


@dataclass(frozen=True, slots=True)
class SourceSettings:
    """How SBB is reached.

    Attributes:
        url: `SBB_URL`, the White Label endpoint, https.
        namespace: `SBB_NAMESPACE`, of its messages.
        soapaction: `SBB_SOAPACTION`, what stands before the operation's name.
        receiver_oin: `SBB_OIN`, the OIN of SBB.
        seconden: `SBB_TERMIJN`, what a whole call to SBB may take.
        signaalcodes: `SBB_SIGNAALCODES`, other meanings than those of our table; may be empty.
        adressen: `SBB_ADRESSEN`, operations that are at another address than `url`; may be empty.
    """

    url: str
    namespace: str
    soapaction: str
    receiver_oin: str
    seconden: float
    signaalcodes: str = ""
    adressen: str = ""


def bron(environment: Mapping[str, str] = os.environ) -> SourceSettings:
    """The settings of a function that asks SBB."""
    with _Reading(environment) as read:
        return SourceSettings(
            url=read.text("SBB_URL"),
            namespace=read.text("SBB_NAMESPACE"),
            soapaction=read.text("SBB_SOAPACTION"),
            receiver_oin=read.text("SBB_OIN"),
            seconden=read.number("SBB_TERMIJN", float),
            signaalcodes=environment.get("SBB_SIGNAALCODES", ""),
            adressen=environment.get("SBB_ADRESSEN", ""),
        )


@dataclass(frozen=True, slots=True)
class GuardSettings:
    """How SBB is protected.

    Attributes:
        per_seconde: `SBB_PER_SECONDE`, calls of one school in a second.
        tegelijk: `SBB_TEGELIJK`, calls of one school at once.
        probe_after: `SBB_PROEF_NA`, seconds until an open circuit breaker lets one call try.
    """

    per_seconde: int
    tegelijk: int
    probe_after: float


def guard(environment: Mapping[str, str] = os.environ) -> GuardSettings:
    """The limits and the circuit breakers of a function that asks SBB."""
    with _Reading(environment) as read:
        return GuardSettings(
            per_seconde=read.number("SBB_PER_SECONDE", int),
            tegelijk=read.number("SBB_TEGELIJK", int),
            probe_after=read.number("SBB_PROEF_NA", float),
        )


def cachemodus(environment: Mapping[str, str] = os.environ) -> CacheMode:
    """`CACHE_MODE`: what may be kept at rest."""
    try:
        return CacheMode(_text(environment, "CACHE_MODE"))
    except ValueError as error:
        raise MissingSetting("CACHE_MODE") from error


def cache_lifetimes(environment: Mapping[str, str] = os.environ) -> Mapping[str, Duration]:
    """`HOUDBAAR_IDENTIFICATIE`, `_DETAILGEGEVENS`, `_NIETS`: seconds fresh and in all, where they are chosen.

    As in `3600/7200`. What is not there has the default of `stagemarkt.domain.cache.retention`.
    """
    names = {name: f"HOUDBAAR_{name.upper()}" for name in (*KINDS, NOTHING)}
    durations = {
        name: _duration(environment, variable)
        for name, variable in names.items()
        if environment.get(variable)
    }
    chosen = {name: duration for name, duration in durations.items() if duration is not None}
    if len(chosen) < len(durations):
        raise MissingSetting(*(names[name] for name in durations if name not in chosen))
    return chosen


def answer_table(environment: Mapping[str, str] = os.environ) -> str:
    """`ANTWOORDEN_TABEL`: the table of kept answers."""
    return _text(environment, "ANTWOORDEN_TABEL")


def refresh_queue(environment: Mapping[str, str] = os.environ) -> str:
    """`VERVERSINGEN_URL`: the queue of answers to refresh."""
    return _text(environment, "VERVERSINGEN_URL")


def sightings_table(environment: Mapping[str, str] = os.environ) -> str:
    """`WAARNEMINGEN_TABEL`: the table of what was seen of SBB."""
    return _text(environment, "WAARNEMINGEN_TABEL")


def toegang_table(environment: Mapping[str, str] = os.environ) -> str:
    """`TOEGANG_TABEL`: the table of keys."""
    return _text(environment, "TOEGANG_TABEL")


def pepper_secret(environment: Mapping[str, str] = os.environ) -> str:
    """`PEPER_GEHEIM`: the name of the secret that key hashes are made with."""
    return _text(environment, "PEPER_GEHEIM")


def abonnement_table(environment: Mapping[str, str] = os.environ) -> str:
    """`ABONNEMENTEN_TABEL`: the table of abonnementen."""
    return _text(environment, "ABONNEMENTEN_TABEL")


def outgoing_table(environment: Mapping[str, str] = os.environ) -> str:
    """`UITGAAND_TABEL`: the table of the feeds and the outbox."""
    return _text(environment, "UITGAAND_TABEL")


def delivery_queue(environment: Mapping[str, str] = os.environ) -> str:
    """`AFLEVERING_WACHTRIJ`: the address of the queue of abonnementen to deliver for."""
    return _text(environment, "AFLEVERING_WACHTRIJ")


def delivery_role(environment: Mapping[str, str] = os.environ) -> str:
    """`BEZORGROL_ARN`: the role that sends to queues of others, for their policy."""
    return _text(environment, "BEZORGROL_ARN")


def beheerder_oin(environment: Mapping[str, str] = os.environ) -> str:
    """`BEHEERDER_OIN`: whose deployment this is, in the source of every event."""
    return _text(environment, "BEHEERDER_OIN")


@dataclass(frozen=True, slots=True)
class DeliverySettings:
    """How changes leave us.

    Attributes:
        partition: `AWS_PARTITIE`, where we run.
        account: `AWS_REKENING`, our own account.
        stage: `STAGE`.
        exceptions: `WEBHOOK_UITZONDERINGEN`, receivers of a test environment; may be empty.
        exceptions_ca: `WEBHOOK_UITZONDERINGEN_CA`, the PEM of their CA; may be empty.
    """

    partition: str
    account: str
    stage: str
    exceptions: str = ""
    exceptions_ca: str = ""


def delivery_settings(environment: Mapping[str, str] = os.environ) -> DeliverySettings:
    """The settings of a function that sends changes, or judges where they may go."""
    with _Reading(environment) as read:
        return DeliverySettings(
            partition=read.text("AWS_PARTITIE"),
            account=read.text("AWS_REKENING"),
            stage=read.text("STAGE"),
            exceptions=environment.get("WEBHOOK_UITZONDERINGEN", ""),
            exceptions_ca=environment.get("WEBHOOK_UITZONDERINGEN_CA", ""),
        )


def shared_gateway_key(environment: Mapping[str, str] = os.environ) -> str | None:
    """The key by which API Gateway counts for all afnemers together; None where each has its own limit.

    `LIMIET_PER_AFNEMER` (`aan` or `uit`) says which, `GEZAMENLIJKE_POORTSLEUTEL` is that key.
    """
    with _Reading(environment) as read:
        shared = read.text("GEZAMENLIJKE_POORTSLEUTEL")
        return None if read.text("LIMIET_PER_AFNEMER") == "aan" else shared


@dataclass(frozen=True, slots=True)
class SenderSettings:
    """SBB as it brings messages.

    Attributes:
        oin: `SBB_OIN`, in the subject of its client certificate.
        namespace: `SBB_NAMESPACE`, of its messages.
        soapaction: `SBB_SOAPACTION`, what stands before the operation's name.
    """

    oin: str
    namespace: str
    soapaction: str


def afzender(environment: Mapping[str, str] = os.environ) -> SenderSettings:
    """Who may bring messages, and in which words."""
    with _Reading(environment) as read:
        return SenderSettings(
            oin=read.text("SBB_OIN"),
            namespace=read.text("SBB_NAMESPACE"),
            soapaction=read.text("SBB_SOAPACTION"),
        )


def mutatie_table(environment: Mapping[str, str] = os.environ) -> str:
    """`MUTATIES_TABEL`: the table of mutaties and of the subscriptions at SBB."""
    return _text(environment, "MUTATIES_TABEL")


def intake_url(environment: Mapping[str, str] = os.environ) -> str:
    """`INTAKE_URL`: where SBB must bring mutaties."""
    return _text(environment, "INTAKE_URL")


def processing_queue(environment: Mapping[str, str] = os.environ) -> str:
    """`VERWERKING_WACHTRIJ`: the address of the queue of mutaties to pass on."""
    return _text(environment, "VERWERKING_WACHTRIJ")


def audit_table(environment: Mapping[str, str] = os.environ) -> str:
    """`AUDIT_TABEL`: the log of who was told of people."""
    return _text(environment, "AUDIT_TABEL")


def audit_retention(environment: Mapping[str, str] = os.environ) -> int:
    """`AUDIT_BEWAARTERMIJN`: how many days that is kept."""
    with _Reading(environment) as read:
        return read.number("AUDIT_BEWAARTERMIJN", int)


def secrets_prefix(environment: Mapping[str, str] = os.environ) -> str:
    """`GEHEIMEN_VOORVOEGSEL`: before the names of the secrets."""
    return _text(environment, "GEHEIMEN_VOORVOEGSEL")


def warnings_topic(environment: Mapping[str, str] = os.environ) -> str:
    """`WAARSCHUWINGEN_ONDERWERP`: the ARN of the topic by which an operator is warned."""
    return _text(environment, "WAARSCHUWINGEN_ONDERWERP")


class _Reading:
    """Reads several variables of a setting; on leaving, raises with all that are missing or wrong."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment
        self._faults: list[str] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._faults:
            raise MissingSetting(*self._faults)

    def text(self, name: str) -> str:
        """What is there; empty beside a noted fault."""
        value = self._environment.get(name, "")
        if not value:
            self._faults.append(name)
        return value

    def number(self, name: str, child: Callable[[str], N]) -> N:
        """The same, as a number; 0 beside a noted fault."""
        try:
            return child(self._environment.get(name, ""))
        except ValueError:
            self._faults.append(name)
            return child("0")


def _text(environment: Mapping[str, str], name: str) -> str:
    value = environment.get(name, "")
    if not value:
        raise MissingSetting(name)
    return value


def _duration(environment: Mapping[str, str], name: str) -> Duration | None:
    """None for what it cannot be."""
    fresh, _, verloopt = _text(environment, name).partition("/")
    try:
        duration = Duration(int(fresh), int(verloopt))
    except ValueError:
        return None
    return duration if 0 <= duration.fresh <= duration.verloopt else None
