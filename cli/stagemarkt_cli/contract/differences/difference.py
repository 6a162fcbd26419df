"""A difference with what it means here."""

from dataclasses import dataclass
from enum import IntEnum

from stagemarkt_cli.contract.differences.deviation import Aspect


class Severity(IntEnum):
    """How bad it is."""

    ZONDER_GEVOLG = 0
    LET_OP = 1
    BREEKT = 2

    @property
    def naam(self) -> str:
        """For people."""
        return self.name.lower().replace("_", " ")


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference, said once.

    Attributes:
        wat: what is otherwise.
        ernst: how bad that is.
        where: where in the contract; every place that it is seen in.
        ons: what it is with us.
        hun: what it is there.
        consequence: what it breaks here, in Dutch.
        spots: where to change it here.
    """

    wat: Aspect
    ernst: Severity
    where: tuple[str, ...]
    ons: str
    hun: str
    consequence: str
    spots: tuple[str, ...]
