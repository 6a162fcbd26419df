"""The circuit breaker: may this call go to SBB, and what does its outcome change. Pure.

Closed until `BreakerRules.failures` failures in a row; then open, but for one call at a time that tries
(`Probe`), the first `BreakerRules.interval` seconds after it opened. Who tries and dies, holds the place no
longer than `BreakerRules.trial_duration`.
"""

from typing import Any, Final, NamedTuple

from stagemarkt.ports.guard import CircuitBreaker

# Whatever SBB asked, and whatever another clock said: within so many seconds one call tries.
LATEST: Final = 30.0


class BreakerRules(NamedTuple):
    """How many failures in a row open it; seconds until one call tries, and by when that has ended."""

    failures: int
    interval: float
    trial_duration: float


class Free(NamedTuple):
    """The call may go."""


class Probe(NamedTuple):
    """The call may go if nobody else goes first: it is the one that tries."""


class Blocked(NamedTuple):
    """The call may not go; `over` seconds from now one may."""

    over: float


def decide(breaker: CircuitBreaker, now: float) -> Free | Probe | Blocked:
    """What this circuit breaker says to a call at `now`."""
    if breaker.open_since is None:
        return Free()
    moments = (breaker.probe_after,) if breaker.proef is None else (breaker.probe_after, breaker.probe_until)
    # Nothing is set further ahead than that: a clock that ran wild must not keep the door shut.
    waits = [moment - now for moment in moments if 0 < moment - now <= LATEST]
    return Blocked(waits[0]) if waits else Probe()


def claim_trial(breaker: CircuitBreaker, now: float, rules: BreakerRules, who: str) -> CircuitBreaker:
    """The same, with `who` as the one that tries."""
    return _new(
        breaker,
        proef=who,
        probe_after=round(now + rules.interval, 3),
        probe_until=round(now + rules.trial_duration, 3),
    )


def after_success(breaker: CircuitBreaker, now: float, who: str) -> CircuitBreaker:
    """After a call of `who` that went well: itself when nothing changes, which is what it is nearly always.

    An open circuit breaker is closed by the one that tries, not by a call from before it opened.
    """
    if breaker.open_since is not None:
        if breaker.proef != who:
            return breaker
        return CircuitBreaker(versie=breaker.versie + 1, closed_at=now)
    return _new(breaker, failures=0, code=None) if breaker.failures else breaker


class CallFailure(NamedTuple):
    """A failure: its code, when the call began, and for how many seconds SBB asks to be left alone."""

    code: str
    begun: float
    retry_after: float = 0.0


def after_failure(
    breaker: CircuitBreaker, now: float, failure: CallFailure, rules: BreakerRules, who: str
) -> CircuitBreaker:
    """After a call of `who` that failed; itself when the call was too old to count."""
    weg = min(failure.retry_after, LATEST)
    if breaker.open_since is not None:
        if breaker.proef != who:
            return breaker
        probe_after = max(breaker.probe_after, now, round(now + weg, 3))
        return _new(breaker, code=failure.code, proef=None, probe_after=probe_after)
    if failure.begun < breaker.closed_at <= now:
        return breaker
    new = _new(breaker, failures=breaker.failures + 1, code=failure.code)
    if new.failures < rules.failures:
        return new
    return new._replace(open_since=now, probe_after=round(now + max(rules.interval, weg), 3))


def after_nothing(breaker: CircuitBreaker, now: float, who: str) -> CircuitBreaker:
    """After a call of `who` that says nothing of SBB: who was trying lets another try at once."""
    return _new(breaker, proef=None, probe_after=now) if breaker.proef == who else breaker


def _new(breaker: CircuitBreaker, **fields: Any) -> CircuitBreaker:  # noqa: ANN401 - fields of Circuit breaker, each of its type
    return breaker._replace(versie=breaker.versie + 1, **fields)
