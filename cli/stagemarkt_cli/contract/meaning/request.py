"""Differences in what we send."""

from stagemarkt_cli.contract.differences.deviation import Afwijking, Wat
from stagemarkt_cli.contract.meaning.bounds import is_ruimer
from stagemarkt_cli.contract.meaning.judgement import NERGENS, Oordeel, breekt, let_op, zonder_gevolg
from stagemarkt_cli.contract.meaning.simple_types import aard
from stagemarkt_cli.contract.usage.facts import Gebruik

_NIET_GESTUURD = "De facade stuurt dit element niet."


def duid_verzoek(afwijking: Afwijking, gebruik: Gebruik) -> Oordeel:
    """What a difference in a request means."""
    plaats, nieuw = afwijking.plaats, afwijking.delen[1]
    gestuurd = gebruik.gestuurd(plaats.operatie, plaats.pad)
    # Where the fields of this request are written, for what is not among them yet.
    hier = gestuurd or gebruik.operatie(plaats.operatie)
    if afwijking.wat is Wat.ELEMENT_EXTRA:
        if nieuw is not None and nieuw.minimum:
            return breekt("SBB eist een element dat de facade niet stuurt.", *hier)
        return zonder_gevolg("Het hoeft niet, en de facade stuurt het niet.", NERGENS)
    if afwijking.wat in {Wat.MINIMUM, Wat.KEUZE} and nieuw is not None and nieuw.minimum:
        return _duid_geeist(afwijking, gestuurd, hier)
    if not gestuurd:
        return zonder_gevolg(_NIET_GESTUURD, NERGENS)
    return _duid_gestuurd(afwijking, gebruik, gestuurd)


def _duid_geeist(afwijking: Afwijking, gestuurd: tuple[str, ...], hier: tuple[str, ...]) -> Oordeel:
    if not gestuurd:
        return breekt("SBB eist een element dat de facade niet stuurt.", *hier)
    if afwijking.wat is Wat.KEUZE:
        return breekt("SBB eist nu alle alternatieven; de facade stuurt er één.", *gestuurd)
    return let_op("SBB eist een element dat de facade niet altijd stuurt.", *gestuurd)


def _duid_gestuurd(afwijking: Afwijking, gebruik: Gebruik, plekken: tuple[str, ...]) -> Oordeel:
    oud, nieuw = (None if soort is None else aard(soort.basis) for soort in afwijking.soorten)
    if afwijking.wat is Wat.TYPE and oud is not None and nieuw in {oud, "tekst"}:
        return let_op("SBB leest de waarde anders; wat de facade stuurt, past waarschijnlijk.", *plekken)
    breuken = {
        Wat.ELEMENT_ONTBREEKT: "SBB kent dit element niet, en kan het verzoek weigeren.",
        Wat.ELEMENT_HERNOEMD: "SBB kent het element onder een andere naam, en kan het verzoek weigeren.",
        Wat.TYPE: "SBB verwacht een ander soort waarde dan de facade stuurt.",
        Wat.VOLGORDE: "SBB verwacht de elementen in een andere volgorde dan de facade ze stuurt.",
    }
    if afwijking.wat in breuken:
        return breekt(breuken[afwijking.wat], *plekken)
    if afwijking.wat is Wat.WAARDEN:
        return _duid_waarden(afwijking, gebruik, plekken)
    if _kan_te_nauw_zijn(afwijking):
        return let_op("SBB kan een waarde weigeren die de facade wel stuurt.", *plekken)
    return zonder_gevolg("Wat de facade stuurt, blijft goed.")


def _kan_te_nauw_zijn(afwijking: Afwijking) -> bool:
    """Whether SBB may refuse what it took before."""
    if afwijking.wat is Wat.GRENS:
        return not is_ruimer(afwijking.ons, afwijking.hun)
    if afwijking.wat is Wat.KEUZE:
        # Out of a choice, and not required: each of them alone will do.
        return afwijking.delen[1] is None or afwijking.delen[1].keuze is not None
    return afwijking.wat is Wat.PATROON and afwijking.hun != "vrij"


def _duid_waarden(afwijking: Afwijking, gebruik: Gebruik, plekken: tuple[str, ...]) -> Oordeel:
    oud, nieuw = (frozenset() if s is None else s.regels.waarden or frozenset() for s in afwijking.soorten)
    vervallen = ", ".join(sorted(oud - nieuw)) if nieuw else ""
    if vervallen:
        gevolg = f"SBB kent niet meer: {vervallen}. Wie dat vraagt, wordt geweigerd."
        return breekt(gevolg, *dict.fromkeys((*plekken, *gebruik.tabel(oud))))
    if nieuw and not oud:
        return let_op("SBB neemt alleen nog deze waarden aan.", *plekken)
    return zonder_gevolg("Wat de facade stuurt, blijft goed; wat erbij kwam, wordt niet gevraagd.")
