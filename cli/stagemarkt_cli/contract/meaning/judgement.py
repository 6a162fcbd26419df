"""What is said of one difference in one place."""

from typing import Final, NamedTuple

from stagemarkt_cli.contract.differences.difference import Ernst

NERGENS: Final = "niets: hier niet gebruikt"
NIETS: Final = "niets"


class Oordeel(NamedTuple):
    """How bad, what it breaks, and where to change it."""

    ernst: Ernst
    gevolg: str
    plekken: tuple[str, ...]


def breekt(gevolg: str, *plekken: str) -> Oordeel:
    """It will not work until it is changed."""
    return Oordeel(Ernst.BREEKT, gevolg, plekken)


def let_op(gevolg: str, *plekken: str) -> Oordeel:
    """It may work; somebody should look."""
    return Oordeel(Ernst.LET_OP, gevolg, plekken)


def zonder_gevolg(gevolg: str, *plekken: str) -> Oordeel:
    """It works as it is."""
    return Oordeel(Ernst.ZONDER_GEVOLG, gevolg, plekken or (NIETS,))
