"""Differences in what we read."""

from stagemarkt_cli.contract.differences.deviation import Aspect, Deviation
from stagemarkt_cli.contract.meaning.bounds import is_wider
from stagemarkt_cli.contract.meaning.judgement import NOWHERE, Judgement, breaks, caution, without_consequence
from stagemarkt_cli.contract.meaning.simple_types import nature
from stagemarkt_cli.contract.usage.answers import ReadField
from stagemarkt_cli.contract.usage.facts import Usage


def explain_answer(deviation: Deviation, usage: Usage) -> Judgement:
    """What a difference in an answer means."""
    plaats = deviation.plaats
    if deviation.wat is Aspect.ELEMENT_EXTRA:
        return without_consequence("De lezer slaat over wat hij niet kent.", NOWHERE)
    field = usage.parsed(plaats.operatie, plaats.path)
    if field is None:
        return without_consequence("De facade leest dit element niet.", NOWHERE)
    if deviation.wat in {Aspect.WAARDEN, Aspect.PATROON, Aspect.GRENS}:
        return _explain_rules(deviation, usage, field)
    if deviation.wat is Aspect.TYPE:
        return _explain_type(deviation, field)
    if deviation.wat is Aspect.ELEMENT_HERNOEMD:
        consequence = f"Elk antwoord of deel zonder de oude naam {_way(field)}." if field.required else _EMPTY
        return breaks(consequence, field.plek)
    return _explain_presence(deviation, field)


_EMPTY = "Het veld blijft leeg, zonder dat iets mislukt."


def _way(field: ReadField) -> str:
    return "is onbruikbaar" if field.draagt else "blijft weg"


def _explain_presence(deviation: Deviation, field: ReadField) -> Judgement:
    new = deviation.parts[1]
    if deviation.wat is Aspect.ELEMENT_ONTBREEKT and field.required:
        return breaks(f"Elk antwoord of deel zonder dit element {_way(field)}.", field.plek)
    if deviation.wat is Aspect.ELEMENT_ONTBREEKT:
        return caution(_EMPTY, field.plek)
    may_be_missing = new is not None and (
        (deviation.wat is Aspect.MINIMUM and not new.minimum)
        or (deviation.wat is Aspect.NILLABLE and new.nillable)
    )
    if may_be_missing and field.required:
        return breaks(f"Een antwoord of deel zonder dit element {_way(field)}.", field.plek)
    if deviation.wat is Aspect.MAXIMUM and new is not None and new.maximum != 1 and not field.listing:
        return breaks(f"Meer dan één, met verschillende waarden, {field.onleesbaar}.", field.plek)
    if deviation.wat is Aspect.KEUZE:
        return caution("Welke van deze er samen zijn, is anders dan de facade verwacht.", field.plek)
    return without_consequence("De lezer zoekt elementen op naam, en kan hier tegen.")


def _explain_type(deviation: Deviation, field: ReadField) -> Judgement:
    new = deviation.soorten[1]
    if new is None or new.basis is None or field.nature == "bericht":
        return breaks("Er staat tekst waar elementen worden gelezen, of andersom.", field.plek)
    if field.nature == "tekst":
        return caution("Gelezen als tekst; de waarde kan er anders uitzien.", field.plek)
    if nature(new.basis) == field.nature:
        return caution(f"Gelezen als {field.nature}; de waarde kan er anders uitzien.", field.plek)
    if (field.nature, nature(new.basis)) == ("datum", "moment"):
        return caution("Gelezen als datum: een moment is de dag in Nederland waarop het valt.", field.plek)
    return breaks(f"Gelezen als {field.nature}: een andere waarde {field.onleesbaar}.", field.plek)


def _explain_rules(deviation: Deviation, usage: Usage, field: ReadField) -> Judgement:
    old, new = (frozenset() if s is None else s.lines.values or frozenset() for s in deviation.soorten)
    if deviation.wat is Aspect.WAARDEN and usage.is_signaalcode(deviation.plaats.path):
        unknown = ", ".join(usage.unknown_signaalcodes(new)) or "geen"
        return caution(
            f"Niet in onze tabel: {unknown}; zo'n code wordt `bron-antwoord-ongeldig`.",
            usage.setting("signaalcodes"),
            usage.plek("SIGNAALCODES"),
        )
    if deviation.wat is Aspect.WAARDEN:
        additions = ", ".join(sorted(new - old)) or ("" if new else "alles")
        return _explain_added(additions, old, usage, field)
    if deviation.wat is Aspect.PATROON and field.pattern is not None:
        return caution(f"Een waarde die hier niet past, {field.onleesbaar}.", field.plek, field.pattern)
    if deviation.wat is Aspect.GRENS and field.bounded and is_wider(deviation.hun, deviation.ons) is not True:
        return caution(f"Een waarde buiten onze grenzen {field.onleesbaar}.", field.plek)
    return without_consequence("De lezer stelt deze eis niet.")


def _explain_added(additions: str, old: frozenset[str], usage: Usage, field: ReadField) -> Judgement:
    if not additions or not old:
        return without_consequence("Wat er nog komt, wordt gelezen.")
    spots = dict.fromkeys((*usage.table(old), field.plek))
    if not field.strict and usage.allows_unknown_value(old):
        return caution(f"Nieuw: {additions}. Zo'n waarde wordt `onbekend`.", *spots)
    return breaks(f"Nieuw: {additions}. Zo'n waarde {field.onleesbaar}.", *spots)
