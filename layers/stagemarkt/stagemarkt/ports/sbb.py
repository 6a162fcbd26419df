"""The port to SBB. It speaks of leerbedrijven and erkenningen, never of how they are fetched."""

from collections.abc import Sequence
from typing import Protocol

from stagemarkt.model.erkenning import Erkenningsgegevens
from stagemarkt.model.leerbedrijf import Leerbedrijf
from stagemarkt.model.leerplaats import Leerplaats
from stagemarkt.model.questions import Erkenningsvraag, Identificatievraag, Zoekvraag
from stagemarkt.ports.deadline import Termijn
from stagemarkt.ports.results import Bladzij, Details, ErkendBedrijf


class Sbb(Protocol):
    """SBB, asked on behalf of one school.

    Every call ends before its `termijn` does, and raises one of the errors of `stagemarkt.model.errors`:
    a `Bronfout` when SBB or the way to it fails, `LeerbedrijfOnbekend`, `CodeOnbekend`,
    `TeVeelResultaten` or `OngeldigeInvoer` when SBB says so. A value that cannot be read is absent, unless
    it carries the answer: then that is no answer (`BronAntwoordOngeldig`).
    """

    def identificeer(self, vraag: Identificatievraag, termijn: Termijn) -> Sequence[Leerbedrijf]:
        """The leerbedrijven that fit, historische ones included; empty when none does."""
        ...

    def verifieer(self, vraag: Erkenningsvraag, termijn: Termijn) -> Erkenningsgegevens:
        """What SBB says of the erkenning on `vraag.peildatum`; "not erkend" is an answer, not an error."""
        ...

    def geef_details(self, leerbedrijf_id: str, termijn: Termijn) -> Details:
        """All that SBB tells of this leerbedrijf."""
        ...

    def geef_leerplaats(self, leerplaats_id: str, termijn: Termijn) -> Leerplaats:
        """One leerplaats; what SBB does not tell of it is absent. Raises ResourceOnbekend."""
        ...

    def zoek_leerplaatsen(
        self, vraag: Zoekvraag, pagina: int, termijn: Termijn
    ) -> Bladzij[Leerplaats | None]:
        """Page `pagina` (from 1) of the leerplaatsen that fit; None is one that is unreadable."""
        ...

    def zoek_erkenningen(
        self, vraag: Zoekvraag, pagina: int, termijn: Termijn
    ) -> Bladzij[ErkendBedrijf | None]:
        """Page `pagina` (from 1) of the erkenningen that fit; None is one that is unreadable."""
        ...
