"""AbonneerMutaties, GeefAbonnementen and BeeindigAbonnement: who hears of changes, and where."""

from local.sbb.answer import Resultaat
from local.sbb.operations.validation import Invoer, Omgeving, OngeldigVerzoek
from local.sbb.protocol import Signaal
from local.sbb.subscriptions import Abonnement
from local.sbb.xml_tree import Veld


def abonneer(invoer: Invoer, omgeving: Omgeving) -> Resultaat:
    """Answer the abonnement of the school on this endpoint, new or running already."""
    brin, endpoint = invoer.tekst("Brin"), invoer.tekst("Endpoint")
    if not endpoint or not endpoint.startswith("https://"):
        raise OngeldigVerzoek("Endpoint is geen https-adres.")
    if brin != omgeving.school.brin:
        return _andermans_brin()
    abonnement = omgeving.abonnementen.neem(brin, endpoint, omgeving.vandaag)
    return Resultaat(Signaal.IN_ORDE, [("Abonnement", _velden(abonnement))])


def geef_abonnementen(invoer: Invoer, omgeving: Omgeving) -> Resultaat:
    """Answer the running abonnementen of the school."""
    brin = invoer.tekst("Brin")
    if brin != omgeving.school.brin:
        return _andermans_brin()
    lopend = omgeving.abonnementen.van(brin)
    signaal = Signaal.IN_ORDE if lopend else Signaal.NIETS_GEVONDEN
    return Resultaat(signaal, [("Abonnementen", [("Abonnement", _velden(a)) for a in lopend])])


def beeindig(invoer: Invoer, omgeving: Omgeving) -> Resultaat:
    """End one of the school's abonnementen; 1 when it has no such abonnement."""
    abonnement_id = invoer.tekst("AbonnementID") or ""
    if omgeving.abonnementen.beeindig(omgeving.school.brin, abonnement_id):
        return Resultaat(Signaal.IN_ORDE)
    return Resultaat(Signaal.NIETS_GEVONDEN, melding="Abonnement onbekend.")


def _andermans_brin() -> Resultaat:
    return Resultaat(Signaal.CERTIFICAAT, melding="Brin hoort niet bij de afzender.")


def _velden(abonnement: Abonnement) -> list[Veld]:
    return [
        ("AbonnementID", abonnement.id),
        ("Brin", abonnement.brin),
        ("Endpoint", abonnement.endpoint),
        ("Ingangsdatum", abonnement.ingangsdatum),
    ]
