"""Whether a kept answer may be served."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stagemarkt.domain.cache.freshness import (
    CacheControl,
    FreshnessVerdict,
    Policy,
    age,
    exists,
    judge_freshness,
    may_fall_back,
)
from stagemarkt.domain.cache.retention import IDENTIFICATIE, Duration
from stagemarkt.ports.cache import AnswerContent, KeptAnswer

from tests.unit.fakes.composition import NOW, OTHER_SCHOOL, SCHOOL

# Fresh for 100 seconds and gone after 300; "nothing" fresh for 20, gone after 50.
POLICY = Policy(SCHOOL, IDENTIFICATIE._replace(duration=Duration(100, 300), nothing=Duration(20, 50)))
NOTHING = CacheControl()
FRESH, OLD, MISS, REFUSE = (
    FreshnessVerdict.FRESH,
    FreshnessVerdict.STALE,
    FreshnessVerdict.MISS,
    FreshnessVerdict.REFUSE,
)


def _of(old: int, outcome: AnswerContent = "gevonden", school: str = SCHOOL) -> KeptAnswer:
    """An entry of so many seconds old."""
    return KeptAnswer(school, b"", 'W/"x"', NOW - old, outcome)


@pytest.mark.parametrize(
    ("found", "judgement"),
    [
        pytest.param(None, MISS, id="nothing"),
        pytest.param(_of(0), FRESH, id="of-now"),
        pytest.param(_of(99), FRESH, id="its-last-fresh-second"),
        pytest.param(_of(100), OLD, id="just-stale"),
        pytest.param(_of(299), OLD, id="its-last-second"),
        pytest.param(_of(300), MISS, id="just-expired"),
        pytest.param(_of(86_400), MISS, id="deleted-late"),
        pytest.param(_of(-60), FRESH, id="clocks-differ"),
        pytest.param(_of(-61), MISS, id="from-the-future"),
        pytest.param(_of(10, school=OTHER_SCHOOL), MISS, id="of-another-school"),
        pytest.param(_of(10, school=""), MISS, id="of-no-school"),
        pytest.param(_of(10, school=SCHOOL.lower()), MISS, id="of-nearly-this-school"),
        pytest.param(_of(19, "leeg"), FRESH, id="empty-and-fresh"),
        pytest.param(_of(20, "leeg"), MISS, id="empty-and-stale-is-asked-again"),
        pytest.param(_of(19, "onbekend"), FRESH, id="unknown-and-fresh"),
        pytest.param(_of(20, "onbekend"), MISS, id="unknown-and-stale-is-asked-again"),
    ],
)
def test_without_cache_control(found: KeptAnswer | None, judgement: FreshnessVerdict) -> None:
    """An entry is served when it is this school's, in time, and not from the future."""
    assert judge_freshness(found, NOW, POLICY, NOTHING) is judgement


@pytest.mark.parametrize(
    ("cache_control", "fresh", "old", "nothing_stale"),
    [
        pytest.param(CacheControl(no_cache=True), MISS, MISS, MISS, id="no-cache"),
        pytest.param(CacheControl(max_age=0), MISS, MISS, MISS, id="max-age=0"),
        pytest.param(CacheControl(max_age=50), MISS, MISS, MISS, id="max-age-reached"),
        pytest.param(CacheControl(max_age=51), FRESH, MISS, MISS, id="max-age-in-time"),
        pytest.param(CacheControl(max_age=1000), FRESH, MISS, MISS, id="max-age-wants-nothing-stale"),
        pytest.param(CacheControl(max_age=1000, max_stale=math.inf), FRESH, OLD, OLD, id="unless-max-stale"),
        pytest.param(CacheControl(max_stale=0), FRESH, MISS, MISS, id="max-stale=0"),
        pytest.param(CacheControl(max_stale=49), FRESH, MISS, OLD, id="max-stale-reached"),
        pytest.param(CacheControl(max_stale=50), FRESH, OLD, OLD, id="max-stale-in-time"),
        pytest.param(CacheControl(max_stale=math.inf), FRESH, OLD, OLD, id="max-stale"),
        pytest.param(CacheControl(min_fresh=50), FRESH, MISS, MISS, id="min-fresh-in-time"),
        pytest.param(CacheControl(min_fresh=51), MISS, MISS, MISS, id="min-fresh-not-reached"),
        pytest.param(
            CacheControl(min_fresh=1, max_stale=math.inf), FRESH, MISS, MISS, id="min-fresh-over-max-stale"
        ),
        pytest.param(CacheControl(only_if_cached=True), FRESH, OLD, OLD, id="only-if-cached"),
        pytest.param(
            CacheControl(only_if_cached=True, no_cache=True), REFUSE, REFUSE, REFUSE, id="contradiction"
        ),
        pytest.param(
            CacheControl(only_if_cached=True, max_age=9), REFUSE, REFUSE, REFUSE, id="too-old-to-give"
        ),
        pytest.param(CacheControl(no_store=True), FRESH, OLD, MISS, id="no-store-may-be-served"),
    ],
)
def test_with_cache_control(
    cache_control: CacheControl,
    fresh: FreshnessVerdict,
    old: FreshnessVerdict,
    nothing_stale: FreshnessVerdict,
) -> None:
    """Half a freshness old; half a freshness too old; and "nothing" that is no longer fresh."""
    assert judge_freshness(_of(50), NOW, POLICY, cache_control) is fresh
    assert judge_freshness(_of(150), NOW, POLICY, cache_control) is old
    assert judge_freshness(_of(30, "leeg"), NOW, POLICY, cache_control) is nothing_stale


def test_only_if_cached_and_nothing_there() -> None:
    """Whoever wants a kept answer or nothing is refused when there is none."""
    assert judge_freshness(None, NOW, POLICY, CacheControl(only_if_cached=True)) is REFUSE


@pytest.mark.parametrize(
    ("cache_control", "may"),
    [
        (NOTHING, True),
        (CacheControl(no_store=True), True),
        (CacheControl(no_cache=True), False),
        (CacheControl(no_cache=True, max_stale=math.inf), False),
        (CacheControl(max_age=10), False),
        (CacheControl(min_fresh=10), False),
        (CacheControl(max_stale=49), False),
        (CacheControl(max_stale=50), True),
        (CacheControl(max_age=10, max_stale=139), False),
        (CacheControl(max_age=10, max_stale=140), True),
        (CacheControl(max_age=10, max_stale=math.inf), True),
    ],
)
def test_falling_back_on_an_older_answer(cache_control: CacheControl, *, may: bool) -> None:
    """When SBB fails: never for who asked for a fresh one, unless it says how stale will do."""
    assert may_fall_back(_of(150), NOW, POLICY, cache_control) is may
    assert not may_fall_back(_of(300), NOW, POLICY, cache_control)
    assert not may_fall_back(_of(150, school=OTHER_SCHOOL), NOW, POLICY, cache_control)
    assert not may_fall_back(None, NOW, POLICY, cache_control)


def test_falling_back_on_nothing() -> None:
    """That SBB knew nothing a while ago is told when SBB is away, and not for long."""
    assert may_fall_back(_of(49, "onbekend"), NOW, POLICY, NOTHING)
    assert not may_fall_back(_of(50, "onbekend"), NOW, POLICY, NOTHING)


_SECONDS = st.integers(0, 400)
_CACHE_CONTROLS = st.builds(
    CacheControl,
    max_age=st.none() | _SECONDS,
    max_stale=st.none() | _SECONDS | st.just(math.inf),
    min_fresh=_SECONDS,
    no_cache=st.booleans(),
    only_if_cached=st.booleans(),
    no_store=st.booleans(),
)
_ANSWERS = st.builds(
    _of,
    st.integers(-120, 400),
    st.sampled_from(["gevonden", "leeg", "onbekend"]),
    st.sampled_from([SCHOOL, OTHER_SCHOOL]),
)


@given(_ANSWERS, _CACHE_CONTROLS)
def test_whatever_is_asked(answer: KeptAnswer, cache_control: CacheControl) -> None:
    """Nothing is served past its time, to another school, or older than was asked; nothing stale as fresh."""
    judgement = judge_freshness(answer, NOW, POLICY, cache_control)
    old = age(answer, NOW)
    served = judgement in (FRESH, OLD)
    fallback = may_fall_back(answer, NOW, POLICY, cache_control)
    duration = POLICY.soort.duration if answer.uitkomst == "gevonden" else POLICY.soort.nothing
    if served or fallback:
        assert exists(answer, NOW, POLICY)
        assert old < duration.verloopt
        assert answer.school == SCHOOL
        assert not cache_control.no_cache
    if served and cache_control.max_age is not None:
        assert old < cache_control.max_age
    assert (judgement is FRESH) <= (old < duration.fresh)
    assert (judgement is OLD) <= (old >= duration.fresh)
    assert (judgement is REFUSE) <= cache_control.only_if_cached
    assert (judgement is MISS) <= (not cache_control.only_if_cached)


@given(_ANSWERS, _CACHE_CONTROLS, st.integers(1, 200))
def test_older_never_becomes_fresher(answer: KeptAnswer, cache_control: CacheControl, later: int) -> None:
    """What is not served as fresh now is not fresh later either."""
    if judge_freshness(answer, NOW + later, POLICY, cache_control) is FRESH and exists(answer, NOW, POLICY):
        assert judge_freshness(answer, NOW, POLICY, cache_control) is FRESH
