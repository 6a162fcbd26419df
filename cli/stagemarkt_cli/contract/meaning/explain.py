"""Which question to ask of our code for which difference."""

from stagemarkt_cli.contract.differences.deviation import Aspect, Deviation
from stagemarkt_cli.contract.meaning.answer import explain_answer
from stagemarkt_cli.contract.meaning.judgement import NOWHERE, Judgement, breaks, without_consequence
from stagemarkt_cli.contract.meaning.receipt import explain_arrival, explain_receipt
from stagemarkt_cli.contract.meaning.request import explain_request
from stagemarkt_cli.contract.meaning.wire import explain_wire
from stagemarkt_cli.contract.usage.facts import Usage

_ALWAYS = frozenset({Aspect.NAMESPACE, Aspect.WSDL_NAMESPACE, Aspect.OPERATIE_EXTRA})


def explain(deviation: Deviation, usage: Usage) -> Judgement:
    """What this difference means for the facade."""
    if deviation.wat is Aspect.TYPE_HERNOEMD:
        return without_consequence("De naam van een type staat niet in het bericht.")
    plaats = deviation.plaats
    if deviation.wat not in _ALWAYS and not usage.operatie(plaats.operatie):
        return without_consequence("Deze operatie wordt hier niet gebruikt.", NOWHERE)
    received = deviation.wat not in _ALWAYS and usage.receives(plaats.operatie)
    if plaats.side == "geheel":
        return (explain_arrival if received else explain_wire)(deviation, usage)
    if received:
        return explain_receipt(deviation, usage)
    if deviation.wat is Aspect.ELEMENT_NAMESPACE:
        return breaks(
            "Elementen worden met een andere namespace gestuurd en gezocht dan SBB gebruikt.",
            usage.plek("_TEMPLATE"),
            usage.plek("_FieldReader.values"),
        )
    return _explain_message(deviation, usage)


def _explain_message(deviation: Deviation, usage: Usage) -> Judgement:
    plaats = deviation.plaats
    if deviation.wat is Aspect.OMHULSEL or len(plaats.path) == 1:
        return _explain_envelope(deviation, usage)
    return (explain_request if plaats.side == "verzoek" else explain_answer)(deviation, usage)


def _explain_envelope(deviation: Deviation, usage: Usage) -> Judgement:
    """The elements around the content: `Zoeken`, `request`, `ZoekenResponse`, `ZoekenResult`."""
    name = deviation.plaats.path[0] if deviation.plaats.path else deviation.ons
    spots = usage.envelope(deviation.plaats.operatie, name)
    if deviation.wat in {Aspect.MINIMUM, Aspect.MAXIMUM, Aspect.NILLABLE, Aspect.VOLGORDE}:
        return without_consequence("Het omhulsel staat er hier altijd, één keer.")
    part = deviation.parts[1]
    if deviation.wat is Aspect.ELEMENT_EXTRA and (
        deviation.plaats.side == "antwoord" or (part and not part.minimum)
    ):
        return without_consequence("Wat naast de inhoud staat, is niet nodig.")
    consequence = (
        "SBB herkent het verzoek niet."
        if deviation.plaats.side == "verzoek"
        else "Het antwoord wordt niet gevonden: elke vraag wordt `bron-antwoord-ongeldig`."
    )
    return breaks(consequence, *spots)
