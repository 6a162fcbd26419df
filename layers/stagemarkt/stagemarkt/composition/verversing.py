"""`functions/verversing`: asks SBB again what is kept and has become old."""

from typing import Final

from stagemarkt.composition.kept_answers import KEEPS_ANSWERS, KeepsAnswers
from stagemarkt.composition.needs import Needs
from stagemarkt.composition.resources import ANSWERS, VERVERSINGEN

NEEDS: Final = KEEPS_ANSWERS | Needs(rights=ANSWERS.may("BatchWriteItem"), consumes=frozenset({VERVERSINGEN}))


class VerversingPorts(KeepsAnswers):
    """The kept answers, and SBB. It asks nobody for a refresh: that would come back to it."""

    needs = NEEDS
