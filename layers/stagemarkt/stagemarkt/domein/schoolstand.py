"""What is known of a school's standing with SBB, judged: its certificate and its licence."""

from typing import Final, Literal, NamedTuple

from stagemarkt.domein.certificaatwacht import DREMPELS, dagen_over
from stagemarkt.poorten.schooltoestand import Schooltoestand, Soort

Certificaatoordeel = Literal[
    "in-orde", "verloopt", "terugval", "nog-niet-geldig", "geweigerd", "verlopen", "onbruikbaar", "onbekend"
]
Licentieoordeel = Literal["in-orde", "geweigerd", "onbekend"]
Oordeel = Literal["in-orde", "let-op", "verstoord", "onbekend"]
_VERSTOORD: Final = frozenset({"geweigerd", "verlopen", "onbruikbaar", "nog-niet-geldig"})
_LET_OP: Final = frozenset({"verloopt", "terugval"})


class Schoolstand(NamedTuple):
    """The judgements; `status` is the worst of them, `dagen_over` is None where the end is not known."""

    status: Oordeel
    certificaat: Certificaatoordeel
    licentie: Licentieoordeel
    dagen_over: int | None


def beoordeel_school(toestand: Schooltoestand, nu: int) -> Schoolstand:
    """Judge what is known at `nu`, seconds since 1970."""
    certificaat, licentie = _certificaat(toestand, nu), _licentie(toestand)
    oordelen = {certificaat, licentie}
    status: Oordeel = (
        "verstoord"
        if oordelen & _VERSTOORD
        else "let-op"
        if oordelen & _LET_OP
        else "in-orde"
        if "in-orde" in oordelen
        else "onbekend"
    )
    stand = toestand.certificaat
    return Schoolstand(
        status, certificaat, licentie, dagen_over(stand.geldig_tot, nu) if stand is not None else None
    )


def _certificaat(toestand: Schooltoestand, nu: int) -> Certificaatoordeel:  # noqa: PLR0911 - a table, worst first
    stand = toestand.certificaat
    if toestand.onbruikbaar is not None:
        return "onbruikbaar"
    if stand is not None and stand.geldig_tot <= nu:
        return "verlopen"
    if stand is not None and nu < stand.geldig_van:
        return "nog-niet-geldig"
    if is_geweigerd(toestand, "certificaat"):
        return "geweigerd"
    if is_geweigerd(toestand, "wisseling"):
        return "terugval"
    if stand is None:
        return "in-orde" if toestand.laatste_succes is not None else "onbekend"
    return "verloopt" if dagen_over(stand.geldig_tot, nu) <= max(DREMPELS) else "in-orde"


def _licentie(toestand: Schooltoestand) -> Licentieoordeel:
    if is_geweigerd(toestand, "licentie"):
        return "geweigerd"
    return "in-orde" if toestand.laatste_succes is not None else "onbekend"


def is_geweigerd(toestand: Schooltoestand, soort: Soort) -> bool:
    """Whether the last that was seen of this is a refusal."""
    weigering = toestand.weigeringen.get(soort)
    if weigering is None:
        return False
    goed = weigering.hersteld_op if soort == "wisseling" else toestand.laatste_succes
    return goed is None or weigering.op >= goed
