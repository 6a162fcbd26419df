"""The port to SBB. It speaks of leerbedrijven and erkenningen, never of how they are fetched."""

from collections.abc import Sequence
from typing import Protocol

from stagemarkt.model.erkenning import Erkenningsgegevens
from stagemarkt.model.leerbedrijf import Leerbedrijf
from stagemarkt.model.vragen import Erkenningsvraag, Identificatievraag
from stagemarkt.poorten.termijn import Termijn


class Sbb(Protocol):
    """SBB, asked on behalf of one school.

    Every call ends before its `termijn` does, and raises one of the errors of `stagemarkt.model.fouten`:
    a `Bronfout` when SBB or the way to it fails, `LeerbedrijfOnbekend`, `CodeOnbekend`,
    `TeVeelResultaten` or `OngeldigeInvoer` when SBB says so.
    """

    def identificeer(self, vraag: Identificatievraag, termijn: Termijn) -> Sequence[Leerbedrijf]:
        """The leerbedrijven that fit, historische ones included; empty when none does."""
        ...

    def verifieer(self, vraag: Erkenningsvraag, termijn: Termijn) -> Erkenningsgegevens:
        """What SBB says of the erkenning on `vraag.peildatum`; "not erkend" is an answer, not an error."""
        ...
