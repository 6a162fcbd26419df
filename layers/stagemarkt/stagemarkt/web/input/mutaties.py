"""From a request about mutaties to what is asked, and from what was read to the answer."""

from typing import Any, Final, Literal, NamedTuple

from stagemarkt.domain.changes.event import maak_gebeurtenis
from stagemarkt.domain.changes.feed_reading import Bladzij, Genummerd
from stagemarkt.model.abonnement import Filter
from stagemarkt.model.aflevering import Regel
from stagemarkt.model.errors import Tekst
from stagemarkt.web.input import fields
from stagemarkt.web.input.abonnementen import uit_cursor
from stagemarkt.web.input.cursor import schrijf_cursor
from stagemarkt.web.input.validation import Invoer
from stagemarkt.web.output.abonnementen import als_json
from stagemarkt.web.output.search_pages import link
from stagemarkt.web.request import Verzoek
from stagemarkt.web.response import Antwoord

# A caller's clock may be ahead of ours, seconds.
_KLOKVERSCHIL: Final = 60


class Volgvraag(NamedTuple):
    """What to read on in.

    Attributes:
        abonnement_id: whose list; None for the school's own.
        na: after which number; None to begin elsewhere.
        vanaf: since when, seconds since 1970 or `nu`; None to begin with the oldest.
        filter: what fits.
        limit: how many at most.
        kenmerk: what a cursor is tied to.
    """

    abonnement_id: str | None
    na: int | None
    vanaf: float | Literal["nu"] | None
    filter: Filter
    limit: int
    kenmerk: dict[str, Any]

    def past(self, regel: Regel) -> bool:
        """Whether this line is asked for."""
        return self.filter.past(regel.mutatie)


def mutaties(verzoek: Verzoek, nu: float) -> Volgvraag:
    """`GET /mutaties`, asked at `nu` (seconds since 1970). Raises OngeldigeInvoer with every fault."""
    invoer = Invoer()
    invoer.query(verzoek, fields.VELDEN_VAN["geefMutaties"])
    waarden = invoer.waarden
    gevraagd: dict[str, str] = {
        naam: waarden[naam] for naam in ("abonnementId", "leerbedrijfId", "code") if naam in waarden
    }
    kenmerk = {"operatie": verzoek.resource, "school": verzoek.school, **gevraagd}
    na = uit_cursor(invoer, kenmerk)
    vanaf = _vanaf(invoer, verzoek, nu)
    invoer.afronden()
    filter_ = Filter(
        (gevraagd["leerbedrijfId"],) if "leerbedrijfId" in gevraagd else (),
        (gevraagd["code"],) if "code" in gevraagd else (),
    )
    limit = waarden.get("limit", fields.STANDAARD_LIMIT)
    return Volgvraag(gevraagd.get("abonnementId"), na, vanaf, filter_, limit, kenmerk)


def _vanaf(invoer: Invoer, verzoek: Verzoek, nu: float) -> float | Literal["nu"] | None:
    vanaf: float | Literal["nu"] | None = invoer.waarden.get("vanaf")
    if {"vanaf", "cursor"} <= verzoek.query.keys():
        detail = Tekst(
            "Niet samen met `cursor`: die zegt al waar u was.",
            "Not together with `cursor`: that says already where you were.",
        )
        invoer.fout("query", "vanaf", detail)
    elif isinstance(vanaf, float) and vanaf > nu:
        if vanaf <= nu + _KLOKVERSCHIL:
            return "nu"
        detail = Tekst("Ligt in de toekomst; bedoelt u `nu`?", "Is in the future; do you mean `nu`?")
        invoer.fout("query", "vanaf", detail)
    return vanaf


def weiger_vooruit(vraag: Volgvraag, stand: int) -> None:
    """Raise OngeldigeInvoer for a cursor beyond the end: it is of a list that is no more."""
    if vraag.na is not None and vraag.na > stand:
        invoer = Invoer()
        detail = Tekst("Deze cursor hoort hier niet.", "This cursor does not belong here.")
        invoer.fout("query", "cursor", detail)
        invoer.afronden()


def als_antwoord(bladzij: Bladzij, vraag: Volgvraag, verzoek: Verzoek, bron: str) -> Antwoord:
    """The page. `volgendeCursor` is always there: with it one reads on when there is something new."""
    cursor = schrijf_cursor(bladzij.tot, vraag.kenmerk)
    eigen = vraag.abonnement_id is not None
    inhoud = {
        "resultaten": [gebeurtenis(een, bron, met_volgnummer=eigen) for een in bladzij.resultaten],
        "volgendeCursor": cursor,
        "meer": bladzij.meer,
    }
    return als_json(inhoud, koppen={"Link": link(verzoek, cursor if bladzij.meer else None)})


def gebeurtenis(een: Genummerd, bron: str, *, met_volgnummer: bool) -> dict[str, Any]:
    """The CloudEvent; without the number of a list that is nobody's own."""
    inhoud = maak_gebeurtenis(een.regel.mutatie, een.nummer, gezien=een.regel.eerder, bron=bron)
    if not met_volgnummer:
        del inhoud["volgnummer"]
    return inhoud
