"""The big proof's run: traffic through fan-out and workers while all that can fails, then the checks."""

from collections import defaultdict, deque
from collections.abc import Callable, Iterable
from random import Random
from typing import NamedTuple

from stagemarkt.model.aflevering import Aflevering
from stagemarkt.model.errors import StorageError
from stagemarkt.model.mutatie import Mutatie
from stagemarkt.ports.delivery import DeliveryMessage, DeliveryOutcome

from tests.unit.fakes.outbox import FakeOutbox, Killed
from tests.unit.proof import SCHOLEN, Traffic, check, check_types, make_abonnementen
from tests.unit.way_out import GENEROUS, WayOut
from tests.waiting import at_most


class Queues:
    """The queue to the fan-out: FIFO per school; what was not done stays in front."""

    def __init__(self, traffic: Traffic) -> None:
        self._rows: dict[str, deque[tuple[str, ...]]] = defaultdict(deque)
        for piece in traffic.message_queue:
            self._rows[piece.school].append(piece.mutatie_ids)

    def following(self, randomness: Random) -> str | None:
        """A school that has something waiting."""
        full = [school for school, row in self._rows.items() if row]
        return randomness.choice(full) if full else None

    def process_request(self, way_out: WayOut, school: str) -> None:
        """One invocation of the fan-out."""
        way_out.distributor.fan_out(school, self._rows[school][0])
        self._rows[school].popleft()


def erratic(randomness: Random) -> Callable[[DeliveryMessage], DeliveryOutcome]:
    """A receiver that fails one time in five, one way or another."""
    evil = (
        DeliveryOutcome("mislukt", 500, None, "http-status"),
        DeliveryOutcome("mislukt", 400, None, "http-status"),
    )
    return lambda _: (
        randomness.choice(evil) if randomness.random() < 0.2 else DeliveryOutcome("geleverd", 200)
    )


class WakeState(NamedTuple):
    """When an abonnement is due, until when somebody has the right to it, and its receiver rests."""

    due_at: float | None
    lease_until: float
    cooldown_until: float


def check_woken(wachtend: Iterable[Aflevering], state: WakeState, now: float) -> None:
    """Something waits, so it is due (when its turn comes), or somebody holds the expiring right to it."""
    heads: dict[tuple[str, str], float] = {}
    for delivery in wachtend:
        heads.setdefault(delivery.lane, delivery.poging_op)
    if not heads or state.lease_until > now:
        return
    assert state.due_at is not None
    assert state.due_at <= max(now, min(heads.values()), state.cooldown_until)


def _check_woken(way_out: WayOut) -> None:
    for sleutel, slot in way_out.outbox.slots.items():
        if slot.wachtend and (slot.due_at is None or slot.due_at > way_out.now):
            state = WakeState(slot.due_at, slot.lease_until, slot.cooldown_until)
            wachtend = [way_out.outbox.slots[sleutel].deliveries[n] for n in sorted(slot.wachtend)]
            check_woken(wachtend, state, way_out.now)


def _invoke(way_out: WayOut, step: Callable[[], None]) -> None:
    """One invocation of some function: it may fail, it may be killed, and time goes by."""
    way_out.now += 0.5
    try:
        step()
    except StorageError:
        pass
    except Killed:
        way_out.disasters.restart()
    way_out.check()


def _work(way_out: WayOut) -> None:
    for sleutel in way_out.sweep():
        way_out.deliverer.deliver(sleutel, GENEROUS)


class ProofResult(NamedTuple):
    """What the run came to."""

    deliveries: int
    pogingen: int
    duplicate: int
    happened: dict[str, int]

    def __str__(self) -> str:
        return (
            f"{self.deliveries} deliveries in {self.pogingen} attempts, {self.duplicate} of them duplicates "
            f"with the same id; {self.happened['fout ervoor']} calls failed before they were done and "
            f"{self.happened['fout erna']} after, {self.happened['gedood']} workers were killed"
        )


def try_out(way_out: WayOut, traffic: Traffic, chance: float, dead: float, seed: int) -> ProofResult:
    """Run all of it with these chances of failing and of being killed, per call of a port; check; count."""
    randomness = Random(seed)  # noqa: S311 - repeatable, no secret
    abonnementen = make_abonnementen()
    for who in abonnementen:
        way_out.subscribe(who)
        way_out.sender.says[who.abonnement_id] = erratic(randomness)
    disasters = way_out.disasters
    if isinstance(way_out.outbox, FakeOutbox):
        way_out.check = lambda: _check_woken(way_out)
    disasters.chance, disasters.dead = chance, dead
    rows = Queues(traffic)
    while (school := rows.following(randomness)) is not None:
        _invoke(way_out, lambda school=school: rows.process_request(way_out, school))  # type: ignore[misc]
        _invoke(way_out, lambda: _work(way_out))
    # A delivery is given up on after three days, so all has ended within four.
    for _ in at_most(4 * 24 * 60):
        way_out.now += 60
        _invoke(way_out, lambda: _work(way_out))
        disasters.chance = disasters.dead = 0.0
        more_to_do = any(any(True for _ in way_out.outbox.wachtend(who.sleutel)) for who in abonnementen)
        disasters.chance, disasters.dead = chance, dead
        if not more_to_do:
            break
    disasters.chance = disasters.dead = 0.0
    duplicate = 0
    for who in abonnementen:
        mutaties = traffic.mutaties[who.school]
        duplicate += check(who, mutaties, way_out.received(who))
        check_types(mutaties, way_out.received(who))
    _check_feeds(way_out, traffic.mutaties)
    received = sum(len(way_out.received(who)) for who in abonnementen)
    return ProofResult(received, len(way_out.sender.pogingen), duplicate, disasters.tally)


def _check_feeds(way_out: WayOut, mutaties: dict[str, list[Mutatie]]) -> None:
    """Whoever reads the feed, page by page, sees every mutatie of the school once, in order."""
    for school in SCHOLEN:
        parsed, after = [], 0
        while page := way_out.feed.read(school, after, 25):
            parsed += page
            after = page[-1].number
        assert [line.mutatie for line in parsed] == mutaties[school]
        assert [line.number for line in parsed] == list(range(1, len(parsed) + 1))
