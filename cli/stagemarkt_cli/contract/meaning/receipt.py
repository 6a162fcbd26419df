"""Differences in what SBB asks of us: the message is read by name, and SBB must understand our answer."""

from typing import Final

from stagemarkt_cli.contract.differences.deviation import Afwijking, Wat
from stagemarkt_cli.contract.meaning.judgement import Oordeel, breekt, let_op, zonder_gevolg
from stagemarkt_cli.contract.usage.facts import Gebruik

# An answer of ours in which this is otherwise does not fit, whatever is in it.
_ALTIJD: Final = frozenset(
    {
        Wat.OMHULSEL,
        Wat.ELEMENT_ONTBREEKT,
        Wat.ELEMENT_HERNOEMD,
        Wat.ELEMENT_EXTRA,
        Wat.ELEMENT_NAMESPACE,
        Wat.VOLGORDE,
    }
)
# What a message is read without.
_MAG: Final = frozenset({Wat.ELEMENT_EXTRA, Wat.VOLGORDE})
_GEWEIGERD: Final = "De inname weigert het bericht; SBB biedt het opnieuw aan."
_APART: Final = "De inname vindt het element niet: zonder verplicht element wordt de mutatie apart gehouden."
_SOMS: Final = "Een mutatie met een waarde die hier niet te lezen is, wordt apart gehouden."


def duid_ontvangst(afwijking: Afwijking, gebruik: Gebruik) -> Oordeel:
    """What a difference in a message of SBB, or in our answer to it, means."""
    plaats = afwijking.plaats
    naam = plaats.pad[-1] if plaats.pad else afwijking.ons
    if plaats.kant == "verzoek":
        plekken = gebruik.ontvangen(plaats.operatie, naam)
        if afwijking.wat in _MAG:
            return zonder_gevolg("De inname zoekt elementen op naam, en kan hier tegen.", *plekken)
        return breekt(_APART, *plekken) if afwijking.wat in _ALTIJD else let_op(_SOMS, *plekken)
    plekken = gebruik.bevestigd(plaats.operatie, naam)
    deel = afwijking.delen[1]
    if afwijking.wat is Wat.ELEMENT_EXTRA and deel is not None and not deel.minimum:
        return zonder_gevolg("Het hoeft niet in onze bevestiging.")
    if afwijking.wat in _ALTIJD:
        return breekt("SBB kan onze bevestiging niet lezen, en biedt het bericht opnieuw aan.", *plekken)
    return let_op("SBB kan iets van onze bevestiging anders lezen.", *plekken)


def duid_aankomst(afwijking: Afwijking, gebruik: Gebruik) -> Oordeel:
    """What a difference in the way that a message of SBB reaches us means."""
    if afwijking.wat is Wat.EINDPUNT:
        return zonder_gevolg("SBB stuurt naar het adres in het abonnement, niet naar dit.")
    if afwijking.wat is Wat.ACTIE_VOORVOEGSEL:
        return breekt(
            "De inname weigert deze SOAPAction tot dit is ingesteld.", gebruik.instelling("soapaction")
        )
    if afwijking.wat is Wat.KOPPEN:
        return let_op(
            "De inname weigert een bericht met een kop die begrepen moet worden.",
            gebruik.plek("_controleer_koppen"),
        )
    operatie = gebruik.operatie(afwijking.plaats.operatie)
    if afwijking.wat is Wat.OPERATIE_ONTBREEKT:
        return breekt("Er komt geen wijziging van SBB meer binnen.", *operatie)
    controles = {
        Wat.OPERATIE_HERNOEMD: "OPERATIE",
        Wat.ACTIE_VORM: "SoapOntvangst._controleer_actie",
        Wat.WSA_ACTIE: "SoapOntvangst._controleer_actie",
        Wat.SOAP_VERSIE: "_SOAP12",
    }
    controle = controles.get(afwijking.wat)
    return breekt(_GEWEIGERD, *(operatie if controle is None else (gebruik.plek(controle),)))
