"""From a school's feed to its abonnementen: many at a time, as far as the time allows.

How far each is stands on its table, so whoever comes next goes on where this stopped.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from stagemarkt.model.abonnement import Abonnement, AbonnementKey, Filter
from stagemarkt.model.aflevering import Aflevering, DeliveryStand, FeedLine
from stagemarkt.model.errors import StorageError
from stagemarkt.ports.deadline import Deadline
from stagemarkt.ports.feed import Feed
from stagemarkt.ports.outbox import MAX_TOGETHER, PER_BATCH, Numberer, Numbering

# Another writer can only be a message that was handed out twice: it is done soon.
TRIES: Final = 8
_WINDOW: Final = 500


@dataclass(slots=True)
class HandOut:
    """One round along the abonnementen of a school.

    Attributes:
        school: the BRIN.
        feed: its lines.
        outbox: the deliveries.
        clock: seconds since 1970.
        aantal: how many deliveries were numbered.
        gewekt: for which abonnementen.
    """

    school: str
    feed: Feed
    outbox: Numberer
    clock: Callable[[], float]
    aantal: int = 0
    gewekt: dict[AbonnementKey, None] = field(default_factory=dict)

    def bring_up_to_date(
        self, abonnementen: Sequence[Abonnement], new: Sequence[FeedLine], end: int, deadline: Deadline
    ) -> bool:
        """Bring these up to the feed's line `end`; False when the time was over before all of them were.

        `new` are the lines at hand; others are read, once for all that need them.

        Raises:
            StorageError: not done; do it again.
        """
        states = dict(self.outbox.states([abonnement.sleutel for abonnement in abonnementen]))
        failed = dict.fromkeys(states, 0)
        # One that is not there was ended while we were at it.
        while behind := [
            a for a in abonnementen if a.sleutel in states and states[a.sleutel].read_until < end
        ]:
            if deadline.remaining <= 0:
                return False
            after = min(states[a.sleutel].read_until for a in behind)
            lines = self._lines(new, after)
            # Lines that have expired are passed over: nothing else can be missing.
            until = lines[-1].number if lines else end
            for batch in _batches(self._numberings(behind, states, lines, until)):
                if deadline.remaining <= 0:
                    return False
                self._write(batch, states, failed)
        return True

    def _lines(self, new: Sequence[FeedLine], after: int) -> Sequence[FeedLine]:
        """The lines that follow; those at hand when they connect, else from the feed."""
        if new and new[0].number <= after + 1 <= new[-1].number:
            contiguous = list(_continuation(new, after + 1))
            if contiguous:
                return contiguous
        return self.feed.read(self.school, after, _WINDOW)

    def _numberings(
        self,
        behind: Sequence[Abonnement],
        states: dict[AbonnementKey, DeliveryStand],
        lines: Sequence[FeedLine],
        until: int,
    ) -> Iterator[Numbering]:
        """What each takes from these lines; who has read them already waits for the next ones."""
        now = self.clock()
        for abonnement in behind:
            state = states[abonnement.sleutel]
            if state.read_until >= until:
                continue
            own = [line for line in lines if line.number > state.read_until]
            portion = take_portion(own, abonnement.filter, state, PER_BATCH, now)
            read_until = portion.read_until if own else until
            yield Numbering(abonnement.sleutel, state, portion.deliveries, read_until)

    def _write(
        self,
        batch: Sequence[Numbering],
        states: dict[AbonnementKey, DeliveryStand],
        failed: dict[AbonnementKey, int],
    ) -> None:
        not_done = []
        for numbering, done in zip(batch, self.outbox.number_together(batch), strict=True):
            if not done:
                not_done.append(numbering.sleutel)
                continue
            states[numbering.sleutel] = numbering.new
            self.aantal += len(numbering.deliveries)
            if numbering.deliveries:
                self.gewekt[numbering.sleutel] = None
        if not not_done:
            return
        for sleutel in not_done:
            states.pop(sleutel)
            failed[sleutel] += 1
            if failed[sleutel] == TRIES:
                raise StorageError("another keeps numbering this abonnement")
        states |= self.outbox.states(not_done)


class Portion(NamedTuple):
    """What an abonnement takes from its school's feed: deliveries, and up to which line it looked."""

    deliveries: list[Aflevering]
    read_until: int


def take_portion(
    lines: Sequence[FeedLine], filter_: Filter, state: DeliveryStand, at_most: int, now: float
) -> Portion:
    """Number what fits, from the lines after `stand.read_until`; stops after `at_most` deliveries."""
    deliveries: list[Aflevering] = []
    read_until = state.read_until
    for line in lines:
        if len(deliveries) == at_most:
            break
        read_until = line.number
        if filter_.fits(line.mutatie):
            volgnummer = state.counter + len(deliveries) + 1
            deliveries.append(Aflevering(volgnummer, line, "wacht", 0, now, now))
    return Portion(deliveries, read_until)


def _batches(numberings: Iterator[Numbering]) -> Iterator[list[Numbering]]:
    """As many together as fit in one write."""
    batch: list[Numbering] = []
    full = 0
    for numbering in numberings:
        if batch and full + numbering.size > MAX_TOGETHER:
            yield batch
            batch, full = [], 0
        batch.append(numbering)
        full += numbering.size
    if batch:
        yield batch


def _continuation(lines: Sequence[FeedLine], number: int) -> Iterator[FeedLine]:
    """The lines from `number` on, as long as none is missing."""
    for line in lines:
        if line.number == number:
            yield line
            number += 1
