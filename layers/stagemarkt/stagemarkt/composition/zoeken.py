"""`functions/zoeken`: leerplaatsen en erkende leerbedrijven, always asked of SBB, and on record."""

from typing import Final

from stagemarkt.composition.audit import PUTS_ON_RECORD, PutsOnRecord
from stagemarkt.composition.guarded_sbb import ASKS_SBB, AsksSbb

NEEDS: Final = ASKS_SBB | PUTS_ON_RECORD


class ZoekenPorts(AsksSbb, PutsOnRecord):
    """SBB, and the record of who was told."""

    needs = NEEDS
