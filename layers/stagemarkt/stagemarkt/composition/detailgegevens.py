"""`functions/detailgegevens`: whom to contact at a leerbedrijf, as kept or from SBB, and on record."""

from typing import Final

from stagemarkt.composition.audit import PUTS_ON_RECORD, PutsOnRecord
from stagemarkt.composition.kept_answers import ASKS_FOR_REFRESH, KEEPS_ANSWERS, KeepsAnswers

NEEDS: Final = KEEPS_ANSWERS | ASKS_FOR_REFRESH | PUTS_ON_RECORD


class DetailgegevensPorts(KeepsAnswers, PutsOnRecord):
    """The kept answers, SBB, and the record of who was told."""

    needs = NEEDS
