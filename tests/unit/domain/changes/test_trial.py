"""A test message whose receiver says never again, while the owner is just changing where it leads."""

from dataclasses import replace

from stagemarkt.domain.changes.abonnementen import AbonnementHolder
from stagemarkt.domain.changes.trial import TrialSender
from stagemarkt.ports.deadline import Deadline
from stagemarkt.ports.delivery import DeliveryMessage, DeliveryOutcome, Destination

from tests.unit.fakes.outbox import BRON, abonnement
from tests.unit.way_out import WayOut


class ChangedMeanwhile:
    """A receiver that says never again, after the owner gave another address."""

    def __init__(self, way_out: WayOut) -> None:
        self._uitgang = way_out

    def dispatch(
        self, destination: Destination, _message: DeliveryMessage, _deadline: Deadline
    ) -> DeliveryOutcome:
        """As the port says."""
        for sleutel, old in self._uitgang.abonnementen.inhoud.items():
            if sleutel.abonnement_id == destination.abonnement_id:
                new = replace(old, adres="https://elders.example/", versie=old.versie + 1)
                self._uitgang.abonnementen.inhoud[sleutel] = new
        return DeliveryOutcome("afgemeld", 410, None, "afgemeld")


def test_the_new_address_is_not_switched_off_for_the_old_one() -> None:
    """What the former address said is told, and says nothing of the address that came in its place."""
    way_out = WayOut()
    one = way_out.subscribe(abonnement("een"))
    trial = TrialSender(way_out.abonnementen, way_out.outbox, ChangedMeanwhile(way_out), BRON, way_out.clock)
    outcome = trial.send(
        "proef", AbonnementHolder(one.afnemer_id, one.school), one.sleutel, Deadline.after(5)
    )
    assert outcome.soort == "afgemeld"
    kept = way_out.abonnementen.read(one.sleutel)
    assert (kept.toestand, kept.adres) == ("actief", "https://elders.example/")
