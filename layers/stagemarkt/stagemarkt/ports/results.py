"""What the port to SBB gives where that is more than one noun: facts, not yet judged."""

from collections.abc import Sequence
from typing import Final, Generic, NamedTuple, TypeVar

from stagemarkt.model.detailgegevens import Detailgegevens, Praktijkopleider
from stagemarkt.model.erkenning import Erkenningsgegevens
from stagemarkt.model.leerplaats import Vestiging

T_co = TypeVar("T_co", covariant=True)

# The most that SBB gives at a time.
PER_PAGE: Final = 25


class SearchPage(NamedTuple, Generic[T_co]):
    """One page: up to `PER_PAGE` results; `totaal` counts what there is on all pages.

    `weggelaten` counts the results that have a place here, and could not be read.
    """

    resultaten: Sequence[T_co]
    totaal: int
    omitted: int = 0


class Details(NamedTuple):
    """A leerbedrijf with all that SBB tells of it; `gegevens.erkenningen` is empty, they stand apart.

    `weggelaten` counts the erkenningen of which it cannot be read what they are for.
    """

    data: Detailgegevens
    erkenningen: Sequence[Erkenningsgegevens]
    omitted: int = 0


class ErkendBedrijf(NamedTuple):
    """An erkenning that a search found, with whose it is."""

    leerbedrijf: Vestiging
    erkenning: Erkenningsgegevens
    afstand_km: float | None
    praktijkopleiders: tuple[Praktijkopleider, ...]
    aantal_studenten: int | None
