"""What may be kept, and for how long: the operator's choice under SBB's terms, in one table."""

from enum import StrEnum
from typing import Final, NamedTuple


class CacheMode(StrEnum):
    """What whoever deploys this has chosen to keep at rest. There is no default: SBB's terms differ."""

    VOLLEDIG = "volledig"
    ZONDER_PERSOONSGEGEVENS = "zonder-persoonsgegevens"
    UIT = "uit"


class Soort(NamedTuple):
    """A kind of answer, as far as keeping it goes.

    Attributes:
        naam: its name in the keys of what is kept.
        persoonsgegevens: whether it can hold data about a person.
        vers: how many seconds it stays fresh.
    """

    naam: str
    persoonsgegevens: bool
    vers: int


# The name and address of a one-person business are personal data, and SBB does not say which
# leerbedrijven are one-person businesses: every identification counts as personal.
IDENTIFICATIE: Final = Soort("identificatie", persoonsgegevens=True, vers=24 * 3600)
# People come and go more often than companies move.
DETAILGEGEVENS: Final = Soort("detailgegevens", persoonsgegevens=True, vers=4 * 3600)


def mag_bewaren(soort: Soort, modus: CacheMode) -> bool:
    """Whether an answer of this kind may be at rest anywhere under this choice."""
    match modus:
        case CacheMode.VOLLEDIG:
            return True
        case CacheMode.ZONDER_PERSOONSGEGEVENS:
            return not soort.persoonsgegevens
        case CacheMode.UIT:
            return False
