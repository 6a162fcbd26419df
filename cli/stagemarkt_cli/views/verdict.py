"""The first line about an erkenning: the answer to what was asked, for the period and the leerweg of a BPVO.

Yes is said only when nothing in the answer speaks against it. What cannot be said for certain is CONTROLEER.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final, NamedTuple

from stagemarkt_cli.views.values import date, listing, tekst


class VerdictWord(StrEnum):
    """The answers there are."""

    JA = "JA"
    NEE = "NEE"
    ENDS_EARLIER = "EINDIGT EERDER"
    CHECK = "CONTROLEER"


class ErkenningVerdict(NamedTuple):
    """The answer, and what stands behind it."""

    uitkomst: VerdictWord
    uitleg: str

    def __str__(self) -> str:
        """As one line."""
        return f"{self.uitkomst}{self.uitleg}"


_OLD: Final = ": dit antwoord is verouderd; vraag het straks opnieuw"
_UNCERTAIN: Final = ": uit wat SBB antwoordt, volgt geen ja of nee; kijk op Stagemarkt"
_LEERWEG: Final = {
    "nietOpgehaald": ": SBB zei nu niet voor welke leerweg; vraag het straks opnieuw",
}
_LEERWEG_NEVER: Final = ": erkend, maar SBB vertelt niet voor welke leerweg; kijk op Stagemarkt"


def judgement(inhoud: Any, asked: Mapping[str, str]) -> ErkenningVerdict:  # noqa: ANN401 - JSON is anything
    """The answer to the question `asked`: the parameters `totEnMet` and `leerweg`, where given."""
    if tekst(inhoud, "actualiteit", "verouderd") == "true":
        return ErkenningVerdict(VerdictWord.CHECK, _OLD)
    general = _of(inhoud, asked)
    leerweg = asked.get("leerweg")
    if leerweg is not None:
        known = tekst(inhoud, "leerwegBekend") == "true" and tekst(inhoud, "leerweg") == leerweg
        if general.uitkomst is VerdictWord.JA and not known:
            uitleg = _LEERWEG.get(tekst(inhoud, "leerwegReden"), _LEERWEG_NEVER)
            return ErkenningVerdict(VerdictWord.CHECK, uitleg)
        return general
    parts = {tekst(part, "leerweg"): _of(part, asked).uitkomst for part in listing(inhoud, "leerwegen")}
    if set(parts.values()) <= {general.uitkomst}:
        return general
    difference = ", ".join(f"{naam} {uitkomst.lower()}" for naam, uitkomst in sorted(parts.items()))
    return ErkenningVerdict(
        VerdictWord.CHECK, f": het hangt af van de leerweg ({difference}); geef --leerweg"
    )


def _of(inhoud: Any, asked: Mapping[str, str]) -> ErkenningVerdict:  # noqa: ANN401 - JSON is anything
    """By its own dates and status alone."""
    status, einde = tekst(inhoud, "status"), date(tekst(inhoud, "einddatum"))
    if tekst(inhoud, "erkend") != "true":
        if status not in _NEE:
            return ErkenningVerdict(VerdictWord.CHECK, _UNCERTAIN)
        return ErkenningVerdict(VerdictWord.NEE, f", niet erkend{_why(status, inhoud)}")
    if "totEnMet" not in asked:
        return ErkenningVerdict(VerdictWord.JA, ", erkend")
    if tekst(inhoud, "erkendGehelePeriode") == "true":
        return ErkenningVerdict(VerdictWord.JA, ", erkend, de hele periode")
    if tekst(inhoud, "eindigtTijdensPeriode") == "true":
        return ErkenningVerdict(
            VerdictWord.ENDS_EARLIER, f": erkend tot en met {einde}, niet de hele periode"
        )
    return ErkenningVerdict(VerdictWord.CHECK, _UNCERTAIN)


_NEE: Final = frozenset({"nietErkend", "ingetrokken", "verlopen", "toekomstig"})


def _why(status: str, inhoud: Any) -> str:  # noqa: ANN401 - JSON is anything
    begin, einde = date(tekst(inhoud, "startdatum")), date(tekst(inhoud, "einddatum"))
    match status:
        case "toekomstig":
            return f": pas vanaf {begin}" if begin else ": nog niet"
        case "verlopen":
            return f": verlopen op {einde}" if einde else ": verlopen"
        case "ingetrokken":
            return f": ingetrokken op {einde}" if einde else ": ingetrokken"
        case _:
            return ""
