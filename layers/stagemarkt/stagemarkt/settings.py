"""Settings: the only place that reads the environment. What each means stands in `template.yaml`, too."""

import os
from collections.abc import Mapping
from dataclasses import dataclass

from stagemarkt.domein.bewaren import NIETS, SOORTEN, CacheMode, Duur


class OntbrekendeInstelling(RuntimeError):
    """A variable that this function needs is not set, or has a value that it cannot have."""


@dataclass(frozen=True, slots=True)
class Bron:
    """How SBB is reached.

    Attributes:
        url: `SBB_URL`, the White Label endpoint, https.
        namespace: `SBB_NAMESPACE`, of its messages.
        soapaction: `SBB_SOAPACTION`, what stands before the operation's name.
        ontvanger_oin: `SBB_OIN`, the OIN of SBB.
        geheimen: `GEHEIMEN_VOORVOEGSEL`, before the names of the secrets.
        seconden: `SBB_TERMIJN`, what a whole call to SBB may take.
        signaalcodes: `SBB_SIGNAALCODES`, other meanings than those of our table; may be empty.
        adressen: `SBB_ADRESSEN`, operations that are at another address than `url`; may be empty.
    """

    url: str
    namespace: str
    soapaction: str
    ontvanger_oin: str
    geheimen: str
    seconden: float
    signaalcodes: str = ""
    adressen: str = ""


def bron(omgeving: Mapping[str, str] = os.environ) -> Bron:
    """The settings of a function that asks SBB."""
    return Bron(
        url=_tekst(omgeving, "SBB_URL"),
        namespace=_tekst(omgeving, "SBB_NAMESPACE"),
        soapaction=_tekst(omgeving, "SBB_SOAPACTION"),
        ontvanger_oin=_tekst(omgeving, "SBB_OIN"),
        geheimen=_tekst(omgeving, "GEHEIMEN_VOORVOEGSEL"),
        seconden=float(_tekst(omgeving, "SBB_TERMIJN")),
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
    return Bewaking(
        per_seconde=int(_tekst(omgeving, "SBB_PER_SECONDE")),
        tegelijk=int(_tekst(omgeving, "SBB_TEGELIJK")),
        proef_na=float(_tekst(omgeving, "SBB_PROEF_NA")),
    )


def cachemodus(omgeving: Mapping[str, str] = os.environ) -> CacheMode:
    """`CACHE_MODE`: what may be kept at rest."""
    try:
        return CacheMode(_tekst(omgeving, "CACHE_MODE"))
    except ValueError as fout:
        raise OntbrekendeInstelling("CACHE_MODE") from fout


def houdbaarheid(omgeving: Mapping[str, str] = os.environ) -> Mapping[str, Duur]:
    """`HOUDBAAR_IDENTIFICATIE`, `_DETAILGEGEVENS`, `_NIETS`: seconds fresh and in all, where they are chosen.

    As in `3600/7200`. What is not there has the default of `stagemarkt.domein.bewaren`.
    """
    namen = {naam: f"HOUDBAAR_{naam.upper()}" for naam in (*SOORTEN, NIETS)}
    return {naam: _duur(omgeving, variabele) for naam, variabele in namen.items() if omgeving.get(variabele)}


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
        beheerder_oin: `BEHEERDER_OIN`, whose deployment this is.
        partitie: `AWS_PARTITIE`, where we run.
        rekening: `AWS_REKENING`, our own account.
        stage: `STAGE`.
        uitzonderingen: `WEBHOOK_UITZONDERINGEN`, receivers of a test environment; may be empty.
        uitzonderingen_ca: `WEBHOOK_UITZONDERINGEN_CA`, the PEM of their CA; may be empty.
    """

    beheerder_oin: str
    partitie: str
    rekening: str
    stage: str
    uitzonderingen: str = ""
    uitzonderingen_ca: str = ""


def bezorging(omgeving: Mapping[str, str] = os.environ) -> Bezorging:
    """The settings of a function that sends changes, or judges where they may go."""
    return Bezorging(
        beheerder_oin=_tekst(omgeving, "BEHEERDER_OIN"),
        partitie=_tekst(omgeving, "AWS_PARTITIE"),
        rekening=_tekst(omgeving, "AWS_REKENING"),
        stage=_tekst(omgeving, "STAGE"),
        uitzonderingen=omgeving.get("WEBHOOK_UITZONDERINGEN", ""),
        uitzonderingen_ca=omgeving.get("WEBHOOK_UITZONDERINGEN_CA", ""),
    )


def gezamenlijke_poortsleutel(omgeving: Mapping[str, str] = os.environ) -> str | None:
    """The key by which API Gateway counts for all afnemers together; None where each has its own limit.

    `LIMIET_PER_AFNEMER` (`aan` or `uit`) says which, `GEZAMENLIJKE_POORTSLEUTEL` is that key.
    """
    gezamenlijk = _tekst(omgeving, "GEZAMENLIJKE_POORTSLEUTEL")
    return None if _tekst(omgeving, "LIMIET_PER_AFNEMER") == "aan" else gezamenlijk


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
    return Afzender(
        oin=_tekst(omgeving, "SBB_OIN"),
        namespace=_tekst(omgeving, "SBB_NAMESPACE"),
        soapaction=_tekst(omgeving, "SBB_SOAPACTION"),
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
    return int(_tekst(omgeving, "AUDIT_BEWAARTERMIJN"))


def geheimenvoorvoegsel(omgeving: Mapping[str, str] = os.environ) -> str:
    """`GEHEIMEN_VOORVOEGSEL`: before the names of the secrets."""
    return _tekst(omgeving, "GEHEIMEN_VOORVOEGSEL")


def waarschuwingenonderwerp(omgeving: Mapping[str, str] = os.environ) -> str:
    """`WAARSCHUWINGEN_ONDERWERP`: the ARN of the topic by which an operator is warned."""
    return _tekst(omgeving, "WAARSCHUWINGEN_ONDERWERP")


def _tekst(omgeving: Mapping[str, str], naam: str) -> str:
    waarde = omgeving.get(naam, "")
    if not waarde:
        raise OntbrekendeInstelling(naam)
    return waarde


def _duur(omgeving: Mapping[str, str], naam: str) -> Duur:
    vers, _, verloopt = _tekst(omgeving, naam).partition("/")
    try:
        duur = Duur(int(vers), int(verloopt))
    except ValueError as fout:
        raise OntbrekendeInstelling(naam) from fout
    if not 0 <= duur.vers <= duur.verloopt:
        raise OntbrekendeInstelling(naam)
    return duur
