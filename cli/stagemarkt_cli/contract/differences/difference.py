"""A difference with what it means here."""

from dataclasses import dataclass
from enum import IntEnum

from stagemarkt_cli.contract.differences.deviation import Wat


class Ernst(IntEnum):
    """How bad it is."""

    ZONDER_GEVOLG = 0
    LET_OP = 1
    BREEKT = 2

    @property
    def naam(self) -> str:
        """For people."""
        return self.name.lower().replace("_", " ")


@dataclass(frozen=True, slots=True)
class Verschil:
    """One difference, said once.

    Attributes:
        wat: what is otherwise.
        ernst: how bad that is.
        waar: where in the contract; every place that it is seen in.
        ons: what it is with us.
        hun: what it is there.
        gevolg: what it breaks here, in Dutch.
        plekken: where to change it here.
    """

    wat: Wat
    ernst: Ernst
    waar: tuple[str, ...]
    ons: str
    hun: str
    gevolg: str
    plekken: tuple[str, ...]
