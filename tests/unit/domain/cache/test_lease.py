"""One call for many: the lease, those that wait for it, and a holder that dies, fails or is slow."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stagemarkt.domain.cache.freshness import CacheControl
from stagemarkt.domain.cache.lease import LEASE_LIFETIME, OWN_TIME, as_facade_error, as_shared_failure
from stagemarkt.domain.cache.lookup import look_up
from stagemarkt.domain.cache.lookup_outcome import CachedQuestion, FreshAnswer, LookupOutcome
from stagemarkt.domain.cache.retention import IDENTIFICATIE
from stagemarkt.model.errors import (
    Bilingual,
    BronLicentie,
    BronTimeout,
    BronUnavailable,
    FacadeError,
    InvalidInput,
    LeerbedrijfUnknown,
    Signaal,
    TooManyResults,
)
from stagemarkt.ports.cache import AnswerKey, CacheLease, CacheState, KeptAnswer

from tests.unit.fakes.cache import FakeClock, FakeStore
from tests.unit.fakes.composition import NOW, SCHOOL

SLEUTEL = AnswerKey(SCHOOL, "leerbedrijf#900000001", "identificatie")
FRESH = FreshAnswer(b"{}", b"eigen", 'W/"x"')
THEIRS = KeptAnswer(SCHOOL, b"andermans", 'W/"y"', NOW + 1)
LEASE = CacheLease("ander", NOW + LEASE_LIFETIME)
TEXT = Bilingual("Nee.", "No.")
STORING = BronUnavailable(TEXT, retry_after=30)


class LeaseDesk:
    """One request at a key of which somebody else holds the lease."""

    def __init__(self, *, seconden: float = 23, takes: float = 0) -> None:
        self.store, self.clock = FakeStore(), FakeClock(float(NOW))
        self.store.states[SLEUTEL] = CacheState(lease=LEASE)
        self.seconden, self.takes = seconden, takes
        self.deadline = self.clock.deadline(seconden)
        self.asked: list[float] = []
        self.on_question: list[object] = []

    def question(self, cache_control: CacheControl | None = None) -> LookupOutcome:
        """Ask, until `seconden` from now at most."""
        self.deadline = self.clock.deadline(self.seconden)
        piece = CachedQuestion(SLEUTEL, IDENTIFICATIE, self._fetch)
        return look_up(piece, cache_control or CacheControl(), self.deadline, self.store.storage(self.clock))

    def _fetch(self, _now: int) -> FreshAnswer:
        self.asked.append(self.clock.now - NOW)
        # As the port to SBB promises: a call ends before its deadline.
        over = self.deadline.remaining
        self.clock.now += min(self.takes, over)
        if self.takes > over:
            raise BronTimeout(TEXT)
        for act in self.on_question:
            assert callable(act)
            act()
        return FRESH

    def theirs(self) -> None:
        """The holder keeps its answer."""
        self.store.inhoud[SLEUTEL], self.store.states[SLEUTEL] = THEIRS, CacheState()

    def mislukt(self, error: FacadeError = STORING) -> None:
        """The holder fails."""
        self.store.give_up(SLEUTEL, LEASE, as_shared_failure(error, LEASE.holder))


def test_who_waits_gets_the_answer_of_the_other() -> None:
    """Who misses what is being fetched waits for it and asks SBB nothing."""
    service_desk = LeaseDesk()
    service_desk.clock.over(2, service_desk.theirs)
    outcome = service_desk.question()
    assert (outcome.kept, outcome.together, outcome.reden) == (THEIRS, True, "miss")
    assert service_desk.asked == []
    assert 2 <= sum(service_desk.clock.slept) < 3


def test_waiting_goes_with_ever_longer_pauses() -> None:
    """The first look is soon, the later ones are further apart, none further than a second."""
    service_desk = LeaseDesk()
    service_desk.clock.over(5, service_desk.theirs)
    service_desk.question()
    pauses = service_desk.clock.slept
    assert pauses == sorted(pauses)
    assert pauses[0] <= 0.125
    assert pauses[-1] <= 1
    assert len(service_desk.store.parsed) == len(pauses) + 1


def test_a_dead_lease_holder_holds_nobody_up_past_its_lease() -> None:
    """When the lease of a holder that died is over, the first of the others asks."""
    service_desk = LeaseDesk()
    outcome = service_desk.question()
    assert (outcome.fresh, outcome.stored) == (FRESH, True)
    assert LEASE_LIFETIME <= service_desk.asked[0] < LEASE_LIFETIME + 1


def test_another_was_just_before() -> None:
    """Between the miss and the lease the answer was kept: it is served, and the lease is not left behind."""
    service_desk = LeaseDesk()
    service_desk.store.states.clear()
    read = service_desk.store.read

    def read_then_another_keeps(sleutel: AnswerKey) -> CacheState:
        state = read(sleutel)
        service_desk.theirs()
        return state

    storage = service_desk.store.storage(service_desk.clock)

    class LeaseReader:
        read = staticmethod(read_then_another_keeps)

    piece = CachedQuestion(SLEUTEL, IDENTIFICATIE, service_desk._fetch)  # noqa: SLF001 - the counter of this test
    outcome = look_up(
        piece, CacheControl(), service_desk.clock.deadline(20), storage._replace(reader=LeaseReader())
    )
    assert (outcome.kept, outcome.together, service_desk.asked) == (THEIRS, True, [])
    assert service_desk.store.states[SLEUTEL].lease is None


@pytest.mark.parametrize("error", [STORING, BronTimeout(TEXT), TooManyResults(TEXT)])
def test_a_failure_is_shared(error: FacadeError) -> None:
    """When the holder fails, those who wait hear why at once, and do not all ask SBB the same."""
    service_desk = LeaseDesk()
    service_desk.clock.over(1, lambda: service_desk.mislukt(error))
    outcome = service_desk.question()
    assert outcome.fout is not None
    assert (outcome.fout.code, outcome.fout.detail) == (error.code, TEXT)
    assert outcome.fout.retry_after == error.retry_after
    assert service_desk.asked == []


def test_a_failure_of_earlier_does_not_count() -> None:
    """A failure that was over before one came is not one's own: SBB is asked."""
    service_desk = LeaseDesk()
    service_desk.mislukt()
    assert service_desk.question().fresh == FRESH


def test_an_outage_and_an_older_answer() -> None:
    """Who waited in vain falls back on an older answer where that will do."""
    service_desk = LeaseDesk()
    old = THEIRS._replace(opgehaald_op=NOW - IDENTIFICATIE.duration.fresh)
    service_desk.store.inhoud[SLEUTEL] = old
    service_desk.clock.over(1, service_desk.mislukt)
    outcome = service_desk.question(CacheControl(max_age=5, max_stale=90_000))
    assert (outcome.kept, outcome.reden) == (old, "stale")


def test_a_forgotten_lease() -> None:
    """What is forgotten while it is fetched is waited for no longer."""
    service_desk = LeaseDesk()
    service_desk.clock.over(1, lambda: service_desk.store.forget(SLEUTEL))
    assert service_desk.question().fresh == FRESH
    assert 1 <= service_desk.asked[0] < 2


def test_a_slow_source_of_nine_seconds() -> None:
    """SBB takes 9 seconds: who waits has the answer within one more, of the one call that was made."""
    service_desk = LeaseDesk()
    service_desk.clock.over(9, service_desk.theirs)
    assert service_desk.question().kept == THEIRS
    assert (service_desk.clock.now - NOW < 10, service_desk.asked) == (True, [])


@given(
    seconds=st.floats(0, 23),
    takes=st.floats(0, 40),
    other_after=st.none() | st.floats(0, 40),
    how=st.sampled_from(["andermans", "mislukt", "vergeten", "weer een ander"]),
)
def test_nobody_waits_past_its_deadline(
    seconds: float, takes: float, other_after: float | None, how: str
) -> None:
    """Whatever the holder does, and however slow SBB is: each has an answer before its own time is over."""
    service_desk = LeaseDesk(seconden=seconds, takes=takes)
    acts = {
        "andermans": service_desk.theirs,
        "mislukt": service_desk.mislukt,
        "vergeten": lambda: service_desk.store.forget(SLEUTEL),
        "weer een ander": lambda: service_desk.store.states.update(
            {SLEUTEL: CacheState(lease=CacheLease("derde", service_desk.clock.now + LEASE_LIFETIME))}
        ),
    }
    if other_after is not None:
        service_desk.clock.over(other_after, acts[how])
    outcome = service_desk.question()
    assert service_desk.clock.now - NOW <= seconds + 1e-6
    assert outcome.fresh is not None or outcome.kept is not None or outcome.fout is not None


def test_a_slow_lease_holder_loses() -> None:
    """Who takes longer than its lease, and lost it, answers its own caller and keeps nothing."""
    service_desk = LeaseDesk(takes=LEASE_LIFETIME + 1)
    service_desk.store.states.clear()
    service_desk.on_question.append(
        lambda: service_desk.store.take(
            SLEUTEL, CacheLease("later", service_desk.clock.now + 9), service_desk.clock.now, take_over=False
        )
    )
    outcome = service_desk.question()
    assert (outcome.fresh, outcome.stored, service_desk.store.inhoud) == (FRESH, False, {})
    assert service_desk.store.states[SLEUTEL].lease == CacheLease("later", NOW + LEASE_LIFETIME + 1 + 9)


def test_a_slow_lease_holder_without_a_successor_stores() -> None:
    """Who takes longer than its lease, with nobody after it, keeps what it fetched."""
    service_desk = LeaseDesk(takes=LEASE_LIFETIME + 5)
    service_desk.store.states.clear()
    assert service_desk.question().stored


@pytest.mark.parametrize("seconds", [0.0, 1.0, OWN_TIME, OWN_TIME + 1])
def test_waiting_leaves_time_to_ask_oneself(seconds: float) -> None:
    """Nobody waits into the time that asking takes, and who asks for itself takes the lease over."""
    service_desk = LeaseDesk(seconden=seconds)
    outcome = service_desk.question()
    assert (outcome.fresh, outcome.stored) == (FRESH, True)
    assert sum(service_desk.clock.slept) <= max(0.0, seconds - OWN_TIME) + 1e-6


@pytest.mark.parametrize("cache_control", [CacheControl(no_cache=True), CacheControl(max_age=0)])
def test_who_asks_for_now_waits_for_nobody(cache_control: CacheControl) -> None:
    """`no-cache` is not answered with what was under way: it asks, and what was under way loses."""
    service_desk = LeaseDesk()
    outcome = service_desk.question(cache_control)
    assert (outcome.fresh, outcome.stored, service_desk.clock.slept) == (FRESH, True, [])
    assert service_desk.store.keep(SLEUTEL, THEIRS, LEASE, NOW, ()) is False


def test_an_unreadable_store_while_waiting() -> None:
    """Who knows that another fetches, and cannot see how far that is, waits on: SBB is not asked as well."""
    service_desk = LeaseDesk()
    service_desk.clock.over(1, lambda: setattr(service_desk.store, "piece", frozenset({"lezen"})))
    service_desk.clock.over(6, service_desk.theirs)
    service_desk.clock.over(7, lambda: setattr(service_desk.store, "piece", frozenset()))
    outcome = service_desk.question()
    assert (outcome.kept, outcome.together, service_desk.asked) == (THEIRS, True, [])
    assert service_desk.clock.now - NOW < 8


@pytest.mark.parametrize(("piece", "notices"), [({"lezen"}, []), ({"lezen", "pacht"}, ["pacht"])])
def test_a_store_that_stays_unreadable(piece: set[str], notices: list[str]) -> None:
    """Nor does that cost the answer: when the lease that was seen is over, it is taken, or done without."""
    service_desk = LeaseDesk()
    service_desk.clock.over(1, lambda: setattr(service_desk.store, "piece", frozenset(piece)))
    outcome = service_desk.question()
    assert (outcome.fresh, outcome.stored, service_desk.store.notices) == (FRESH, not notices, notices)
    assert LEASE_LIFETIME <= service_desk.asked[0] < LEASE_LIFETIME + 2


@pytest.mark.parametrize("seconds", [OWN_TIME + 3, LEASE_LIFETIME])
def test_an_unreadable_store_and_little_time(seconds: float) -> None:
    """Who waits blindly keeps the time to ask for itself all the same."""
    service_desk = LeaseDesk(seconden=seconds)
    service_desk.clock.over(1, lambda: setattr(service_desk.store, "piece", frozenset({"lezen", "pacht"})))
    assert service_desk.question().fresh == FRESH
    assert service_desk.asked[0] <= seconds - OWN_TIME + 1e-6


def test_a_store_that_briefly_does_not_answer() -> None:
    """A storage that is slow when many miss at once is asked again: SBB must not get a call from each."""
    service_desk = LeaseDesk()
    service_desk.store.piece = frozenset({"lezen", "pacht"})
    service_desk.clock.over(0.1, lambda: setattr(service_desk.store, "piece", frozenset()))
    service_desk.clock.over(1.5, service_desk.theirs)
    outcome = service_desk.question()
    assert (outcome.kept, outcome.together, service_desk.asked) == (THEIRS, True, [])
    assert service_desk.store.notices == ["lezen"]


def test_a_store_that_stays_broken() -> None:
    """A storage that stays broken costs a caller less than a second, and is told once."""
    service_desk = LeaseDesk()
    service_desk.store.piece = frozenset({"lezen", "pacht"})
    assert service_desk.question().fresh == FRESH
    assert sum(service_desk.clock.slept) < 1
    assert service_desk.store.notices == ["lezen", "pacht"]


def test_unknown_is_shared_too() -> None:
    """That SBB does not know it is an answer, and reaches those who wait as one."""
    service_desk = LeaseDesk()
    unknown = THEIRS._replace(body=b"", uitkomst="onbekend")
    service_desk.clock.over(1, lambda: service_desk.store.inhoud.update({SLEUTEL: unknown}))
    outcome = service_desk.question()
    assert isinstance(outcome.fout, LeerbedrijfUnknown)
    assert (outcome.together, service_desk.asked) == (True, [])


@pytest.mark.parametrize(
    "error",
    [
        STORING,
        BronLicentie(TEXT, sbb_signal=Signaal(996, "van SBB", "bericht")),
        InvalidInput((), sbb_signal=Signaal(201, None, "bericht")),
    ],
)
def test_a_failure_there_and_back(error: FacadeError) -> None:
    """What the others are told has code, text and signaalcode; SBB's own words stay with who asked."""
    back = as_facade_error(as_shared_failure(error, "houder"))
    assert (type(back), back.detail, back.retry_after) == (type(error), error.detail, error.retry_after)
    if error.sbb_signal is not None:
        assert back.sbb_signal == Signaal(error.sbb_signal.signaalcode, None, None)


def test_a_failure_that_nobody_knows() -> None:
    """A code of a newer version of this facade is told as a source that is out of order."""
    assert isinstance(
        as_facade_error(as_shared_failure(STORING, "t")._replace(code="nieuw")), BronUnavailable
    )
