"""Abonnementen: where the changes go. Touches the abonnementen and the outbox; sends nothing out itself."""

import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

from stagemarkt.composition.abonnementen import AbonnementenPorts
from stagemarkt.web.handler import LambdaContext, ingang
from stagemarkt.web.input import abonnementen as vragen
from stagemarkt.web.output import abonnementen as weergave
from stagemarkt.web.request import Verzoek
from stagemarkt.web.response import Antwoord


class Loket:
    """Answers over these ports; every method is an operation of the API."""

    def __init__(self, ports: AbonnementenPorts) -> None:
        self._ports = ports

    def geef_alle(self, verzoek: Verzoek) -> Antwoord:
        """`GET /abonnementen`."""
        vragen.zonder_query(verzoek)
        return weergave.van_lijst(self._ports.desk.of_owner(vragen.houder(verzoek)))

    def maak(self, verzoek: Verzoek) -> Antwoord:
        """`POST /abonnementen`: it begins with what comes now."""
        aanvraag = vragen.aanvraag(verzoek, self._keurders)
        nieuw = self._ports.desk.open(str(uuid.uuid4()), vragen.houder(verzoek), *aanvraag)
        return weergave.van_nieuw(nieuw, self._ports.bezorgrol)

    def geef(self, verzoek: Verzoek) -> Antwoord:
        """`GET /abonnementen/{abonnementId}`."""
        gevonden = self._ports.desk.find(vragen.houder(verzoek), vragen.sleutel(verzoek))
        return weergave.van_een(gevonden, self._ports.bezorgrol)

    def wijzig(self, verzoek: Verzoek) -> Antwoord:
        """`PATCH /abonnementen/{abonnementId}`."""
        nieuw = self._ports.desk.change(
            vragen.houder(verzoek),
            vragen.sleutel(verzoek),
            partial(vragen.controleer_versie, verzoek),
            lambda abonnement: vragen.wens(verzoek, abonnement, self._keurders),
        )
        return weergave.van_een(nieuw, self._ports.bezorgrol)

    def beeindig(self, verzoek: Verzoek) -> Antwoord:
        """`DELETE /abonnementen/{abonnementId}`."""
        self._ports.desk.end(
            vragen.houder(verzoek), vragen.sleutel(verzoek), partial(vragen.controleer_versie, verzoek)
        )
        return Antwoord(204)

    def wissel_sleutel(self, verzoek: Verzoek) -> Antwoord:
        """`POST …/sleutelrotaties`."""
        nieuw = self._ports.desk.rotate_key(vragen.houder(verzoek), vragen.sleutel(verzoek))
        return weergave.van_een(nieuw, self._ports.bezorgrol, 201, met_geheim=True)

    def lever_opnieuw(self, verzoek: Verzoek) -> Antwoord:
        """`POST …/herafleveringen`."""
        gekozen = self._ports.desk.redeliver(
            vragen.houder(verzoek), vragen.sleutel(verzoek), partial(vragen.vanaf, verzoek)
        )
        return weergave.van_herlevering(*gekozen)

    def geef_afleveringen(self, verzoek: Verzoek) -> Antwoord:
        """`GET …/afleveringen`, newest first."""
        vraag = vragen.afleveringen(verzoek)
        lijst = self._ports.desk.deliveries(vragen.houder(verzoek), vraag.sleutel, vraag.voor, vraag.aantal)
        return weergave.van_afleveringen(lijst, vraag, verzoek)

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
