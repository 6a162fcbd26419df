"""Serve what is kept, or fetch and keep."""

import math

import pytest
from stagemarkt.domain.cache.freshness import CacheControl
from stagemarkt.domain.cache.lookup import INTERVAL, look_up
from stagemarkt.domain.cache.lookup_outcome import CachedQuestion, FreshAnswer, LookupOutcome
from stagemarkt.domain.cache.retention import IDENTIFICATIE, CacheMode
from stagemarkt.model.errors import (
    Bilingual,
    BronCertificate,
    BronLicentie,
    BronTimeout,
    BronUnavailable,
    FacadeError,
    InternalError,
    LeerbedrijfUnknown,
    NotInCache,
    StorageError,
    TooManyResults,
)
from stagemarkt.ports.cache import AnswerKey, CacheState, KeptAnswer

from tests.unit.fakes.cache import FakeClock, FakeStore
from tests.unit.fakes.composition import NOW, OTHER_SCHOOL, SCHOOL

SLEUTEL = AnswerKey(SCHOOL, "leerbedrijf#900000001", "identificatie")
FRESH = FreshAnswer(b'{"bron":"sbb"}', b"gz", 'W/"x"')
DURATION, NOTHING = IDENTIFICATIE.duration, IDENTIFICATIE.nothing
GOOD = KeptAnswer(SCHOOL, b"oud", 'W/"oud"', NOW - 10)
OLD = GOOD._replace(opgehaald_op=NOW - DURATION.fresh)
GONE = GOOD._replace(opgehaald_op=NOW - DURATION.verloopt)
TEXT = Bilingual("Nee.", "No.")
STORING = BronUnavailable(TEXT, retry_after=30)


class ScriptedSource:
    """What is fetched: `FRESH`, or `fout`."""

    def __init__(self, fout: Exception | None = None) -> None:
        self.fout = fout
        self.moments: list[int] = []

    def __call__(self, now: int) -> FreshAnswer:
        """Fetch."""
        self.moments.append(now)
        if self.fout is not None:
            raise self.fout
        return FRESH


def _store(kept: KeptAnswer | None = None, **rest: object) -> FakeStore:
    store = FakeStore(**rest)  # type: ignore[arg-type]  # what a test gives is what it takes
    if kept is not None:
        store.inhoud[SLEUTEL] = kept
    return store


def _look_up(
    store: FakeStore, bron: ScriptedSource, cache_control: CacheControl | None = None
) -> LookupOutcome:
    clock = FakeClock(float(NOW))
    piece = CachedQuestion(SLEUTEL, IDENTIFICATIE, bron, "de vraag")
    return look_up(piece, cache_control or CacheControl(), clock.deadline(20), store.storage(clock))


def test_a_fresh_answer_comes_from_the_store() -> None:
    """A hit asks SBB nothing, makes no writer and reads once."""
    store, bron = _store(GOOD), ScriptedSource()
    assert _look_up(store, bron) == LookupOutcome(NOW, DURATION, kept=GOOD)
    assert (bron.moments, store.made, store.inhoud, store.parsed) == ([], 0, {SLEUTEL: GOOD}, [SLEUTEL])


def test_what_is_not_there_is_fetched_and_kept() -> None:
    """A miss is fetched once and kept until its hard end, with this school's mark and the question."""
    store, bron = _store(), ScriptedSource()
    expected = LookupOutcome(NOW, DURATION, fresh=FRESH, reden="miss", stored=True)
    assert _look_up(store, bron) == expected
    assert store.inhoud == {SLEUTEL: KeptAnswer(SCHOOL, b"gz", 'W/"x"', NOW, "gevonden", "de vraag")}
    assert store.kept[SLEUTEL].expires_at == NOW + DURATION.verloopt
    assert _look_up(store, bron).kept == store.inhoud[SLEUTEL]
    assert bron.moments == [NOW]


@pytest.mark.parametrize(
    "found",
    [
        pytest.param(GOOD._replace(school=OTHER_SCHOOL), id="of-another-school"),
        pytest.param(GONE, id="expired"),
        pytest.param(GOOD._replace(opgehaald_op=NOW + 3600), id="from-the-future"),
    ],
)
def test_what_is_not_allowed_is_replaced(found: KeptAnswer) -> None:
    """An entry that may not be served is fetched again and overwritten; nobody falls back on it."""
    store = _store(found)
    with_error = _look_up(store, ScriptedSource(STORING))
    assert (with_error.fout, with_error.kept, with_error.reden) == (STORING, None, "miss")
    assert _look_up(store, ScriptedSource()).fresh == FRESH
    assert store.inhoud[SLEUTEL].body == b"gz"


def test_what_is_stale_goes_at_once_and_is_refreshed_later() -> None:
    """A stale answer is served at once, and asked to be refreshed once: the next caller need not."""
    store, bron = _store(OLD), ScriptedSource()
    first, second = _look_up(store, bron), _look_up(store, bron)
    assert first == second == LookupOutcome(NOW, DURATION, kept=OLD)
    assert first.verouderd
    assert (bron.moments, store.row) == ([], [SLEUTEL])


def test_a_refresh_that_did_not_come_is_asked_for_again() -> None:
    """A mark that is a minute old stops nobody."""
    store = _store(OLD)
    store.states[SLEUTEL] = CacheState(marked_at=NOW - INTERVAL)
    _look_up(store, ScriptedSource())
    assert store.row == [SLEUTEL]


@pytest.mark.parametrize("piece", ["merken", "verversen", "maken"])
def test_a_broken_queue_costs_no_answer(piece: str) -> None:
    """What goes wrong with asking for a refresh is told, and the caller has its answer."""
    store = _store(OLD, piece=frozenset({piece}))
    assert _look_up(store, ScriptedSource()).kept == OLD
    assert (store.notices, store.row) == (["verversen"], [])


@pytest.mark.parametrize("mode", [CacheMode.OFF, CacheMode.WITHOUT_PERSONAL_DATA])
def test_without_permission_nothing_is_read_or_written(mode: CacheMode) -> None:
    """Where identification may not be kept, what is kept is neither read, served nor written; no lease."""
    store, bron = _store(GOOD, mode=mode), ScriptedSource()
    assert _look_up(store, bron) == LookupOutcome(NOW, DURATION, fresh=FRESH, reden="bypass")
    assert _look_up(store, ScriptedSource(STORING)).fout is STORING
    refused = _look_up(store, bron, CacheControl(only_if_cached=True))
    assert (type(refused.fout), refused.reden) == (NotInCache, None)
    assert (store.parsed, store.made, store.inhoud, len(bron.moments)) == ([], 0, {SLEUTEL: GOOD}, 1)


@pytest.mark.parametrize(
    ("piece", "stored", "notices"),
    [
        (frozenset({"lezen"}), True, ["lezen"]),
        (frozenset({"bewaren"}), False, ["bewaren"]),
        (frozenset({"pacht"}), False, ["pacht"]),
        (frozenset({"maken"}), False, ["pacht"]),
        (frozenset({"lezen", "bewaren"}), False, ["lezen", "bewaren"]),
    ],
)
def test_a_broken_store_costs_no_answer(piece: frozenset[str], notices: list[str], *, stored: bool) -> None:
    """Whatever fails in the storage is told, and the answer comes from SBB; without a lease none is kept."""
    store = _store(GONE, piece=piece)
    expected = LookupOutcome(NOW, DURATION, fresh=FRESH, reden="miss", stored=stored)
    assert _look_up(store, ScriptedSource()) == expected
    assert store.notices == notices


def test_only_if_cached() -> None:
    """Whoever wants a kept answer or nothing gets one or the other, and SBB is left alone."""
    bron, cache_control = ScriptedSource(), CacheControl(only_if_cached=True)
    assert _look_up(_store(GOOD), bron, cache_control).kept == GOOD
    assert isinstance(_look_up(_store(), bron, cache_control).fout, NotInCache)
    assert isinstance(_look_up(_store(GONE), bron, cache_control).fout, NotInCache)
    assert bron.moments == []


def test_no_cache_asks_sbb_itself() -> None:
    """`no-cache` goes to SBB whatever there is, and what it fetched is for the next one."""
    store = _store(GOOD)
    first = _look_up(store, ScriptedSource(), CacheControl(no_cache=True))
    assert first == LookupOutcome(NOW, DURATION, fresh=FRESH, reden="request", stored=True)
    assert _look_up(_store(OLD), ScriptedSource(), CacheControl(no_cache=True)).reden == "stale"
    assert store.inhoud[SLEUTEL].body == b"gz"


@pytest.mark.parametrize("found", [None, GOOD, OLD, GONE])
@pytest.mark.parametrize(
    "cache_control", [CacheControl(no_cache=True), CacheControl(max_age=5), CacheControl(max_age=0)]
)
def test_who_asks_for_fresh_never_gets_stale(found: KeptAnswer | None, cache_control: CacheControl) -> None:
    """Who asked for a fresh answer of a dead source hears that it is dead; what was kept stays kept."""
    store = _store(found)
    outcome = _look_up(store, ScriptedSource(STORING), cache_control)
    assert (outcome.fout, outcome.kept, outcome.stored) == (STORING, None, False)
    assert store.inhoud.get(SLEUTEL) == found


def test_preferably_fresh_but_stale_is_allowed() -> None:
    """`max-age` with `max-stale`: SBB is asked, and when it fails the older answer will do."""
    cache_control = CacheControl(max_age=5, max_stale=math.inf)
    outcome = _look_up(_store(OLD), ScriptedSource(STORING), cache_control)
    assert outcome == LookupOutcome(NOW, DURATION, kept=OLD, cause=STORING, reden="stale")
    assert _look_up(_store(OLD), ScriptedSource(), cache_control).fresh == FRESH


@pytest.mark.parametrize("error", [BronLicentie(TEXT), BronCertificate(TEXT), TooManyResults(TEXT)])
def test_a_refusal_is_not_glossed_over(error: FacadeError) -> None:
    """A school that SBB refuses does not get an older answer for it."""
    cache_control = CacheControl(max_age=5, max_stale=math.inf)
    assert _look_up(_store(OLD), ScriptedSource(error), cache_control).fout is error


def test_an_unreadable_secret() -> None:
    """Our own secrets failing: an older answer if that will do, else it is our fault and goes through."""
    cache_control = CacheControl(max_age=5, max_stale=math.inf)
    assert _look_up(_store(OLD), ScriptedSource(StorageError("x")), cache_control).kept == OLD
    with pytest.raises(StorageError):
        _look_up(_store(), ScriptedSource(StorageError("x")))


def test_what_was_forgotten_while_sbb_was_asked() -> None:
    """An older answer that was forgotten while SBB was asked is not fallen back on."""
    store = _store(OLD)

    class ForgettingSource(ScriptedSource):
        def __call__(self, now: int) -> FreshAnswer:
            store.forget(SLEUTEL)
            return super().__call__(now)

    cache_control = CacheControl(max_age=5, max_stale=math.inf)
    assert _look_up(store, ForgettingSource(STORING), cache_control).fout is STORING
    store.inhoud[SLEUTEL] = OLD
    fetched = _look_up(store, ForgettingSource(), cache_control)
    assert (fetched.fresh, fetched.stored, store.inhoud) == (FRESH, False, {})


def test_an_unknown_leerbedrijf_is_remembered_briefly() -> None:
    """That SBB does not know it is kept for minutes, and told from there; then SBB is asked again."""
    store, bron = _store(), ScriptedSource(LeerbedrijfUnknown(TEXT))
    first = _look_up(store, bron)
    assert (type(first.fout), first.stored, first.reden) == (LeerbedrijfUnknown, True, "miss")
    kept = store.inhoud[SLEUTEL]
    assert (kept.uitkomst, store.kept[SLEUTEL].expires_at) == ("onbekend", NOW + NOTHING.verloopt)
    second = _look_up(store, bron)
    assert (type(second.fout), second.kept, second.duration) == (LeerbedrijfUnknown, kept, NOTHING)
    assert len(bron.moments) == 1
    store.inhoud[SLEUTEL] = kept._replace(opgehaald_op=NOW - NOTHING.fresh)
    assert _look_up(store, ScriptedSource()).fresh == FRESH


def test_unknown_and_sbb_is_away() -> None:
    """That it was unknown within the hour is told when SBB is away."""
    store = _store(KeptAnswer(SCHOOL, b"", "", NOW - NOTHING.fresh, "onbekend"))
    outcome = _look_up(store, ScriptedSource(STORING))
    assert (type(outcome.fout), outcome.cause) == (LeerbedrijfUnknown, STORING)


@pytest.mark.parametrize("mode", CacheMode)
@pytest.mark.parametrize("error", [BronTimeout(TEXT), InternalError(TEXT), TooManyResults(TEXT)])
def test_a_failure_is_not_kept(mode: CacheMode, error: FacadeError) -> None:
    """What fetching meets is told; an expired answer is not served in its place, nor overwritten."""
    store = _store(GONE, mode=mode)
    assert _look_up(store, ScriptedSource(error)).fout is error
    assert (store.inhoud, store.notices) == ({SLEUTEL: GONE}, [])


def test_the_unexpected_passes_on_and_releases_the_lease() -> None:
    """A bug goes through as it is, and nobody waits for its lease."""
    store = _store()
    with pytest.raises(ZeroDivisionError):
        _look_up(store, ScriptedSource(ZeroDivisionError()))
    assert store.states[SLEUTEL].lease is None


def test_no_store() -> None:
    """`no-store`: nothing is kept, and no lease is taken that others would wait for."""
    store = _store()
    outcome = _look_up(store, ScriptedSource(), CacheControl(no_store=True))
    assert (outcome.fresh, outcome.stored, outcome.no_store) == (FRESH, False, True)
    assert (store.inhoud, store.states) == ({}, {})
