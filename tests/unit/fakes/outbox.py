"""Named fakes of the ports of the way out: tables in memory that keep what the real ones promise.

`Disasters` breaks them: it fails calls before or after they are done, and kills the process that makes them.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from random import Random

from stagemarkt.model.abonnement import Abonnement, AbonnementKey, AbonnementToestand, DestinationKind, Filter
from stagemarkt.model.aflevering import Aflevering, DeliveryStand, FeedLine
from stagemarkt.model.age import CLOCKS_APART
from stagemarkt.model.errors import AbonnementExists, Bilingual, StorageError
from stagemarkt.model.mutatie import Mutatie, Mutatiestatus, mutatie_id_of
from stagemarkt.ports import feed, outbox
from stagemarkt.ports.abonnementen import AT_MOST
from stagemarkt.ports.deadline import Deadline
from stagemarkt.ports.delivery import DeliveryMessage, DeliveryOutcome, Destination
from stagemarkt.ports.feed import Location
from stagemarkt.ports.outbox import DeliveryLease, Numbering

from tests.unit.fakes.composition import LEERBEDRIJF_ID, NOW, SCHOOL

MESSAGE_ID = "0b5a9c6e-5f0e-4f8c-9a57-1d2f6f3a4b5c"
BRON = "urn:nld:oin:00000004000000000000:systeem:stagemarkt-facade"


def mutatie(
    position: int = 1,
    *,
    bericht_id: str = MESSAGE_ID,
    school: str = SCHOOL,
    leerbedrijf_id: str = LEERBEDRIJF_ID,
    code: str = "25998",
    status: Mutatiestatus = "erkend",
) -> Mutatie:
    """A mutatie at this place of a message."""
    return Mutatie(
        mutatie_id=mutatie_id_of(bericht_id, position),
        school=school,
        bericht_id=bericht_id,
        positie=position,
        abonnement_id="6f1de0a2-95b4-4c58-8c3e-2b1a7d9e0f11",
        leerbedrijf_id=leerbedrijf_id,
        naam="Bakkerij De Gouden Korst",
        code=code,
        status=status,
        startdatum=date(2020, 1, 1),
        einddatum=None,
        mutatietijdstip=datetime(2026, 9, 1, 9, tzinfo=UTC),
        gelogd_op=float(NOW),
    )


def abonnement(
    abonnement_id: str = "a1",
    *,
    school: str = SCHOOL,
    afnemer_id: str = "demo",
    kind: DestinationKind = "webhook",
    filter_: Filter = Filter(),  # noqa: B008 - a tuple, nobody changes it
    condition: AbonnementToestand = "actief",
) -> Abonnement:
    """An abonnement of this school."""
    adres = f"https://{abonnement_id}.example/in"
    if kind == "sqs":
        adres = f"arn:aws:sqs:eu-west-1:111122223333:{abonnement_id}.fifo"
    return Abonnement(
        abonnement_id=abonnement_id,
        school=school,
        afnemer_id=afnemer_id,
        soort=kind,
        adres=adres,
        filter=filter_,
        toestand=condition,
        aangemaakt_op=float(NOW),
        actief_sinds=float(NOW),
    )


class Killed(BaseException):
    """The process was killed: nothing catches this."""


class Disasters:
    """What goes wrong: with chance `chance` a call fails, half of the time after it was done.

    With chance `dead` it kills the process: from then on every call of it ends the same, until `restart`.
    """

    def __init__(self, seed: int = 0, chance: float = 0.0, dead: float = 0.0) -> None:
        self._randomness = Random(seed)  # noqa: S311 - repeatable, no secret
        self.chance = chance
        self.dead = dead
        self.is_dead = False
        self.calls = 0
        self.tally = {"fout ervoor": 0, "fout erna": 0, "gedood": 0}

    def restart(self) -> None:
        """A new process."""
        self.is_dead = False

    def before(self, calls: int = 1) -> None:
        """Before a call does its work; of the real storage it takes so many calls."""
        for _ in range(calls):
            self.calls += 1
            self._step("fout ervoor")

    def after(self) -> None:
        """After it did its work: the caller does not hear of it."""
        self._step("fout erna")

    def _step(self, where: str) -> None:
        if self.is_dead:
            raise Killed
        if self.dead and self._randomness.random() < self.dead / 2:
            self.is_dead = True
            self.tally["gedood"] += 1
            raise Killed
        if self.chance and self._randomness.random() < self.chance / 2:
            self.tally[where] += 1
            raise StorageError(where)


class FakeMutaties:
    """The store of mutaties."""

    def __init__(self, mutaties: Sequence[Mutatie] = (), disasters: Disasters | None = None) -> None:
        self.inhoud = {m.mutatie_id: m for m in mutaties}
        self.disasters = disasters or Disasters()

    def read(self, mutatie_id: str) -> Mutatie | None:
        """As the port says."""
        return next(iter(self.read_all([mutatie_id])), None)

    def read_all(self, mutatie_ids: Sequence[str]) -> Sequence[Mutatie]:
        """As the port says."""
        self.disasters.before(-(-len(mutatie_ids) // 100))
        return [self.inhoud[m] for m in mutatie_ids if m in self.inhoud]

    def walk(self, school: str, vanaf: float) -> Iterator[Mutatie]:
        """As the port says."""
        self.disasters.before()
        yield from (m for m in self.inhoud.values() if m.school == school and m.gelogd_op >= vanaf)


class FakeInvalidator:
    """Forgets, and remembers what."""

    def __init__(self, disasters: Disasters | None = None) -> None:
        self.forgotten: list[tuple[str, str]] = []
        self.disasters = disasters or Disasters()

    def invalidate(self, school: str, *leerbedrijf_ids: str) -> None:
        """As the port says."""
        self.disasters.before(1 + len(leerbedrijf_ids))
        self.forgotten += [(school, leerbedrijf_id) for leerbedrijf_id in leerbedrijf_ids]
        self.disasters.after()


class FakeFeed:
    """The feeds of the schools, each a list."""

    def __init__(self, disasters: Disasters | None = None) -> None:
        self.lines: dict[str, list[FeedLine]] = {}
        self.places: dict[str, Location] = {}
        self.lanes: set[tuple[str, tuple[str, str]]] = set()
        self.disasters = disasters or Disasters()

    def stand(self, school: str) -> int:
        """As the port says."""
        self.disasters.before()
        return len(self.lines.get(school, []))

    def read(self, school: str, after: int, count: int) -> Sequence[FeedLine]:
        """As the port says."""
        self.disasters.before()
        return self.lines.get(school, [])[after : after + count]

    def search(self, mutatie_id: str) -> Location | None:
        """As the port says."""
        self.disasters.before()
        return self.places.get(mutatie_id)

    def numbered(self, mutatie_ids: Sequence[str]) -> frozenset[str]:
        """As the port says."""
        self.disasters.before()
        return frozenset(m for m in mutatie_ids if m in self.places)

    def has_heard(self, school: str, leerbedrijf_id: str, code: str | None) -> bool:
        """As the port says."""
        self.disasters.before()
        codes = {what for heard, (who, what) in self.lanes if (heard, who) == (school, leerbedrijf_id)}
        return bool(codes) if code is None else code in codes

    def seen(self, school: str, lanes: Collection[tuple[str, str]]) -> frozenset[tuple[str, str]]:
        """As the port says."""
        self.disasters.before()
        return frozenset(b for b in lanes if (school, b) in self.lanes)

    def write(self, school: str, lines: Sequence[FeedLine]) -> bool:
        """As the port says."""
        assert 0 < len(lines) <= feed.PER_BATCH
        self.disasters.before()
        listing = self.lines.setdefault(school, [])
        assert [r.number for r in lines] == list(range(lines[0].number, lines[0].number + len(lines)))
        if lines[0].number != len(listing) + 1 or any(r.mutatie.mutatie_id in self.places for r in lines):
            return False
        for line in lines:
            listing.append(line)
            self.places[line.mutatie.mutatie_id] = Location(school, line.number)
            self.lanes.add((school, (line.mutatie.leerbedrijf_id, line.mutatie.code)))
        self.disasters.after()
        return True


class _Slot:
    """What the outbox knows of one abonnement."""

    def __init__(self, read_until: int) -> None:
        self.stand = DeliveryStand(0, read_until)
        self.deliveries: dict[int, Aflevering] = {}
        self.wachtend: dict[int, None] = {}
        self.due_at: float | None = None
        self.fence = self.gewekt = self.mislukt = self.vanaf = self.until = 0
        self.cooldown_until = self.lease_until = self.learned_since = 0.0


class FakeOutbox:
    """The outbox, with its alarm clock."""

    def __init__(self, disasters: Disasters | None = None) -> None:
        self.slots: dict[AbonnementKey, _Slot] = {}
        self.fences: dict[tuple[AbonnementKey, int], int] = {}
        self.tempo: dict[tuple[AbonnementKey, str], float] = {}
        self.disasters = disasters or Disasters()

    def begin(self, sleutel: AbonnementKey, read_until: int) -> None:
        """An abonnement that begins after this line."""
        self.slots[sleutel] = _Slot(read_until)

    def stand(self, sleutel: AbonnementKey) -> DeliveryStand | None:
        """As the port says."""
        self.disasters.before()
        slot = self.slots.get(sleutel)
        return None if slot is None else slot.stand

    def read(self, sleutel: AbonnementKey, after: int, count: int) -> Sequence[Aflevering]:
        """As the port says."""
        everything = self.slots[sleutel].deliveries
        return [everything[n] for n in sorted(everything) if n > after][:count]

    def read_back(self, sleutel: AbonnementKey, before: int | None, count: int) -> Sequence[Aflevering]:
        """As the port says."""
        everything = self.slots[sleutel].deliveries
        return [everything[n] for n in sorted(everything, reverse=True) if before is None or n < before][
            :count
        ]

    def number(
        self, sleutel: AbonnementKey, old: DeliveryStand, deliveries: Sequence[Aflevering], read_until: int
    ) -> bool:
        """As the port says."""
        [done] = self.number_together([Numbering(sleutel, old, deliveries, read_until)])
        return done

    def states(self, sleutels: Sequence[AbonnementKey]) -> Mapping[AbonnementKey, DeliveryStand]:
        """As the port says."""
        self.disasters.before(-(-len(sleutels) // 100))
        return {s: self.slots[s].stand for s in sleutels if s in self.slots}

    def number_together(self, numberings: Sequence[Numbering]) -> Sequence[bool]:
        """As the port says."""
        assert sum(n.size for n in numberings) <= outbox.MAX_TOGETHER
        assert len({n.sleutel for n in numberings}) == len(numberings)
        self.disasters.before()
        done = [self._number(*numbering) for numbering in numberings]
        self.disasters.after()
        return done

    def _number(
        self, sleutel: AbonnementKey, old: DeliveryStand, deliveries: Sequence[Aflevering], read_until: int
    ) -> bool:
        slot = self.slots.get(sleutel)
        if slot is None or slot.stand != old:
            return slot is not None and slot.stand == DeliveryStand(old.counter + len(deliveries), read_until)
        for delivery in deliveries:
            assert delivery.volgnummer not in slot.deliveries
            slot.deliveries[delivery.volgnummer] = delivery
            slot.wachtend[delivery.volgnummer] = None
        slot.stand = DeliveryStand(old.counter + len(deliveries), read_until)
        if deliveries:
            self._wake(slot, deliveries[0].poging_op)
        return True

    def lease(self, sleutel: AbonnementKey, now: float, until: float) -> DeliveryLease | None:
        """As the port says."""
        self.disasters.before()
        slot = self.slots.get(sleutel)
        if slot is None or now < slot.lease_until <= until + CLOCKS_APART:
            return None
        slot.fence += 1
        slot.lease_until = until
        lease = DeliveryLease(
            slot.fence,
            slot.gewekt,
            slot.mislukt,
            slot.cooldown_until,
            slot.vanaf,
            slot.until,
            slot.learned_since,
        )
        self.disasters.after()
        return lease

    def wachtend(self, sleutel: AbonnementKey) -> Iterator[Aflevering]:
        """As the port says; what is added while it is read may be passed over."""
        self.disasters.before()
        slot = self.slots[sleutel]
        for volgnummer in sorted(slot.wachtend):
            yield slot.deliveries[volgnummer]

    def note(self, sleutel: AbonnementKey, fence: int, delivery: Aflevering) -> bool:
        """As the port says."""
        self.disasters.before()
        slot, spot = self.slots[sleutel], (sleutel, delivery.volgnummer)
        if self.fences.get(spot) == fence and slot.deliveries[delivery.volgnummer] == delivery:
            return True
        if delivery.volgnummer not in slot.wachtend or self.fences.get(spot, 0) > fence:
            return False
        self.fences[spot] = fence
        slot.deliveries[delivery.volgnummer] = delivery
        if delivery.stand != "wacht":
            del slot.wachtend[delivery.volgnummer]
        self.disasters.after()
        return True

    def put_back(self, sleutel: AbonnementKey, lease: DeliveryLease, until: int, now: float) -> bool:
        """As the port says."""
        self.disasters.before()
        slot = self.slots[sleutel]
        if slot.fence != lease.fence:
            return False
        for n in range(lease.retry_from, until + 1):
            old = slot.deliveries[n]
            slot.deliveries[n] = old._replace(stand="wacht", pogingen=0, poging_op=now, sinds=now)
            slot.wachtend[n] = None
        slot.vanaf, slot.until = (0, 0) if until >= slot.until else (until + 1, slot.until)
        self.disasters.after()
        return True

    def lay_down(
        self, sleutel: AbonnementKey, lease: DeliveryLease, due_at: float, mislukt: int, cooldown_until: float
    ) -> bool:
        """As the port says."""
        self.disasters.before()
        slot = self.slots[sleutel]
        if slot.fence != lease.fence:
            return True
        slot.lease_until, slot.mislukt, slot.cooldown_until = 0.0, mislukt, cooldown_until
        slot.learned_since = lease.learned_since
        quiet = slot.gewekt == lease.gewekt
        if quiet:
            slot.due_at = due_at
        self.disasters.after()
        return quiet

    def forget(self, sleutel: AbonnementKey, _now: float) -> None:
        """As the port says."""
        self.disasters.before()
        self.slots.pop(sleutel, None)

    def due(self, now: float) -> Iterator[AbonnementKey]:
        """As the port says."""
        self.disasters.before()
        yield from [s for s, slot in self.slots.items() if slot.due_at is not None and slot.due_at <= now]

    def set_due_time(self, sleutel: AbonnementKey, at: float) -> None:
        """As the port says."""
        self.disasters.before()
        self.wake(sleutel, at)

    def wake(self, sleutel: AbonnementKey, at: float) -> None:
        """What `set_due_time` does, as a part of another change."""
        if sleutel in self.slots:
            self._wake(self.slots[sleutel], at)

    def take_turn(self, sleutel: AbonnementKey, tempo: outbox.Pace, now: float) -> float:
        """As the port says."""
        self.disasters.before()
        free_at = max(now, self.tempo.get((sleutel, tempo.naam), now))
        wait = free_at + tempo.between - tempo.between * tempo.at_most - now
        if wait <= 0:
            self.tempo[sleutel, tempo.naam] = free_at + tempo.between
        self.disasters.after()
        return max(0.0, wait)

    def redeliver(self, sleutel: AbonnementKey, vanaf: int, until: int, now: float) -> None:
        """As the port says."""
        slot = self.slots[sleutel]
        slot.vanaf, slot.until = min(slot.vanaf or vanaf, vanaf), max(slot.until, until)
        self._wake(slot, now)

    def _wake(self, slot: _Slot, at: float) -> None:
        slot.due_at = at
        slot.gewekt += 1


class FakeAbonnementen:
    """The abonnementen, with their places in the outbox."""

    def __init__(self, outbox_: FakeOutbox, disasters: Disasters | None = None) -> None:
        self.inhoud: dict[AbonnementKey, Abonnement] = {}
        self._outbox = outbox_
        self._ended: set[tuple[AbonnementKey, str]] = set()
        self.at_most = AT_MOST
        self.disasters = disasters or Disasters()

    def read(self, sleutel: AbonnementKey) -> Abonnement | None:
        """As the port says."""
        self.disasters.before()
        return self.inhoud.get(sleutel)

    def of_school(self, school: str) -> Sequence[Abonnement]:
        """As the port says."""
        self.disasters.before()
        return [a for s, a in sorted(self.inhoud.items()) if s.school == school]

    def make(self, abonnement_: Abonnement, read_until: int, _now: float) -> bool:
        """As the port says."""
        self.disasters.before()
        self._refuse_duplicate(abonnement_)
        holder = (abonnement_.afnemer_id, abonnement_.school)
        if sum((one.afnemer_id, one.school) == holder for one in self.inhoud.values()) >= self.at_most:
            return False
        self.inhoud[abonnement_.sleutel] = abonnement_
        self._outbox.begin(abonnement_.sleutel, read_until)
        return True

    def modify(self, old: Abonnement, new: Abonnement, due_at: float | None = None) -> bool:
        """As the port says."""
        self.disasters.before()
        if self.inhoud.get(old.sleutel) != old:
            return self.inhoud.get(old.sleutel) == new
        self._refuse_duplicate(new)
        self.inhoud[old.sleutel] = new
        if new.toestand == "actief" and due_at is not None:
            self._outbox.wake(new.sleutel, due_at)
        self.disasters.after()
        return True

    def remove(self, abonnement_: Abonnement, _now: float) -> bool:
        """As the port says."""
        self.disasters.before()
        if self.inhoud.get(abonnement_.sleutel) != abonnement_:
            return False
        del self.inhoud[abonnement_.sleutel]
        self._ended.add((abonnement_.sleutel, abonnement_.afnemer_id))
        return True

    def is_ended(self, sleutel: AbonnementKey, afnemer_id: str) -> bool:
        """As the port says."""
        self.disasters.before()
        return (sleutel, afnemer_id) in self._ended

    def _refuse_duplicate(self, new: Abonnement) -> None:
        if any(a.tag == new.tag and a.sleutel != new.sleutel for a in self.inhoud.values()):
            raise AbonnementExists(Bilingual("bestaat", "exists"))


class FakeWaker:
    """The queue to whoever delivers: what was nudged, in order."""

    def __init__(self, disasters: Disasters | None = None) -> None:
        self.gewekt: list[AbonnementKey] = []
        self.features: list[str] = []
        self.disasters = disasters or Disasters()

    def wake(self, sleutels: Sequence[AbonnementKey], tag: str = "") -> None:
        """As the port says."""
        self.disasters.before(len(sleutels))
        self.gewekt += sleutels
        self.features.append(tag)
        self.disasters.after()


class FakeSender:
    """Receivers: each gets what is handed over, and answers as `says` says (by abonnement), else 200."""

    def __init__(
        self,
        says: Mapping[str, Callable[[DeliveryMessage], DeliveryOutcome]] | None = None,
        disasters: Disasters | None = None,
    ) -> None:
        self.says = dict(says or {})
        self.received: dict[str, list[DeliveryMessage]] = {}
        self.pogingen: list[tuple[Destination, DeliveryMessage]] = []
        self.disasters = disasters or Disasters()

    def dispatch(
        self, destination: Destination, message: DeliveryMessage, _deadline: Deadline
    ) -> DeliveryOutcome:
        """As the port says; it is received when the answer is `geleverd`."""
        self.disasters.before()
        self.pogingen.append((destination, message))
        says = self.says.get(destination.abonnement_id)
        outcome = says(message) if says else DeliveryOutcome("geleverd", 200)
        if outcome.soort == "geleverd":
            self.received.setdefault(destination.abonnement_id, []).append(message)
        self.disasters.after()
        return outcome
