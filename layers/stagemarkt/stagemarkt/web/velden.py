"""The fields that a caller can fill in, with their JSON Schema. One table for all routes."""

from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

from stagemarkt.model import codes
from stagemarkt.web import lezers
from stagemarkt.web.fields import lees_fields

STANDAARD_LIMIT: Final = 25
MAX_LIMIT: Final = 100


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


def _tekstveld(naam: str, omschrijving: str, voorbeeld: str) -> Veld:
    schema = {"type": "string", "minLength": 1, "maxLength": lezers.MAX_NAAM, "examples": [voorbeeld]}
    return Veld(naam, lezers.lees_naam, schema, omschrijving)


NAAM: Final = Veld(
    "naam",
    lezers.lees_naam,
    {"type": "string", "minLength": 1, "maxLength": lezers.MAX_NAAM, "examples": ["Bakkerij"]},
    "De naam van het leerbedrijf, of een deel ervan.",
)
POSTCODE: Final = Veld(
    "postcode",
    lezers.lees_postcode,
    {"type": "string", "pattern": codes.POSTCODE, "examples": ["3811MG"]},
    "Een Nederlandse postcode; `1234 AB` en `1234ab` zijn ook goed.",
)
HUISNUMMER: Final = Veld(
    "huisnummer",
    lezers.lees_huisnummer,
    {"type": "integer", "minimum": 1, "maximum": lezers.MAX_HUISNUMMER, "examples": [1]},
    "Het huisnummer zonder toevoeging, samen met `postcode`.",
)
INCLUSIEF_HISTORISCH: Final = Veld(
    "inclusiefHistorisch",
    lezers.lees_boolean,
    {"type": "boolean", "default": False},
    "Geef ook leerbedrijven die niet meer actueel zijn.",
)
LEERBEDRIJF_ID: Final = Veld(
    "leerbedrijfId",
    lezers.lees_leerbedrijf_id,
    {"type": "string", "pattern": codes.LEERBEDRIJF_ID, "examples": ["100077736"]},
    "Het ID van het leerbedrijf bij SBB.",
)
CODE: Final = Veld(
    "code",
    lezers.lees_code,
    {"type": "string", "pattern": codes.OPLEIDINGSCODE, "examples": ["25998"]},
    "Een crebo (vijf cijfers) of een keuzedeel (K en vier cijfers).",
)
PEILDATUM: Final = Veld(
    "peildatum",
    lezers.lees_datum,
    {"type": "string", "format": "date", "examples": ["2026-09-01"]},
    "De dag waarop erkend moet zijn; standaard vandaag in Europe/Amsterdam.",
)
TOT_EN_MET: Final = Veld(
    "totEnMet",
    lezers.lees_datum,
    {"type": "string", "format": "date", "examples": ["2027-01-31"]},
    "De laatste dag van de BPVO: dan wordt de hele periode vanaf `peildatum` bekeken.",
)

STRAAT: Final = _tekstveld("straat", "De straat van het leerbedrijf.", "Langestraat")
PLAATS: Final = _tekstveld(
    "plaats", "De plaats van het leerbedrijf, of waar omheen gezocht wordt.", "Amersfoort"
)
OPLEIDINGSNAAM: Final = _tekstveld("opleidingsnaam", "De naam van de opleiding, of een deel ervan.", "Kok")
AFSTAND: Final = Veld(
    "afstand",
    lezers.lees_getal_van(1, lezers.MAX_AFSTAND),
    {"type": "integer", "minimum": 1, "maximum": lezers.MAX_AFSTAND, "examples": [10]},
    "Kilometers rond `postcode` of `plaats`.",
)
CREBO: Final = Veld(
    "crebo",
    lezers.lees_crebo,
    {"type": "string", "pattern": codes.CREBO, "examples": ["25998"]},
    "De opleidingscode: vijf cijfers.",
)
LEERWEG: Final = Veld(
    "leerweg", lezers.lees_leerweg, {"type": "string", "enum": ["BOL", "BBL"]}, "De leerweg: `BOL` of `BBL`."
)
NIVEAU: Final = Veld(
    "niveau",
    lezers.lees_getal_van(1, 4),
    {"type": "integer", "minimum": 1, "maximum": 4},
    "Het niveau van de opleiding, 1 tot en met 4.",
)
BESCHIKBAAR: Final = Veld(
    "beschikbaar", lezers.lees_boolean, {"type": "boolean"}, "Alleen waar nu plaats is, als dit `true` is."
)
LIMIT: Final = Veld(
    "limit",
    lezers.lees_getal_van(1, MAX_LIMIT),
    {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": STANDAARD_LIMIT},
    "Hoeveel resultaten per keer.",
)
CURSOR: Final = Veld(
    "cursor",
    lambda tekst: tekst,
    {"type": "string", "maxLength": 200},
    "De `volgendeCursor` van het vorige antwoord, met verder dezelfde vraag.",
)
FIELDS: Final = Veld(
    "fields",
    lees_fields,
    {"type": "string", "maxLength": 2000, "examples": ["naam,contactpersonen.naam"]},
    "Alleen deze velden, gescheiden door komma's, met punten erbinnen; standaard alle.",
)
LEERPLAATS_ID: Final = Veld(
    "leerplaatsId",
    lezers.lees_leerplaats_id,
    {"type": "string", "pattern": r"^[0-9]{1,19}$", "examples": ["3000001"]},
    "Het ID van de leerplaats bij SBB.",
)

IDENTIFICATIE: Final = (NAAM, POSTCODE, HUISNUMMER, INCLUSIEF_HISTORISCH)
ERKENNING: Final = (PEILDATUM, TOT_EN_MET)
ZOEKFILTERS: Final = (
    NAAM,
    STRAAT,
    PLAATS,
    POSTCODE,
    AFSTAND,
    CREBO,
    OPLEIDINGSNAAM,
    LEERWEG,
    NIVEAU,
    BESCHIKBAAR,
)
ZOEKEN: Final = (*ZOEKFILTERS, CURSOR, LIMIT)
# The query or body fields of a route; a route that is not named takes none.
VELDEN_VAN: Final[Mapping[str, tuple[Veld, ...]]] = {
    "zoekLeerbedrijven": IDENTIFICATIE,
    "zoekLeerbedrijvenInLichaam": IDENTIFICATIE,
    "geefErkenning": ERKENNING,
    "geefDetailgegevens": (FIELDS,),
    "zoekLeerplaatsen": ZOEKEN,
    "zoekErkenningen": ZOEKEN,
}
PADVELDEN: Final[Mapping[str, Veld]] = {veld.naam: veld for veld in (LEERBEDRIJF_ID, CODE, LEERPLAATS_ID)}
