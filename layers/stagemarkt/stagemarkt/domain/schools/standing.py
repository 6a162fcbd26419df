"""What is known of a school's standing with SBB, judged: its certificate and its licence."""

from typing import Final, Literal, NamedTuple

from stagemarkt.domain.schools.certificate_watch import DREMPELS, dagen_over
from stagemarkt.ports.standing import Schooltoestand, Soort

Certificaatoordeel = Literal[
    "in-orde",
    "verloopt",
    "terugval",
    "nog-niet-geprobeerd",
    "nog-niet-geldig",
    "geweigerd",
    "verlopen",
    "onbruikbaar",
    "onbekend",
]
Licentieoordeel = Literal["in-orde", "nog-niet-geprobeerd", "geweigerd", "onbekend"]
Oordeel = Literal["in-orde", "let-op", "verstoord", "onbekend"]
_VERSTOORD: Final = frozenset({"geweigerd", "verlopen", "onbruikbaar", "nog-niet-geldig"})
_LET_OP: Final = frozenset({"verloopt", "terugval"})


class Schoolstand(NamedTuple):
    """The judgements; `status` is the worst of them.

    Attributes:
        dagen_over: None where the end of the certificate is not known.
        certificaat_op: when SBB last took this certificate, seconds since 1970; None if never.
        licentie_op: the same of this licence.
    """

    status: Oordeel
    certificaat: Certificaatoordeel
    licentie: Licentieoordeel
    dagen_over: int | None
    certificaat_op: float | None = None
    licentie_op: float | None = None


def beoordeel_school(toestand: Schooltoestand, nu: int) -> Schoolstand:
    """Judge what is known at `nu`, seconds since 1970."""
    certificaat, licentie = _certificaat(toestand, nu), _licentie(toestand)
    stand = toestand.certificaat
    oordelen = {certificaat, licentie}
    status: Oordeel = (
        "verstoord"
        if oordelen & _VERSTOORD
        else "let-op"
        if oordelen & _LET_OP
        else "in-orde"
        if "in-orde" in oordelen and "nog-niet-geprobeerd" not in oordelen
        else "onbekend"
    )
    if stand is None:
        return Schoolstand(status, certificaat, licentie, None)
    geslaagd = toestand.geslaagd
    return Schoolstand(
        status,
        certificaat,
        licentie,
        dagen_over(stand.geldig_tot, nu),
        geslaagd.get(stand.vingerafdruk),
        geslaagd.get(stand.licentiemerk) if stand.licentiemerk is not None else None,
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
    if dagen_over(stand.geldig_tot, nu) <= max(DREMPELS):
        return "verloopt"
    return "in-orde" if stand.vingerafdruk in toestand.geslaagd else "nog-niet-geprobeerd"


def _licentie(toestand: Schooltoestand) -> Licentieoordeel:
    if is_geweigerd(toestand, "licentie"):
        return "geweigerd"
    stand = toestand.certificaat
    if stand is not None and stand.licentiemerk is not None:
        return "in-orde" if stand.licentiemerk in toestand.geslaagd else "nog-niet-geprobeerd"
    return "in-orde" if toestand.laatste_succes is not None else "onbekend"


def is_geweigerd(toestand: Schooltoestand, soort: Soort) -> bool:
    """Whether the last that was seen of this is a refusal: of what stands there now, not what was."""
    weigering, stand = toestand.weigeringen.get(soort), toestand.certificaat
    if weigering is None:
        return False
    nu_gezet = None if stand is None else stand.licentiemerk if soort == "licentie" else stand.vingerafdruk
    if weigering.merk is None or nu_gezet is None:
        goed = weigering.hersteld_op if soort == "wisseling" else toestand.laatste_succes
    elif weigering.merk != nu_gezet:
        return False
    else:
        momenten = [weigering.hersteld_op if soort == "wisseling" else None, toestand.geslaagd.get(nu_gezet)]
        goed = max((moment for moment in momenten if moment is not None), default=None)
    return goed is None or weigering.op >= goed
