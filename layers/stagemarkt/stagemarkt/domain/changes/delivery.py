"""The worker: delivers what waits for one abonnement, one worker at a time, in the order of the volgnummers.

A delivery that fails holds back what came after it for the same leerbedrijf and code, and nothing else. A
receiver that keeps failing rests, and with it everything that waits for it. What was tried for three days is
set aside.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stagemarkt.domain.changes.abonnementen import meld_af
from stagemarkt.domain.changes.delivery_round import GEEN_TOEGANG, POGING, Afgeleverd, Ronde
from stagemarkt.domain.changes.event import maak_gebeurtenis, serialiseer
from stagemarkt.domain.changes.retry import Afmelden
from stagemarkt.ports.deadline import Termijn
from stagemarkt.ports.delivery import Bericht, Bestemming

if TYPE_CHECKING:
    from stagemarkt.model.abonnement import Abonnement, Abonnementsleutel
    from stagemarkt.model.aflevering import Aflevering
    from stagemarkt.ports.abonnementen import Abonnementenregister
    from stagemarkt.ports.delivery import Bezorger
    from stagemarkt.ports.outbox import Uitbak, Wekker

# Longer than a function lives: whoever holds the right longer than this is dead.
PACHTTIJD = 45.0


def bestemming_van(abonnement: "Abonnement", nu: float) -> Bestemming:
    """Where the events of an abonnement go, with the secrets that sign at `nu`."""
    sleutels = tuple(s.geheim for s in abonnement.sleutels if s.tot is None or nu < s.tot)
    webhook = abonnement.soort == "webhook"
    return Bestemming(
        abonnement.abonnement_id,
        abonnement.soort,
        url=abonnement.adres if webhook else None,
        queue_arn=None if webhook else abonnement.adres,
        sleutels=sleutels,
    )


@dataclass(frozen=True, slots=True)
class Afleveraar:
    """Delivers for one abonnement at a time.

    Attributes:
        abonnementen: where events go.
        uitbak: what waits.
        bezorger: the way out.
        wekker: the queue to this worker itself.
        klok: seconds since 1970.
        toeval: a number from 0.0 up to 1.0, another one each time.
        bron: the `source` of the events.
        heeft_toegang: whether the afnemer may still be told of this school; raises OpslagFout.
    """

    abonnementen: "Abonnementenregister"
    uitbak: "Uitbak"
    bezorger: "Bezorger"
    wekker: "Wekker"
    klok: Callable[[], float]
    toeval: Callable[[], float]
    bron: str
    heeft_toegang: Callable[["Abonnement"], bool]

    def lever_af(self, sleutel: "Abonnementsleutel", termijn: Termijn) -> Afgeleverd:
        """Deliver what is due, as far as `termijn` allows.

        Raises:
            OpslagFout: broken off; what was not noted is still due.
        """
        nu = self.klok()
        pacht = self.uitbak.pacht(sleutel, nu, nu + PACHTTIJD)
        # Read after the right was taken: a change that comes later wakes it again.
        abonnement = self.abonnementen.lees(sleutel)
        if abonnement is None:
            self.uitbak.vergeet(sleutel, nu)
            return Afgeleverd("beeindigd")
        if pacht is None:
            return Afgeleverd("bezet")
        dicht = self._dicht(abonnement)
        ronde = Ronde(self.uitbak, abonnement, pacht, termijn, self.klok, dicht)
        try:
            for aflevering in ronde.aan_de_beurt():
                self._probeer(ronde, aflevering)
        finally:
            # Also when it breaks: what waits must not wait for a right that nobody uses.
            rustig = ronde.leg_neer()
        if not rustig or ronde.is_tijd:
            self.wekker.wek([sleutel])
        return ronde.verslag()

    def _dicht(self, abonnement: "Abonnement") -> str | None:
        """Why nothing may be sent, if so: it is not active, or its afnemer has lost the right to know."""
        if abonnement.toestand != "actief":
            return abonnement.toestand
        return None if self.heeft_toegang(abonnement) else GEEN_TOEGANG

    def _probeer(self, ronde: Ronde, aflevering: "Aflevering") -> None:
        """One attempt, and what becomes of the delivery, of its receiver and of the abonnement."""
        bericht = maak_bericht(aflevering, self.bron)
        tijd = Termijn.van(min(POGING, ronde.termijn.over), ronde.termijn.klok)
        uitkomst = self.bezorger.bezorg(bestemming_van(ronde.abonnement, self.klok()), bericht, tijd)
        nu = self.klok()
        besluit = ronde.beoordeel(aflevering, uitkomst, nu, self.toeval)
        if isinstance(besluit, Afmelden):
            # Unless its owner has just changed or ended it: then the new address may still want them.
            abonnement = ronde.abonnement
            if self.abonnementen.wijzig(abonnement, meld_af(abonnement)):
                ronde.is_uitgezet()


def maak_bericht(aflevering: "Aflevering", bron: str) -> Bericht:
    """What is handed over: the same bytes on every attempt."""
    mutatie = aflevering.regel.mutatie
    gebeurtenis = maak_gebeurtenis(mutatie, aflevering.volgnummer, gezien=aflevering.regel.eerder, bron=bron)
    return Bericht(
        mutatie.mutatie_id,
        aflevering.volgnummer,
        mutatie.leerbedrijf_id,
        mutatie.code,
        serialiseer(gebeurtenis),
    )
