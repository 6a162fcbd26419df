"""Which question to ask of our code for which difference."""

from stagemarkt_cli.contract.differences.deviation import Afwijking, Wat
from stagemarkt_cli.contract.meaning.answer import duid_antwoord
from stagemarkt_cli.contract.meaning.judgement import NERGENS, Oordeel, breekt, zonder_gevolg
from stagemarkt_cli.contract.meaning.receipt import duid_aankomst, duid_ontvangst
from stagemarkt_cli.contract.meaning.request import duid_verzoek
from stagemarkt_cli.contract.meaning.wire import duid_omgeving
from stagemarkt_cli.contract.usage.facts import Gebruik

_ALTIJD = frozenset({Wat.NAMESPACE, Wat.WSDL_NAMESPACE, Wat.OPERATIE_EXTRA})


def duid(afwijking: Afwijking, gebruik: Gebruik) -> Oordeel:
    """What this difference means for the facade."""
    if afwijking.wat is Wat.TYPE_HERNOEMD:
        return zonder_gevolg("De naam van een type staat niet in het bericht.")
    plaats = afwijking.plaats
    if afwijking.wat not in _ALTIJD and not gebruik.operatie(plaats.operatie):
        return zonder_gevolg("Deze operatie wordt hier niet gebruikt.", NERGENS)
    ontvangen = afwijking.wat not in _ALTIJD and gebruik.ontvangt(plaats.operatie)
    if plaats.kant == "geheel":
        return (duid_aankomst if ontvangen else duid_omgeving)(afwijking, gebruik)
    if ontvangen:
        return duid_ontvangst(afwijking, gebruik)
    if afwijking.wat is Wat.ELEMENT_NAMESPACE:
        return breekt(
            "Elementen worden met een andere namespace gestuurd en gezocht dan SBB gebruikt.",
            gebruik.plek("_SJABLOON"),
            gebruik.plek("_Lezer.waarden"),
        )
    return _duid_bericht(afwijking, gebruik)


def _duid_bericht(afwijking: Afwijking, gebruik: Gebruik) -> Oordeel:
    plaats = afwijking.plaats
    if afwijking.wat is Wat.OMHULSEL or len(plaats.pad) == 1:
        return _duid_omhulsel(afwijking, gebruik)
    return (duid_verzoek if plaats.kant == "verzoek" else duid_antwoord)(afwijking, gebruik)


def _duid_omhulsel(afwijking: Afwijking, gebruik: Gebruik) -> Oordeel:
    """The elements around the content: `Zoeken`, `request`, `ZoekenResponse`, `ZoekenResult`."""
    naam = afwijking.plaats.pad[0] if afwijking.plaats.pad else afwijking.ons
    plekken = gebruik.omhulsel(afwijking.plaats.operatie, naam)
    if afwijking.wat in {Wat.MINIMUM, Wat.MAXIMUM, Wat.NILLABLE, Wat.VOLGORDE}:
        return zonder_gevolg("Het omhulsel staat er hier altijd, één keer.")
    deel = afwijking.delen[1]
    if afwijking.wat is Wat.ELEMENT_EXTRA and (
        afwijking.plaats.kant == "antwoord" or (deel and not deel.minimum)
    ):
        return zonder_gevolg("Wat naast de inhoud staat, is niet nodig.")
    gevolg = (
        "SBB herkent het verzoek niet."
        if afwijking.plaats.kant == "verzoek"
        else "Het antwoord wordt niet gevonden: elke vraag wordt `bron-antwoord-ongeldig`."
    )
    return breekt(gevolg, *plekken)
