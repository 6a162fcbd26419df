"""The questions of which an answer may be kept: under what, and how its answer is made.

Used by the function that answers, and by the one that refreshes what it kept.
"""

from typing import TYPE_CHECKING, Protocol

from stagemarkt.domain.cache.lookup_outcome import Vers, Vraagstuk
from stagemarkt.domain.cache.retention import DETAILGEGEVENS, IDENTIFICATIE
from stagemarkt.domain.questions.identificatie import (
    geef_leerbedrijf,
    sleutel_van,
    vraag_als_tekst,
    vraag_uit_tekst,
    zoek_leerbedrijven,
)
from stagemarkt.model.questions import Identificatievraag
from stagemarkt.ports.cache import Antwoordsleutel
from stagemarkt.ports.deadline import Termijn
from stagemarkt.ports.guard import Priority, Requester
from stagemarkt.web.output.rendering import weergave_van_een, weergave_van_lijst

if TYPE_CHECKING:  # pydantic, which a cached hit goes without
    from stagemarkt.model.detailgegevens import Detailgegevens
    from stagemarkt.ports.sbb import Sbb

_LEERBEDRIJF = "leerbedrijf#"


class Bronnen(Protocol):
    """What answers are made from."""

    def sbb(self, school: str, requester: Requester) -> "Sbb":
        """SBB, asked on behalf of this school for this requester."""
        ...

    def geef_detailgegevens(
        self, school: str, requester: Requester, leerbedrijf_id: str, termijn: Termijn
    ) -> "Detailgegevens":
        """What the domain makes of SBB's details."""
        ...


def identificatie(
    bronnen: Bronnen, vraag: Identificatievraag, school: str, termijn: Termijn, requester: Requester
) -> Vraagstuk:
    """Vaststellen van een leerbedrijf."""

    def haal(nu: int) -> Vers:
        sbb = bronnen.sbb(school, requester)
        if vraag.leerbedrijf_id is not None:
            return weergave_van_een(geef_leerbedrijf(sbb, vraag, termijn), nu)
        gevonden = zoek_leerbedrijven(sbb, vraag, termijn)
        vers = weergave_van_lijst(gevonden, nu)
        return vers._replace(over=tuple(leerbedrijf.leerbedrijf_id for leerbedrijf in gevonden))

    return Vraagstuk(sleutel_van(vraag, school), IDENTIFICATIE, haal, vraag_als_tekst(vraag))


def detailgegevens(
    bronnen: Bronnen, leerbedrijf_id: str, school: str, termijn: Termijn, requester: Requester
) -> Vraagstuk:
    """Opvragen van detailgegevens."""

    def haal(nu: int) -> Vers:
        return weergave_van_een(bronnen.geef_detailgegevens(school, requester, leerbedrijf_id, termijn), nu)

    sleutel = Antwoordsleutel(school, f"{_LEERBEDRIJF}{leerbedrijf_id}", DETAILGEGEVENS.naam)
    return Vraagstuk(sleutel, DETAILGEGEVENS, haal)


def opnieuw(bronnen: Bronnen, sleutel: Antwoordsleutel, vraag: str, termijn: Termijn) -> Vraagstuk | None:
    """The question that an entry answers; `vraag` stands in the entry. None for a kind that is no more.

    Nobody waits for the answer: it goes after everything else.
    """
    requester = Requester(priority=Priority.BULK)
    if sleutel.soort == IDENTIFICATIE.naam:
        return identificatie(bronnen, vraag_uit_tekst(vraag), sleutel.school, termijn, requester)
    if sleutel.soort == DETAILGEGEVENS.naam:
        leerbedrijf_id = sleutel.onderwerp.removeprefix(_LEERBEDRIJF)
        return detailgegevens(bronnen, leerbedrijf_id, sleutel.school, termijn, requester)
    return None
