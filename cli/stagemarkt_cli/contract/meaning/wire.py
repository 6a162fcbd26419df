"""Differences in names, addresses and the way messages go over the wire."""

from stagemarkt_cli.contract.differences.deviation import Afwijking, Wat
from stagemarkt_cli.contract.meaning.judgement import NERGENS, Oordeel, breekt, let_op, zonder_gevolg
from stagemarkt_cli.contract.usage.facts import Gebruik

_NAAM = "SBB herkent de operatie niet, en het antwoord wordt niet gevonden."


def duid_omgeving(afwijking: Afwijking, gebruik: Gebruik) -> Oordeel:
    """What a difference outside the messages means."""
    if afwijking.wat in {Wat.NAMESPACE, Wat.WSDL_NAMESPACE, Wat.EINDPUNT, Wat.ACTIE_VOORVOEGSEL}:
        return _duid_instelling(afwijking, gebruik)
    if afwijking.wat is Wat.OPERATIE_EXTRA:
        return zonder_gevolg("De facade vraagt deze operatie niet.", NERGENS)
    operatie = gebruik.operatie(afwijking.plaats.operatie)
    plek = gebruik.plek
    oordelen = {
        Wat.OPERATIE_ONTBREEKT: ("Wat op deze operatie rust, werkt niet.", operatie),
        Wat.OPERATIE_HERNOEMD: (_NAAM, operatie),
        Wat.ACTIE_VORM: ("SBB herkent de SOAPAction niet.", (plek("Eindpunt.actie"),)),
        Wat.WSA_ACTIE: ("wsa:Action is hier gelijk aan SOAPAction.", (plek("_SJABLOON"),)),
        Wat.SOAP_VERSIE: (
            "Envelop en Content-Type zijn van een andere SOAP-versie.",
            (plek("SOAP_NS"), plek("Transport._eenmaal")),
        ),
        Wat.STIJL: ("De inhoud van het bericht heeft een andere vorm.", (plek("_SJABLOON"),)),
        Wat.CODERING: ("De waarden worden anders geschreven.", (plek("_SJABLOON"),)),
        Wat.KOPPEN: ("SBB verwacht andere SOAP-koppen dan er gaan.", (plek("_SJABLOON"),)),
    }
    gevolg, plekken = oordelen[afwijking.wat]
    return breekt(gevolg, *plekken)


def _duid_instelling(afwijking: Afwijking, gebruik: Gebruik) -> Oordeel:
    if afwijking.wat is Wat.WSDL_NAMESPACE:
        return zonder_gevolg("Die van de berichten is gelijk; deze staat niet in een bericht.")
    if afwijking.wat is Wat.NAMESPACE:
        return breekt("SBB herkent geen enkel bericht tot dit is ingesteld.", gebruik.instelling("namespace"))
    if afwijking.wat is Wat.ACTIE_VOORVOEGSEL:
        return breekt(
            "SBB herkent de SOAPAction niet tot dit is ingesteld.", gebruik.instelling("soapaction")
        )
    plek = gebruik.instelling("eindpunt")
    if not afwijking.hun.startswith("https://"):
        return breekt("Het adres is geen https, en daar stuurt de facade niets heen.", plek)
    return let_op("Een instelling: het adres waar de vragen heen gaan.", plek)
