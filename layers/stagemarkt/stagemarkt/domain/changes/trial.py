"""A test message, which an owner has sent to an abonnement: to try where it leads, and to prove a queue."""

from collections.abc import Callable
from dataclasses import dataclass

from stagemarkt.domain.changes import abonnementen
from stagemarkt.domain.changes.abonnementen import Houder
from stagemarkt.domain.changes.delivery import bestemming_van
from stagemarkt.model.abonnement import Abonnementsleutel
from stagemarkt.ports.abonnementen import Abonnementenregister
from stagemarkt.ports.deadline import Termijn
from stagemarkt.ports.delivery import Bezorger, Uitkomst
from stagemarkt.ports.outbox import Tempobewaker


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

    abonnementen: Abonnementenregister
    rate: Tempobewaker
    delivery: Bezorger
    source: str
    clock: Callable[[], float]

    def send(self, message_id: str, houder: Houder, sleutel: Abonnementsleutel, termijn: Termijn) -> Uitkomst:
        """Send one, and tell how that ended.

        Raises:
            ResourceOnbekend: the abonnement is not theirs.
            LimietOverschreden: it was asked too often.
            OpslagFout: storage fails.
        """
        abonnement = houder.controleer(self.abonnementen.lees(sleutel))
        if abonnement.toestand == "afgemeld":
            # Its receiver said never again, and its owner has not said otherwise.
            return Uitkomst("geweigerd", reden="afgemeld")
        now = self.clock()
        message = abonnementen.testbericht(abonnement, message_id, now, self.source)
        abonnementen.weiger_te_vaak(self.rate, abonnement, abonnementen.TESTEN, now)
        outcome = self.delivery.bezorg(bestemming_van(abonnement, now), message, termijn)
        if outcome.soort == "afgemeld":
            # Unless its owner has just changed it: then the new address may still want them.
            self.abonnementen.wijzig(abonnement, abonnementen.meld_af(abonnement))
        return outcome
