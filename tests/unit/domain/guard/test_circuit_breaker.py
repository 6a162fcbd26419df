"""The circuit breaker: closed, open, and one call that tries."""

import pytest
from stagemarkt.domain.guard.circuit_breaker import (
    LATEST,
    Blocked,
    BreakerRules,
    CallFailure,
    Free,
    Probe,
    after_failure,
    after_nothing,
    after_success,
    claim_trial,
    decide,
)
from stagemarkt.ports.guard import CircuitBreaker

NOW = 1_000.0
BREAKER_RULES = BreakerRules(failures=5, interval=15.0, trial_duration=24.0)
FAILURE = CallFailure("bron-timeout", begun=NOW)
OPEN = CircuitBreaker(versie=5, failures=5, code="bron-timeout", open_since=NOW, probe_after=NOW + 15)
PROBING = claim_trial(OPEN, NOW + 15, BREAKER_RULES, "wie")


@pytest.mark.parametrize(
    ("breaker", "now", "decision"),
    [
        pytest.param(CircuitBreaker(), NOW, Free(), id="clean"),
        pytest.param(CircuitBreaker(failures=4, code="x"), NOW, Free(), id="four-failures"),
        pytest.param(OPEN, NOW, Blocked(15.0), id="just-open"),
        pytest.param(OPEN, NOW + 14.5, Blocked(0.5), id="nearly"),
        pytest.param(OPEN, NOW + 15, Probe(), id="may-be-tried"),
        pytest.param(PROBING, NOW + 16, Blocked(14.0), id="is-tried"),
        pytest.param(PROBING, NOW + 31, Blocked(8.0), id="who-tries-may-be-busy-yet"),
        pytest.param(PROBING, NOW + 39, Probe(), id="who-tried-is-dead"),
        pytest.param(OPEN._replace(probe_after=NOW + 3600), NOW, Probe(), id="a-clock-that-ran-wild"),
        pytest.param(PROBING._replace(probe_until=NOW + 3600), NOW + 30, Probe(), id="a-claim-that-ran-wild"),
    ],
)
def test_decide(breaker: CircuitBreaker, now: float, decision: Free | Probe | Blocked) -> None:
    """Closed lets through; open says for how long; then one may try, and another when that one is dead."""
    assert decide(breaker, now) == decision


def test_the_fifth_in_a_row_opens() -> None:
    """Four failures in a row change nothing for a caller, the fifth opens it."""
    breaker = CircuitBreaker()
    for keer in range(1, 5):
        breaker = after_failure(breaker, NOW + keer, FAILURE, BREAKER_RULES, "wie")
        assert (breaker.failures, breaker.open_since) == (keer, None)
    breaker = after_failure(breaker, NOW + 5, FAILURE, BREAKER_RULES, "wie")
    assert (breaker.open_since, breaker.probe_after, breaker.code) == (NOW + 5, NOW + 20, "bron-timeout")


def test_a_success_begins_the_count_anew() -> None:
    """Five failures with a success between them are not five in a row."""
    breaker = CircuitBreaker(versie=4, failures=4, code="bron-timeout")
    after = after_success(breaker, NOW, "wie")
    assert after == CircuitBreaker(versie=5)
    assert after_failure(after, NOW, FAILURE, BREAKER_RULES, "wie").open_since is None


@pytest.mark.parametrize("breaker", [CircuitBreaker(), CircuitBreaker(versie=9, closed_at=NOW)])
def test_a_success_of_a_clean_breaker_costs_nothing(breaker: CircuitBreaker) -> None:
    """Where it is closed and clean a success changes nothing: there is nothing to write."""
    assert after_success(breaker, NOW, "wie") is breaker


def test_who_tries_and_succeeds_closes() -> None:
    """The call that tries and succeeds closes it, clean; and what began before does not count any more."""
    closed = after_success(PROBING, NOW + 16, "wie")
    assert closed == CircuitBreaker(versie=PROBING.versie + 1, closed_at=NOW + 16)
    assert after_failure(closed, NOW + 17, FAILURE, BREAKER_RULES, "ander") is closed
    later = CallFailure("bron-timeout", begun=NOW + 16)
    assert after_failure(closed, NOW + 17, later, BREAKER_RULES, "ander").failures == 1


def test_who_tries_and_fails_leaves_it_open() -> None:
    """The next one tries an interval after this one began, or at once when this one took longer than that."""
    soon = after_failure(PROBING, NOW + 16, FAILURE, BREAKER_RULES, "wie")
    assert (soon.open_since, soon.proef, soon.probe_after) == (NOW, None, NOW + 30)
    late = after_failure(PROBING, NOW + 35, FAILURE, BREAKER_RULES, "wie")
    assert decide(late, NOW + 35) == Probe()


def test_who_knows_nothing_lets_another_try() -> None:
    """A try that says nothing of SBB, for it was refused at the door, gives its turn away."""
    assert decide(after_nothing(PROBING, NOW + 16, "wie"), NOW + 16) == Probe()
    assert after_nothing(PROBING, NOW + 16, "ander") is PROBING


def test_an_old_question_says_nothing_of_an_open_breaker() -> None:
    """Only who tries changes an open one: calls from before it opened come in late, and mean nothing."""
    for breaker in (OPEN, PROBING):
        assert after_success(breaker, NOW + 16, "oud") is breaker
        assert after_failure(breaker, NOW + 16, FAILURE, BREAKER_RULES, "oud") is breaker


@pytest.mark.parametrize(("cooldown", "over"), [(0, 15.0), (10, 15.0), (25, 25.0), (3600, LATEST)])
def test_sbb_may_ask_for_rest(cooldown: float, over: float) -> None:
    """Retry-After of SBB is heeded, but within thirty seconds one call tries."""
    almost = CircuitBreaker(versie=4, failures=4, code="x")
    open_ = after_failure(almost, NOW, CallFailure("bron-overbelast", NOW, cooldown), BREAKER_RULES, "wie")
    assert decide(open_, NOW) == Blocked(over)


def test_closing_in_the_future_does_not_make_deaf() -> None:
    """A closing that a wild clock wrote far ahead does not keep failures from counting."""
    closed = CircuitBreaker(versie=3, closed_at=NOW + 3600)
    assert after_failure(closed, NOW, FAILURE, BREAKER_RULES, "wie").failures == 1
