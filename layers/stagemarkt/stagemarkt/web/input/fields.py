"""The fields that a caller can fill in, with their JSON Schema. One table for all routes."""

import json
from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

from stagemarkt.model import codes, huisnummer
from stagemarkt.model.abonnement import STATUSES
from stagemarkt.web.input import readers
from stagemarkt.web.output.field_selection import DETAILGEGEVENS, MAX_LENGTH, pattern, read_fields

MAX_FILTER: Final = 1000
DEFAULT_LIMIT: Final = 25
MAX_LIMIT: Final = 100
MAX_BATCH: Final = 100


class Field(NamedTuple):
    """One field.

    Attributes:
        naam: its name in the query, the path or the body.
        read: its reader.
        schema: its JSON Schema, for OpenAPI; `type` is also what a body must give.
        omschrijving: what it is, in Dutch.
    """

    naam: str
    read: Callable[[str], object]
    schema: Mapping[str, Any]
    omschrijving: str


# A moment with its time zone, as JSON Schema reads it: what RFC 3339 has.
_MOMENT: Final = (
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?([Zz]|[+-][0-9]{2}:[0-9]{2})"
)


def _uuid_schema(example: str) -> dict[str, Any]:
    return {"type": "string", "format": "uuid", "pattern": codes.GUID, "examples": [example]}


def _text_field(name: str, omschrijving: str, example: str) -> Field:
    schema = {
        "type": "string",
        "minLength": 1,
        "maxLength": readers.MAX_NAME,
        "pattern": readers.NAME_PATTERN,
        "examples": [example],
    }
    return Field(name, readers.read_name, schema, omschrijving)


NAAM: Final = _text_field("naam", "De naam van het leerbedrijf, of een deel ervan.", "Bitwerk")
POSTCODE: Final = Field(
    "postcode",
    readers.read_postcode,
    {"type": "string", "pattern": codes.POSTCODE, "examples": ["3811MG"]},
    "Een Nederlandse postcode; `1234 AB` en `1234ab` zijn ook goed.",
)
HUISNUMMER: Final = Field(
    "huisnummer",
    readers.read_huisnummer,
    {
        "type": ["integer", "string"],
        "minimum": 1,
        "maximum": huisnummer.HIGHEST,
        "pattern": huisnummer.HUISNUMMER,
        "examples": [1, "12A", "12 bis"],
    },
    "Het huisnummer, met of zonder toevoeging, samen met `postcode`. Kent SBB die toevoeging daar, dan komen "
    "alleen de leerbedrijven met die toevoeging; anders alle op dat nummer.",
)
INCLUSIEF_HISTORISCH: Final = Field(
    "inclusiefHistorisch",
    readers.read_boolean,
    {"type": "boolean", "default": False, "examples": [False]},
    "Geef ook leerbedrijven die niet meer actueel zijn.",
)
LEERBEDRIJF_ID: Final = Field(
    "leerbedrijfId",
    readers.read_leerbedrijf_id,
    {"type": "string", "pattern": codes.LEERBEDRIJF_ID, "examples": ["900000001"]},
    "Het ID van het leerbedrijf bij SBB.",
)
CODE: Final = Field(
    "code",
    readers.read_code,
    {"type": "string", "pattern": codes.OPLEIDINGSCODE, "examples": ["25998"]},
    "Een crebo (vijf cijfers) of een keuzedeel (K en vier cijfers).",
)
PEILDATUM: Final = Field(
    "peildatum",
    readers.read_peildatum,
    {"type": "string", "format": "date", "pattern": readers.PEILDATUM, "examples": ["2026-09-01"]},
    "De dag waarop erkend moet zijn; standaard vandaag in Europe/Amsterdam.",
)
TOT_EN_MET: Final = Field(
    "totEnMet",
    readers.read_date,
    {"type": "string", "format": "date", "pattern": readers.DATE, "examples": ["2027-01-31"]},
    "De laatste dag van de BPVO: dan wordt de hele periode vanaf `peildatum` bekeken.",
)

STRAAT: Final = _text_field("straat", "De straat van het leerbedrijf.", "Langestraat")
PLAATS: Final = _text_field(
    "plaats", "De plaats van het leerbedrijf, of waar omheen gezocht wordt.", "Amersfoort"
)
OPLEIDINGSNAAM: Final = _text_field(
    "opleidingsnaam", "De naam van de opleiding. Of een deel ervan genoeg is, bepaalt SBB.", "Software"
)
AFSTAND: Final = Field(
    "afstand",
    readers.read_number_between(1, readers.MAX_DISTANCE),
    {"type": "integer", "minimum": 1, "maximum": readers.MAX_DISTANCE, "examples": [10]},
    "Kilometers rond `postcode` of `plaats`.",
)
CREBO: Final = Field(
    "crebo",
    readers.read_crebo,
    {"type": "string", "pattern": codes.CREBO, "examples": ["25998"]},
    "De opleidingscode: vijf cijfers.",
)
LEERWEG: Final = Field(
    "leerweg",
    readers.read_leerweg,
    {"type": "string", "enum": ["BOL", "BBL"], "examples": ["BOL"]},
    "De leerweg: `BOL` of `BBL`.",
)
LEERWEG_VAN_STUDENT: Final = LEERWEG._replace(
    omschrijving="De leerweg van de student, `BOL` of `BBL`: dan gaat het antwoord over die "
    "leerweg. SBB wordt er een tweede keer voor gevraagd; geeft zij dan niets, dan is er alleen een antwoord "
    "als het toch al nee was.",
)
NIVEAU: Final = Field(
    "niveau",
    readers.read_number_between(1, 4),
    {"type": "integer", "minimum": 1, "maximum": 4, "examples": [4]},
    "Het niveau van de opleiding, 1 tot en met 4.",
)
BESCHIKBAAR: Final = Field(
    "beschikbaar",
    readers.read_boolean,
    {"type": "boolean", "examples": [True]},
    "Alleen waar nu plaats is, als dit `true` is.",
)
LIMIT: Final = Field(
    "limit",
    readers.read_number_between(1, MAX_LIMIT),
    {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": DEFAULT_LIMIT, "examples": [10]},
    "Hoeveel resultaten per keer.",
)
CURSOR: Final = Field(
    "cursor",
    lambda text: text,
    {"type": "string", "pattern": "^[0-9A-Za-z_-]+$", "maxLength": 200, "examples": ["eyJuIjoyNX0"]},
    "De `volgendeCursor` van het vorige antwoord, met verder dezelfde vraag.",
)
FIELDS: Final = Field(
    "fields",
    read_fields,
    {
        "type": "string",
        "pattern": pattern(DETAILGEGEVENS),
        "maxLength": MAX_LENGTH,
        "examples": ["naam,contactpersonen.naam"],
    },
    "Alleen deze velden, gescheiden door komma's, met punten erbinnen; standaard alle.",
)
LEERPLAATS_ID: Final = Field(
    "leerplaatsId",
    readers.read_leerplaats_id,
    {"type": "string", "pattern": codes.LEERPLAATS_ID, "examples": ["3000001"]},
    "Het ID van de leerplaats bij SBB: cijfers, of een GUID met een crebo erachter.",
)

ABONNEMENT_ID: Final = Field(
    "abonnementId",
    readers.read_uuid,
    _uuid_schema("0f8fad5b-d9cb-469f-a165-70867728950e"),
    "Het ID van het abonnement.",
)
MUTATIE_ID: Final = Field(
    "mutatieId",
    readers.read_uuid,
    _uuid_schema("3f2504e0-4f89-51d3-9a0c-0305e82c3301"),
    "Het ID van de mutatie.",
)
SOORT: Final = Field(
    "soort",
    readers.read_choice("webhook", "sqs"),
    {"type": "string", "enum": ["webhook", "sqs"], "examples": ["webhook"]},
    "Hoe u de mutaties ontvangt: op een URL van u, of in een SQS-wachtrij van u.",
)
URL: Final = Field(
    "url",
    lambda text: text,
    {
        "type": "string",
        "format": "uri",
        "pattern": "^https://",
        "maxLength": 2000,
        "examples": ["https://bpv.example/mutaties"],
    },
    "Bij een webhook: waarheen, over https, naar een openbaar adres.",
)
QUEUE_ARN: Final = Field(
    "queueArn",
    lambda text: text,
    {
        "type": "string",
        "pattern": "^arn:aws[a-z-]*:sqs:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,80}(\\.fifo)?$",
        "maxLength": 200,
        "examples": ["arn:aws:sqs:eu-west-1:111122223333:mutaties.fifo"],
    },
    "Bij sqs: de ARN van de wachtrij in uw eigen account. Alleen een `.fifo` houdt de volgorde.",
)
ABONNEMENTFILTER: Final[Mapping[str, Any]] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "leerbedrijfIds": {
            "type": "array",
            "description": "Alleen van deze leerbedrijven.",
            "items": {"type": "string", "pattern": codes.LEERBEDRIJF_ID},
            "maxItems": MAX_FILTER,
        },
        "codes": {
            "type": "array",
            "description": "Alleen over deze crebo's en keuzedelen.",
            "items": {"type": "string", "pattern": codes.OPLEIDINGSCODE},
            "maxItems": MAX_FILTER,
        },
        "statussen": {
            "type": "array",
            "description": "Alleen als de erkenning dit geworden is.",
            "items": {"type": "string", "enum": list(STATUSES)},
            "maxItems": MAX_FILTER,
        },
    },
    "examples": [{"codes": ["25998"], "statussen": ["ingetrokken", "verlopen"]}],
}
FILTER: Final = Field(
    "filter",
    json.loads,
    ABONNEMENTFILTER,
    "Alleen mutaties die aan elk deel voldoen; een deel dat leeg is of ontbreekt, laat alles door.",
)
TOESTAND: Final = Field(
    "toestand",
    readers.read_choice("actief", "gepauzeerd"),
    {"type": "string", "enum": ["actief", "gepauzeerd"], "examples": ["gepauzeerd"]},
    "`gepauzeerd`: er wordt genummerd en niets verstuurd. `actief`: alles wat wacht, komt alsnog.",
)
TOKEN: Final = Field(
    "token",
    lambda text: text,
    {"type": "string", "pattern": "^[!-~]+$", "maxLength": 100, "examples": ["1.AbCdEfGh"]},
    "Bij sqs: het token uit het testbericht, als bewijs dat de wachtrij van u is.",
)
VANAF: Final = Field(
    "vanaf",
    readers.read_timestamp,
    {
        "type": "string",
        "format": "date-time",
        "pattern": f"^{_MOMENT}$",
        "examples": ["2026-09-01T08:00:00Z"],
    },
    "Vanaf welk moment opnieuw, met tijdzone.",
)
FEED_VANAF: Final = Field(
    "vanaf",
    readers.read_from,
    {
        "type": "string",
        "pattern": f"^(nu|{_MOMENT})$",
        "examples": ["nu", "2026-09-01T08:00:00Z"],
    },
    "Vanaf welk moment, met tijdzone en hooguit 90 dagen terug, of `nu`: alleen wat nog komt. Niet met "
    "`cursor`; zonder allebei begint het bij het oudste.",
)

REQUESTS: Final = Field(
    "requests",
    json.loads,
    {
        "type": "array",
        "maxItems": MAX_BATCH,
        "items": {
            "type": "object",
            "additionalProperties": False,
            "required": ["key"],
            "properties": {
                "key": {
                    "type": "array",
                    "prefixItems": [LEERBEDRIJF_ID.schema, CODE.schema],
                    "items": {"type": "string"},
                    "minItems": 2,
                    "maxItems": 2,
                    "description": "Het leerbedrijf-ID en de code, in deze volgorde.",
                },
                "peildatum": {**PEILDATUM.schema, "description": PEILDATUM.omschrijving},
                "totEnMet": {**TOT_EN_MET.schema, "description": TOT_EN_MET.omschrijving},
                "leerweg": {**LEERWEG.schema, "description": LEERWEG_VAN_STUDENT.omschrijving},
                "referentie": {
                    "type": "string",
                    "minLength": 1,
                    "maxLength": readers.MAX_REFERENTIE,
                    "pattern": readers.REFERENTIE_PATTERN,
                    "description": "Hoe u deze controle noemt; u krijgt het terug zoals het is. "
                    "Geen naam of nummer van een student.",
                },
            },
        },
        "examples": [[{"key": ["900000001", "25998"], "peildatum": "2026-09-01", "totEnMet": "2027-01-31"}]],
    },
    f"De controles, hooguit {MAX_BATCH}.",
)

IDENTIFICATIE: Final = (NAAM, POSTCODE, HUISNUMMER, INCLUSIEF_HISTORISCH)
ERKENNING: Final = (PEILDATUM, TOT_EN_MET, LEERWEG_VAN_STUDENT)
SEARCH_FILTERS: Final = (
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
ZOEKEN: Final = (*SEARCH_FILTERS, CURSOR, LIMIT)
# The query or body fields of a route; a route that is not named takes none.
FIELDS_OF: Final[Mapping[str, tuple[Field, ...]]] = {
    "zoekLeerbedrijven": IDENTIFICATIE,
    "zoekLeerbedrijvenInLichaam": IDENTIFICATIE,
    "geefErkenning": ERKENNING,
    "verifieerReeks": (REQUESTS,),
    "geefDetailgegevens": (FIELDS,),
    "zoekLeerplaatsen": ZOEKEN,
    "zoekErkenningen": ZOEKEN,
    "maakAbonnement": (SOORT, URL, QUEUE_ARN, FILTER),
    "wijzigAbonnement": (URL, QUEUE_ARN, FILTER, TOESTAND, TOKEN),
    "leverOpnieuw": (VANAF,),
    "geefAfleveringen": (CURSOR, LIMIT),
    "geefMutaties": (ABONNEMENT_ID, CURSOR, FEED_VANAF, LIMIT, LEERBEDRIJF_ID, CODE),
}
PATH_FIELDS: Final[Mapping[str, Field]] = {
    field.naam: field for field in (LEERBEDRIJF_ID, CODE, LEERPLAATS_ID, ABONNEMENT_ID, MUTATIE_ID)
}
