"""The way round one call: what it costs, when it is refused, and what it tells."""

from collections.abc import Callable
from typing import NoReturn

import pytest
from stagemarkt.domain.guard.guard import BROKEN, Guard
from stagemarkt.domain.guard.rules import MEMORY_SECONDS, PATIENCE_SECONDS, GuardRules
from stagemarkt.domain.guard.shared_state import ANSWERED, SUCCESS_INTERVAL, EndpointView
from stagemarkt.model import errors
from stagemarkt.model.errors import Bilingual, BronError, FacadeError, Signaal
from stagemarkt.ports.deadline import Deadline
from stagemarkt.ports.guard import CircuitBreaker, RateLimit
from stagemarkt.ports.records import Refused
from stagemarkt.ports.standing import Refusal

from tests.unit.fakes.composition import NOW, OTHER_SCHOOL, SCHOOL
from tests.unit.fakes.guard import GUARD_RULES, GuardScene

FULL = RateLimit(0.0, {str(n): NOW + 20 for n in range(10)}, new=False)
TEXT = Bilingual("Nee.", "No.")
BROKEN_SOURCE = errors.BronUnavailable(TEXT, retry_after=30)
GEEN_LICENTIE = errors.BronLicentie(TEXT, sbb_signal=Signaal(996, None, "x"))
REFUSED = errors.SchoolCertificateUnsuitable(TEXT)


def _raising(error: BaseException) -> Callable[[], NoReturn]:
    def question() -> NoReturn:
        raise error

    return question


def _ask(
    scene: GuardScene, guard: Guard, question: Callable[[], str] = lambda: "goed", seconds: float = 20
) -> str | FacadeError:
    """Ask with so many seconds: the answer, or the failure."""
    try:
        return guard.ask(lambda _: question(), Deadline(scene.clock.now + seconds, scene.clock))
    except FacadeError as error:
        return error


def _fail(scene: GuardScene, guard: Guard, error: FacadeError = BROKEN_SOURCE, keer: int = 5) -> None:
    for _ in range(keer):
        assert _ask(scene, guard, _raising(error)) is error


def test_what_a_good_question_costs() -> None:
    """The first looks and tells that SBB answers; any call takes a place, and gives it back with its end."""
    scene = GuardScene()
    guard = scene.guard()
    for _ in range(3):
        assert _ask(scene, guard) == "goed"
        scene.clock.now += ANSWERED - 1
    assert scene.storage.counted == {"both": 1, "claim": 3, "write_school": 3, "write_endpoint": 1}
    scene.clock.now += MEMORY_SECONDS
    _ask(scene, guard)
    assert scene.storage.counted == {"both": 2, "claim": 4, "write_school": 4, "write_endpoint": 1}


def test_each_call_is_told_with_its_time() -> None:
    """What SBB gave or failed to give, and how long that took; also while nothing can be written of it."""
    scene = GuardScene()
    guard = scene.guard()

    def slow() -> str:
        scene.clock.now += 2.5
        return "goed"

    _ask(scene, guard, slow)
    _ask(scene, guard, _raising(BROKEN_SOURCE))
    scene.storage.piece = frozenset({"alles"})
    _ask(scene, guard, slow)
    told = [(call.school, call.outcome.bron, call.outcome.code, call.seconds) for call in scene.calls]
    assert told == [
        (SCHOOL, "goed", "", 2.5),
        (SCHOOL, "mis", "bron-niet-beschikbaar", 0.0),
        (SCHOOL, "goed", "", 2.5),
    ]
    assert scene.calls[-1].ended == scene.clock.now


def test_what_was_not_asked_is_not_told_as_asked() -> None:
    """An open circuit, and a school without room: SBB had no call, so it took no time."""
    scene = GuardScene()
    guard = scene.guard()
    _fail(scene, guard)
    assert isinstance(_ask(scene, guard), BronError)
    assert len(scene.calls) == 5


def test_a_clock_that_is_put_back_makes_no_negative_time() -> None:
    """A call that ends before it began took no time."""
    scene = GuardScene()

    def back() -> str:
        scene.clock.now -= 30
        return "goed"

    _ask(scene, scene.guard(), back)
    assert [call.seconds for call in scene.calls] == [0.0]


def test_a_new_worker_knows_what_another_saw() -> None:
    """A worker that has done nothing yet looks once; that SBB answers is known, and not told again."""
    scene = GuardScene()
    _ask(scene, scene.guard())
    scene.storage.counted.clear()
    scene.clock.now += SUCCESS_INTERVAL - 1
    _ask(scene, scene.guard())
    assert scene.storage.counted == {"both": 1, "claim": 1, "write_school": 1}


def test_the_schools_of_a_worker_look_together() -> None:
    """What a worker sees of SBB for one school it knows for the others: it is told once."""
    scene, endpoint = GuardScene(), EndpointView()
    one, other = scene.guard(endpoint=endpoint), scene.guard(OTHER_SCHOOL, endpoint)
    for guard in (one, other, one):
        _ask(scene, guard)
    assert scene.storage.counted["write_endpoint"] == 1
    _fail(scene, one)
    assert isinstance(_ask(scene, other), errors.BronUnavailable)


def test_that_sbb_answers_is_not_told_too_often() -> None:
    """Success is told at once, and then at most once per interval."""
    scene = GuardScene()
    guard = scene.guard()
    for seconds in (0, 1, SUCCESS_INTERVAL - 1.5, 0.5, 1):
        scene.clock.now += seconds
        _ask(scene, guard)
    assert [seen.at for seen in scene.storage.seen] == [NOW, NOW + SUCCESS_INTERVAL]


def test_an_outage_is_told_every_time() -> None:
    """A failure is told each time, with its code; the first success after it does not wait."""
    scene = GuardScene()
    guard = scene.guard()
    _ask(scene, guard)
    for error in (BROKEN_SOURCE, errors.BronTimeout(TEXT), REJECTED):
        _fail(scene, guard, error, 1)
    scene.clock.now += 0.25
    _ask(scene, guard)
    assert [seen.code for seen in scene.storage.seen] == [
        None,
        "bron-niet-beschikbaar",
        "bron-timeout",
        "bericht-afgewezen",
        None,
    ]
    assert scene.storage.sbb.seen.last_success == scene.clock.now
    assert scene.storage.sbb.seen.failure_code == "bericht-afgewezen"


@pytest.mark.parametrize("error", [errors.SchoolCertificateUnsuitable(TEXT), errors.BronCodeUnknown(TEXT)])
def test_what_says_nothing_of_sbb_is_not_told(error: FacadeError) -> None:
    """With a refused certificate SBB was not reached, through no fault of its own."""
    scene = GuardScene()
    _fail(scene, scene.guard(), error, 1)
    assert scene.storage.seen == []


def test_who_was_answered_lately_asks_on() -> None:
    """Once it opened, a school that was answered lately may ask once more without a look; then she knows."""
    scene = GuardScene()
    guard, other = scene.guard(), scene.guard(OTHER_SCHOOL)
    _ask(scene, other)
    _fail(scene, guard)
    scene.clock.now += MEMORY_SECONDS
    assert _ask(scene, other, _raising(BROKEN_SOURCE)) is BROKEN_SOURCE
    scene.storage.counted.clear()
    refused = _ask(scene, other)
    assert isinstance(refused, errors.BronUnavailable)
    assert "niet gevraagd" in refused.detail.nl
    assert scene.storage.counted["claim"] == 0


def test_who_heard_nothing_for_long_looks_first() -> None:
    """A warm worker that was not answered lately looks once it has its place, and gives that back."""
    scene = GuardScene()
    other = scene.guard(OTHER_SCHOOL)
    _ask(scene, other)
    scene.clock.now += ANSWERED
    _fail(scene, scene.guard())
    refused = _ask(scene, other, _raising(AssertionError("SBB must not be asked")))
    assert isinstance(refused, errors.BronUnavailable)
    assert scene.storage.van(OTHER_SCHOOL).room.places == {}


def test_who_was_failed_looks_however_lately_it_did() -> None:
    """What a worker saw a moment ago sends no call of a school that was failed since: others were too."""
    scene = GuardScene()
    guard, other = scene.guard(), scene.guard()
    _ask(scene, guard)
    _fail(scene, guard, keer=2)
    _fail(scene, other, keer=3)
    refused = _ask(scene, guard, _raising(AssertionError("SBB must not be asked")))
    assert isinstance(refused, errors.BronUnavailable)
    assert scene.storage.van().room.places == {}


def test_an_answer_by_a_clock_that_is_ahead_does_not_count() -> None:
    """That SBB answered a school in a minute is not believed: she looks."""
    scene = GuardScene()
    other = scene.guard(OTHER_SCHOOL)
    _ask(scene, other)
    _fail(scene, scene.guard())
    scene.clock.now += ANSWERED
    straks = scene.storage.van(OTHER_SCHOOL)._replace(answered_at=scene.clock.now + 60)
    scene.storage.scholen[OTHER_SCHOOL] = straks
    refused = _ask(scene, other, _raising(AssertionError("SBB must not be asked")))
    assert isinstance(refused, errors.BronUnavailable)


def test_a_refusal_is_in_one_write() -> None:
    """What SBB refuses of a school is in the write that gives the place back; it is told at once."""
    scene = GuardScene()
    scene.storage.counted.clear()
    _fail(scene, scene.guard(), GEEN_LICENTIE, 1)
    assert scene.storage.counted["write_school"] == 1
    assert scene.storage.toestand().refusals == {"licentie": Refusal(NOW, 996)}
    assert scene.refused == [(SCHOOL, Refused("licentie", 996))]


def test_after_five_failures_sbb_is_not_asked() -> None:
    """The sixth call is refused at once with 503 and when to come back, in every function."""
    scene = GuardScene()
    _fail(scene, scene.guard())
    for guard in (scene.guard(), scene.guard(OTHER_SCHOOL)):
        refused = _ask(scene, guard, _raising(AssertionError("SBB must not be asked")))
        assert isinstance(refused, errors.BronUnavailable)
        assert refused.retry_after == 15
        assert "15 s" in refused.detail.nl
    assert scene.storage.bron.code == "bron-niet-beschikbaar"


def test_an_open_breaker_costs_one_read() -> None:
    """Who is refused takes no place and writes nothing: it looks, once."""
    scene = GuardScene()
    guard = scene.guard()
    _fail(scene, guard)
    scene.storage.counted.clear()
    _ask(scene, guard)
    assert scene.storage.counted == {"both": 1}


def test_a_disappointing_answer_opens_nothing() -> None:
    """An unknown leerbedrijf is an answer, ten times in a row too."""
    scene = GuardScene()
    guard = scene.guard()
    _fail(scene, guard, errors.LeerbedrijfUnknown(TEXT), 10)
    assert scene.storage.bron == CircuitBreaker()


REJECTED = errors.MessageRejected(TEXT)
ONBEKEND = errors.BronCodeUnknown(TEXT)
SHORTAGE = errors.OwnShortage("EMFILE")


@pytest.mark.parametrize("error", [REJECTED, ONBEKEND, SHORTAGE], ids=lambda error: type(error).__name__)
def test_what_is_ours_opens_nothing(error: Exception) -> None:
    """A message that SBB rejects, a code that nobody knows, a descriptor too few: no breaker opens."""
    scene = GuardScene()
    guard = scene.guard()
    for _ in range(20):
        with pytest.raises(type(error)):
            guard.ask(lambda _: _raising(error)(), Deadline(scene.clock.now + 20, scene.clock))
        scene.clock.now += 1
    assert scene.storage.bron == CircuitBreaker()
    assert scene.storage.van().circuit == CircuitBreaker()


def test_a_rejection_erases_no_failures() -> None:
    """Between the failures of SBB a message that it rejects takes none of them back: five still open it."""
    scene = GuardScene()
    guard = scene.guard()
    for _ in range(5):
        _fail(scene, guard, keer=1)
        _ask(scene, guard, _raising(REJECTED))
    assert scene.storage.bron.open_since is not None


def test_a_rejection_is_an_sbb_that_is_back() -> None:
    """One that tries and is rejected has found SBB back: the others follow, and hear who acts."""
    scene = GuardScene()
    guard = scene.guard()
    _fail(scene, guard)
    scene.clock.now += 15
    _fail(scene, guard, REJECTED, 3)
    assert scene.storage.bron.open_since is None


def test_recovery_after_the_probe() -> None:
    """After the interval one call tries, and when it succeeds all others follow at once."""
    scene = GuardScene()
    one, two = scene.guard(), scene.guard()
    _fail(scene, one)
    scene.clock.now += GUARD_RULES.breaker.interval
    seen: list[str | FacadeError] = []

    def proef() -> str:
        seen.append(_ask(scene, two))
        return "goed"

    assert _ask(scene, one, proef) == "goed"
    assert isinstance(seen[0], errors.BronUnavailable)
    assert seen[0].retry_after == 15
    assert _ask(scene, two) == "goed"


def test_another_was_first_with_the_probe() -> None:
    """Two that may try at the same moment: one does, the other is refused and holds nothing."""
    scene = GuardScene()
    one, two = scene.guard(), scene.guard()
    _fail(scene, one)
    scene.clock.now += 15
    deadline = Deadline(scene.clock.now + 20, scene.clock)
    scene.storage.before_write = lambda: toegangen.append(two.enter(deadline))
    toegangen: list[object] = []
    assert isinstance(_ask(scene, one), errors.BronUnavailable)
    assert len(toegangen) == 1
    assert len(scene.storage.van().room.places) == 1


@pytest.mark.parametrize(("error", "kind"), [(GEEN_LICENTIE, "bron-licentie"), (REFUSED, "bron-certificaat")])
def test_the_breaker_of_a_school(error: FacadeError, kind: str) -> None:
    """A school that SBB refuses is not asked for any more; another school is, and SBB is not blamed."""
    scene = GuardScene()
    guard = scene.guard()
    _fail(scene, guard, error)
    refused = _ask(scene, guard)
    assert isinstance(refused, BronError)
    assert (refused.code, refused.retry_after) == (kind, 15)
    assert _ask(scene, scene.guard(OTHER_SCHOOL)) == "goed"
    assert scene.storage.bron == CircuitBreaker()


def test_a_refused_school_does_not_hold_the_probe() -> None:
    """When the one that tries is refused at the door, another school may try at once."""
    scene = GuardScene()
    _fail(scene, scene.guard(OTHER_SCHOOL))
    scene.clock.now += 15
    assert _ask(scene, scene.guard(), _raising(REFUSED)) is REFUSED
    assert _ask(scene, scene.guard(OTHER_SCHOOL)) == "goed"


def test_a_licentie_error_is_a_sign_of_life() -> None:
    """When the one that tries hears that its licence is refused, SBB has answered: others may ask again."""
    scene = GuardScene()
    _fail(scene, scene.guard(OTHER_SCHOOL))
    scene.clock.now += 15
    _ask(scene, scene.guard(), _raising(GEEN_LICENTIE))
    assert scene.storage.bron.open_since is None


def test_both_breakers_probing() -> None:
    """A school that waits for its own try, while SBB's is refused, does not keep its turn."""
    scene = GuardScene()
    scene.storage.bron = CircuitBreaker(versie=1, open_since=NOW, probe_after=NOW)
    scene.storage.put(CircuitBreaker(versie=1, code="bron-licentie", open_since=NOW, probe_after=NOW + 9))
    assert isinstance(_ask(scene, scene.guard()), errors.BronLicentie)
    assert scene.storage.bron.proef is None
    assert _ask(scene, scene.guard(OTHER_SCHOOL)) == "goed"


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("bron-certificaat", errors.BronCertificate),
        ("bron-overbelast", errors.BronOverloaded),
        ("bron-timeout", errors.BronUnavailable),
    ],
)
def test_why_it_is_open(code: str, kind: type[FacadeError]) -> None:
    """What a caller hears names the cause that opened it, and that nothing was asked."""
    scene = GuardScene()
    scene.storage.bron = CircuitBreaker(versie=1, code=code, open_since=NOW, probe_after=NOW + 3.2)
    refused = _ask(scene, scene.guard())
    assert type(refused) is kind
    assert refused.retry_after == 4
    assert "niet gevraagd" in refused.detail.nl
    assert "not asked" in refused.detail.en


def test_who_got_little_time_does_not_count() -> None:
    """A time-out of a call that had a second is no failure of SBB; one that had its time is."""
    scene = GuardScene()
    guard, slow = scene.guard(), errors.BronTimeout(TEXT)
    _ask(scene, guard, _raising(slow), seconds=2)
    assert scene.storage.bron.failures == 0
    _ask(scene, guard, _raising(slow), seconds=20)
    assert scene.storage.bron.failures == 1


def test_a_short_wait_for_the_rate() -> None:
    """Over the limit per second a call waits until there is room, and then goes."""
    scene = GuardScene(GuardRules.of(per_seconde=2, tegelijk=10, probe_after=15, deadline=20))
    guard = scene.guard()
    assert [_ask(scene, guard) for _ in range(3)] == ["goed"] * 3
    assert scene.clock.slept == [0.5, 0.5]
    assert scene.storage.turns == [(SCHOOL, NOW), (SCHOOL, NOW + 0.5), (SCHOOL, NOW + 1)]


def test_a_short_wait_for_a_place() -> None:
    """With all places taken a call waits for one to come free."""
    scene = GuardScene(GuardRules.of(per_seconde=20, tegelijk=1, probe_after=15, deadline=20))
    scene.storage.put(room=RateLimit(0.0, {"ander": NOW + 20}, new=False))
    scene.clock.on_sleep = lambda: scene.storage.maak_vrij("ander")
    assert _ask(scene, scene.guard()) == "goed"
    assert sum(scene.clock.slept) < 0.2


@pytest.mark.parametrize(
    ("rate_limit", "retry_after"),
    [
        pytest.param(FULL, 5, id="ten-at-once"),
        pytest.param(RateLimit(NOW + 2.9, {}, new=False), 3, id="a-long-queue"),
    ],
)
def test_waiting_too_long_is_pointless(rate_limit: RateLimit, retry_after: int) -> None:
    """Without room within the patience the caller hears that it is our limit, and when there is room."""
    scene = GuardScene()
    scene.storage.put(room=rate_limit)
    refused = _ask(scene, scene.guard())
    assert isinstance(refused, errors.BronOverloaded)
    assert sum(scene.clock.slept) <= PATIENCE_SECONDS
    assert "de grens van deze facade, niet die van SBB" in refused.detail.nl
    assert (refused.sbb_signal, scene.storage.seen) == (None, [])
    if not scene.clock.slept:
        assert refused.retry_after == retry_after


def test_waiting_stays_within_the_deadline() -> None:
    """Nobody waits for room that would leave no time to ask SBB."""
    scene = GuardScene()
    scene.storage.put(room=FULL)
    assert isinstance(_ask(scene, scene.guard(), seconds=1.1), errors.BronOverloaded)
    assert sum(scene.clock.slept) <= 0.1


def test_the_limit_does_not_hold_the_probe() -> None:
    """Who may try and finds no room, gives its turn away."""
    scene = GuardScene()
    scene.storage.bron = CircuitBreaker(versie=1, code="x", open_since=NOW, probe_after=NOW)
    scene.storage.put(room=FULL)
    assert isinstance(_ask(scene, scene.guard()), errors.BronOverloaded)
    assert _ask(scene, scene.guard(OTHER_SCHOOL)) == "goed"


def test_opens_while_somebody_waits() -> None:
    """Who waited for room while SBB failed for others does not go after all."""
    scene = GuardScene(GuardRules.of(per_seconde=20, tegelijk=1, probe_after=15, deadline=20))
    scene.storage.put(room=RateLimit(0.0, {"ander": NOW + 20}, new=False))

    def meanwhile() -> None:
        scene.storage.maak_vrij("ander")
        scene.storage.bron = CircuitBreaker(
            versie=5, code="bron-timeout", open_since=NOW, probe_after=NOW + 15
        )

    scene.clock.on_sleep = meanwhile
    assert isinstance(_ask(scene, scene.guard()), errors.BronUnavailable)
    assert scene.storage.van().room.places == {}


@pytest.mark.parametrize(
    ("earlier", "asks"),
    [
        pytest.param(lambda: "goed", True, id="answered"),
        pytest.param(_raising(BROKEN_SOURCE), False, id="failed"),
    ],
)
def test_opens_while_somebody_waits_for_its_turn(earlier: Callable[[], str], *, asks: bool) -> None:
    """Nor does who waited for its turn, but of a school that SBB answered when it took that."""
    scene = GuardScene(GuardRules.of(per_seconde=2, tegelijk=10, probe_after=15, deadline=20))
    guard, other = scene.guard(), scene.guard(OTHER_SCHOOL)
    _ask(scene, guard, earlier)

    def meanwhile() -> None:
        scene.clock.on_sleep = lambda: None
        while scene.storage.bron.open_since is None:
            _fail(scene, other, keer=1)

    scene.clock.on_sleep = meanwhile
    assert (_ask(scene, guard) == "goed") is asks
    assert scene.storage.van().room.places == {}


def test_who_let_another_go_first_looks_again() -> None:
    """A place is taken anew when another took one just before: neither is lost."""
    scene = GuardScene()
    one, two = scene.guard(), scene.guard()
    scene.storage.before_write = lambda: assert_ok(two)

    def assert_ok(guard: Guard) -> None:
        assert _ask(scene, guard) == "goed"

    assert _ask(scene, one) == "goed"
    assert scene.storage.turns == [(SCHOOL, NOW), (SCHOOL, NOW + 0.05)]
    assert scene.storage.van().room.places == {}


def test_a_success_after_failures_is_told() -> None:
    """The first success after failures is written, once: five must be in a row."""
    scene = GuardScene()
    guard = scene.guard()
    _fail(scene, guard, keer=4)
    scene.storage.counted.clear()
    for _ in range(3):
        _ask(scene, guard)
    assert scene.storage.counted["write_endpoint"] == 1
    assert scene.storage.bron.failures == 0
    _fail(scene, guard, keer=4)
    assert scene.storage.bron.open_since is None


def test_broken_storage_costs_protection_and_no_answer() -> None:
    """A storage that fails is told once, then left alone for a while; every call goes on."""
    scene = GuardScene()
    scene.storage.piece = frozenset({"alles"})
    guard = scene.guard()
    assert [_ask(scene, guard) for _ in range(3)] == ["goed"] * 3
    assert (scene.storage_errors, scene.storage.counted) == (["bewaken"], {"both": 1})
    assert guard.retry_delay() == 0.0
    scene.clock.now += BROKEN
    scene.storage.piece = frozenset()
    assert _ask(scene, guard) == "goed"
    assert scene.storage.counted["claim"] == 1


def test_broken_storage_while_the_clock_is_set_back() -> None:
    """Protection is off for its few seconds, and not until the clock has caught up."""
    scene = GuardScene()
    scene.storage.piece = frozenset({"alles"})
    guard = scene.guard()
    assert _ask(scene, guard) == "goed"
    scene.storage.piece = frozenset()
    scene.clock.now -= 3600
    assert _ask(scene, guard) == "goed"
    assert scene.storage.counted["claim"] == 1


def test_storage_that_breaks_during_the_question() -> None:
    """The outcome cannot be told then; the answer is given all the same."""
    scene = GuardScene()

    def question() -> str:
        scene.storage.piece = frozenset({"alles"})
        return "goed"

    assert _ask(scene, scene.guard(), question) == "goed"
    assert scene.storage_errors == ["bewaken"]


@pytest.mark.parametrize(
    ("bron", "free_at", "over"),
    [
        pytest.param(CircuitBreaker(), NOW - 9, pytest.approx(0.0, abs=1e-6), id="all-well"),
        pytest.param(CircuitBreaker(), NOW + 0.05, pytest.approx(0.05, abs=1e-6), id="in-turn"),
        pytest.param(CircuitBreaker(versie=1, open_since=NOW, probe_after=NOW), NOW - 9, None, id="open"),
        pytest.param(CircuitBreaker(), NOW + 2.5, None, id="no-room"),
    ],
)
def test_retrying(bron: CircuitBreaker, free_at: float, over: object) -> None:
    """A second try goes neither into an open circuit breaker nor over the limit, and takes its turn."""
    scene = GuardScene()
    scene.storage.bron = bron
    scene.storage.put(room=RateLimit(free_at, {"wie": NOW + 20}, new=False))
    assert scene.guard().retry_delay() == over
    assert len(scene.storage.turns) == (over is not None)


def test_an_error_of_ours_says_nothing_of_sbb() -> None:
    """What breaks here is raised, gives the place back, and does not count against SBB."""
    scene = GuardScene()
    with pytest.raises(ZeroDivisionError):
        scene.guard().ask(lambda _: 1 // 0, Deadline(scene.clock.now + 20, scene.clock))
    assert (scene.storage.bron, scene.storage.van().room.places) == (CircuitBreaker(), {})


def test_ten_minutes_away_under_load() -> None:
    """SBB away for ten minutes, ten calls a second: it gets five and one per interval; then all pass."""
    scene = GuardScene()
    scholen = ("01AA", "02BB", "03CC", "04DD")
    guards = [scene.guard(school) for school in scholen for _ in range(3)]
    begin, asked, helped = scene.clock.now, 0, 0
    recovered_at = begin + 600.0
    first: float | None = None

    def sbb() -> str:
        nonlocal asked
        asked += 1
        if scene.clock.now < recovered_at:
            raise BROKEN_SOURCE
        return "goed"

    for number in range(6_300):
        scene.clock.now = max(scene.clock.now, begin + number * 0.1)
        good = _ask(scene, guards[number % len(guards)], sbb) == "goed"
        if scene.clock.now < recovered_at:
            assert asked <= 5 + (scene.clock.now - begin) / GUARD_RULES.breaker.interval + 1
        elif good and first is None:
            first = scene.clock.now
        helped += good
        assert good or first is None
    assert first is not None
    assert first - recovered_at <= GUARD_RULES.breaker.interval
    assert helped > 100
