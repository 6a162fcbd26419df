"""The fields that a caller can fill in: how each is read, and its JSON Schema. One table for all routes.

A reader takes the text as it came and gives the value, or raises `Onleesbaar` with what to do about it.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final, NamedTuple

from stagemarkt.model import codes
from stagemarkt.model.fouten import Tekst

MAX_NAAM: Final = 200
MAX_HUISNUMMER: Final = 99999
# What XML 1.0 cannot carry, and what no name contains.
_ONZICHTBAAR: Final = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


class Onleesbaar(ValueError):
    """A value that does not fit its field."""

    def __init__(self, detail: Tekst) -> None:
        super().__init__(detail.en)
        self.detail = detail


class Veld(NamedTuple):
    """One field.

    Attributes:
        naam: its name in the query, the path or the body.
        lees: its reader.
        schema: its JSON Schema, for OpenAPI; `type` is also what a body must give.
        omschrijving: what it is, in Dutch.
    """

    naam: str
    lees: Callable[[str], object]
    schema: Mapping[str, Any]
    omschrijving: str


def _lees_naam(tekst: str) -> str:
    # Every kind of space becomes one space before invisible characters are looked for: a tab is a space.
    naam = unicodedata.normalize("NFC", " ".join(tekst.split()))
    if not naam:
        raise Onleesbaar(
            Tekst("Vul een naam in, of laat het veld weg.", "Give a name, or leave the field out.")
        )
    if len(naam) > MAX_NAAM:
        raise Onleesbaar(Tekst(f"Hooguit {MAX_NAAM} tekens.", f"At most {MAX_NAAM} characters."))
    if _ONZICHTBAAR.search(naam):
        raise Onleesbaar(Tekst("Bevat onzichtbare tekens.", "Contains invisible characters."))
    return naam


def _lees_postcode(tekst: str) -> str:
    postcode = codes.lees_postcode(tekst)
    if postcode is None:
        raise Onleesbaar(
            Tekst(
                "Een Nederlandse postcode: vier cijfers en twee letters, zoals 1234AB.",
                "A Dutch postcode: four digits and two letters, such as 1234AB.",
            )
        )
    return postcode


def _lees_huisnummer(tekst: str) -> int:
    if not re.fullmatch(r"[0-9]{1,5}", tekst.strip(), re.ASCII) or int(tekst) < 1:
        raise Onleesbaar(
            Tekst(
                f"Een getal van 1 tot en met {MAX_HUISNUMMER}, zonder toevoeging.",
                f"A number from 1 to {MAX_HUISNUMMER}, without an addition.",
            )
        )
    return int(tekst)


def _lees_boolean(tekst: str) -> bool:
    if tekst not in {"true", "false"}:
        raise Onleesbaar(Tekst("`true` of `false`.", "`true` or `false`."))
    return tekst == "true"


def _lees_leerbedrijf_id(tekst: str) -> str:
    leerbedrijf_id = codes.lees_leerbedrijf_id(tekst)
    if leerbedrijf_id is None:
        raise Onleesbaar(
            Tekst(
                "Een leerbedrijf-ID: 1 tot en met 40 letters en cijfers, vandaag de dag negen cijfers.",
                "A leerbedrijf-ID: 1 to 40 letters and digits, nowadays nine digits.",
            )
        )
    return leerbedrijf_id


def _lees_code(tekst: str) -> str:
    code = codes.lees_opleidingscode(tekst)
    if code is None:
        raise Onleesbaar(
            Tekst(
                "Een crebo (vijf cijfers) of een keuzedeel (K en vier cijfers).",
                "A crebo (five digits) or a keuzedeel (K and four digits).",
            )
        )
    return code


def _lees_datum(tekst: str) -> date:
    try:
        # `fromisoformat` alone forgives other spellings, such as week dates.
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", tekst, re.ASCII):
            return date.fromisoformat(tekst)
    except ValueError:
        pass
    raise Onleesbaar(Tekst("Een bestaande datum als JJJJ-MM-DD.", "An existing date, as YYYY-MM-DD."))


NAAM: Final = Veld(
    "naam",
    _lees_naam,
    {"type": "string", "minLength": 1, "maxLength": MAX_NAAM, "examples": ["Bakkerij"]},
    "De naam van het leerbedrijf, of een deel ervan.",
)
POSTCODE: Final = Veld(
    "postcode",
    _lees_postcode,
    {"type": "string", "pattern": codes.POSTCODE, "examples": ["3811MG"]},
    "Een Nederlandse postcode; `1234 AB` en `1234ab` zijn ook goed.",
)
HUISNUMMER: Final = Veld(
    "huisnummer",
    _lees_huisnummer,
    {"type": "integer", "minimum": 1, "maximum": MAX_HUISNUMMER, "examples": [1]},
    "Het huisnummer zonder toevoeging, samen met `postcode`.",
)
INCLUSIEF_HISTORISCH: Final = Veld(
    "inclusiefHistorisch",
    _lees_boolean,
    {"type": "boolean", "default": False},
    "Geef ook leerbedrijven die niet meer actueel zijn.",
)
LEERBEDRIJF_ID: Final = Veld(
    "leerbedrijfId",
    _lees_leerbedrijf_id,
    {"type": "string", "pattern": codes.LEERBEDRIJF_ID, "examples": ["100077736"]},
    "Het ID van het leerbedrijf bij SBB.",
)
CODE: Final = Veld(
    "code",
    _lees_code,
    {"type": "string", "pattern": codes.OPLEIDINGSCODE, "examples": ["25998"]},
    "Een crebo (vijf cijfers) of een keuzedeel (K en vier cijfers).",
)
PEILDATUM: Final = Veld(
    "peildatum",
    _lees_datum,
    {"type": "string", "format": "date", "examples": ["2026-09-01"]},
    "De dag waarop erkend moet zijn; standaard vandaag in Europe/Amsterdam.",
)
TOT_EN_MET: Final = Veld(
    "totEnMet",
    _lees_datum,
    {"type": "string", "format": "date", "examples": ["2027-01-31"]},
    "De laatste dag van de BPVO: dan wordt de hele periode vanaf `peildatum` bekeken.",
)

IDENTIFICATIE: Final = (NAAM, POSTCODE, HUISNUMMER, INCLUSIEF_HISTORISCH)
ERKENNING: Final = (PEILDATUM, TOT_EN_MET)
# The query or body fields of a route; a route that is not named takes none.
VELDEN_VAN: Final[Mapping[str, tuple[Veld, ...]]] = {
    "zoekLeerbedrijven": IDENTIFICATIE,
    "zoekLeerbedrijvenInLichaam": IDENTIFICATIE,
    "geefErkenning": ERKENNING,
}
PADVELDEN: Final[Mapping[str, Veld]] = {veld.naam: veld for veld in (LEERBEDRIJF_ID, CODE)}
