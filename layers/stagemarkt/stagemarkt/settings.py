"""Settings: the only place that reads the environment. What each means stands in `template.yaml`, too."""

import os
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Self, TypeVar

from stagemarkt.domain.cache.retention import NIETS, SOORTEN, CacheMode, Duur

T = TypeVar("T")
N = TypeVar("N", int, float)
# What each function below is: from an environment to a setting.
Reader = Callable[[Mapping[str, str]], object]


class OntbrekendeInstelling(RuntimeError):
    """Variables that this function needs are not set, or have a value that they cannot have: `namen`."""

    def __init__(self, *namen: str) -> None:
        super().__init__(", ".join(namen))
        self.namen = namen


class UndeclaredSetting(RuntimeError):
    """A setting that this function did not declare; the template would not give it either."""


class DeclaredSettings:
    """The settings of one function: those that it declares, and no other.

    The first one that is asked for has all of them read, once: a function that lacks anything says so at its
    first call, whole, and not at the first call that happens to need it.

    Args:
        readers: what the function declares.
        omgeving: another environment than that of the process.
    """

    def __init__(self, readers: Collection[Reader], omgeving: Mapping[str, str] | None = None) -> None:
        self._readers = readers
        self._omgeving = os.environ if omgeving is None else omgeving
        self._read: dict[Reader, object] = {}

    def __call__(self, reader: Callable[[Mapping[str, str]], T]) -> T:
        """What this reader gives.

        Raises:
            OntbrekendeInstelling: naming everything that is missing or wrong among all that is declared.
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
                read[reader] = reader(self._omgeving)
            except OntbrekendeInstelling as fout:
                faults.update(fout.namen)
        if faults:
            raise OntbrekendeInstelling(*sorted(faults))
        return read


@dataclass(frozen=True, slots=True)
class Bron:
    """How SBB is reached.

    Attributes:
        url: `SBB_URL`, the White Label endpoint, https.
        namespace: `SBB_NAMESPACE`, of its messages.
        soapaction: `SBB_SOAPACTION`, what stands before the operation's name.
        ontvanger_oin: `SBB_OIN`, the OIN of SBB.
        seconden: `SBB_TERMIJN`, what a whole call to SBB may take.
        signaalcodes: `SBB_SIGNAALCODES`, other meanings than those of our table; may be empty.
        adressen: `SBB_ADRESSEN`, operations that are at another address than `url`; may be empty.
    """

    url: str
    namespace: str
    soapaction: str
    ontvanger_oin: str
    seconden: float
    signaalcodes: str = ""
    adressen: str = ""


def bron(omgeving: Mapping[str, str] = os.environ) -> Bron:
    """The settings of a function that asks SBB."""
    with _Reading(omgeving) as lees:
        return Bron(
            url=lees.text("SBB_URL"),
            namespace=lees.text("SBB_NAMESPACE"),
            soapaction=lees.text("SBB_SOAPACTION"),
            ontvanger_oin=lees.text("SBB_OIN"),
            seconden=lees.number("SBB_TERMIJN", float),
            signaalcodes=omgeving.get("SBB_SIGNAALCODES", ""),
            adressen=omgeving.get("SBB_ADRESSEN", ""),
        )


@dataclass(frozen=True, slots=True)
class Bewaking:
    """How SBB is protected.

    Attributes:
        per_seconde: `SBB_PER_SECONDE`, calls of one school in a second.
        tegelijk: `SBB_TEGELIJK`, calls of one school at once.
        proef_na: `SBB_PROEF_NA`, seconds until an open zekering lets one call try.
    """

    per_seconde: int
    tegelijk: int
    proef_na: float


def bewaking(omgeving: Mapping[str, str] = os.environ) -> Bewaking:
    """The limits and the zekeringen of a function that asks SBB."""
    with _Reading(omgeving) as lees:
        return Bewaking(
            per_seconde=lees.number("SBB_PER_SECONDE", int),
            tegelijk=lees.number("SBB_TEGELIJK", int),
            proef_na=lees.number("SBB_PROEF_NA", float),
        )


def cachemodus(omgeving: Mapping[str, str] = os.environ) -> CacheMode:
    """`CACHE_MODE`: what may be kept at rest."""
    try:
        return CacheMode(_tekst(omgeving, "CACHE_MODE"))
    except ValueError as fout:
        raise OntbrekendeInstelling("CACHE_MODE") from fout


def houdbaarheid(omgeving: Mapping[str, str] = os.environ) -> Mapping[str, Duur]:
    """`HOUDBAAR_IDENTIFICATIE`, `_DETAILGEGEVENS`, `_NIETS`: seconds fresh and in all, where they are chosen.

    As in `3600/7200`. What is not there has the default of `stagemarkt.domain.cache.retention`.
    """
    namen = {naam: f"HOUDBAAR_{naam.upper()}" for naam in (*SOORTEN, NIETS)}
    duren = {naam: _duur(omgeving, variabele) for naam, variabele in namen.items() if omgeving.get(variabele)}
    gekozen = {naam: duur for naam, duur in duren.items() if duur is not None}
    if len(gekozen) < len(duren):
        raise OntbrekendeInstelling(*(namen[naam] for naam in duren if naam not in gekozen))
    return gekozen


def antwoordtabel(omgeving: Mapping[str, str] = os.environ) -> str:
    """`ANTWOORDEN_TABEL`: the table of kept answers."""
    return _tekst(omgeving, "ANTWOORDEN_TABEL")


def verversrij(omgeving: Mapping[str, str] = os.environ) -> str:
    """`VERVERSINGEN_URL`: the queue of answers to refresh."""
    return _tekst(omgeving, "VERVERSINGEN_URL")


def waarnemingentabel(omgeving: Mapping[str, str] = os.environ) -> str:
    """`WAARNEMINGEN_TABEL`: the table of what was seen of SBB."""
    return _tekst(omgeving, "WAARNEMINGEN_TABEL")


def toegangtabel(omgeving: Mapping[str, str] = os.environ) -> str:
    """`TOEGANG_TABEL`: the table of keys."""
    return _tekst(omgeving, "TOEGANG_TABEL")


def pepergeheim(omgeving: Mapping[str, str] = os.environ) -> str:
    """`PEPER_GEHEIM`: the name of the secret that key hashes are made with."""
    return _tekst(omgeving, "PEPER_GEHEIM")


def abonnementtabel(omgeving: Mapping[str, str] = os.environ) -> str:
    """`ABONNEMENTEN_TABEL`: the table of abonnementen."""
    return _tekst(omgeving, "ABONNEMENTEN_TABEL")


def uitgaandtabel(omgeving: Mapping[str, str] = os.environ) -> str:
    """`UITGAAND_TABEL`: the table of the feeds and the outbox."""
    return _tekst(omgeving, "UITGAAND_TABEL")


def afleverrij(omgeving: Mapping[str, str] = os.environ) -> str:
    """`AFLEVERING_WACHTRIJ`: the address of the queue of abonnementen to deliver for."""
    return _tekst(omgeving, "AFLEVERING_WACHTRIJ")


def bezorgrol(omgeving: Mapping[str, str] = os.environ) -> str:
    """`BEZORGROL_ARN`: the role that sends to queues of others, for their policy."""
    return _tekst(omgeving, "BEZORGROL_ARN")


def beheerder_oin(omgeving: Mapping[str, str] = os.environ) -> str:
    """`BEHEERDER_OIN`: whose deployment this is, in the source of every event."""
    return _tekst(omgeving, "BEHEERDER_OIN")


@dataclass(frozen=True, slots=True)
class Bezorging:
    """How changes leave us.

    Attributes:
        partitie: `AWS_PARTITIE`, where we run.
        rekening: `AWS_REKENING`, our own account.
        stage: `STAGE`.
        uitzonderingen: `WEBHOOK_UITZONDERINGEN`, receivers of a test environment; may be empty.
        uitzonderingen_ca: `WEBHOOK_UITZONDERINGEN_CA`, the PEM of their CA; may be empty.
    """

    partitie: str
    rekening: str
    stage: str
    uitzonderingen: str = ""
    uitzonderingen_ca: str = ""


def bezorging(omgeving: Mapping[str, str] = os.environ) -> Bezorging:
    """The settings of a function that sends changes, or judges where they may go."""
    with _Reading(omgeving) as lees:
        return Bezorging(
            partitie=lees.text("AWS_PARTITIE"),
            rekening=lees.text("AWS_REKENING"),
            stage=lees.text("STAGE"),
            uitzonderingen=omgeving.get("WEBHOOK_UITZONDERINGEN", ""),
            uitzonderingen_ca=omgeving.get("WEBHOOK_UITZONDERINGEN_CA", ""),
        )


def gezamenlijke_poortsleutel(omgeving: Mapping[str, str] = os.environ) -> str | None:
    """The key by which API Gateway counts for all afnemers together; None where each has its own limit.

    `LIMIET_PER_AFNEMER` (`aan` or `uit`) says which, `GEZAMENLIJKE_POORTSLEUTEL` is that key.
    """
    with _Reading(omgeving) as lees:
        gezamenlijk = lees.text("GEZAMENLIJKE_POORTSLEUTEL")
        return None if lees.text("LIMIET_PER_AFNEMER") == "aan" else gezamenlijk


@dataclass(frozen=True, slots=True)
class Afzender:
    """SBB as it brings messages.

    Attributes:
        oin: `SBB_OIN`, in the subject of its client certificate.
        namespace: `SBB_NAMESPACE`, of its messages.
        soapaction: `SBB_SOAPACTION`, what stands before the operation's name.
    """

    oin: str
    namespace: str
    soapaction: str


def afzender(omgeving: Mapping[str, str] = os.environ) -> Afzender:
    """Who may bring messages, and in which words."""
    with _Reading(omgeving) as lees:
        return Afzender(
            oin=lees.text("SBB_OIN"),
            namespace=lees.text("SBB_NAMESPACE"),
            soapaction=lees.text("SBB_SOAPACTION"),
        )


def mutatietabel(omgeving: Mapping[str, str] = os.environ) -> str:
    """`MUTATIES_TABEL`: the table of mutaties and of the subscriptions at SBB."""
    return _tekst(omgeving, "MUTATIES_TABEL")


def intake_url(omgeving: Mapping[str, str] = os.environ) -> str:
    """`INTAKE_URL`: where SBB must bring mutaties."""
    return _tekst(omgeving, "INTAKE_URL")


def verwerkrij(omgeving: Mapping[str, str] = os.environ) -> str:
    """`VERWERKING_WACHTRIJ`: the address of the queue of mutaties to pass on."""
    return _tekst(omgeving, "VERWERKING_WACHTRIJ")


def audittabel(omgeving: Mapping[str, str] = os.environ) -> str:
    """`AUDIT_TABEL`: the log of who was told of people."""
    return _tekst(omgeving, "AUDIT_TABEL")


def auditbewaartermijn(omgeving: Mapping[str, str] = os.environ) -> int:
    """`AUDIT_BEWAARTERMIJN`: how many days that is kept."""
    with _Reading(omgeving) as lees:
        return lees.number("AUDIT_BEWAARTERMIJN", int)


def geheimenvoorvoegsel(omgeving: Mapping[str, str] = os.environ) -> str:
    """`GEHEIMEN_VOORVOEGSEL`: before the names of the secrets."""
    return _tekst(omgeving, "GEHEIMEN_VOORVOEGSEL")


def waarschuwingenonderwerp(omgeving: Mapping[str, str] = os.environ) -> str:
    """`WAARSCHUWINGEN_ONDERWERP`: the ARN of the topic by which an operator is warned."""
    return _tekst(omgeving, "WAARSCHUWINGEN_ONDERWERP")


class _Reading:
    """Reads several variables of a setting; on leaving, raises with all that are missing or wrong."""

    def __init__(self, omgeving: Mapping[str, str]) -> None:
        self._omgeving = omgeving
        self._faults: list[str] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._faults:
            raise OntbrekendeInstelling(*self._faults)

    def text(self, naam: str) -> str:
        """What is there; empty beside a noted fault."""
        waarde = self._omgeving.get(naam, "")
        if not waarde:
            self._faults.append(naam)
        return waarde

    def number(self, naam: str, kind: Callable[[str], N]) -> N:
        """The same, as a number; 0 beside a noted fault."""
        try:
            return kind(self._omgeving.get(naam, ""))
        except ValueError:
            self._faults.append(naam)
            return kind("0")


def _tekst(omgeving: Mapping[str, str], naam: str) -> str:
    waarde = omgeving.get(naam, "")
    if not waarde:
        raise OntbrekendeInstelling(naam)
    return waarde


def _duur(omgeving: Mapping[str, str], naam: str) -> Duur | None:
    """None for what it cannot be."""
    vers, _, verloopt = _tekst(omgeving, naam).partition("/")
    try:
        duur = Duur(int(vers), int(verloopt))
    except ValueError:
        return None
    return duur if 0 <= duur.vers <= duur.verloopt else None
