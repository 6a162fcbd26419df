"""Abonnementen: where the changes go. Touches the abonnementen and the outbox; sends nothing out itself."""

import uuid
from collections.abc import Callable
from typing import Any

from stagemarkt.composition.abonnementen import AbonnementenPorts
from stagemarkt.domein import abonneren
from stagemarkt.domein.volgen import Genummerd, eerste_vanaf
from stagemarkt.model.abonnement import Abonnement
from stagemarkt.model.fouten import OpslagFout, VersieGewijzigd
from stagemarkt.model.uitgaand import Stand
from stagemarkt.observatie import meld_opslagfout
from stagemarkt.web import abonnementvragen as vragen
from stagemarkt.web import abonnementweergave as weergave
from stagemarkt.web.antwoord import Antwoord
from stagemarkt.web.ingang import LambdaContext, ingang
from stagemarkt.web.verzoek import Verzoek


class Loket:
    """Answers over these ports; every method is an operation of the API."""

    def __init__(self, ports: AbonnementenPorts) -> None:
        self._ports = ports

    def geef_alle(self, verzoek: Verzoek) -> Antwoord:
        """`GET /abonnementen`."""
        vragen.zonder_query(verzoek)
        return weergave.van_lijst(self._alle(verzoek))

    def maak(self, verzoek: Verzoek) -> Antwoord:
        """`POST /abonnementen`: it begins with what comes now."""
        aanvraag = vragen.aanvraag(verzoek, self._keurders)
        abonneren.weiger_te_veel(len(self._alle(verzoek)))
        nu = self._nu()
        nieuw = abonneren.begin(str(uuid.uuid4()), vragen.houder(verzoek), *aanvraag, nu=nu)
        begin = self._ports.feed.stand(verzoek.school)
        self._ports.abonnementen.maak(nieuw, begin, nu)
        self._sla_over(nieuw, begin)
        return weergave.van_nieuw(nieuw, self._ports.bezorgrol)

    def geef(self, verzoek: Verzoek) -> Antwoord:
        """`GET /abonnementen/{abonnementId}`."""
        return weergave.van_een(self._het(verzoek), self._ports.bezorgrol)

    def wijzig(self, verzoek: Verzoek) -> Antwoord:
        """`PATCH /abonnementen/{abonnementId}`."""
        oud = self._het(verzoek)
        try:
            vragen.controleer_versie(verzoek, oud)
            wens = vragen.wens(verzoek, oud, self._keurders)
            nieuw = abonneren.wijzig(oud, wens, self._nu())
            self._bewaar(oud, nieuw)
        except VersieGewijzigd:
            # RFC 9110, 13.1.1: a change that was made already succeeds, for its answer may have been lost.
            nieuw = self._het(verzoek)
            if not abonneren.is_gedaan(nieuw, vragen.wens(verzoek, nieuw, self._keurders), self._nu()):
                raise
        return weergave.van_een(nieuw, self._ports.bezorgrol)

    def beeindig(self, verzoek: Verzoek) -> Antwoord:
        """`DELETE /abonnementen/{abonnementId}`."""
        abonnementen, sleutel = self._ports.abonnementen, vragen.sleutel(verzoek)
        gevonden = abonnementen.lees(sleutel)
        if gevonden is None and abonnementen.is_beeindigd(sleutel, verzoek.afnemer_id):
            # It was ended already; the answer that said so may have been lost.
            return Antwoord(204)
        oud = vragen.houder(verzoek).controleer(gevonden)
        vragen.controleer_versie(verzoek, oud)
        if not abonnementen.verwijder(oud, self._ports.klok()):
            raise VersieGewijzigd(vragen.INTUSSEN)
        return Antwoord(204)

    def wissel_sleutel(self, verzoek: Verzoek) -> Antwoord:
        """`POST …/sleutelrotaties`."""
        oud = self._het(verzoek)
        nieuw = abonneren.wissel_sleutel(oud, self._nu())
        self._bewaar(oud, nieuw)
        return weergave.van_een(nieuw, self._ports.bezorgrol, 201, met_geheim=True)

    def lever_opnieuw(self, verzoek: Verzoek) -> Antwoord:
        """`POST …/herafleveringen`: whoever delivers puts them back, so that any number will do."""
        abonnement, vanaf = self._het(verzoek), vragen.vanaf(verzoek)
        abonneren.weiger_te_vaak(self._ports.tempo, abonnement, abonneren.HERLEVEREN, self._ports.klok())
        sleutel = abonnement.sleutel
        afleveringen = self._ports.afleveringen

        def lees(na: int, aantal: int) -> list[Genummerd]:
            return [Genummerd(een.volgnummer, een.regel) for een in afleveringen.lees(sleutel, na, aantal)]

        stand = afleveringen.stand(sleutel)
        teller = 0 if stand is None else stand.teller
        eerste = eerste_vanaf(lees, teller, vanaf)
        if eerste <= teller:
            self._ports.uitbak.herlever(sleutel, eerste, teller, self._ports.klok())
            self._ports.por(sleutel)
        return weergave.van_herlevering(eerste, teller)

    def geef_afleveringen(self, verzoek: Verzoek) -> Antwoord:
        """`GET …/afleveringen`, newest first."""
        vraag = vragen.afleveringen(verzoek)
        abonnement = vragen.houder(verzoek).controleer(self._ports.abonnementen.lees(vraag.sleutel))
        lijst = self._ports.afleveringen.lees_terug(abonnement.sleutel, vraag.voor, vraag.aantal)
        return weergave.van_afleveringen(lijst, vraag, verzoek)

    def _alle(self, verzoek: Verzoek) -> list[Abonnement]:
        van_school = self._ports.abonnementen.van_school(verzoek.school)
        return [abonnement for abonnement in van_school if abonnement.afnemer_id == verzoek.afnemer_id]

    def _het(self, verzoek: Verzoek) -> Abonnement:
        return vragen.houder(verzoek).controleer(self._ports.abonnementen.lees(vragen.sleutel(verzoek)))

    def _bewaar(self, oud: Abonnement, nieuw: Abonnement) -> None:
        if not self._ports.abonnementen.wijzig(oud, nieuw, self._nu()):
            raise VersieGewijzigd(vragen.INTUSSEN)
        if nieuw.toestand == "actief":
            self._ports.por(nieuw.sleutel)

    def _sla_over(self, nieuw: Abonnement, begin: int) -> None:
        """What was numbered while it was being made went by unseen: it begins after that, not behind it."""
        try:
            einde = self._ports.feed.stand(nieuw.school)
            if einde != begin:
                # Refused when the fan-out did see it: then it has those events already.
                self._ports.afleveringen.nummer(nieuw.sleutel, Stand(gelezen_tot=begin), [], einde)
        except OpslagFout as fout:
            # They come with the next change, then; its key can be shown only now.
            meld_opslagfout("begin", fout)

    def _nu(self) -> float:
        # To the millisecond, as it is kept: who reads it back must find the same.
        return round(self._ports.klok(), 3)

    def _keurders(self) -> vragen.Keurders:
        return vragen.Keurders(self._ports.webhookkeurder, self._ports.thuis)


def maak_handler(ports: AbonnementenPorts) -> Callable[[dict[str, Any], LambdaContext], dict[str, Any]]:
    """The handler over these ports."""
    loket = Loket(ports)
    return ingang(
        {
            "geefAbonnementen": loket.geef_alle,
            "maakAbonnement": loket.maak,
            "geefAbonnement": loket.geef,
            "wijzigAbonnement": loket.wijzig,
            "beeindigAbonnement": loket.beeindig,
            "wisselSleutel": loket.wissel_sleutel,
            "leverOpnieuw": loket.lever_opnieuw,
            "geefAfleveringen": loket.geef_afleveringen,
        }
    )


handler = maak_handler(AbonnementenPorts())
