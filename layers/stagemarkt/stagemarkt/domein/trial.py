"""A test message, which an owner has sent to an abonnement: to try where it leads, and to prove a queue."""

from collections.abc import Callable
from dataclasses import dataclass

from stagemarkt.domein import abonneren
from stagemarkt.domein.abonneren import Houder
from stagemarkt.domein.afleveren import bestemming_van
from stagemarkt.model.abonnement import Abonnementsleutel
from stagemarkt.poorten.abonnementen import Abonnementenregister
from stagemarkt.poorten.bezorgen import Bezorger, Uitkomst
from stagemarkt.poorten.termijn import Termijn
from stagemarkt.poorten.uitbak import Tempobewaker


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
        message = abonneren.testbericht(abonnement, message_id, now, self.source)
        abonneren.weiger_te_vaak(self.rate, abonnement, abonneren.TESTEN, now)
        outcome = self.delivery.bezorg(bestemming_van(abonnement, now), message, termijn)
        if outcome.soort == "afgemeld":
            # Unless its owner has just changed it: then the new address may still want them.
            self.abonnementen.wijzig(abonnement, abonneren.meld_af(abonnement))
        return outcome
