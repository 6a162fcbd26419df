"""Zoeken naar leerplaatsen en erkende leerbedrijven: any stretch of the list, out of SBB's pages."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol, TypeVar

from stagemarkt.domain.questions.detailgegevens import judge_standalone
from stagemarkt.domain.questions.part_of_name import has_wildcard, is_part
from stagemarkt.model.errors import Bilingual, TooManyResults
from stagemarkt.model.leerplaats import GevondenErkenning, Leerplaats, Vestiging
from stagemarkt.ports.sbb import PER_PAGE, ErkendBedrijf, SearchPage

if TYPE_CHECKING:
    from stagemarkt.model.questions import Zoekvraag
    from stagemarkt.ports.deadline import Deadline
    from stagemarkt.ports.sbb import Sbb

T = TypeVar("T")
# Of a name that SBB would read more into, so many of what it finds are looked through.
MOST: Final = 10 * PER_PAGE
_TOO_MANY: Final = Bilingual(
    "Te veel leerbedrijven lijken op deze naam; geef meer letters of een ander filter.",
    "Too many leerbedrijven are like this name; give more letters, or another filter.",
)


class Found(Protocol):
    """A result with whose it is."""

    @property
    def leerbedrijf(self) -> Vestiging:
        """The leerbedrijf."""
        ...


G = TypeVar("G", bound=Found)


class Stretch(NamedTuple):
    """A stretch of the list: `aantal` results from the `begin`th on, which counts from 0."""

    begin: int
    aantal: int


def search_leerplaatsen(
    sbb: "Sbb", question: "Zoekvraag", stretch: Stretch, deadline: "Deadline"
) -> SearchPage[Leerplaats]:
    """That stretch of the leerplaatsen that fit."""
    return _collect(
        lambda page_number: sbb.search_leerplaatsen(question, page_number, deadline), question, stretch
    )


def search_erkenningen(
    sbb: "Sbb", question: "Zoekvraag", stretch: Stretch, peildatum: date, deadline: "Deadline"
) -> SearchPage[GevondenErkenning]:
    """That stretch of the erkenningen that fit, judged on `peildatum`."""
    found = _collect(
        lambda page_number: sbb.search_erkenningen(question, page_number, deadline), question, stretch
    )
    judged = [_judge(company, peildatum) for company in found.resultaten]
    return SearchPage(judged, found.totaal, found.omitted)


def collect(get_page: Callable[[int], SearchPage[T | None]], stretch: Stretch) -> SearchPage[T]:
    """Take a stretch out of pages of `PER_PAGE`, asking for no page that it does not touch.

    While the list does not change, stretches that follow one another hold each result exactly once: one that
    could not be read (None) has its place, and is counted.
    """
    first = stretch.begin // PER_PAGE
    laatste = (stretch.begin + stretch.aantal - 1) // PER_PAGE
    results: list[T | None] = []
    total = 0
    for number in range(first, laatste + 1):
        page = get_page(number + 1)
        # A page that gives more than a page holds would shift all that comes after it.
        results += page.resultaten[:PER_PAGE]
        total = page.totaal
        if (number + 1) * PER_PAGE >= total:
            break
    over = stretch.begin - first * PER_PAGE
    seen = results[over : over + stretch.aantal]
    parsed = [one for one in seen if one is not None]
    return SearchPage(parsed, total, len(seen) - len(parsed))


def _collect(
    get_page: Callable[[int], SearchPage[G | None]], question: "Zoekvraag", stretch: Stretch
) -> SearchPage[G]:
    """A stretch of what has the caller's text in its name: of SBB's list, or of what is left of that."""
    name = question.naam
    if name is None or not has_wildcard(name):
        return collect(get_page, stretch)

    def capped(page_number: int) -> SearchPage[G | None]:
        page = get_page(page_number)
        if page.totaal > MOST:
            raise TooManyResults(_TOO_MANY, internal="a name with a wildcard")
        return page

    found = collect(capped, Stretch(0, MOST))
    passend = [one for one in found.resultaten if is_part(name, one.leerbedrijf.naam)]
    return SearchPage(passend[stretch.begin : stretch.begin + stretch.aantal], len(passend))


def _judge(company: ErkendBedrijf, peildatum: date) -> GevondenErkenning:
    return GevondenErkenning(
        leerbedrijf=company.leerbedrijf,
        erkenning=judge_standalone(company.erkenning, peildatum),
        afstand_km=company.afstand_km,
        praktijkopleiders=company.praktijkopleiders,
        aantal_studenten=company.aantal_studenten,
    )
