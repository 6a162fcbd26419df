"""Differences in what we read."""

from stagemarkt_cli.contract.differences.deviation import Afwijking, Wat
from stagemarkt_cli.contract.meaning.bounds import is_ruimer
from stagemarkt_cli.contract.meaning.judgement import NERGENS, Oordeel, breekt, let_op, zonder_gevolg
from stagemarkt_cli.contract.meaning.simple_types import aard
from stagemarkt_cli.contract.usage.answers import Leesveld
from stagemarkt_cli.contract.usage.facts import Gebruik


def duid_antwoord(afwijking: Afwijking, gebruik: Gebruik) -> Oordeel:
    """What a difference in an answer means."""
    plaats = afwijking.plaats
    if afwijking.wat is Wat.ELEMENT_EXTRA:
        return zonder_gevolg("De lezer slaat over wat hij niet kent.", NERGENS)
    veld = gebruik.gelezen(plaats.operatie, plaats.pad)
    if veld is None:
        return zonder_gevolg("De facade leest dit element niet.", NERGENS)
    if afwijking.wat in {Wat.WAARDEN, Wat.PATROON, Wat.GRENS}:
        return _duid_regels(afwijking, gebruik, veld)
    if afwijking.wat is Wat.TYPE:
        return _duid_type(afwijking, veld)
    if afwijking.wat is Wat.ELEMENT_HERNOEMD:
        gevolg = f"Elk antwoord of deel zonder de oude naam {_weg(veld)}." if veld.verplicht else _LEEG
        return breekt(gevolg, veld.plek)
    return _duid_aanwezigheid(afwijking, veld)


_LEEG = "Het veld blijft leeg, zonder dat iets mislukt."


def _weg(veld: Leesveld) -> str:
    return "is onbruikbaar" if veld.draagt else "blijft weg"


def _duid_aanwezigheid(afwijking: Afwijking, veld: Leesveld) -> Oordeel:
    nieuw = afwijking.delen[1]
    if afwijking.wat is Wat.ELEMENT_ONTBREEKT and veld.verplicht:
        return breekt(f"Elk antwoord of deel zonder dit element {_weg(veld)}.", veld.plek)
    if afwijking.wat is Wat.ELEMENT_ONTBREEKT:
        return let_op(_LEEG, veld.plek)
    kan_ontbreken = nieuw is not None and (
        (afwijking.wat is Wat.MINIMUM and not nieuw.minimum)
        or (afwijking.wat is Wat.NILLABLE and nieuw.nillable)
    )
    if kan_ontbreken and veld.verplicht:
        return breekt(f"Een antwoord of deel zonder dit element {_weg(veld)}.", veld.plek)
    if afwijking.wat is Wat.MAXIMUM and nieuw is not None and nieuw.maximum != 1 and not veld.lijst:
        return breekt(f"Meer dan één, met verschillende waarden, {veld.onleesbaar}.", veld.plek)
    if afwijking.wat is Wat.KEUZE:
        return let_op("Welke van deze er samen zijn, is anders dan de facade verwacht.", veld.plek)
    return zonder_gevolg("De lezer zoekt elementen op naam, en kan hier tegen.")


def _duid_type(afwijking: Afwijking, veld: Leesveld) -> Oordeel:
    nieuw = afwijking.soorten[1]
    if nieuw is None or nieuw.basis is None or veld.aard == "bericht":
        return breekt("Er staat tekst waar elementen worden gelezen, of andersom.", veld.plek)
    if veld.aard == "tekst":
        return let_op("Gelezen als tekst; de waarde kan er anders uitzien.", veld.plek)
    if aard(nieuw.basis) == veld.aard:
        return let_op(f"Gelezen als {veld.aard}; de waarde kan er anders uitzien.", veld.plek)
    if (veld.aard, aard(nieuw.basis)) == ("datum", "moment"):
        return let_op("Gelezen als datum: een moment is de dag in Nederland waarop het valt.", veld.plek)
    return breekt(f"Gelezen als {veld.aard}: een andere waarde {veld.onleesbaar}.", veld.plek)


def _duid_regels(afwijking: Afwijking, gebruik: Gebruik, veld: Leesveld) -> Oordeel:
    oud, nieuw = (frozenset() if s is None else s.regels.waarden or frozenset() for s in afwijking.soorten)
    if afwijking.wat is Wat.WAARDEN and gebruik.is_signaalcode(afwijking.plaats.pad):
        onbekend = ", ".join(gebruik.onbekende_signaalcodes(nieuw)) or "geen"
        return let_op(
            f"Niet in onze tabel: {onbekend}; zo'n code wordt `bron-antwoord-ongeldig`.",
            gebruik.instelling("signaalcodes"),
            gebruik.plek("SIGNAALCODES"),
        )
    if afwijking.wat is Wat.WAARDEN:
        erbij = ", ".join(sorted(nieuw - oud)) or ("" if nieuw else "alles")
        return _duid_erbij(erbij, oud, gebruik, veld)
    if afwijking.wat is Wat.PATROON and veld.patroon is not None:
        return let_op(f"Een waarde die hier niet past, {veld.onleesbaar}.", veld.plek, veld.patroon)
    if afwijking.wat is Wat.GRENS and veld.begrensd and is_ruimer(afwijking.hun, afwijking.ons) is not True:
        return let_op(f"Een waarde buiten onze grenzen {veld.onleesbaar}.", veld.plek)
    return zonder_gevolg("De lezer stelt deze eis niet.")


def _duid_erbij(erbij: str, oud: frozenset[str], gebruik: Gebruik, veld: Leesveld) -> Oordeel:
    if not erbij or not oud:
        return zonder_gevolg("Wat er nog komt, wordt gelezen.")
    plekken = dict.fromkeys((*gebruik.tabel(oud), veld.plek))
    if not veld.streng and gebruik.onbekende_waarde_mag(oud):
        return let_op(f"Nieuw: {erbij}. Zo'n waarde wordt `onbekend`.", *plekken)
    return breekt(f"Nieuw: {erbij}. Zo'n waarde {veld.onleesbaar}.", *plekken)
