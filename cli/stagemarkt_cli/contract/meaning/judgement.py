"""What is said of one difference in one place."""

from typing import Final, NamedTuple

from stagemarkt_cli.contract.differences.difference import Severity

NOWHERE: Final = "niets: hier niet gebruikt"
NOTHING: Final = "niets"


class Judgement(NamedTuple):
    """How bad, what it breaks, and where to change it."""

    ernst: Severity
    consequence: str
    spots: tuple[str, ...]


def breaks(consequence: str, *spots: str) -> Judgement:
    """It will not work until it is changed."""
    return Judgement(Severity.BREEKT, consequence, spots)


def caution(consequence: str, *spots: str) -> Judgement:
    """It may work; somebody should look."""
    return Judgement(Severity.LET_OP, consequence, spots)


def without_consequence(consequence: str, *spots: str) -> Judgement:
    """It works as it is."""
    return Judgement(Severity.ZONDER_GEVOLG, consequence, spots or (NOTHING,))
