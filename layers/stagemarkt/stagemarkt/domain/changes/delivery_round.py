"""One turn of whoever holds the right to deliver: what is due, in order, and when to return."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

from stagemarkt.domain.changes.retry import (
    Decision,
    Finished,
    ReceiverHistory,
    SetAside,
    TryAgain,
    after_attempt,
    after_outcome,
    is_past_three_days,
    may_try_now,
)
from stagemarkt.model.aflevering import Aflevering, Attempt

if TYPE_CHECKING:
    from stagemarkt.model.abonnement import Abonnement
    from stagemarkt.ports.deadline import Deadline
    from stagemarkt.ports.delivery import DeliveryOutcome
    from stagemarkt.ports.outbox import DeliveryLease, Outbox

# One attempt may take this long; the last one begins only if that much is left.
ATTEMPT: Final = 8.0
NO_TOEGANG: Final = "geen-toegang"
# How long until it is looked at again whether toegang was granted anew; seconds.
_LOOK_AGAIN: Final = 3600.0
# An abonnement that has nothing due is looked at all the same, this much later: should a wake-up ever be
# lost, what waits for it waits no longer than this.
RECHECK: Final = 24 * 3600.0
# How many are put back to wait between two looks at the clock.
_MAX_PUT_BACK: Final = 50


class DeliveryReport(NamedTuple):
    """What a worker did: how it ended, and how many were delivered, failed and were set aside.

    `waited` is for how many seconds, of those that were delivered, the one that waited longest had been due.
    """

    einde: str
    afgeleverd: int = 0
    mislukt: int = 0
    opzij: int = 0
    waited: float | None = None


class DeliveryRound:
    """Goes through what waits, and keeps what becomes of it.

    Args:
        clock: seconds since 1970.
        closed: why nothing may be sent, None when it may.
    """

    def __init__(
        self,
        outbox: "Outbox",
        abonnement: "Abonnement",
        lease: "DeliveryLease",
        deadline: "Deadline",
        clock: Callable[[], float],
        closed: str | None = None,
    ) -> None:
        self.abonnement = abonnement
        self.deadline = deadline
        self._closed = closed
        self._outbox = outbox
        # What was learnt of a receiver holds until its owner says that it is another, or well again.
        known = lease.learned_since == abonnement.actief_sinds
        self._receiver = ReceiverHistory(lease.mislukt, lease.cooldown_until) if known else ReceiverHistory()
        self._lease = lease._replace(learned_since=abonnement.actief_sinds)
        self._clock = clock
        # Broken off, it is due again at once.
        self._end = "afgebroken"
        self._wake_at = clock()
        self._counts = {"afgeleverd": 0, "mislukt": 0, "opzij": 0}
        self._held: set[tuple[str, str]] = set()
        self._later: list[float] = []
        self._waited: float | None = None

    def due_deliveries(self) -> Iterator[Aflevering]:
        """What may be sent now, one by one; `judge` the outcome of each before asking for the next."""
        if self._closed is not None:
            # Whoever makes it active wakes it; that toegang was granted again is looked for.
            later = _LOOK_AGAIN if self._closed == NO_TOEGANG else RECHECK
            self._finish(self._closed, self._clock() + later)
            return
        if not self._put_back():
            return
        for delivery in self._outbox.wachtend(self.abonnement.sleutel):
            now = self._clock()
            if not may_try_now(self._receiver, now):
                if not self._give_up(delivery, now):
                    break
            elif delivery.lane in self._held:
                continue
            elif self._still_waits(delivery, now):
                self._hold(delivery)
            elif self.deadline.remaining < ATTEMPT:
                self._finish("tijd", now)
                return
            else:
                yield delivery
                if self._end != "afgebroken":
                    return
        following = max(min(self._later), self._receiver.cooldown_until) if self._later else None
        self._finish("klaar", self._clock() + RECHECK if following is None else following)

    def judge(
        self, delivery: Aflevering, outcome: "DeliveryOutcome", now: float, randomness: Callable[[], float]
    ) -> Decision:
        """Keep how an attempt ended; what was decided."""
        self._receiver = after_outcome(self._receiver, outcome, now, randomness())
        attempt = delivery.pogingen + 1
        decision = after_attempt(outcome, attempt, self._since(delivery), now, randomness())
        after = delivery._replace(pogingen=attempt, laatste=Attempt(now, outcome.http_status, outcome.reden))
        if isinstance(decision, Finished):
            self._note(after._replace(stand="afgeleverd"), "afgeleverd")
            self._waited = max(self._waited or 0.0, now - delivery.sinds)
        elif isinstance(decision, TryAgain):
            after = after._replace(poging_op=decision.at)
            self._note(after, "mislukt")
            self._hold(after)
        elif isinstance(decision, SetAside):
            self._note(after._replace(stand="opzij"), "opzij")
        else:
            self._note(after, "mislukt")
            # Due until it is kept that the abonnement is off; see `note_switched_off`.
            self._finish("afgemeld", now)
        return decision

    def note_switched_off(self) -> None:
        """It is kept that this abonnement is switched off: what waits, waits for its owner."""
        if self._end == "afgemeld":
            self._wake_at = self._clock() + RECHECK

    def lay_down(self) -> bool:
        """Give the right back; False when there is something new to do."""
        receiver = self._receiver
        return self._outbox.lay_down(
            self.abonnement.sleutel, self._lease, self._wake_at, receiver.mislukt, receiver.cooldown_until
        )

    def report(self) -> DeliveryReport:
        """What was done."""
        return DeliveryReport(self._end, **self._counts, waited=self._waited)

    @property
    def is_out_of_time(self) -> bool:
        """Whether it ended for want of time: there is more to do at once."""
        return self._end == "tijd"

    def _put_back(self) -> bool:
        """What has to be delivered anew waits again before anything is sent: older events go first."""
        volgnummer = self._lease.retry_from
        while volgnummer and volgnummer <= self._lease.retry_until:
            now = self._clock()
            if self.deadline.remaining < ATTEMPT:
                self._finish("tijd", now)
                return False
            lease = self._lease._replace(retry_from=volgnummer)
            until = min(volgnummer + _MAX_PUT_BACK - 1, lease.retry_until)
            if not self._outbox.put_back(self.abonnement.sleutel, lease, until, now):
                self._finish("ingehaald", now)
                return False
            volgnummer = until + 1
        return True

    def _since(self, delivery: Aflevering) -> float:
        return max(delivery.sinds, self.abonnement.actief_sinds)

    def _still_waits(self, delivery: Aflevering, now: float) -> bool:
        """Whether its next attempt is for later; an attempt before the owner's last word delays nothing."""
        laatste = delivery.laatste
        is_current = laatste is None or laatste.at >= self.abonnement.actief_sinds
        return is_current and delivery.poging_op > now

    def _give_up(self, delivery: Aflevering, now: float) -> bool:
        """Nothing is sent to a receiver that rests, and nothing waits for it longer than three days.

        False when there is no more to be given up: what comes later was due later.
        """
        if not is_past_three_days(self._since(delivery), now):
            self._later.append(now)
            return False
        if self.deadline.remaining <= 0:
            self._finish("tijd", now)
            return False
        self._note(delivery._replace(stand="opzij"), "opzij")
        return self._end == "afgebroken"

    def _hold(self, delivery: Aflevering) -> None:
        self._held.add(delivery.lane)
        self._later.append(delivery.poging_op)

    def _note(self, delivery: Aflevering, kind: str) -> None:
        if self._outbox.note(self.abonnement.sleutel, self._lease.fence, delivery):
            self._counts[kind] += 1
        else:
            # Another's by now, or so it seems: in either case what waits stays due.
            self._finish("ingehaald", self._clock())

    def _finish(self, end: str, due_at: float) -> None:
        # The first end is the end: who was overtaken has nothing more to say.
        if self._end == "afgebroken":
            self._end, self._wake_at = end, due_at
