"""Whether a kept answer may be served: pure decisions, with the moment passed in."""

import math
from enum import Enum, auto
from typing import Final, NamedTuple

from stagemarkt.domain.cache.retention import Duur, Soort
from stagemarkt.ports.cache import BewaardAntwoord

# An entry from the future was written by a clock that is wrong: it would outlive its time.
_KLOKVERSCHIL: Final = 60


class Oordeel(Enum):
    """What to do with what was found."""

    VERS = auto()
    VEROUDERD = auto()
    MIS = auto()
    WEIGER = auto()


class Wens(NamedTuple):
    """What the caller asks of an answer's freshness (RFC 9111, 5.2.1); the default asks nothing.

    Attributes:
        max_leeftijd: `max-age`, seconds.
        max_verouderd: `max-stale`: so many seconds past its freshness will do; infinite without a number.
        min_vers: `min-fresh`, seconds.
        geen_cache: `no-cache`.
        alleen_bewaard: `only-if-cached`.
        niet_bewaren: `no-store`.
    """

    max_leeftijd: int | None = None
    max_verouderd: float | None = None
    min_vers: int = 0
    geen_cache: bool = False
    alleen_bewaard: bool = False
    niet_bewaren: bool = False


class Beleid(NamedTuple):
    """For which school, and how long this kind of answer is good for."""

    school: str
    soort: Soort


def duur_van(antwoord: BewaardAntwoord, soort: Soort) -> Duur:
    """How long this answer is good for."""
    return soort.duur if antwoord.uitkomst == "gevonden" else soort.niets


def leeftijd(antwoord: BewaardAntwoord, nu: int) -> int:
    """Seconds since SBB was asked; never less than 0."""
    return max(0, nu - antwoord.opgehaald_op)


def beslis(gevonden: BewaardAntwoord | None, nu: int, beleid: Beleid, wens: Wens) -> Oordeel:
    """Judge an entry at `nu` (seconds since 1970) for a caller with this wish."""
    if gevonden is not None and bestaat(gevonden, nu, beleid) and not wens.geen_cache:
        oud = leeftijd(gevonden, nu)
        over = duur_van(gevonden, beleid.soort).vers - oud
        # Seconds that have begun: an answer of 0 seconds old is older than `max-age=0`.
        jong_genoeg = wens.max_leeftijd is None or oud < wens.max_leeftijd
        if jong_genoeg and over > 0 and over >= wens.min_vers:
            return Oordeel.VERS
        if jong_genoeg and over <= 0 and _mag_verouderd(gevonden, over, wens):
            return Oordeel.VEROUDERD
    return Oordeel.WEIGER if wens.alleen_bewaard else Oordeel.MIS


def mag_terugvallen(gevonden: BewaardAntwoord | None, nu: int, beleid: Beleid, wens: Wens) -> bool:
    """Whether this entry will do now that SBB was asked and failed.

    Who asked for an age gets nothing older, unless `max-stale` says that it will do.
    """
    if gevonden is None or not bestaat(gevonden, nu, beleid) or wens.geen_cache or wens.min_vers:
        return False
    if wens.max_leeftijd is not None and wens.max_verouderd is None:
        return False
    grens = duur_van(gevonden, beleid.soort).vers
    if wens.max_leeftijd is not None:
        grens = min(grens, wens.max_leeftijd)
    marge = math.inf if wens.max_verouderd is None else wens.max_verouderd
    return leeftijd(gevonden, nu) - grens <= marge


def bestaat(gevonden: BewaardAntwoord, nu: int, beleid: Beleid) -> bool:
    """Whether it is there at all: this school's, and within its time; storage deletes late.

    The school stands in the key and is compared once more: an answer of another school is never served,
    whatever the storage gives.
    """
    return (
        gevonden.school == beleid.school
        and gevonden.opgehaald_op <= nu + _KLOKVERSCHIL
        and leeftijd(gevonden, nu) < duur_van(gevonden, beleid.soort).verloopt
    )


def _mag_verouderd(gevonden: BewaardAntwoord, over: int, wens: Wens) -> bool:
    if wens.max_verouderd is not None:
        return not wens.min_vers and -over <= wens.max_verouderd
    if wens.max_leeftijd is not None or wens.min_vers:
        return False
    # "Nothing" that is no longer fresh is asked again first: what was missing is what somebody waits for.
    return gevonden.uitkomst == "gevonden" or wens.alleen_bewaard
