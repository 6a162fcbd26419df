"""Differences in what we send."""

from stagemarkt_cli.contract.differences.deviation import Aspect, Deviation
from stagemarkt_cli.contract.meaning.bounds import is_wider
from stagemarkt_cli.contract.meaning.judgement import NOWHERE, Judgement, breaks, caution, without_consequence
from stagemarkt_cli.contract.meaning.simple_types import nature
from stagemarkt_cli.contract.usage.facts import Usage

_NOT_SENT = "De facade stuurt dit element niet."


def explain_request(deviation: Deviation, usage: Usage) -> Judgement:
    """What a difference in a request means."""
    plaats, new = deviation.plaats, deviation.parts[1]
    sent = usage.sent(plaats.operatie, plaats.path)
    # Where the fields of this request are written, for what is not among them yet.
    here = sent or usage.operatie(plaats.operatie)
    if deviation.wat is Aspect.ELEMENT_EXTRA:
        if new is not None and new.minimum:
            return breaks("SBB eist een element dat de facade niet stuurt.", *here)
        return without_consequence("Het hoeft niet, en de facade stuurt het niet.", NOWHERE)
    if deviation.wat in {Aspect.MINIMUM, Aspect.KEUZE} and new is not None and new.minimum:
        return _explain_demanded(deviation, sent, here)
    if not sent:
        return without_consequence(_NOT_SENT, NOWHERE)
    return _explain_sent(deviation, usage, sent)


def _explain_demanded(deviation: Deviation, sent: tuple[str, ...], here: tuple[str, ...]) -> Judgement:
    if not sent:
        return breaks("SBB eist een element dat de facade niet stuurt.", *here)
    if deviation.wat is Aspect.KEUZE:
        return breaks("SBB eist nu alle alternatieven; de facade stuurt er één.", *sent)
    return caution("SBB eist een element dat de facade niet altijd stuurt.", *sent)


def _explain_sent(deviation: Deviation, usage: Usage, spots: tuple[str, ...]) -> Judgement:
    old, new = (None if kind is None else nature(kind.basis) for kind in deviation.soorten)
    if deviation.wat is Aspect.TYPE and old is not None and new in {old, "tekst"}:
        return caution("SBB leest de waarde anders; wat de facade stuurt, past waarschijnlijk.", *spots)
    breakages = {
        Aspect.ELEMENT_ONTBREEKT: "SBB kent dit element niet, en kan het verzoek weigeren.",
        Aspect.ELEMENT_HERNOEMD: "SBB kent het element onder een andere naam, en kan het verzoek weigeren.",
        Aspect.TYPE: "SBB verwacht een ander soort waarde dan de facade stuurt.",
        Aspect.VOLGORDE: "SBB verwacht de elementen in een andere volgorde dan de facade ze stuurt.",
    }
    if deviation.wat in breakages:
        return breaks(breakages[deviation.wat], *spots)
    if deviation.wat is Aspect.WAARDEN:
        return _explain_values(deviation, usage, spots)
    if _may_be_too_narrow(deviation):
        return caution("SBB kan een waarde weigeren die de facade wel stuurt.", *spots)
    return without_consequence("Wat de facade stuurt, blijft goed.")


def _may_be_too_narrow(deviation: Deviation) -> bool:
    """Whether SBB may refuse what it took before."""
    if deviation.wat is Aspect.GRENS:
        return not is_wider(deviation.ons, deviation.hun)
    if deviation.wat is Aspect.KEUZE:
        # Out of a choice, and not required: each of them alone will do.
        return deviation.parts[1] is None or deviation.parts[1].choice is not None
    return deviation.wat is Aspect.PATROON and deviation.hun != "vrij"


def _explain_values(deviation: Deviation, usage: Usage, spots: tuple[str, ...]) -> Judgement:
    old, new = (frozenset() if s is None else s.lines.values or frozenset() for s in deviation.soorten)
    lapsed = ", ".join(sorted(old - new)) if new else ""
    if lapsed:
        consequence = f"SBB kent niet meer: {lapsed}. Wie dat vraagt, wordt geweigerd."
        return breaks(consequence, *dict.fromkeys((*spots, *usage.table(old))))
    if new and not old:
        return caution("SBB neemt alleen nog deze waarden aan.", *spots)
    return without_consequence("Wat de facade stuurt, blijft goed; wat erbij kwam, wordt niet gevraagd.")
