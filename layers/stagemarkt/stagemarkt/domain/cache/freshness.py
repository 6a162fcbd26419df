"""Whether a kept answer may be served: pure decisions, with the moment passed in."""

import math
from enum import Enum, auto
from typing import Final, NamedTuple

from stagemarkt.domain.cache.retention import AnswerKind, Duration
from stagemarkt.ports.cache import KeptAnswer

# An entry from the future was written by a clock that is wrong: it would outlive its time.
_CLOCK_SKEW: Final = 60


class FreshnessVerdict(Enum):
    """What to do with what was found."""

    FRESH = auto()
    STALE = auto()
    MISS = auto()
    REFUSE = auto()


class CacheControl(NamedTuple):
    """What the caller asks of an answer's freshness (RFC 9111, 5.2.1); the default asks nothing.

    Attributes:
        max_age: `max-age`, seconds.
        max_stale: `max-stale`: so many seconds past its freshness will do; infinite without a number.
        min_fresh: `min-fresh`, seconds.
        no_cache: `no-cache`.
        only_if_cached: `only-if-cached`.
        no_store: `no-store`.
    """

    max_age: int | None = None
    max_stale: float | None = None
    min_fresh: int = 0
    no_cache: bool = False
    only_if_cached: bool = False
    no_store: bool = False

    @property
    def wants_new(self) -> bool:
        """Whether only an answer of after this question will do."""
        return self.no_cache or self.max_age == 0


class Policy(NamedTuple):
    """For which school, and how long this kind of answer is good for."""

    school: str
    soort: AnswerKind


def duration_of(answer: KeptAnswer, kind: AnswerKind) -> Duration:
    """How long this answer is good for."""
    return kind.duration if answer.uitkomst == "gevonden" else kind.nothing


def age(answer: KeptAnswer, now: int) -> int:
    """Seconds since SBB was asked; never less than 0."""
    return max(0, now - answer.opgehaald_op)


def judge_freshness(
    found: KeptAnswer | None, now: int, policy: Policy, cache_control: CacheControl
) -> FreshnessVerdict:
    """Judge an entry at `now` (seconds since 1970) for a caller with this wish."""
    if found is not None and exists(found, now, policy) and not cache_control.no_cache:
        old = age(found, now)
        over = duration_of(found, policy.soort).fresh - old
        # Seconds that have begun: an answer of 0 seconds old is older than `max-age=0`.
        young_enough = cache_control.max_age is None or old < cache_control.max_age
        if young_enough and over > 0 and over >= cache_control.min_fresh:
            return FreshnessVerdict.FRESH
        if young_enough and over <= 0 and _may_be_stale(found, over, cache_control):
            return FreshnessVerdict.STALE
    return FreshnessVerdict.REFUSE if cache_control.only_if_cached else FreshnessVerdict.MISS


def may_fall_back(found: KeptAnswer | None, now: int, policy: Policy, cache_control: CacheControl) -> bool:
    """Whether this entry will do now that SBB was asked and failed.

    Who asked for an age gets nothing older, unless `max-stale` says that it will do.
    """
    if found is None or not exists(found, now, policy) or cache_control.no_cache or cache_control.min_fresh:
        return False
    if cache_control.max_age is not None and cache_control.max_stale is None:
        return False
    limit = duration_of(found, policy.soort).fresh
    if cache_control.max_age is not None:
        limit = min(limit, cache_control.max_age)
    margin = math.inf if cache_control.max_stale is None else cache_control.max_stale
    return age(found, now) - limit <= margin


def exists(found: KeptAnswer, now: int, policy: Policy) -> bool:
    """Whether it is there at all: this school's, and within its time; storage deletes late.

    The school stands in the key and is compared once more: an answer of another school is never served,
    whatever the storage gives.
    """
    return (
        found.school == policy.school
        and found.opgehaald_op <= now + _CLOCK_SKEW
        and age(found, now) < duration_of(found, policy.soort).verloopt
    )


def _may_be_stale(found: KeptAnswer, over: int, cache_control: CacheControl) -> bool:
    if cache_control.max_stale is not None:
        return not cache_control.min_fresh and -over <= cache_control.max_stale
    if cache_control.max_age is not None or cache_control.min_fresh:
        return False
    # "Nothing" that is no longer fresh is asked again first: what was missing is what somebody waits for.
    return found.uitkomst == "gevonden" or cache_control.only_if_cached
