"""How SBB does, in memory: the records that the functions share."""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

from stagemarkt.model.errors import StorageError
from stagemarkt.ports.guard import CircuitBreaker, PlaceRequest, RateLimit, Requester, Waiting
from stagemarkt.ports.records import (
    Both,
    EndpointChange,
    EndpointRecord,
    EndpointWritten,
    SchoolChange,
    SchoolRecord,
    SchoolWritten,
    Sightings,
)
from stagemarkt.ports.standing import CertificateState, KeptStanding, Refusal, RefusalKind

if TYPE_CHECKING:
    from stagemarkt.ports.records import Refused

# The school of most tests (`nep.SCHOOL`).
_SCHOOL: Final = "99XX"


class FakeRecords:
    """Keeps one address of SBB and every school; counts what it was asked; what `piece` names, fails.

    `before_write` is done once, before the next write: what another function does just then.
    """

    def __init__(
        self,
        sbb: EndpointRecord = EndpointRecord(),  # noqa: B008 - a tuple, nobody changes it
        school_records: Mapping[str, KeptStanding] | None = None,
        *,
        mag_kijken: bool = True,
        piece: frozenset[str] = frozenset(),
    ) -> None:
        self.sbb = sbb
        self.scholen = {brin: SchoolRecord(standing=was) for brin, was in (school_records or {}).items()}
        self.piece = piece
        self.counted: Counter[str] = Counter()
        self.turns: list[tuple[str, float]] = []
        self.geclaimd: list[tuple[int, int]] = []
        self.seen: list[EndpointChange] = []
        # Of these the work is done, and the answer lost.
        self.unanswered: frozenset[str] = frozenset()
        self.telling: dict[tuple[str, RefusalKind], float] = {}
        self.before_write: Callable[[], None] = lambda: None
        self._mag_kijken = mag_kijken

    @property
    def bron(self) -> CircuitBreaker:
        """The circuit of SBB."""
        return self.sbb.circuit

    @bron.setter
    def bron(self, circuit: CircuitBreaker) -> None:
        self.sbb = self.sbb._replace(circuit=circuit)

    def van(self, brin: str = _SCHOOL) -> SchoolRecord:
        """A school's record, without being asked for it."""
        return self.scholen.get(brin, SchoolRecord())

    def toestand(self, brin: str = _SCHOOL) -> KeptStanding:
        """How SBB takes a school, likewise."""
        return self.van(brin).standing

    def put(
        self, circuit: CircuitBreaker | None = None, room: RateLimit | None = None, brin: str = _SCHOOL
    ) -> None:
        """Put the school's circuit or her room in this state."""
        was = self.van(brin)
        self.scholen[brin] = was._replace(circuit=circuit or was.circuit, room=room or was.room)

    def maak_vrij(self, plaats: str, brin: str = _SCHOOL) -> None:
        """A call of another function ends."""
        self.put(room=self._zonder(self.van(brin).room, plaats), brin=brin)

    def endpoint(self) -> EndpointRecord:
        """As the port says."""
        self._count("endpoint")
        return self.sbb

    def school(self, brin: str) -> SchoolRecord:
        """As the port says."""
        self._count("school")
        return self.van(brin)

    def both(self, brin: str) -> Both:
        """As the port says."""
        self._count("both")
        return Both(self.sbb, self.van(brin))

    def claim(self, brin: str, requested: PlaceRequest) -> SchoolWritten:
        """As the port says."""
        self._write("claim")
        was = self.van(brin)
        over = {p: until_then for p, until_then in was.room.places.items() if p not in requested.weg}
        requesters = {r: w for r, w in was.room.requesters.items() if r not in requested.gone}
        first = (w.until for r, w in requesters.items() if r.priority <= requested.requester.priority)
        unseen = requested.unseen and any(until > requested.now for until in first)
        full = requested.plaats is not None and len(over) >= requested.tegelijk
        free_at = 0.0 if requested.restart else was.room.free_at
        if full or free_at > requested.latest or (unseen and requested.plaats is not None):
            return SchoolWritten(done=False, record=was)
        if requested.plaats is not None:
            over[requested.plaats] = requested.plaats_until
            requesters[requested.requester] = Waiting(served=requested.now)
        start = max(free_at, requested.now)
        self.turns.append((brin, start))
        self.put(room=RateLimit(round(start + requested.between, 3), over, requesters, new=False), brin=brin)
        return SchoolWritten(done=True, record=self.van(brin))

    def wait(self, brin: str, requester: Requester, waiting: Waiting) -> SchoolRecord:
        """As the port says."""
        self._write("wait")
        room = self.van(brin).room
        self.put(room=room._replace(requesters={**room.requesters, requester: waiting}), brin=brin)
        return self.van(brin)

    def write_school(self, brin: str, change: SchoolChange) -> SchoolWritten:
        """As the port says."""
        self._write("write_school")
        was = self.van(brin)
        if change.circuit is not None and was.circuit.versie != change.circuit.old.versie:
            return SchoolWritten(done=False, record=was)
        standing = was.standing
        for refused in change.refused:
            standing = self._refused(standing, refused, change.at)
        if change.restored:
            restored = standing.refusals["wisseling"]._replace(recovered_at=change.at)
            standing = standing._replace(refusals={**standing.refusals, "wisseling": restored})
        if change.accepted is not None:
            passed = {**standing.passed, **{mark: change.at for mark in change.accepted if mark}}
            standing = standing._replace(laatste_succes=change.at, passed=passed)
        answered = was.answered_at if change.answered is None else change.at if change.answered else None
        self.scholen[brin] = SchoolRecord(
            was.circuit if change.circuit is None else change.circuit.new,
            self._zonder(was.room, change.place),
            standing,
            answered,
        )
        return SchoolWritten(done=True, record=was)

    def write_endpoint(self, change: EndpointChange) -> EndpointWritten:
        """As the port says."""
        self._write("write_endpoint")
        was = self.sbb
        if change.circuit is not None and was.circuit.versie != change.circuit.old.versie:
            return EndpointWritten(done=False, record=was)
        seen = was.seen
        if change.at is not None:
            self.seen.append(change._replace(circuit=None))
            seen = (
                seen._replace(last_success=change.at)
                if change.code is None
                else Sightings(seen.last_success, change.at, change.code)
            )
        self.sbb = EndpointRecord(was.circuit if change.circuit is None else change.circuit.new, seen)
        return EndpointWritten(done=True, record=was)

    def claim_peek(self, now: int, interval: int) -> bool:
        """As the port says."""
        self._write("claim_peek")
        self.geclaimd.append((now, interval))
        return self._mag_kijken

    def claim_warning(
        self, brin: str, kind: RefusalKind, at: float, until: float, previous: float | None
    ) -> bool:
        """As the port says."""
        self._write("claim_warning")
        known = self.toestand(brin).refusals[kind]
        if known.warned_at != previous or self.telling.get((brin, kind), at) > at:
            return False
        self.telling[brin, kind] = until
        if "claim_warning" in self.unanswered:
            raise StorageError("ReadTimeoutError")
        return True

    def confirm_warning(self, brin: str, kind: RefusalKind, at: float) -> None:
        """As the port says."""
        self._write("confirm_warning")
        self.telling.pop((brin, kind), None)
        self._zet_weigering(brin, kind, self.toestand(brin).refusals[kind]._replace(warned_at=at))

    def drop_warning(self, brin: str, kind: RefusalKind) -> None:
        """As the port says."""
        self._write("drop_warning")
        self.telling.pop((brin, kind), None)

    def keep_certificate(self, brin: str, state: CertificateState | None, unusable: str | None) -> None:
        """As the port says."""
        self._write("keep_certificate")
        was = self.toestand(brin)
        standing = was._replace(certificaat=state or was.certificaat, unusable=unusable)
        self.scholen[brin] = self.van(brin)._replace(standing=standing)

    def _zet_weigering(self, brin: str, kind: RefusalKind, refusal: Refusal) -> None:
        was = self.toestand(brin)
        standing = was._replace(refusals={**was.refusals, kind: refusal})
        self.scholen[brin] = self.van(brin)._replace(standing=standing)

    @staticmethod
    def _refused(was: KeptStanding, refused: "Refused", at: float) -> KeptStanding:
        previous = was.refusals.get(refused.soort, Refusal(at))
        refusal = previous._replace(at=at, signaalcode=refused.signaalcode, merk=refused.merk)
        return was._replace(refusals={**was.refusals, refused.soort: refusal})

    @staticmethod
    def _zonder(room: RateLimit, plaats: str | None) -> RateLimit:
        return room._replace(places={p: until_then for p, until_then in room.places.items() if p != plaats})

    def _write(self, wat: str) -> None:
        self._count(wat)
        once, self.before_write = self.before_write, lambda: None
        once()

    def _count(self, wat: str) -> None:
        self.counted[wat] += 1
        if wat in self.piece or "alles" in self.piece:
            raise StorageError("ProvisionedThroughputExceededException")
