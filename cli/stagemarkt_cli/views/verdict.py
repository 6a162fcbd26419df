"""The first line about an erkenning: the answer to what was asked, for the period and the leerweg of a BPVO.

Yes is said only when nothing in the answer speaks against it. What cannot be said for certain is CONTROLEER.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final, NamedTuple

from stagemarkt_cli.views.values import date, listing, text


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


def judgement(content: Any, asked: Mapping[str, str]) -> ErkenningVerdict:  # noqa: ANN401 - JSON is anything
    """The answer to the question `asked`: the parameters `totEnMet` and `leerweg`, where given."""
    if text(content, "actualiteit", "verouderd") == "true":
        return ErkenningVerdict(VerdictWord.CHECK, _OLD)
    general = _of(content, asked)
    leerweg = asked.get("leerweg")
    if leerweg is not None:
        known = text(content, "leerwegBekend") == "true" and text(content, "leerweg") == leerweg
        if general.uitkomst is VerdictWord.JA and not known:
            explanation = _LEERWEG.get(text(content, "leerwegReden"), _LEERWEG_NEVER)
            return ErkenningVerdict(VerdictWord.CHECK, explanation)
        return general
    parts = {text(part, "leerweg"): _of(part, asked).uitkomst for part in listing(content, "leerwegen")}
    if set(parts.values()) <= {general.uitkomst}:
        return general
    difference = ", ".join(f"{name} {outcome.lower()}" for name, outcome in sorted(parts.items()))
    return ErkenningVerdict(
        VerdictWord.CHECK, f": het hangt af van de leerweg ({difference}); geef --leerweg"
    )


def _of(content: Any, asked: Mapping[str, str]) -> ErkenningVerdict:  # noqa: ANN401 - JSON is anything
    """By its own dates and status alone."""
    status, end = text(content, "status"), date(text(content, "einddatum"))
    if text(content, "erkend") != "true":
        if status not in _NEE:
            return ErkenningVerdict(VerdictWord.CHECK, _UNCERTAIN)
        return ErkenningVerdict(VerdictWord.NEE, f", niet erkend{_why(status, content)}")
    if "totEnMet" not in asked:
        return ErkenningVerdict(VerdictWord.JA, ", erkend")
    if text(content, "erkendGehelePeriode") == "true":
        return ErkenningVerdict(VerdictWord.JA, ", erkend, de hele periode")
    if text(content, "eindigtTijdensPeriode") == "true":
        return ErkenningVerdict(VerdictWord.ENDS_EARLIER, f": erkend tot en met {end}, niet de hele periode")
    return ErkenningVerdict(VerdictWord.CHECK, _UNCERTAIN)


_NEE: Final = frozenset({"nietErkend", "ingetrokken", "verlopen", "toekomstig"})


def _why(status: str, content: Any) -> str:  # noqa: ANN401 - JSON is anything
    begin, end = date(text(content, "startdatum")), date(text(content, "einddatum"))
    match status:
        case "toekomstig":
            return f": pas vanaf {begin}" if begin else ": nog niet"
        case "verlopen":
            return f": verlopen op {end}" if end else ": verlopen"
        case "ingetrokken":
            return f": ingetrokken op {end}" if end else ": ingetrokken"
        case _:
            return ""
