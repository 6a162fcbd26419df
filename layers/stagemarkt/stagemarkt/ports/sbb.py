"""The port to SBB: what it is asked on behalf of a school, and what it gives. Facts, not yet judged.

It speaks of leerbedrijven and erkenningen, never of how they are fetched.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Final, Generic, NamedTuple, Protocol, TypeVar

from stagemarkt.model.detailgegevens import Detailgegevens, Praktijkopleider
from stagemarkt.model.erkenning import Erkenningsgegevens
from stagemarkt.model.leerbedrijf import Leerbedrijf
from stagemarkt.model.leerplaats import Leerplaats, Vestiging
from stagemarkt.model.questions import Erkenningsvraag, Identificatievraag, Zoekvraag
from stagemarkt.ports.deadline import Deadline

T_co = TypeVar("T_co", covariant=True)
T = TypeVar("T")
Question = TypeVar("Question", bound=Hashable)

# The most that SBB gives at a time.
PER_PAGE: Final = 25


class SearchPage(NamedTuple, Generic[T_co]):
    """One page: up to `PER_PAGE` results; `totaal` counts what there is on all pages.

    `omitted` counts the results that have a place here, and could not be read.
    """

    resultaten: Sequence[T_co]
    totaal: int
    omitted: int = 0


class Details(NamedTuple):
    """A leerbedrijf with all that SBB tells of it; `data.erkenningen` is empty, they stand apart.

    `omitted` counts the erkenningen of which it cannot be read what they are for.
    """

    data: Detailgegevens
    erkenningen: Sequence[Erkenningsgegevens]
    omitted: int = 0


class ErkendBedrijf(NamedTuple):
    """An erkenning that a search found, with whose it is."""

    leerbedrijf: Vestiging
    erkenning: Erkenningsgegevens
    afstand_km: float | None
    praktijkopleiders: tuple[Praktijkopleider, ...]
    aantal_studenten: int | None


class Sbb(Protocol):
    """SBB, asked on behalf of one school.

    Every call ends before its `deadline` does, and raises one of the errors of `stagemarkt.model.errors`:
    a `BronError` when SBB or the way to it fails, `LeerbedrijfUnknown`, `CodeUnknown`,
    `TooManyResults` or `InvalidInput` when SBB says so. A value that cannot be read is absent, unless
    it carries the answer: then that is no answer (`BronAnswerInvalid`).
    """

    def identificeer(self, question: Identificatievraag, deadline: Deadline) -> Sequence[Leerbedrijf]:
        """The leerbedrijven that fit, historische ones included; empty when none does."""
        ...

    def verify(self, question: Erkenningsvraag, deadline: Deadline) -> Erkenningsgegevens:
        """What SBB says of the erkenning on `question.peildatum`; "not erkend" is an answer, not an error."""
        ...

    def get_details(self, leerbedrijf_id: str, deadline: Deadline) -> Details:
        """All that SBB tells of this leerbedrijf."""
        ...

    def get_leerplaats(self, leerplaats_id: str, deadline: Deadline) -> Leerplaats:
        """One leerplaats; what SBB does not tell of it is absent. Raises UnknownResource."""
        ...

    def search_leerplaatsen(
        self, question: Zoekvraag, page_number: int, deadline: Deadline
    ) -> SearchPage[Leerplaats | None]:
        """Page `page_number` (from 1) of the leerplaatsen that fit; None is one that is unreadable."""
        ...

    def search_erkenningen(
        self, question: Zoekvraag, page_number: int, deadline: Deadline
    ) -> SearchPage[ErkendBedrijf | None]:
        """Page `page_number` (from 1) of the erkenningen that fit; None is one that is unreadable."""
        ...


class SbbLanes(Protocol):
    """SBB, asked several things side by side on behalf of one school."""

    def each(
        self, asks: Mapping[Question, Callable[[Sbb], T]], deadline: Deadline
    ) -> Mapping[Question, T | Exception]:
        """Do each of these, in their order as lanes come free, and give what it gave or raised.

        What was not begun while `deadline` left the time for it is absent. It raises nothing, and ends soon
        after the deadline does.
        """
        ...
