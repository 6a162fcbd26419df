"""What is known of SBB, judged; with a look at its door when nobody has seen it lately."""

from collections.abc import Callable, Iterable
from typing import Final, Literal, NamedTuple, assert_never

from stagemarkt.domain.guard.circuit_breaker import Blocked, Free, Probe, decide
from stagemarkt.model.errors import REJECTED, BronCertificate, BronError, StorageError
from stagemarkt.ports.guard import CircuitBreaker
from stagemarkt.ports.records import EndpointChange, EndpointRecord, Prober, Records, Sightings

# `/status` is open to anyone: whatever it is asked, SBB's door is tried at most once in so many seconds.
INTERVAL: Final = 30
# After this many seconds without a sign of life nobody knows.
VALID: Final = 120

BronState = Literal["in-orde", "storing", "onbekend"]
CircuitStatus = Literal["gesloten", "open", "op-proef"]


class CircuitVerdict(NamedTuple):
    """A breaker: whether calls go (`op-proef`: the next one tries), since when not, and when one does."""

    status: CircuitStatus
    sinds: float | None = None
    following: float | None = None


class StatusVerdict(NamedTuple):
    """Who is at fault: the facade, SBB, or nobody.

    Attributes:
        facade, bron: how each does.
        zekering: None when it could not be read.
        code: of the facade's fault, when it is that.
    """

    facade: Literal["in-orde", "storing"]
    bron: BronState
    zekering: CircuitVerdict | None
    code: str | None = None


def judge_sightings(seen: Sightings, now: int) -> BronState:
    """What the last sightings say of SBB at `now` (seconds since 1970)."""
    success, failure = seen.last_success or 0, seen.last_failure or 0
    if max(success, failure) <= now - VALID:
        return "onbekend"
    return "in-orde" if success > failure else "storing"


def all_sightings(records: Iterable[EndpointRecord]) -> Sightings:
    """The last success and the last failure at any of SBB's addresses."""
    seen = [record.seen for record in records]
    failed = max(seen, key=lambda one: one.last_failure or 0, default=Sightings())
    return Sightings(
        max((one.last_success for one in seen if one.last_success is not None), default=None),
        failed.last_failure,
        failed.failure_code,
    )


def judge_circuit_breaker(breaker: CircuitBreaker, now: float) -> CircuitVerdict:
    """How it stands at `now`."""
    match decide(breaker, now):
        case Free():
            return CircuitVerdict("gesloten")
        case Probe():
            return CircuitVerdict("op-proef", breaker.open_since)
        case Blocked(over):
            return CircuitVerdict("open", breaker.open_since, now + over)
        case unknown:
            assert_never(unknown)


def judge(seen: Sightings, breaker: CircuitBreaker | None, now: int) -> StatusVerdict:
    """Who is at fault at `now`, by what was last seen and the circuit breaker of SBB's endpoint.

    That SBB's certificate is not recognised here is a fault of the facade: its operator has the wrong CA. So
    is a message that SBB does not take: SBB answers, and the operator has the wrong address or names.
    """
    bron = judge_sightings(seen, now)
    state = None if breaker is None else judge_circuit_breaker(breaker, now)
    is_open = state is not None and state.status == "open"
    code = breaker.code if breaker is not None and is_open else seen.failure_code
    if (is_open or bron == "storing") and code == BronCertificate.code:
        return StatusVerdict("storing", "onbekend", state, code)
    if bron == "storing" and not is_open and code == REJECTED:
        return StatusVerdict("storing", "in-orde", state, code)
    return StatusVerdict("in-orde", "storing" if is_open else bron, state)


def look_if_silent(
    records: Records,
    prober: Callable[[], Prober],
    now: int,
    tell: Callable[[str, StorageError], None],
) -> EndpointRecord | None:
    """The record of SBB's endpoint at `now` (seconds since 1970); None when it cannot be read.

    When nobody has seen SBB lately, its door is tried and the outcome told to all; a record that cannot be
    written leaves what is known so far.
    """
    record = None
    try:
        record = records.endpoint()
        # What a real question met, good or bad, says more than a door that opens.
        if judge_sightings(record.seen, now) == "onbekend" and records.claim_peek(now, INTERVAL):
            change = _peek(prober, now)
            records.write_endpoint(change)
            record = record._replace(seen=_with(record.seen, change, now))
    except StorageError as error:
        tell("waarnemen", error)
    return record


def _peek(prober: Callable[[], Prober], now: int) -> EndpointChange:
    try:
        prober().probe()
    except BronError as error:
        return EndpointChange(now, error.tag)
    return EndpointChange(now)


def _with(seen: Sightings, change: EndpointChange, now: int) -> Sightings:
    if change.code is None:
        return seen._replace(last_success=now)
    return Sightings(seen.last_success, now, change.code)
