"""What an owner does with abonnementen, whoever else is at them: fan-out, worker, the owner's other request.

What may be, and what becomes of it, is decided in `abonnementen`; here it is kept, and a race is told.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from stagemarkt.domain.changes import abonnementen
from stagemarkt.domain.changes.abonnementen import AbonnementHolder, AbonnementWish
from stagemarkt.domain.changes.feed_reading import Numbered, first_from
from stagemarkt.model.abonnement import Abonnement, AbonnementKey, DestinationKind, Filter
from stagemarkt.model.aflevering import Aflevering, DeliveryStand
from stagemarkt.model.errors import StorageError, VersionChanged
from stagemarkt.ports.abonnementen import AbonnementenRegistry
from stagemarkt.ports.feed import Feed
from stagemarkt.ports.outbox import DeliveryReader, DueList, Numberer, PaceGuard, Waker


class Redelivery(NamedTuple):
    """Which volgnummers are put back to wait; none when `first` is above `last`."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class AbonnementDesk:
    """Serves the owners of abonnementen. Every call raises StorageError when storage fails.

    Attributes:
        abonnementen: where events go.
        feed: the schools' feeds.
        log: what was numbered for each.
        numbering: the same, to add to.
        due: which are due.
        rate: counts what an abonnement asks for.
        nudge: tells whoever delivers; a nudge that is lost costs a minute.
        report: is told of storage that failed where the answer goes on without it.
        clock: seconds since 1970.
    """

    abonnementen: AbonnementenRegistry
    feed: Feed
    log: DeliveryReader
    numbering: Numberer
    due: DueList
    rate: PaceGuard
    nudge: Callable[[], Waker]
    report: Callable[[str, StorageError], None]
    clock: Callable[[], float]

    def of_owner(self, holder: AbonnementHolder) -> list[Abonnement]:
        """All of this afnemer for this school."""
        of_school = self.abonnementen.of_school(holder.school)
        return [abonnement for abonnement in of_school if abonnement.afnemer_id == holder.afnemer_id]

    def find(self, holder: AbonnementHolder, sleutel: AbonnementKey) -> Abonnement:
        """This one. Raises UnknownResource when it is not theirs."""
        return holder.check(self.abonnementen.read(sleutel))

    def open(
        self, abonnement_id: str, holder: AbonnementHolder, kind: DestinationKind, adres: str, filter_: Filter
    ) -> Abonnement:
        """A new one, which begins with what comes now.

        Raises:
            InvalidInput: they have too many.
            AbonnementExists: they have one with this destination and filter.
        """
        now = self._now()
        new = abonnementen.begin(abonnement_id, holder, kind, adres, filter_, now=now)
        start = self.feed.stand(holder.school)
        if not self.abonnementen.make(new, start, now):
            raise abonnementen.too_many()
        self._pass_over(new, start)
        return new

    def change(
        self,
        holder: AbonnementHolder,
        sleutel: AbonnementKey,
        check_version: Callable[[Abonnement], None],
        wish_for: Callable[[Abonnement], AbonnementWish],
    ) -> Abonnement:
        """It, as it has become.

        Args:
            holder: whose it must be.
            sleutel: which one.
            check_version: raises VersionChanged when the caller knows another version than this.
            wish_for: what the caller wants of this one; raises InvalidInput.

        Raises:
            UnknownResource: it is not theirs.
            VersionChanged: it is not what the caller knows, or somebody changed it meanwhile.
            InvalidInput, AbonnementExists: it may not become that.
        """
        old = self.find(holder, sleutel)
        try:
            check_version(old)
            new = abonnementen.modify(old, wish_for(old), self._now())
            self._keep(old, new)
        except VersionChanged:
            # RFC 9110, 13.1.1: a change that was made already succeeds, for its answer may have been lost.
            new = self.find(holder, sleutel)
            if not abonnementen.is_done(new, wish_for(new), self._now()):
                raise
        return new

    def end(
        self, holder: AbonnementHolder, sleutel: AbonnementKey, check_version: Callable[[Abonnement], None]
    ) -> None:
        """Have it gone; it may be so already, for the answer that said so may have been lost.

        Raises:
            UnknownResource: it is not theirs, and never was.
            VersionChanged: it is not what the caller knows, or somebody changed it meanwhile.
        """
        found = self.abonnementen.read(sleutel)
        if found is None and self.abonnementen.is_ended(sleutel, holder.afnemer_id):
            return
        old = holder.check(found)
        check_version(old)
        if not self.abonnementen.remove(old, self.clock()):
            raise VersionChanged(abonnementen.MEANWHILE)

    def rotate_key(self, holder: AbonnementHolder, sleutel: AbonnementKey) -> Abonnement:
        """With a new signing key. Raises UnknownResource, InvalidInput, VersionChanged."""
        old = self.find(holder, sleutel)
        new = abonnementen.change_key(old, self._now())
        self._keep(old, new)
        return new

    def redeliver(
        self, holder: AbonnementHolder, sleutel: AbonnementKey, since: Callable[[], float]
    ) -> Redelivery:
        """Have everything since a moment delivered again; whoever delivers puts it back, however much it is.

        The moment is asked for when it is theirs: of another's nobody learns anything.

        Raises:
            UnknownResource: it is not theirs.
            LimitExceeded: it was asked too often.
        """
        abonnement = self.find(holder, sleutel)
        moment = since()
        abonnementen.refuse_too_often(self.rate, abonnement, abonnementen.REDELIVER, self.clock())

        def read(after: int, count: int) -> list[Numbered]:
            return [Numbered(one.volgnummer, one.regel) for one in self.log.read(sleutel, after, count)]

        position = self.log.stand(sleutel)
        last = 0 if position is None else position.counter
        first = first_from(read, last, moment)
        if first <= last:
            self.due.redeliver(sleutel, first, last, self.clock())
            self._nudge(sleutel)
        return Redelivery(first, last)

    def deliveries(
        self, holder: AbonnementHolder, sleutel: AbonnementKey, before: int | None, count: int
    ) -> Sequence[Aflevering]:
        """What was numbered for it, newest first: below this volgnummer, None for the end; at most so many.

        Raises:
            UnknownResource: it is not theirs.
            InvalidInput: there is no such volgnummer to begin below.
        """
        self.find(holder, sleutel)
        if before is not None:
            position = self.log.stand(sleutel)
            abonnementen.refuse_beyond(before, 0 if position is None else position.counter)
        return self.log.read_back(sleutel, before, count)

    def _keep(self, old: Abonnement, new: Abonnement) -> None:
        if not self.abonnementen.modify(old, new, self._now()):
            raise VersionChanged(abonnementen.MEANWHILE)
        if new.toestand == "actief":
            self._nudge(new.sleutel)

    def _pass_over(self, new: Abonnement, start: int) -> None:
        """What was numbered while it was being made went by unseen: it begins after that, not behind it."""
        try:
            end = self.feed.stand(new.school)
            if end != start:
                # Refused when the fan-out did see it: then it has those events already.
                self.numbering.number(new.sleutel, DeliveryStand(read_until=start), [], end)
        except StorageError as error:
            # They come with the next change, then; its key can be shown only now.
            self.report("begin", error)

    def _nudge(self, sleutel: AbonnementKey) -> None:
        try:
            self.nudge().wake([sleutel])
        except StorageError as error:
            self.report("wekken", error)

    def _now(self) -> float:
        # To the millisecond, as it is kept: who reads it back must find the same.
        return round(self.clock(), 3)
