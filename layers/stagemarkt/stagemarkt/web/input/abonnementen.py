"""From a request about abonnementen to what the caller wants, or to every fault that the request has."""

from collections.abc import Callable
from typing import Any, Final, NamedTuple

from stagemarkt.domain.changes.abonnementen import INTUSSEN, Houder, Wens
from stagemarkt.domain.changes.queue_arn import ArnOngeldig, Thuis, lees_wachtrijadres
from stagemarkt.model.abonnement import STATUSSEN, Abonnement, Abonnementsleutel, Filter, Soort
from stagemarkt.model.errors import GENEST, IfMatchVereist, Tekst, VersieGewijzigd
from stagemarkt.ports.delivery import Webhookkeurder
from stagemarkt.web.input import fields, readers
from stagemarkt.web.input.cursor import lees_cursor
from stagemarkt.web.input.name_hints import bedoelde_u
from stagemarkt.web.input.readers import Onleesbaar
from stagemarkt.web.input.validation import ONBEKEND, Invoer
from stagemarkt.web.request import Verzoek

_ONTBREEKT: Final = "ontbrekende-combinatie"
_ADRESVELD: Final[dict[Soort, str]] = {"webhook": "url", "sqs": "queueArn"}
_FILTERLEZERS: Final[dict[str, tuple[str, Callable[[str], str]]]] = {
    "leerbedrijfIds": ("leerbedrijf_ids", readers.lees_leerbedrijf_id),
    "codes": ("codes", readers.lees_code),
    "statussen": ("statussen", readers.lees_keuze(*STATUSSEN)),
}


class Keurders(NamedTuple):
    """What judges a destination: the name in a URL, and where we run."""

    webhook: Webhookkeurder
    thuis: Thuis


class Aanvraag(NamedTuple):
    """A new abonnement, as it is asked for."""

    soort: Soort
    adres: str
    filter: Filter


def houder(verzoek: Verzoek) -> Houder:
    """For whom is asked."""
    return Houder(verzoek.afnemer_id, verzoek.school)


def sleutel(verzoek: Verzoek) -> Abonnementsleutel:
    """The abonnement in the path of a request that has no query. Raises OngeldigeInvoer."""
    invoer = Invoer()
    invoer.pad(verzoek)
    invoer.query(verzoek, ())
    invoer.afronden()
    return Abonnementsleutel(verzoek.school, invoer.waarden["abonnementId"])


def zonder_query(verzoek: Verzoek) -> None:
    """For a request that takes none. Raises OngeldigeInvoer."""
    invoer = Invoer()
    invoer.query(verzoek, ())
    invoer.afronden()


def aanvraag(verzoek: Verzoek, keurders: Callable[[], Keurders]) -> Aanvraag:
    """`POST /abonnementen`. Raises OngeldigeInvoer with every fault."""
    invoer = Invoer()
    invoer.query(verzoek, ())
    gegeven = invoer.lichaam(verzoek, fields.VELDEN_VAN["maakAbonnement"])
    if "soort" not in gegeven:
        invoer.fout(
            "body", "soort", Tekst("Geef `webhook` of `sqs`.", "Give `webhook` or `sqs`."), _ONTBREEKT
        )
    soort: Soort | None = invoer.waarden.get("soort")
    filter_ = _filter(invoer)
    if soort is not None:
        _juist_adresveld(invoer, soort, gegeven)
        if _ADRESVELD[soort] not in gegeven:
            detail = Tekst(f"Nodig bij `{soort}`.", f"Needed with `{soort}`.")
            invoer.fout("body", _ADRESVELD[soort], detail, _ONTBREEKT)
        _keur(invoer, keurders)
    invoer.afronden()
    assert soort is not None  # noqa: S101 - without it there was a fault
    return Aanvraag(soort, invoer.waarden[_ADRESVELD[soort]], filter_ or Filter())


def wens(verzoek: Verzoek, abonnement: Abonnement, keurders: Callable[[], Keurders]) -> Wens:
    """The body of `PATCH /abonnementen/{abonnementId}`. Raises OngeldigeInvoer with every fault."""
    invoer = Invoer()
    gegeven = invoer.lichaam(verzoek, fields.VELDEN_VAN["wijzigAbonnement"])
    _juist_adresveld(invoer, abonnement.soort, gegeven)
    filter_ = _filter(invoer)
    _keur(invoer, keurders)
    invoer.afronden()
    waarden = invoer.waarden
    return Wens(
        waarden.get(_ADRESVELD[abonnement.soort]), filter_, waarden.get("toestand"), waarden.get("token")
    )


def controleer_versie(verzoek: Verzoek, abonnement: Abonnement) -> None:
    """`If-Match` by strong comparison (RFC 9110, 13.1.1). Raises IfMatchVereist or VersieGewijzigd."""
    kop = verzoek.koppen.get("if-match")
    if kop is None:
        raise IfMatchVereist(
            Tekst(
                "Stuur met If-Match de ETag mee van het abonnement zoals u het kent.",
                "Send with If-Match the ETag of the abonnement as you know it.",
            )
        )
    if not {"*", etag(abonnement)} & {deel.strip() for deel in kop.split(",")}:
        raise VersieGewijzigd(INTUSSEN)


def etag(abonnement: Abonnement) -> str:
    """The entity tag of this version."""
    return f'"{abonnement.versie}"'


def vanaf(verzoek: Verzoek) -> float:
    """The body of `POST …/herafleveringen`: a moment, seconds since 1970. Raises OngeldigeInvoer."""
    invoer = Invoer()
    if "vanaf" not in invoer.lichaam(verzoek, fields.VELDEN_VAN["leverOpnieuw"]):
        invoer.fout("body", "vanaf", Tekst("Geef een moment.", "Give a moment."), _ONTBREEKT)
    invoer.afronden()
    moment: float = invoer.waarden["vanaf"]
    return moment


class Logvraag(NamedTuple):
    """A stretch of the log: of which, below which volgnummer (None for the end), how many, and its mark."""

    sleutel: Abonnementsleutel
    voor: int | None
    aantal: int
    kenmerk: dict[str, Any]


def afleveringen(verzoek: Verzoek) -> Logvraag:
    """`GET …/afleveringen`. Raises OngeldigeInvoer with every fault."""
    invoer = Invoer()
    invoer.pad(verzoek)
    invoer.query(verzoek, fields.VELDEN_VAN["geefAfleveringen"])
    abonnement_id = invoer.waarden.get("abonnementId", "")
    kenmerk = {"operatie": verzoek.resource, "school": verzoek.school, "abonnementId": abonnement_id}
    voor = uit_cursor(invoer, kenmerk)
    invoer.afronden()
    aantal = invoer.waarden.get("limit", fields.STANDAARD_LIMIT)
    return Logvraag(Abonnementsleutel(verzoek.school, abonnement_id), voor, aantal, kenmerk)


def uit_cursor(invoer: Invoer, kenmerk: dict[str, Any]) -> int | None:
    """What the cursor says, None without one; a fault is noted."""
    if "cursor" not in invoer.waarden or invoer.fouten:
        return None
    try:
        return lees_cursor(invoer.waarden["cursor"], kenmerk)
    except Onleesbaar as fout:
        invoer.fout("query", "cursor", fout.detail)
        return None


def _juist_adresveld(invoer: Invoer, soort: Soort, gegeven: frozenset[str]) -> None:
    for ander, veld in _ADRESVELD.items():
        if ander != soort and veld in gegeven:
            detail = Tekst(f"Hoort niet bij `{soort}`.", f"Does not belong to `{soort}`.")
            invoer.fout("body", veld, detail)
            # One fault is enough for what should not be there.
            invoer.waarden.pop(veld, None)


def _keur(invoer: Invoer, keurders: Callable[[], Keurders]) -> None:
    """Judge the destination; the name of a URL is looked up only when nothing else is wrong."""
    arn, url = invoer.waarden.get("queueArn"), invoer.waarden.get("url")
    if arn is not None:
        try:
            lees_wachtrijadres(arn, keurders().thuis)
        except ArnOngeldig as fout:
            for tekst in fout.fouten:
                invoer.fout("body", "queueArn", tekst)
    if url is not None and not invoer.fouten:
        for tekst in keurders().webhook.keur(url):
            invoer.fout("body", "url", tekst)


def _filter(invoer: Invoer) -> Filter | None:
    gegeven = invoer.waarden.get("filter")
    if not isinstance(gegeven, dict):
        return None
    delen: dict[str, tuple[str, ...]] = {}
    for naam, waarden in gegeven.items():
        if naam not in _FILTERLEZERS:
            plek = f"filter{GENEST}{naam[:100]}"
            invoer.fout("body", plek, bedoelde_u(naam, list(_FILTERLEZERS)), ONBEKEND)
            continue
        veld, lees = _FILTERLEZERS[naam]
        delen[veld] = _lijst(invoer, f"filter{GENEST}{naam}", waarden, lees)
    # Sorted and without doubles: what means the same is the same.
    return Filter(**delen)  # type: ignore[arg-type] # the readers give what each part takes


def _lijst(invoer: Invoer, plek: str, waarden: object, lees: Callable[[str], str]) -> tuple[str, ...]:
    if not isinstance(waarden, list) or len(waarden) > fields.MAX_FILTER:
        hoogstens = fields.MAX_FILTER
        detail = Tekst(
            f"Een lijst van hooguit {hoogstens} teksten.", f"A list of at most {hoogstens} strings."
        )
        invoer.fout("body", plek, detail)
        return ()
    gelezen: set[str] = set()
    for nummer, waarde in enumerate(waarden):
        try:
            gelezen.add(lees(waarde if isinstance(waarde, str) else ""))
        except Onleesbaar as fout:
            invoer.fout("body", f"{plek}{GENEST}{nummer}", fout.detail)
    return tuple(sorted(gelezen))
