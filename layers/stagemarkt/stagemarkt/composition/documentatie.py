"""`functions/documentatie`: reads the files beside it, and touches nothing else."""

from typing import Final

from stagemarkt.composition.needs import Needs

NEEDS: Final = Needs()
