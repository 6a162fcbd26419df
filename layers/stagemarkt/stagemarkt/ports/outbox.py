"""The ports to the outbox: what was numbered for each abonnement, what of it waits, and who delivers it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple, Protocol

from stagemarkt.model.abonnement import AbonnementKey
from stagemarkt.model.aflevering import Aflevering, DeliveryStand

# So many deliveries fit in one transaction beside the counter.
PER_BATCH: Final = 99
# So many items fit in one transaction: deliveries, and the counter of each abonnement.
MAX_TOGETHER: Final = 100


class DeliveryLease(NamedTuple):
    """The right to deliver for one abonnement, for a while, and what its holder must know.

    Attributes:
        fence: goes up with every holder: what an earlier one still writes is refused.
        gewekt: how often the abonnement had been woken when this was taken.
        mislukt: how often in a row its receiver failed.
        cooldown_until: until when its receiver is left in peace, seconds since 1970.
        retry_from: the first volgnummer that has to be put back to wait, 0 for none.
        retry_until: the last one.
        learned_since: the `actief_sinds` of the abonnement for which the receiver was found to fail.
    """

    fence: int
    gewekt: int
    mislukt: int = 0
    cooldown_until: float = 0.0
    retry_from: int = 0
    retry_until: int = 0
    learned_since: float = 0.0


class DeliveryReader(Protocol):
    """Reads what was numbered; what has been written is seen at once. Raises StorageError when it cannot."""

    def stand(self, sleutel: AbonnementKey) -> DeliveryStand | None:
        """How far this abonnement is; None when it is not there."""
        ...

    def read(self, sleutel: AbonnementKey, after: int, count: int) -> Sequence[Aflevering]:
        """At most `count` with a volgnummer above `after`, in order; expired ones may be among them."""
        ...

    def read_back(self, sleutel: AbonnementKey, before: int | None, count: int) -> Sequence[Aflevering]:
        """The same backwards: the last ones, or those below `before`."""
        ...


class Numbering(NamedTuple):
    """What an abonnement gets.

    Attributes:
        sleutel: which one.
        old: how far it was.
        deliveries: what is added, at most `PER_BATCH`.
        read_until: up to which line of the feed was looked.
    """

    sleutel: AbonnementKey
    old: DeliveryStand
    deliveries: Sequence[Aflevering]
    read_until: int

    @property
    def new(self) -> DeliveryStand:
        """How far it is then."""
        return DeliveryStand(self.old.counter + len(self.deliveries), self.read_until)

    @property
    def size(self) -> int:
        """How many items of a transaction it takes."""
        return 1 + len(self.deliveries)


class Numberer(Protocol):
    """Numbers events for abonnementen. Raises StorageError when that is not, or may not be, done."""

    def states(self, sleutels: Sequence[AbonnementKey]) -> Mapping[AbonnementKey, DeliveryStand]:
        """How far each of these is; without those that are not there."""
        ...

    def number_together(self, numberings: Sequence[Numbering]) -> Sequence[bool]:
        """What `number` does, for several abonnementen: `MAX_TOGETHER` items at most, no abonnement twice.

        Each is done or not by itself; whether it was.
        """
        ...

    def number(
        self, sleutel: AbonnementKey, old: DeliveryStand, deliveries: Sequence[Aflevering], read_until: int
    ) -> bool:
        """Add these (at most `PER_BATCH`) and note how far the feed was read, all or nothing; wakes it.

        False when `old` is not how far it is any more: look again. Done already, it is done.
        """
        ...


class Outbox(Protocol):
    """What waits, for whoever delivers. Every call raises StorageError when it is not, or may not be done."""

    def lease(self, sleutel: AbonnementKey, now: float, until: float) -> DeliveryLease | None:
        """Take the right to deliver, up to `until`; None while another holds it."""
        ...

    def wachtend(self, sleutel: AbonnementKey) -> Iterator[Aflevering]:
        """What waits, by volgnummer, read as it is asked for."""
        ...

    def note(self, sleutel: AbonnementKey, fence: int, delivery: Aflevering) -> bool:
        """Keep how an attempt ended; False when it no longer waits, or a later holder was at it.

        What this holder noted already, for an answer that was lost, is kept: True.
        """
        ...

    def put_back(self, sleutel: AbonnementKey, lease: DeliveryLease, until: int, now: float) -> bool:
        """Put `lease.retry_from` up to and including `until` back to wait, attempts forgotten.

        False when the right was lost. What has expired is passed over.
        """
        ...

    def lay_down(
        self, sleutel: AbonnementKey, lease: DeliveryLease, due_at: float, mislukt: int, cooldown_until: float
    ) -> bool:
        """Give the right back, to be woken at `due_at`, or as soon as there is something new.

        What was learnt of the receiver is kept, with `lease.learned_since`. False when it was woken
        meanwhile: then it stays due. A right that was lost is not given back.
        """
        ...

    def forget(self, sleutel: AbonnementKey, now: float) -> None:
        """It is gone: never wake it again, and let what is left expire."""
        ...


class DueList(Protocol):
    """Which abonnementen are due, and making one so. Every call raises StorageError when it cannot."""

    def due(self, now: float) -> Iterator[AbonnementKey]:
        """Those that are due at `now`, longest overdue first within each part; may lag a moment.

        Which part comes first differs from minute to minute: who stops early comes to all of them in time.
        """
        ...

    def set_due_time(self, sleutel: AbonnementKey, at: float) -> None:
        """Make it due at `at`, for there is something new; nothing when it is not there."""
        ...

    def redeliver(self, sleutel: AbonnementKey, vanaf: int, until: int, now: float) -> None:
        """Have these volgnummers put back to wait by whoever delivers, and make it due."""
        ...


class Pace(NamedTuple):
    """How often something may be: `at_most` at once, and then one each `between` seconds."""

    naam: str
    between: float
    at_most: int


class PaceGuard(Protocol):
    """Counts what an abonnement asks for, whoever asks at the same time."""

    def take_turn(self, sleutel: AbonnementKey, tempo: Pace, now: float) -> float:
        """0.0 when it may be now, and then it counts; else in how many seconds. Raises StorageError."""
        ...


class AsideList(Protocol):
    """What was set aside, for the operator. Every call raises StorageError when it cannot."""

    def opzij(self) -> Iterator[tuple[AbonnementKey, Aflevering]]:
        """Everything that was set aside and has not expired."""
        ...


class Waker(Protocol):
    """The queue to whoever delivers. A nudge that is lost costs a minute: the table knows what is due."""

    def wake(self, sleutels: Sequence[AbonnementKey], tag: str = "") -> None:
        """Nudge these; under the same `tag` once within minutes. Raises StorageError."""
        ...
