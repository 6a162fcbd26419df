"""Trying again: what holds for any receiver and any luck."""

from hypothesis import given
from hypothesis import strategies as st
from stagemarkt.domain.changes.retry import (
    LONGEST_DELAY,
    THREE_DAYS,
    ReceiverHistory,
    SetAside,
    TryAgain,
    after_attempt,
    after_outcome,
    may_try_now,
    read_retry_after,
)
from stagemarkt.ports.delivery import DeliveryOutcome

SINCE = 1_800_000_000.0
CHANCE = st.floats(0, 1, exclude_max=True)
OUTCOMES = st.builds(
    DeliveryOutcome,
    st.sampled_from(["mislukt", "geweigerd"]),
    st.none() | st.integers(300, 599),
    st.none() | st.integers(-10, 10**9),
)


@given(OUTCOMES, st.integers(1, 10**6), st.floats(0, THREE_DAYS, exclude_max=True), CHANCE)
def test_next_attempt_within_the_three_days(
    outcome: DeliveryOutcome, attempt: int, elapsed: float, randomness: float
) -> None:
    """A next attempt is never past, never after the three days, and not before what the receiver asked."""
    now = SINCE + elapsed
    decision = after_attempt(outcome, attempt, SINCE, now, randomness)
    if now >= SINCE + THREE_DAYS:  # adding may round up to the very end
        assert decision == SetAside()
        return
    assert isinstance(decision, TryAgain)
    assert now <= decision.at <= SINCE + THREE_DAYS
    asked = min(max(0, outcome.retry_after or 0), LONGEST_DELAY)
    assert decision.at >= min(now + asked, SINCE + THREE_DAYS)


@given(st.lists(CHANCE, min_size=1, max_size=50))
def test_a_dead_receiver_comes_to_an_end(successes: list[float]) -> None:
    """Tries to a dead receiver end: the last one at three days, after some tens of attempts."""
    outcome = DeliveryOutcome("mislukt", None, None, "geen-verbinding")
    now, attempt = SINCE, 1
    while isinstance(
        decision := after_attempt(
            outcome, attempt, SINCE, now, 0.5 + successes[attempt % len(successes)] / 2
        ),
        TryAgain,
    ):
        now, attempt = decision.at, attempt + 1
        assert attempt < 60
    assert decision == SetAside()
    assert now == SINCE + THREE_DAYS


@given(st.lists(st.tuples(OUTCOMES, CHANCE), max_size=40))
def test_rest_is_bounded(span: list[tuple[DeliveryOutcome, float]]) -> None:
    """No series of failures makes a receiver rest for more than a day, and a delivery ends every rest."""
    receiver = ReceiverHistory()
    for outcome, randomness in span:
        receiver = after_outcome(receiver, outcome, SINCE, randomness)
        assert receiver.cooldown_until <= SINCE + LONGEST_DELAY
    assert may_try_now(after_outcome(receiver, DeliveryOutcome("geleverd", 204), SINCE, 0.0), SINCE)


@given(st.text(max_size=60), st.floats(0, 4e9))
def test_retry_after_is_bounded_and_does_not_crash(header: str, now: float) -> None:
    """Whatever stands in `Retry-After`: nothing, or a number of seconds of at most a day."""
    parsed = read_retry_after(header, now)
    assert parsed is None or 0 <= parsed <= LONGEST_DELAY
