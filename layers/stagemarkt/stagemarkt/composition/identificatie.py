"""`functions/identificatie`: vaststellen van een leerbedrijf, from what is kept or from SBB."""

from typing import Final

from stagemarkt.composition.kept_answers import ASKS_FOR_REFRESH, KEEPS_ANSWERS, KeepsAnswers
from stagemarkt.composition.needs import Needs
from stagemarkt.composition.resources import ANSWERS

# A list is kept with what points to it, in one go.
NEEDS: Final = KEEPS_ANSWERS | ASKS_FOR_REFRESH | Needs(rights=ANSWERS.may("BatchWriteItem"))


class IdentificatiePorts(KeepsAnswers):
    """The kept answers, and SBB."""

    needs = NEEDS
