"""The service behind the wire: a request goes in as text, an answer comes out as a tree."""

import datetime as dt
from collections.abc import Callable
from typing import Final
from zoneinfo import ZoneInfo

from local.sbb.answer import Resultaat, resultaat_envelop
from local.sbb.envelope import Verzoek
from local.sbb.operations.abonneren import abonneer, beeindig, geef_abonnementen
from local.sbb.operations.details import geef_details
from local.sbb.operations.identificeer import identificeer
from local.sbb.operations.validation import Invoer, Omgeving, OngeldigVerzoek, Operatie
from local.sbb.operations.verifieer import verifieer
from local.sbb.operations.zoeken import zoek
from local.sbb.protocol import CONTRACT, Signaal
from local.sbb.register.register import Register
from local.sbb.scholen import Scholen, School
from local.sbb.subscriptions import Abonnementen
from local.sbb.xml_tree import Element, Schema

OPERATIES: Final[dict[str, Operatie]] = {
    "IdentificeerLeerbedrijf": identificeer,
    "VerifieerAccreditatie": verifieer,
    "AbonneerMutaties": abonneer,
    "GeefAbonnementen": geef_abonnementen,
    "BeeindigAbonnement": beeindig,
    "GeefDetails": geef_details,
    "Zoeken": zoek,
}

AMSTERDAM: Final = ZoneInfo("Europe/Amsterdam")


def vandaag_in_nederland() -> dt.date:
    """Give the day that it is in the Netherlands."""
    return dt.datetime.now(AMSTERDAM).date()


class Dienst:
    """White Label Stagemarkt: checks licence and schema, and has the operation answer.

    Args:
        register: the leerbedrijven.
        scholen: who may ask.
        vandaag: gives the day that statuses are told for.
    """

    def __init__(self, register: Register, scholen: Scholen, vandaag: Callable[[], dt.date]) -> None:
        self.register = register
        self.scholen = scholen
        self.abonnementen = Abonnementen()
        self._vandaag = vandaag
        self._schema = Schema(CONTRACT / "whitelabel.xsd")

    def vandaag(self) -> dt.date:
        """Give the day that this service lives in."""
        return self._vandaag()

    def keur(self, verzoek: Verzoek, certificaat_oin: str | None) -> School | Signaal:
        """Decide by licence and certificate whether the request may pass."""
        return self.scholen.keur(_licentie(verzoek), verzoek.afzender_oin, certificaat_oin)

    def licentiehouder(self, verzoek: Verzoek) -> School | None:
        """Give the school whose licence is in the request, if any."""
        return self.scholen.van_licentie(_licentie(verzoek))

    def antwoord(self, verzoek: Verzoek, toegang: School | Signaal) -> Element:
        """Carry out a request, or refuse it (the schema first when there is no licence to look at).

        Gives the envelope of the answer.
        """
        return resultaat_envelop(verzoek, self._resultaat(verzoek, toegang), verzoek.afzender_oin)

    def _resultaat(self, verzoek: Verzoek, toegang: School | Signaal) -> Resultaat:
        geen_licentie = verzoek.veld("Licentie") is None
        if isinstance(toegang, Signaal) and not (geen_licentie and toegang is Signaal.LICENTIE):
            return Resultaat(toegang)
        melding = self._schema.fout(verzoek.inhoud)
        if melding is not None:
            return Resultaat(Signaal.ONGELDIG, melding=melding)
        if isinstance(toegang, Signaal):
            return Resultaat(toegang)
        omgeving = Omgeving(self.register, self.abonnementen, self._vandaag(), toegang)
        try:
            return OPERATIES[verzoek.operatie](Invoer(verzoek.inhoud[0]), omgeving)
        except OngeldigVerzoek as fout:
            return Resultaat(Signaal.ONGELDIG, melding=str(fout))


def _licentie(verzoek: Verzoek) -> str:
    return (verzoek.veld("Licentie") or "").strip()
