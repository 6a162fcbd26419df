"""The worker: delivers what waits for one abonnement, one worker at a time, in the order of the volgnummers.

A delivery that fails holds back what came after it for the same leerbedrijf and code, and nothing else. A
receiver that keeps failing rests, and with it everything that waits for it. What was tried for three days is
set aside.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stagemarkt.domain.changes.abonnementen import unsubscribe
from stagemarkt.domain.changes.delivery_round import ATTEMPT, NO_TOEGANG, DeliveryReport, DeliveryRound
from stagemarkt.domain.changes.event import build_mutatie_event, serialize
from stagemarkt.domain.changes.retry import Unsubscribe
from stagemarkt.ports.deadline import Deadline
from stagemarkt.ports.delivery import DeliveryMessage, Destination

if TYPE_CHECKING:
    from stagemarkt.model.abonnement import Abonnement, AbonnementKey
    from stagemarkt.model.aflevering import Aflevering
    from stagemarkt.ports.abonnementen import AbonnementenRegistry
    from stagemarkt.ports.delivery import EventSender
    from stagemarkt.ports.outbox import Outbox, Waker

# Longer than a function lives: whoever holds the right longer than this is dead.
LEASE_TIME = 45.0


def destination_of(abonnement: "Abonnement", now: float) -> Destination:
    """Where the events of an abonnement go, with the secrets that sign at `now`."""
    sleutels = tuple(s.geheim for s in abonnement.sleutels if s.until is None or now < s.until)
    webhook = abonnement.soort == "webhook"
    return Destination(
        abonnement.abonnement_id,
        abonnement.soort,
        url=abonnement.adres if webhook else None,
        queue_arn=None if webhook else abonnement.adres,
        sleutels=sleutels,
    )


@dataclass(frozen=True, slots=True)
class Deliverer:
    """Delivers for one abonnement at a time.

    Attributes:
        abonnementen: where events go.
        outbox: what waits.
        sender: the way out.
        waker: the queue to this worker itself.
        clock: seconds since 1970.
        randomness: a number from 0.0 up to 1.0, another one each time.
        bron: the `source` of the events.
        has_toegang: whether the afnemer may still be told of this school; raises StorageError.
    """

    abonnementen: "AbonnementenRegistry"
    outbox: "Outbox"
    sender: "EventSender"
    waker: "Waker"
    clock: Callable[[], float]
    randomness: Callable[[], float]
    bron: str
    has_toegang: Callable[["Abonnement"], bool]

    def deliver(self, sleutel: "AbonnementKey", deadline: Deadline) -> DeliveryReport:
        """Deliver what is due, as far as `deadline` allows.

        Raises:
            StorageError: broken off; what was not noted is still due.
        """
        now = self.clock()
        lease = self.outbox.lease(sleutel, now, now + LEASE_TIME)
        # Read after the right was taken: a change that comes later wakes it again.
        abonnement = self.abonnementen.read(sleutel)
        if abonnement is None:
            self.outbox.forget(sleutel, now)
            return DeliveryReport("beeindigd")
        if lease is None:
            return DeliveryReport("bezet")
        closed = self._closed(abonnement)
        this_round = DeliveryRound(self.outbox, abonnement, lease, deadline, self.clock, closed)
        try:
            for delivery in this_round.due_deliveries():
                self._try(this_round, delivery)
        finally:
            # Also when it breaks: what waits must not wait for a right that nobody uses.
            quiet = this_round.lay_down()
        if not quiet or this_round.is_out_of_time:
            self.waker.wake([sleutel])
        return this_round.report()

    def _closed(self, abonnement: "Abonnement") -> str | None:
        """Why nothing may be sent, if so: it is not active, or its afnemer has lost the right to know."""
        if abonnement.toestand != "actief":
            return abonnement.toestand
        return None if self.has_toegang(abonnement) else NO_TOEGANG

    def _try(self, this_round: DeliveryRound, delivery: "Aflevering") -> None:
        """One attempt, and what becomes of the delivery, of its receiver and of the abonnement."""
        message = build_message(delivery, self.bron)
        attempt_deadline = Deadline.after(
            min(ATTEMPT, this_round.deadline.remaining), this_round.deadline.clock
        )
        outcome = self.sender.dispatch(
            destination_of(this_round.abonnement, self.clock()), message, attempt_deadline
        )
        now = self.clock()
        decision = this_round.judge(delivery, outcome, now, self.randomness)
        if isinstance(decision, Unsubscribe):
            # Unless its owner has just changed or ended it: then the new address may still want them.
            abonnement = this_round.abonnement
            if self.abonnementen.modify(abonnement, unsubscribe(abonnement)):
                this_round.note_switched_off()


def build_message(delivery: "Aflevering", bron: str) -> DeliveryMessage:
    """What is handed over: the same bytes on every attempt."""
    mutatie = delivery.regel.mutatie
    event = build_mutatie_event(mutatie, delivery.volgnummer, seen=delivery.regel.earlier, bron=bron)
    return DeliveryMessage(
        mutatie.mutatie_id,
        delivery.volgnummer,
        mutatie.leerbedrijf_id,
        mutatie.code,
        serialize(event),
    )
