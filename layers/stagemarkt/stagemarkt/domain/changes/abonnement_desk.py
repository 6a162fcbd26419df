"""What an owner does with abonnementen, whoever else is at them: fan-out, worker, the owner's other request.

What may be, and what becomes of it, is decided in `abonnementen`; here it is kept, and a race is told.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from stagemarkt.domain.changes import abonnementen
from stagemarkt.domain.changes.abonnementen import Houder, Wens
from stagemarkt.domain.changes.feed_reading import Genummerd, eerste_vanaf
from stagemarkt.model.abonnement import Abonnement, Abonnementsleutel, Filter, Soort
from stagemarkt.model.aflevering import Aflevering, Stand
from stagemarkt.model.errors import OpslagFout, VersieGewijzigd
from stagemarkt.ports.abonnementen import Abonnementenregister
from stagemarkt.ports.feed import Feed
from stagemarkt.ports.outbox import Afleverlezer, Nummeraar, Tempobewaker, Wekker, Wekkerlijst


class Redelivery(NamedTuple):
    """Which volgnummers are put back to wait; none when `first` is above `last`."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class AbonnementDesk:
    """Serves the owners of abonnementen. Every call raises OpslagFout when storage fails.

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

    abonnementen: Abonnementenregister
    feed: Feed
    log: Afleverlezer
    numbering: Nummeraar
    due: Wekkerlijst
    rate: Tempobewaker
    nudge: Callable[[], Wekker]
    report: Callable[[str, OpslagFout], None]
    clock: Callable[[], float]

    def of_owner(self, houder: Houder) -> list[Abonnement]:
        """All of this afnemer for this school."""
        van_school = self.abonnementen.van_school(houder.school)
        return [abonnement for abonnement in van_school if abonnement.afnemer_id == houder.afnemer_id]

    def find(self, houder: Houder, sleutel: Abonnementsleutel) -> Abonnement:
        """This one. Raises ResourceOnbekend when it is not theirs."""
        return houder.controleer(self.abonnementen.lees(sleutel))

    def open(
        self, abonnement_id: str, houder: Houder, soort: Soort, adres: str, filter_: Filter
    ) -> Abonnement:
        """A new one, which begins with what comes now.

        Raises:
            OngeldigeInvoer: they have too many.
            AbonnementBestaat: they have one with this destination and filter.
        """
        abonnementen.weiger_te_veel(len(self.of_owner(houder)))
        now = self._now()
        new = abonnementen.begin(abonnement_id, houder, soort, adres, filter_, nu=now)
        start = self.feed.stand(houder.school)
        self.abonnementen.maak(new, start, now)
        self._pass_over(new, start)
        return new

    def change(
        self,
        houder: Houder,
        sleutel: Abonnementsleutel,
        check_version: Callable[[Abonnement], None],
        wish_for: Callable[[Abonnement], Wens],
    ) -> Abonnement:
        """It, as it has become.

        Args:
            houder: whose it must be.
            sleutel: which one.
            check_version: raises VersieGewijzigd when the caller knows another version than this.
            wish_for: what the caller wants of this one; raises OngeldigeInvoer.

        Raises:
            ResourceOnbekend: it is not theirs.
            VersieGewijzigd: it is not what the caller knows, or somebody changed it meanwhile.
            OngeldigeInvoer, AbonnementBestaat: it may not become that.
        """
        old = self.find(houder, sleutel)
        try:
            check_version(old)
            new = abonnementen.wijzig(old, wish_for(old), self._now())
            self._keep(old, new)
        except VersieGewijzigd:
            # RFC 9110, 13.1.1: a change that was made already succeeds, for its answer may have been lost.
            new = self.find(houder, sleutel)
            if not abonnementen.is_gedaan(new, wish_for(new), self._now()):
                raise
        return new

    def end(
        self, houder: Houder, sleutel: Abonnementsleutel, check_version: Callable[[Abonnement], None]
    ) -> None:
        """Have it gone; it may be so already, for the answer that said so may have been lost.

        Raises:
            ResourceOnbekend: it is not theirs, and never was.
            VersieGewijzigd: it is not what the caller knows, or somebody changed it meanwhile.
        """
        found = self.abonnementen.lees(sleutel)
        if found is None and self.abonnementen.is_beeindigd(sleutel, houder.afnemer_id):
            return
        old = houder.controleer(found)
        check_version(old)
        if not self.abonnementen.verwijder(old, self.clock()):
            raise VersieGewijzigd(abonnementen.INTUSSEN)

    def rotate_key(self, houder: Houder, sleutel: Abonnementsleutel) -> Abonnement:
        """With a new signing key. Raises ResourceOnbekend, OngeldigeInvoer, VersieGewijzigd."""
        old = self.find(houder, sleutel)
        new = abonnementen.wissel_sleutel(old, self._now())
        self._keep(old, new)
        return new

    def redeliver(self, houder: Houder, sleutel: Abonnementsleutel, since: Callable[[], float]) -> Redelivery:
        """Have everything since a moment delivered again; whoever delivers puts it back, however much it is.

        The moment is asked for when it is theirs: of another's nobody learns anything.

        Raises:
            ResourceOnbekend: it is not theirs.
            LimietOverschreden: it was asked too often.
        """
        abonnement = self.find(houder, sleutel)
        moment = since()
        abonnementen.weiger_te_vaak(self.rate, abonnement, abonnementen.HERLEVEREN, self.clock())

        def read(after: int, count: int) -> list[Genummerd]:
            return [Genummerd(een.volgnummer, een.regel) for een in self.log.lees(sleutel, after, count)]

        position = self.log.stand(sleutel)
        last = 0 if position is None else position.teller
        first = eerste_vanaf(read, last, moment)
        if first <= last:
            self.due.herlever(sleutel, first, last, self.clock())
            self._nudge(sleutel)
        return Redelivery(first, last)

    def deliveries(
        self, houder: Houder, sleutel: Abonnementsleutel, before: int | None, count: int
    ) -> Sequence[Aflevering]:
        """What was numbered for it, newest first: below this volgnummer, None for the end; at most so many.

        Raises ResourceOnbekend when it is not theirs.
        """
        return self.log.lees_terug(self.find(houder, sleutel).sleutel, before, count)

    def _keep(self, old: Abonnement, new: Abonnement) -> None:
        if not self.abonnementen.wijzig(old, new, self._now()):
            raise VersieGewijzigd(abonnementen.INTUSSEN)
        if new.toestand == "actief":
            self._nudge(new.sleutel)

    def _pass_over(self, new: Abonnement, start: int) -> None:
        """What was numbered while it was being made went by unseen: it begins after that, not behind it."""
        try:
            end = self.feed.stand(new.school)
            if end != start:
                # Refused when the fan-out did see it: then it has those events already.
                self.numbering.nummer(new.sleutel, Stand(gelezen_tot=start), [], end)
        except OpslagFout as fout:
            # They come with the next change, then; its key can be shown only now.
            self.report("begin", fout)

    def _nudge(self, sleutel: Abonnementsleutel) -> None:
        try:
            self.nudge().wek([sleutel])
        except OpslagFout as fout:
            self.report("wekken", fout)

    def _now(self) -> float:
        # To the millisecond, as it is kept: who reads it back must find the same.
        return round(self.clock(), 3)
