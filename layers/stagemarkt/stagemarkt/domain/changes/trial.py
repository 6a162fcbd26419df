"""A test message, which an owner has sent to an abonnement: to try where it leads, and to prove a queue."""

from collections.abc import Callable
from dataclasses import dataclass

from stagemarkt.domain.changes import abonnementen
from stagemarkt.domain.changes.abonnementen import AbonnementHolder
from stagemarkt.domain.changes.delivery import destination_of
from stagemarkt.model.abonnement import AbonnementKey
from stagemarkt.ports.abonnementen import AbonnementenRegistry
from stagemarkt.ports.deadline import Deadline
from stagemarkt.ports.delivery import DeliveryOutcome, EventSender
from stagemarkt.ports.outbox import PaceGuard


@dataclass(frozen=True, slots=True)
class TrialSender:
    """Sends test messages.

    Attributes:
        abonnementen: where events go.
        rate: counts what an abonnement asks for.
        delivery: the way out.
        source: the `source` of the events.
        clock: seconds since 1970.
    """

    abonnementen: AbonnementenRegistry
    rate: PaceGuard
    delivery: EventSender
    source: str
    clock: Callable[[], float]

    def send(
        self, message_id: str, holder: AbonnementHolder, sleutel: AbonnementKey, deadline: Deadline
    ) -> DeliveryOutcome:
        """Send one, and tell how that ended.

        Raises:
            UnknownResource: the abonnement is not theirs.
            LimitExceeded: it was asked too often.
            StorageError: storage fails.
        """
        abonnement = holder.check(self.abonnementen.read(sleutel))
        if abonnement.toestand == "afgemeld":
            # Its receiver said never again, and its owner has not said otherwise.
            return DeliveryOutcome("geweigerd", reden="afgemeld")
        now = self.clock()
        message = abonnementen.test_message(abonnement, message_id, now, self.source)
        abonnementen.refuse_too_often(self.rate, abonnement, abonnementen.TESTEN, now)
        outcome = self.delivery.dispatch(destination_of(abonnement, now), message, deadline)
        if outcome.soort == "afgemeld":
            # Unless its owner has just changed it: then the new address may still want them.
            self.abonnementen.modify(abonnement, abonnementen.unsubscribe(abonnement))
        return outcome
