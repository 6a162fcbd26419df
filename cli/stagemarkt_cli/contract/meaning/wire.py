"""Differences in names, addresses and the way messages go over the wire."""

from stagemarkt_cli.contract.differences.deviation import Aspect, Deviation
from stagemarkt_cli.contract.meaning.judgement import NOWHERE, Judgement, breaks, caution, without_consequence
from stagemarkt_cli.contract.usage.facts import Usage

_NAME = "SBB herkent de operatie niet, en het antwoord wordt niet gevonden."


def explain_wire(deviation: Deviation, usage: Usage) -> Judgement:
    """What a difference outside the messages means."""
    if deviation.wat in {Aspect.NAMESPACE, Aspect.WSDL_NAMESPACE, Aspect.EINDPUNT, Aspect.ACTIE_VOORVOEGSEL}:
        return _explain_setting(deviation, usage)
    if deviation.wat is Aspect.OPERATIE_EXTRA:
        return without_consequence("De facade vraagt deze operatie niet.", NOWHERE)
    operation = usage.operatie(deviation.plaats.operatie)
    spot = usage.plek
    verdicts = {
        Aspect.OPERATIE_ONTBREEKT: ("Wat op deze operatie rust, werkt niet.", operation),
        Aspect.OPERATIE_HERNOEMD: (_NAME, operation),
        Aspect.ACTIE_VORM: ("SBB herkent de SOAPAction niet.", (spot("Endpoint.action"),)),
        Aspect.WSA_ACTIE: ("wsa:Action is hier gelijk aan SOAPAction.", (spot("_TEMPLATE"),)),
        Aspect.SOAP_VERSIE: (
            "Envelop en Content-Type zijn van een andere SOAP-versie.",
            (spot("SOAP_NS"), spot("Transport._send_once")),
        ),
        Aspect.STIJL: ("De inhoud van het bericht heeft een andere vorm.", (spot("_TEMPLATE"),)),
        Aspect.CODERING: ("De waarden worden anders geschreven.", (spot("_TEMPLATE"),)),
        Aspect.KOPPEN: ("SBB verwacht andere SOAP-koppen dan er gaan.", (spot("_TEMPLATE"),)),
    }
    consequence, spots = verdicts[deviation.wat]
    return breaks(consequence, *spots)


def _explain_setting(deviation: Deviation, usage: Usage) -> Judgement:
    if deviation.wat is Aspect.WSDL_NAMESPACE:
        return without_consequence("Die van de berichten is gelijk; deze staat niet in een bericht.")
    if deviation.wat is Aspect.NAMESPACE:
        return breaks("SBB herkent geen enkel bericht tot dit is ingesteld.", usage.setting("namespace"))
    if deviation.wat is Aspect.ACTIE_VOORVOEGSEL:
        return breaks("SBB herkent de SOAPAction niet tot dit is ingesteld.", usage.setting("soapaction"))
    spot = usage.setting("eindpunt")
    if not deviation.hun.startswith("https://"):
        return breaks("Het adres is geen https, en daar stuurt de facade niets heen.", spot)
    return caution("Een instelling: het adres waar de vragen heen gaan.", spot)
