"""A test message whose receiver says never again, while the owner is just changing where it leads."""

from dataclasses import replace

from stagemarkt.domain.changes.abonnementen import Houder
from stagemarkt.domain.changes.trial import TrialSender
from stagemarkt.ports.deadline import Termijn
from stagemarkt.ports.delivery import Bericht, Bestemming, Uitkomst

from tests.unit.fakes_outbox import BRON, abonnement
from tests.unit.way_out import Uitgang


class ChangedMeanwhile:
    """A receiver that says never again, after the owner gave another address."""

    def __init__(self, uitgang: Uitgang) -> None:
        self._uitgang = uitgang

    def bezorg(self, bestemming: Bestemming, _bericht: Bericht, _termijn: Termijn) -> Uitkomst:
        """As the port says."""
        for sleutel, oud in self._uitgang.abonnementen.inhoud.items():
            if sleutel.abonnement_id == bestemming.abonnement_id:
                nieuw = replace(oud, adres="https://elders.example/", versie=oud.versie + 1)
                self._uitgang.abonnementen.inhoud[sleutel] = nieuw
        return Uitkomst("afgemeld", 410, None, "afgemeld")


def test_the_new_address_is_not_switched_off_for_the_old_one() -> None:
    """What the former address said is told, and says nothing of the address that came in its place."""
    uitgang = Uitgang()
    een = uitgang.abonneer(abonnement("een"))
    trial = TrialSender(uitgang.abonnementen, uitgang.uitbak, ChangedMeanwhile(uitgang), BRON, uitgang.klok)
    uitkomst = trial.send("proef", Houder(een.afnemer_id, een.school), een.sleutel, Termijn.van(5))
    assert uitkomst.soort == "afgemeld"
    bewaard = uitgang.abonnementen.lees(een.sleutel)
    assert (bewaard.toestand, bewaard.adres) == ("actief", "https://elders.example/")
