"""The port to SBB. It speaks of leerbedrijven and erkenningen, never of how they are fetched."""

from collections.abc import Sequence
from typing import Protocol

from stagemarkt.model.erkenning import Erkenningsgegevens
from stagemarkt.model.leerbedrijf import Leerbedrijf
from stagemarkt.model.leerplaats import Leerplaats
from stagemarkt.model.questions import Erkenningsvraag, Identificatievraag, Zoekvraag
from stagemarkt.ports.deadline import Deadline
from stagemarkt.ports.results import Details, ErkendBedrijf, SearchPage


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
        """What SBB says of the erkenning on `vraag.peildatum`; "not erkend" is an answer, not an error."""
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
