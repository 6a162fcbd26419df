"""The limits of a school: so many calls in any second, so many at once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stagemarkt.domain.guard.rate_limit import WAITING, Asking, RateLimits, WaitTurn, take, too_many
from stagemarkt.ports.guard import PlaceRequest, Priority, RateLimit, Requester, Waiting

from tests.unit.fakes.records import FakeRecords

NOW = 1_000.0
WHO = Requester("pakket")
LIMITS = RateLimits(per_seconde=4, tegelijk=2, geduld=2.0, slot_duration=24.0)


def _rate_limit(free_at: float = 0.0, **places: float) -> RateLimit:
    return RateLimit(free_at, places, new=False)


@pytest.mark.parametrize(
    "rate_limit", [RateLimit(), _rate_limit(NOW + 0.25), _rate_limit(NOW - 60, a=NOW + 5)]
)
def test_there_is_room(rate_limit: RateLimit) -> None:
    """A call asks for a turn that comes soon, and a place for as long as it can last."""
    assert take(rate_limit, NOW, LIMITS, Asking("wie", WHO, 2.0)) == PlaceRequest(
        seen=rate_limit,
        now=NOW,
        between=0.25,
        latest=NOW + 0.25,
        plaats="wie",
        plaats_until=NOW + 24.0,
        tegelijk=2,
        requester=WHO,
    )


@pytest.mark.parametrize(
    ("rate_limit", "wait"),
    [
        pytest.param(_rate_limit(NOW + 0.5), WaitTurn(0.5, "tempo"), id="a-turn-that-is-far-off"),
        pytest.param(_rate_limit(a=NOW + 5, b=NOW + 9), WaitTurn(5.0, "tegelijk"), id="two-at-once"),
    ],
)
def test_there_is_no_room(rate_limit: RateLimit, wait: WaitTurn) -> None:
    """Whoever may not go hears how long it takes at most, and why."""
    assert take(rate_limit, NOW, LIMITS, Asking("wie", WHO, 2.0)) == wait


@pytest.mark.parametrize(
    ("rate_limit", "weg", "again"),
    [
        pytest.param(_rate_limit(a=NOW, b=NOW + 9), ("a",), False, id="who-was-killed"),
        pytest.param(_rate_limit(a=NOW + 3600, b=NOW + 9), ("a",), False, id="a-place-that-ran-wild"),
        pytest.param(_rate_limit(NOW + 3600), (), True, id="a-turn-that-ran-wild"),
    ],
)
def test_what_cannot_be_true_does_not_count(
    rate_limit: RateLimit, weg: tuple[str, ...], *, again: bool
) -> None:
    """A call that must be dead and a clock that ran wild hold nobody up, and are put right."""
    decision = take(rate_limit, NOW, LIMITS, Asking("wie", WHO, 2.0))
    assert isinstance(decision, PlaceRequest)
    assert (decision.weg, decision.restart) == (weg, again)


def test_a_retry_has_a_place_already() -> None:
    """A call that asks once more takes no second place, but waits for its turn."""
    decision = take(_rate_limit(NOW, a=NOW + 5, b=NOW + 5), NOW, LIMITS, Asking(None, WHO, 2.0))
    assert isinstance(decision, PlaceRequest)
    assert decision.plaats is None


@pytest.mark.parametrize(
    ("per_seconde", "between"), [(1, 1.0), (3, 0.334), (20, 0.05), (30, 0.034), (50, 0.02)]
)
def test_between_two_turns(per_seconde: int, between: float) -> None:
    """Whole milliseconds, never so few that one more would fit into a second."""
    assert RateLimits(per_seconde, 1, 2.0, 24.0).between == between


@given(
    st.integers(1, 5),
    st.integers(1, 4),
    st.lists(st.tuples(st.floats(0, 0.7), st.floats(0, 3)), min_size=1, max_size=60),
)
def test_never_more_than_agreed(
    per_seconde: int, tegelijk: int, questions: list[tuple[float, float]]
) -> None:
    """However calls come and go, none begins beyond the limits, nor is refused while there is room."""
    limits = RateLimits(per_seconde, tegelijk, geduld=2.0, slot_duration=24.0)
    storage, now = FakeRecords(), NOW
    busy: dict[str, float] = {}
    for number, (pause, duration) in enumerate(questions):
        now = round(now + pause, 3)
        for who in [who for who, until in busy.items() if until <= now]:
            del busy[who]
            storage.maak_vrij(who)
        rate_limit = storage.van().room
        decision = take(rate_limit, now, limits, Asking(str(number), WHO, 2.0))
        if isinstance(decision, WaitTurn):
            te_snel = rate_limit.free_at > now + max(0.25, limits.between)
            assert {"tegelijk": len(busy) >= tegelijk}.get(decision.reden, te_snel)
            continue
        assert len(busy) < tegelijk
        occupy = storage.claim("99XX", decision)
        assert occupy.done
        busy[str(number)] = occupy.record.room.free_at - decision.between + duration
    turns = [start for _, start in storage.turns]
    for spot in range(len(turns) - per_seconde):
        assert turns[spot + per_seconde] - turns[spot] >= 1 - 1e-6


OTHER = Requester("ander")
SEARCHING, WORKING = Requester("pakket", Priority.PAGE), Requester("pakket", Priority.BULK)
SILENT, WAITS = Waiting(NOW - 1), Waiting(NOW - 1, NOW + 0.5)


def _had(**who: Waiting) -> RateLimit:
    names = {"who": WHO, "other": OTHER, "searches": SEARCHING, "works": WORKING}
    return RateLimit(0.0, {}, {names[name]: waiting for name, waiting in who.items()}, new=False)


@pytest.mark.parametrize(
    ("requester", "rate_limit", "proceeds"),
    [
        pytest.param(WHO, _had(who=Waiting(NOW - 0.1), other=WAITS), False, id="another-waits-for-longer"),
        pytest.param(WHO, _had(who=Waiting(NOW - 2), other=WAITS), True, id="it-waited-longer-itself"),
        pytest.param(WHO, _had(who=SILENT, other=WAITS), True, id="equals"),
        pytest.param(WHO, _had(who=Waiting(NOW - 0.1), other=SILENT), True, id="the-other-does-not-wait"),
        pytest.param(WHO, _had(who=Waiting(NOW - 0.1), other=Waiting(NOW - 1, NOW)), True, id="gave-up"),
        pytest.param(WHO, _had(other=Waiting(0.0, NOW + 60)), True, id="a-clock-that-ran-wild"),
        pytest.param(WHO, _had(who=Waiting(NOW - 0.1, NOW + 0.5)), True, id="another-call-of-its-own"),
        pytest.param(WHO, _had(searches=Waiting(0.0, NOW + 0.5)), True, id="a-single-check-before-a-search"),
        pytest.param(
            SEARCHING, _had(other=Waiting(NOW, NOW + 0.5)), False, id="a-search-after-any-single-check"
        ),
        pytest.param(SEARCHING, _had(works=Waiting(0.0, NOW + 0.5)), True, id="a-search-before-bulk"),
        pytest.param(WORKING, _had(searches=Waiting(NOW, NOW + 0.5)), False, id="bulk-after-a-search"),
    ],
)
def test_who_goes_first(requester: Requester, rate_limit: RateLimit, *, proceeds: bool) -> None:
    """By priority; among equals who had no turn for longest; whoever does not wait holds nobody up."""
    decision = take(rate_limit, NOW, LIMITS, Asking("wie", requester, 2.0))
    assert isinstance(decision, PlaceRequest) == proceeds
    if isinstance(decision, WaitTurn):
        assert decision.reden == "voorrang"
        assert 0 < decision.seconden <= WAITING


@pytest.mark.parametrize(
    ("tegelijk", "zoeken", "bulk"), [(1, 1, 1), (2, 1, 1), (3, 2, 1), (4, 3, 2), (10, 7, 5), (50, 37, 25)]
)
def test_a_search_does_not_take_all_places(tegelijk: int, zoeken: int, bulk: int) -> None:
    """Pages and bulk together leave places for single checks; bulk leaves some for pages too."""
    limits = RateLimits(per_seconde=20, tegelijk=tegelijk, geduld=2.0, slot_duration=24.0)
    for priority, room in ((Priority.PAGE, zoeken), (Priority.BULK, bulk)):
        for count in range(tegelijk):
            occupy = _rate_limit(**{f"{int(priority)}-{number}": NOW + 5 for number in range(count)})
            decision = take(occupy, NOW, limits, Asking("x", Requester("a", priority), 2.0))
            assert isinstance(decision, PlaceRequest) == (count < room)
            assert not too_many(occupy, NOW, limits, priority) or count > room
            assert isinstance(take(occupy, NOW, limits, Asking("x", WHO, 2.0)), PlaceRequest)


def test_page_and_bulk_share() -> None:
    """What bulk holds, pages do not; single checks take nothing from the share of either."""
    limits = RateLimits(per_seconde=20, tegelijk=4, geduld=2.0, slot_duration=24.0)
    rate_limit = _rate_limit(**{"2-a": NOW + 5, "2-b": NOW + 5, "1-c": NOW + 5})
    assert take(rate_limit, NOW, limits, Asking("x", SEARCHING, 2.0)) == WaitTurn(5.0, "tegelijk")
    single = _rate_limit(**{"0-a": NOW + 5, "0-b": NOW + 5, "onbekend": NOW + 5})
    assert isinstance(take(single, NOW, limits, Asking("x", SEARCHING, 2.0)), PlaceRequest)


def test_who_is_long_gone_is_forgotten() -> None:
    """What is kept of requesters does not grow."""
    old = {Requester(f"a{number}"): Waiting(NOW - 61) for number in range(9)}
    rate_limit = RateLimit(0.0, {}, {**old, OTHER: SILENT}, new=False)
    decision = take(rate_limit, NOW, LIMITS, Asking("wie", WHO, 2.0))
    assert isinstance(decision, PlaceRequest)
    assert set(decision.gone) < set(old)
    assert len(decision.gone) == 5


@pytest.mark.parametrize("requester", [WHO, SEARCHING, WORKING])
def test_who_asks_is_not_forgotten(requester: Requester) -> None:
    """Who asks again after long is written, so not removed: DynamoDB refuses both in one write."""
    rate_limit = RateLimit(
        0.0, {}, {WHO: Waiting(NOW - 3600), SEARCHING: Waiting(1.0), WORKING: Waiting(0.0)}, new=False
    )
    decision = take(rate_limit, NOW, LIMITS, Asking("wie", requester, 2.0))
    assert isinstance(decision, PlaceRequest)
    assert set(decision.gone) == {WHO, SEARCHING, WORKING} - {requester}
