"""`functions/verificatie`: natrekken van een erkenning, always asked of SBB."""

from typing import Final

from stagemarkt.composition.guarded_sbb import ASKS_SBB, AsksSbb

NEEDS: Final = ASKS_SBB


class VerificatiePorts(AsksSbb):
    """SBB."""

    needs = NEEDS
