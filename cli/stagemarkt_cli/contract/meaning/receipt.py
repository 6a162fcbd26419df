"""Differences in what SBB asks of us: the message is read by name, and SBB must understand our answer."""

from typing import Final

from stagemarkt_cli.contract.differences.deviation import Aspect, Deviation
from stagemarkt_cli.contract.meaning.judgement import Judgement, breaks, caution, without_consequence
from stagemarkt_cli.contract.usage.facts import Usage

# An answer of ours in which this is otherwise does not fit, whatever is in it.
_ALWAYS: Final = frozenset(
    {
        Aspect.OMHULSEL,
        Aspect.ELEMENT_ONTBREEKT,
        Aspect.ELEMENT_HERNOEMD,
        Aspect.ELEMENT_EXTRA,
        Aspect.ELEMENT_NAMESPACE,
        Aspect.VOLGORDE,
    }
)
# What a message is read without.
_MAY: Final = frozenset({Aspect.ELEMENT_EXTRA, Aspect.VOLGORDE})
_REFUSED: Final = "De inname weigert het bericht; SBB biedt het opnieuw aan."
_SET_APART: Final = (
    "De inname vindt het element niet: zonder verplicht element wordt de mutatie apart gehouden."
)
_SOMETIMES: Final = "Een mutatie met een waarde die hier niet te lezen is, wordt apart gehouden."


def explain_receipt(deviation: Deviation, usage: Usage) -> Judgement:
    """What a difference in a message of SBB, or in our answer to it, means."""
    plaats = deviation.plaats
    name = plaats.path[-1] if plaats.path else deviation.ons
    if plaats.side == "verzoek":
        spots = usage.received(plaats.operatie, name)
        if deviation.wat in _MAY:
            return without_consequence("De inname zoekt elementen op naam, en kan hier tegen.", *spots)
        return breaks(_SET_APART, *spots) if deviation.wat in _ALWAYS else caution(_SOMETIMES, *spots)
    spots = usage.confirmed(plaats.operatie, name)
    part = deviation.parts[1]
    if deviation.wat is Aspect.ELEMENT_EXTRA and part is not None and not part.minimum:
        return without_consequence("Het hoeft niet in onze bevestiging.")
    if deviation.wat in _ALWAYS:
        return breaks("SBB kan onze bevestiging niet lezen, en biedt het bericht opnieuw aan.", *spots)
    return caution("SBB kan iets van onze bevestiging anders lezen.", *spots)


def explain_arrival(deviation: Deviation, usage: Usage) -> Judgement:
    """What a difference in the way that a message of SBB reaches us means."""
    if deviation.wat is Aspect.EINDPUNT:
        return without_consequence("SBB stuurt naar het adres in het abonnement, niet naar dit.")
    if deviation.wat is Aspect.ACTIE_VOORVOEGSEL:
        return breaks("De inname weigert deze SOAPAction tot dit is ingesteld.", usage.setting("soapaction"))
    if deviation.wat is Aspect.KOPPEN:
        return caution(
            "De inname weigert een bericht met een kop die begrepen moet worden.",
            usage.plek("_check_headers"),
        )
    operation = usage.operatie(deviation.plaats.operatie)
    if deviation.wat is Aspect.OPERATIE_ONTBREEKT:
        return breaks("Er komt geen wijziging van SBB meer binnen.", *operation)
    checks = {
        Aspect.OPERATIE_HERNOEMD: "OPERATION",
        Aspect.ACTIE_VORM: "SoapReceiver._check_action",
        Aspect.WSA_ACTIE: "SoapReceiver._check_action",
        Aspect.SOAP_VERSIE: "_SOAP12",
    }
    check = checks.get(deviation.wat)
    return breaks(_REFUSED, *(operation if check is None else (usage.plek(check),)))
