"""What may be kept, and for how long: the operator's choice under SBB's terms, in one table."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final, NamedTuple


class CacheMode(StrEnum):
    """What whoever deploys this has chosen to keep at rest. There is no default: SBB's terms differ."""

    VOLLEDIG = "volledig"
    ZONDER_PERSOONSGEGEVENS = "zonder-persoonsgegevens"
    UIT = "uit"


class Duur(NamedTuple):
    """How long an answer is good for, in seconds since SBB was asked for it.

    Attributes:
        vers: until then it is served as it is.
        verloopt: until then it is served for want of a better one; never after.
    """

    vers: int
    verloopt: int


class Soort(NamedTuple):
    """A kind of answer, as far as keeping it goes.

    Attributes:
        naam: its name in the keys of what is kept.
        persoonsgegevens: whether it can hold data about a person.
        duur: for how long, when something was found.
        niets: for how long, when nothing was: an empty list, an unknown leerbedrijf.
    """

    naam: str
    persoonsgegevens: bool
    duur: Duur
    niets: Duur


_UUR: Final = 3600
# A leerbedrijf that SBB takes in must not stay unknown here for long.
_NIETS: Final = Duur(300, _UUR)
# The name and address of a one-person business are personal data, and SBB does not say which
# leerbedrijven are one-person businesses: every identification counts as personal. A weekend without SBB
# must be survived: hence three days.
IDENTIFICATIE: Final = Soort("identificatie", True, Duur(24 * _UUR, 72 * _UUR), _NIETS)  # noqa: FBT003 - a table
# People come and go more often than companies move.
DETAILGEGEVENS: Final = Soort("detailgegevens", True, Duur(4 * _UUR, 24 * _UUR), _NIETS)  # noqa: FBT003 - a table

SOORTEN: Final[Mapping[str, Soort]] = {soort.naam: soort for soort in (IDENTIFICATIE, DETAILGEGEVENS)}
# Under what name the operator says how long "nothing" is kept.
NIETS: Final = "niets"


def naar_keuze(soort: Soort, duren: Mapping[str, Duur]) -> Soort:
    """The kind, with how long as the operator chose; `duren` by the name of the kind, or `NIETS`."""
    return soort._replace(
        duur=duren.get(soort.naam, soort.duur),
        niets=duren.get(NIETS, soort.niets),
    )


def mag_bewaren(soort: Soort, modus: CacheMode) -> bool:
    """Whether an answer of this kind may be at rest anywhere under this choice."""
    match modus:
        case CacheMode.VOLLEDIG:
            return True
        case CacheMode.ZONDER_PERSOONSGEGEVENS:
            return not soort.persoonsgegevens
        case CacheMode.UIT:
            return False


def toegestane_soorten(modus: CacheMode) -> frozenset[str]:
    """The names of the kinds that may be at rest; whatever else is there must go."""
    return frozenset(naam for naam, soort in SOORTEN.items() if mag_bewaren(soort, modus))
