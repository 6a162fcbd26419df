"""How much one school may ask of SBB: so many calls in any second, so many at once. Pure.

The calls of a second are spread over it (GCRA without a burst): each turn is a fixed time after the one
before. A turn can then be given in one write that need not know what exactly was there, however many ask.
"""

import math
from typing import Final, Literal, NamedTuple

from stagemarkt.poorten.bewaking import Aanvraag, Drukte

# What a clock may be ahead of ours; a moment further ahead was written by one that ran wild.
_SPELING: Final = 2.0


class Grenzen(NamedTuple):
    """The limits of one school; the patience of a call; after how many seconds one under way must be dead."""

    per_seconde: int
    tegelijk: int
    geduld: float
    plaatsduur: float

    @property
    def tussen(self) -> float:
        """Seconds between two turns, whole milliseconds."""
        return math.ceil(1000 / self.per_seconde) / 1000


class Wacht(NamedTuple):
    """There is no room within the patience; there is `seconden` from now, by `tegelijk` perhaps sooner."""

    seconden: float
    reden: Literal["tempo", "tegelijk"]


def neem(drukte: Drukte, nu: float, grenzen: Grenzen, plaats: str | None, geduld: float) -> Aanvraag | Wacht:
    """What one more call at `nu` must ask for, as `plaats`, if there is room within `geduld` seconds.

    A call that has its place already (`plaats` is None) only needs a turn. One whose function was killed
    holds its place no longer than `plaatsduur`.
    """
    uiterlijk = round(nu + geduld, 3)
    wild = drukte.vrij_op > nu + grenzen.geduld + grenzen.tussen + _SPELING
    if drukte.vrij_op > uiterlijk and not wild:
        return Wacht(drukte.vrij_op - nu, "tempo")
    levend = [tot for tot in drukte.plaatsen.values() if _leeft(tot, nu, grenzen)]
    if plaats is not None and len(levend) >= grenzen.tegelijk:
        return Wacht(min(levend) - nu, "tegelijk")
    weg = sorted(wie for wie, tot in drukte.plaatsen.items() if not _leeft(tot, nu, grenzen))
    plaats_tot = round(nu + grenzen.plaatsduur, 3)
    return Aanvraag(
        drukte, nu, grenzen.tussen, uiterlijk, plaats, plaats_tot, grenzen.tegelijk, tuple(weg), opnieuw=wild
    )


def lopend(drukte: Drukte, nu: float, grenzen: Grenzen) -> int:
    """How many calls are under way at `nu`."""
    return sum(_leeft(tot, nu, grenzen) for tot in drukte.plaatsen.values())


def _leeft(tot: float, nu: float, grenzen: Grenzen) -> bool:
    return nu < tot <= nu + grenzen.plaatsduur + _SPELING
