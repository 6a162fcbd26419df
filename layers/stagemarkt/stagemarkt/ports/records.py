"""The port to how SBB does: one record per address of SBB, one per school.

All is judged from these two: whether a call may go, `/status`, `/status/school`, the warnings. They are
shared by all functions. All moments are in seconds since 1970, to the millisecond.
"""

from typing import NamedTuple, Protocol

from stagemarkt.model.school import Marks
from stagemarkt.ports.guard import CircuitBreaker, PlaceRequest, RateLimit, Requester, Waiting
from stagemarkt.ports.standing import CertificateState, KeptStanding, RefusalKind


class Sightings(NamedTuple):
    """What was last seen of SBB at an address; None for never.

    Attributes:
        last_success: the last answer, of whatever content.
        last_failure: the last time that no usable answer came.
        failure_code: the `kenmerk` of that failure.
    """

    last_success: float | None = None
    last_failure: float | None = None
    failure_code: str | None = None


class EndpointRecord(NamedTuple):
    """How SBB does at one address."""

    circuit: CircuitBreaker = CircuitBreaker()
    seen: Sightings = Sightings()


class SchoolRecord(NamedTuple):
    """How one school does with SBB.

    Attributes:
        circuit: her own.
        room: her calls.
        standing: how SBB takes her certificate and her licence.
        answered_at: when this address of SBB last answered her; None when it failed since, or never did.
    """

    circuit: CircuitBreaker = CircuitBreaker()
    room: RateLimit = RateLimit()
    standing: KeptStanding = KeptStanding()
    answered_at: float | None = None


class Both(NamedTuple):
    """All that a call must know before it goes."""

    endpoint: EndpointRecord = EndpointRecord()
    school: SchoolRecord = SchoolRecord()


class Swap(NamedTuple):
    """A circuit in place of another; where that one is no longer there, nothing is written."""

    old: CircuitBreaker
    new: CircuitBreaker


class Refused(NamedTuple):
    """SBB refused what has this mark."""

    soort: RefusalKind
    signaalcode: int | None = None
    merk: str | None = None


class SchoolChange(NamedTuple):
    """What the end of a call changes of its school, all in one write.

    Attributes:
        at: when it ended.
        place: what it gives back.
        circuit: what becomes of hers.
        answered: whether the address of SBB answered; None where the call does not say.
        accepted: with what SBB took her question; None when it did not.
        refused: what it refused of her.
        restored: whether the newest of her two certificates does again.
    """

    at: float
    place: str | None = None
    circuit: Swap | None = None
    answered: bool | None = None
    accepted: Marks | None = None
    refused: tuple[Refused, ...] = ()
    restored: bool = False


class EndpointChange(NamedTuple):
    """What the end of a call changes of the address that it went to; without a `code` SBB answered.

    Attributes:
        at: when it ended; None when nothing was seen.
        code: of the failure.
        circuit: what becomes of its circuit.
    """

    at: float | None = None
    code: str | None = None
    circuit: Swap | None = None


class SchoolWritten(NamedTuple):
    """Whether it was written, and the record: each write says as of when."""

    done: bool
    record: SchoolRecord


class EndpointWritten(NamedTuple):
    """The same of an address."""

    done: bool
    record: EndpointRecord


class Records(Protocol):
    """What the functions share of one address of SBB, and of every school. Everything raises StorageError.

    Losing it costs protection and a worse status, never an answer.
    """

    def endpoint(self) -> EndpointRecord:
        """The record of this address."""
        ...

    def school(self, brin: str) -> SchoolRecord:
        """The record of this school, or of what the watch looks at besides; empty when nothing is known."""
        ...

    def both(self, brin: str) -> Both:
        """The two in one round trip."""
        ...

    def claim(self, brin: str, requested: PlaceRequest) -> SchoolWritten:
        """Give a call its turn and its place, if there is room: in one step, whoever else asks for it.

        Its turn is `free_at` as it was, or `now` when that is later. The record is that with it, in which its
        turn is `free_at` less `between`; or else as it was found.
        """
        ...

    def wait(self, brin: str, requester: Requester, waiting: Waiting) -> SchoolRecord:
        """Say that this requester waits for a turn; the record now."""
        ...

    def write_school(self, brin: str, change: SchoolChange) -> SchoolWritten:
        """Write all of it, or nothing when the circuit is another by now; the record from before.

        A place that is no longer there is no hindrance.
        """
        ...

    def write_endpoint(self, change: EndpointChange) -> EndpointWritten:
        """Write all of it, or nothing when the circuit is another by now; the record from before."""
        ...

    def claim_peek(self, now: int, interval: int) -> bool:
        """Claim the right to try SBB's door now: at most one caller per `interval` seconds gets True."""
        ...

    def claim_warning(
        self, brin: str, kind: RefusalKind, at: float, until: float, previous: float | None
    ) -> bool:
        """Claim the right to warn, until then; `previous` is when that was done last. One of all has it."""
        ...

    def confirm_warning(self, brin: str, kind: RefusalKind, at: float) -> None:
        """The warning was sent. Whoever claimed and does not say so leaves it to the next."""
        ...

    def drop_warning(self, brin: str, kind: RefusalKind) -> None:
        """Give a claim up before its time: the warning could not be sent."""
        ...

    def keep_certificate(self, brin: str, state: CertificateState | None, unusable: str | None) -> None:
        """What the watch saw; without `state` what was seen before stays."""
        ...


class Prober(Protocol):
    """Tries SBB's door, without a school's certificate and without asking anything."""

    def probe(self) -> None:
        """Return when SBB's endpoint answers.

        Raises:
            BronError: it does not.
            StorageError: it could not be tried, for want of something of our own.
        """
        ...
