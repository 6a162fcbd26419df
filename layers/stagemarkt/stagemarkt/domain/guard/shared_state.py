"""What one worker knows of the records that all share: read lately, and changed only where it is still so."""

from collections.abc import Callable
from typing import Final, assert_never

from stagemarkt.domain.guard.circuit_breaker import (
    Blocked,
    CallFailure,
    Free,
    Probe,
    after_failure,
    after_nothing,
    after_success,
    claim_trial,
    decide,
)
from stagemarkt.domain.guard.outcome import CallOutcome
from stagemarkt.domain.guard.rate_limit import WAITING
from stagemarkt.domain.guard.refusal import circuit_open
from stagemarkt.domain.guard.rules import MEMORY_SECONDS, GuardRules
from stagemarkt.model.age import NEVER, Age
from stagemarkt.ports.guard import Circuit, CircuitBreaker, PlaceRequest, RateLimit, Requester, Waiting
from stagemarkt.ports.records import (
    EndpointChange,
    EndpointRecord,
    Records,
    SchoolChange,
    SchoolRecord,
    Sightings,
    Swap,
)

# A school that SBB answered so lately (seconds), and did not fail since, asks on without a look at how SBB
# does with others.
ANSWERED: Final = 5.0
# That SBB answers is told at most this often (seconds) by each worker, unless it failed in between: it is one
# item that all schools write, and `/status` takes a sign of life of two minutes ago.
SUCCESS_INTERVAL: Final = 30
# How often a write is tried again that others were ahead of.
_TRIES: Final = 5
_CIRCUITS: Final[tuple[Circuit, Circuit]] = ("bron", "school")


class EndpointView:
    """The record of an address of SBB as last seen or written here, for all schools of this worker."""

    def __init__(self) -> None:
        self.record = EndpointRecord()
        self.is_known = False

    def see(self, record: EndpointRecord) -> None:
        """This is how it was a moment ago."""
        self.record, self.is_known = record, True


class SharedState:
    """The records that a call of one school goes by, and its own writes in them.

    Each method that reads or writes raises StorageError when the storage fails.

    Args:
        brin: the school.
        records: what is shared.
        guard_rules: the rules.
        now: seconds since 1970.
        endpoint: what this worker knows of the address.
    """

    def __init__(
        self,
        brin: str,
        records: Records,
        guard_rules: GuardRules,
        now: Callable[[], float],
        endpoint: EndpointView,
    ) -> None:
        self._brin = brin
        self._records = records
        self._breaker_rules = guard_rules.breaker
        self._now = now
        self._endpoint = endpoint
        self._school = SchoolRecord()
        self._seen = NEVER

    @property
    def room(self) -> RateLimit:
        """The room as last seen; what was under way a while ago, will be done."""
        room = self._school.room
        return room if self._seen.under(MEMORY_SECONDS, self._now()) else room._replace(places={})

    def may_begin(self) -> bool:
        """Whether a call may ask for room at once: something is known, and nothing that would stop it."""
        return self._seen != NEVER and self._endpoint.is_known and self.are_free()

    def was_answered(self) -> bool:
        """Whether SBB answered the school so lately that a call may go by that; as last seen here."""
        answered = self._school.answered_at
        return answered is not None and Age(answered).under(ANSWERED, self._now())

    def look(self) -> None:
        """Read both records."""
        both = self._records.both(self._brin)
        self._endpoint.see(both.endpoint)
        self._see(both.school)

    def claim(self, requested: PlaceRequest) -> float | None:
        """Ask for a turn and a place: when the call may begin, or None when there was no room any more."""
        claimed = self._records.claim(self._brin, requested)
        self._see(claimed.record)
        return round(claimed.record.room.free_at - requested.between, 3) if claimed.done else None

    def wait(self, requester: Requester, until: float) -> None:
        """Have it known that this requester waits, at least until then."""
        known = self._school.room.requesters.get(requester, Waiting())
        if known.until <= until:
            waiting = Waiting(known.served, round(self._now() + WAITING, 3))
            self._see(self._records.wait(self._brin, requester, waiting))

    def give_back(self, place: str) -> None:
        """Give a place back of a call that was not made."""
        self._write_school(SchoolChange(self._now(), place))

    def pass_circuits(self, name: str) -> bool:
        """Past both, claiming the right to try where one is open; False when another got it.

        Raises:
            BronError: one is open, and this is not the moment to try.
        """
        for which_circuit in _CIRCUITS:
            circuit = self._circuit(which_circuit)
            match decide(circuit, self._now()):
                case Free():
                    pass
                case Blocked(over):
                    self.let_try(name)
                    raise circuit_open(which_circuit, circuit, over)
                case Probe():
                    if not self._swap(
                        which_circuit, claim_trial(circuit, self._now(), self._breaker_rules, name)
                    ):
                        return False
                case unknown:
                    assert_never(unknown)
        return True

    def are_free(self, name: str | None = None) -> bool:
        """Whether each is closed, or `name` is the one that tries; as last seen here."""
        return all(
            circuit.open_since is None or (name is not None and circuit.proef == name)
            for circuit in map(self._circuit, _CIRCUITS)
        )

    def let_try(self, name: str) -> None:
        """Let another try at once, where `name` was the one that would."""
        for which_circuit in _CIRCUITS:
            old = self._circuit(which_circuit)
            if old.proef == name:
                self._swap(which_circuit, after_nothing(old, self._now(), name))

    def end_school(self, change: SchoolChange, outcome: CallOutcome, name: str, begun: float) -> SchoolRecord:
        """Write how the call of `name` ended that began at `begun`; the record as it was before the call."""
        before = self._school
        for _ in range(_TRIES):
            old = self._school.circuit
            new = self._after(old, outcome.school, outcome, name, begun)
            # Nearly always the circuit does not change, and the place is given back all the same.
            if self._write_school(change._replace(circuit=None if new is old else Swap(old, new))):
                return before
        self._write_school(change)
        return before

    def end_endpoint(self, outcome: CallOutcome, name: str, begun: float) -> None:
        """The same of SBB; nearly always nothing changes, and so nothing is written."""
        for attempt in range(_TRIES + 1):
            old = self._endpoint.record.circuit
            new = self._after(old, outcome.bron, outcome, name, begun) if attempt < _TRIES else old
            change = self._sighted(outcome)._replace(circuit=None if new is old else Swap(old, new))
            if change == EndpointChange():
                return
            if self._write_endpoint(change):
                return

    def _sighted(self, outcome: CallOutcome) -> EndpointChange:
        now, seen = self._now(), self._endpoint.record.seen
        match outcome.bron:
            case "mis" | "afgewezen":
                return EndpointChange(now, outcome.code)
            case "goed":
                told = seen.last_success or 0.0
                due = told <= (seen.last_failure or 0.0) or not Age(told).under(SUCCESS_INTERVAL, now)
                return EndpointChange(now) if due else EndpointChange()
            case "niets":
                return EndpointChange()
            case unknown:
                assert_never(unknown)

    def _after(
        self, old: CircuitBreaker, sign: str, outcome: CallOutcome, name: str, begun: float
    ) -> CircuitBreaker:
        now = self._now()
        match sign:
            case "goed":
                return after_success(old, now, name)
            case "afgewezen":
                # SBB is there, which is what an open one waits for; it takes no failure back.
                return (after_nothing if old.open_since is None else after_success)(old, now, name)
            case "mis":
                return after_failure(
                    old, now, CallFailure(outcome.code, begun, outcome.cooldown), self._breaker_rules, name
                )
            case _:
                return after_nothing(old, now, name)

    def _swap(self, which_circuit: Circuit, new: CircuitBreaker) -> bool:
        """Put a circuit in place of what is known; False when another did so first."""
        swap = Swap(self._circuit(which_circuit), new)
        if which_circuit == "bron":
            return self._write_endpoint(EndpointChange(circuit=swap))
        return self._write_school(SchoolChange(self._now(), circuit=swap))

    def _write_school(self, change: SchoolChange) -> bool:
        if change == SchoolChange(change.at):
            return True
        written = self._records.write_school(self._brin, change)
        record = written.record
        if written.done:
            places = {who: until for who, until in record.room.places.items() if who != change.place}
            circuit = record.circuit if change.circuit is None else change.circuit.new
            record = record._replace(room=record.room._replace(places=places), circuit=circuit)
        self._see(record)
        return written.done

    def _write_endpoint(self, change: EndpointChange) -> bool:
        written = self._records.write_endpoint(change)
        record = written.record
        if written.done:
            seen = record.seen
            if change.at is not None and change.code is None:
                seen = seen._replace(last_success=change.at)
            elif change.at is not None:
                seen = Sightings(seen.last_success, change.at, change.code)
            record = EndpointRecord(record.circuit if change.circuit is None else change.circuit.new, seen)
        self._endpoint.see(record)
        return written.done

    def _circuit(self, which_circuit: Circuit) -> CircuitBreaker:
        return self._endpoint.record.circuit if which_circuit == "bron" else self._school.circuit

    def _see(self, record: SchoolRecord) -> None:
        self._school, self._seen = record, Age(self._now())
