"""The first line about an erkenning: the answer to what was asked, for the period and the leerweg of a BPVO.

Yes is said only when nothing in the answer speaks against it. What cannot be said for certain is CONTROLEER.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final, NamedTuple

from stagemarkt_cli.views.values import datum, lijst, tekst


class Uitkomst(StrEnum):
    """The answers there are."""

    JA = "JA"
    NEE = "NEE"
    EINDIGT_EERDER = "EINDIGT EERDER"
    CONTROLEER = "CONTROLEER"


class Oordeel(NamedTuple):
    """The answer, and what stands behind it."""

    uitkomst: Uitkomst
    uitleg: str

    def __str__(self) -> str:
        """As one line."""
        return f"{self.uitkomst}{self.uitleg}"


_OUD: Final = ": dit antwoord is verouderd; vraag het straks opnieuw"
_ONZEKER: Final = ": uit wat SBB antwoordt, volgt geen ja of nee; kijk op Stagemarkt"
_LEERWEG: Final = {
    "nietOpgehaald": ": SBB zei nu niet voor welke leerweg; vraag het straks opnieuw",
}
_LEERWEG_NOOIT: Final = ": erkend, maar SBB vertelt niet voor welke leerweg; kijk op Stagemarkt"


def oordeel(inhoud: Any, gevraagd: Mapping[str, str]) -> Oordeel:  # noqa: ANN401 - JSON is anything
    """The answer to the question `gevraagd`: the parameters `totEnMet` and `leerweg`, where given."""
    if tekst(inhoud, "actualiteit", "verouderd") == "true":
        return Oordeel(Uitkomst.CONTROLEER, _OUD)
    algemeen = _van(inhoud, gevraagd)
    leerweg = gevraagd.get("leerweg")
    if leerweg is not None:
        bekend = tekst(inhoud, "leerwegBekend") == "true" and tekst(inhoud, "leerweg") == leerweg
        if algemeen.uitkomst is Uitkomst.JA and not bekend:
            uitleg = _LEERWEG.get(tekst(inhoud, "leerwegReden"), _LEERWEG_NOOIT)
            return Oordeel(Uitkomst.CONTROLEER, uitleg)
        return algemeen
    delen = {tekst(deel, "leerweg"): _van(deel, gevraagd).uitkomst for deel in lijst(inhoud, "leerwegen")}
    if set(delen.values()) <= {algemeen.uitkomst}:
        return algemeen
    verschil = ", ".join(f"{naam} {uitkomst.lower()}" for naam, uitkomst in sorted(delen.items()))
    return Oordeel(Uitkomst.CONTROLEER, f": het hangt af van de leerweg ({verschil}); geef --leerweg")


def _van(inhoud: Any, gevraagd: Mapping[str, str]) -> Oordeel:  # noqa: ANN401 - JSON is anything
    """By its own dates and status alone."""
    status, einde = tekst(inhoud, "status"), datum(tekst(inhoud, "einddatum"))
    if tekst(inhoud, "erkend") != "true":
        if status not in _NEE:
            return Oordeel(Uitkomst.CONTROLEER, _ONZEKER)
        return Oordeel(Uitkomst.NEE, f", niet erkend{_waarom(status, inhoud)}")
    if "totEnMet" not in gevraagd:
        return Oordeel(Uitkomst.JA, ", erkend")
    if tekst(inhoud, "erkendGehelePeriode") == "true":
        return Oordeel(Uitkomst.JA, ", erkend, de hele periode")
    if tekst(inhoud, "eindigtTijdensPeriode") == "true":
        return Oordeel(Uitkomst.EINDIGT_EERDER, f": erkend tot en met {einde}, niet de hele periode")
    return Oordeel(Uitkomst.CONTROLEER, _ONZEKER)


_NEE: Final = frozenset({"nietErkend", "ingetrokken", "verlopen", "toekomstig"})


def _waarom(status: str, inhoud: Any) -> str:  # noqa: ANN401 - JSON is anything
    begin, einde = datum(tekst(inhoud, "startdatum")), datum(tekst(inhoud, "einddatum"))
    match status:
        case "toekomstig":
            return f": pas vanaf {begin}" if begin else ": nog niet"
        case "verlopen":
            return f": verlopen op {einde}" if einde else ": verlopen"
        case "ingetrokken":
            return f": ingetrokken op {einde}" if einde else ": ingetrokken"
        case _:
            return ""
