"""The fields that a caller can fill in, with their JSON Schema. One table for all routes."""

import json
from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

from stagemarkt.model import codes, huisnummer
from stagemarkt.model.abonnement import STATUSSEN
from stagemarkt.web.input import readers
from stagemarkt.web.output.field_selection import DETAILGEGEVENS, MAX_LENGTE, lees_fields, patroon

MAX_FILTER: Final = 1000
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
    schema = {
        "type": "string",
        "minLength": 1,
        "maxLength": readers.MAX_NAAM,
        "pattern": readers.NAAMPATROON,
        "examples": [voorbeeld],
    }
    return Veld(naam, readers.lees_naam, schema, omschrijving)


NAAM: Final = _tekstveld("naam", "De naam van het leerbedrijf, of een deel ervan.", "Bakkerij")
POSTCODE: Final = Veld(
    "postcode",
    readers.lees_postcode,
    {"type": "string", "pattern": codes.POSTCODE, "examples": ["3811MG"]},
    "Een Nederlandse postcode; `1234 AB` en `1234ab` zijn ook goed.",
)
HUISNUMMER: Final = Veld(
    "huisnummer",
    readers.lees_huisnummer,
    {
        "type": ["integer", "string"],
        "minimum": 1,
        "maximum": huisnummer.HOOGSTE,
        "pattern": huisnummer.HUISNUMMER,
        "examples": [1, "12A", "12 bis"],
    },
    "Het huisnummer, met of zonder toevoeging, samen met `postcode`. Kent SBB die toevoeging daar, dan komen "
    "alleen de leerbedrijven met die toevoeging; anders alle op dat nummer.",
)
INCLUSIEF_HISTORISCH: Final = Veld(
    "inclusiefHistorisch",
    readers.lees_boolean,
    {"type": "boolean", "default": False},
    "Geef ook leerbedrijven die niet meer actueel zijn.",
)
LEERBEDRIJF_ID: Final = Veld(
    "leerbedrijfId",
    readers.lees_leerbedrijf_id,
    {"type": "string", "pattern": codes.LEERBEDRIJF_ID, "examples": ["900000001"]},
    "Het ID van het leerbedrijf bij SBB.",
)
CODE: Final = Veld(
    "code",
    readers.lees_code,
    {"type": "string", "pattern": codes.OPLEIDINGSCODE, "examples": ["25998"]},
    "Een crebo (vijf cijfers) of een keuzedeel (K en vier cijfers).",
)
PEILDATUM: Final = Veld(
    "peildatum",
    readers.lees_peildatum,
    {"type": "string", "format": "date", "pattern": readers.PEILDATUM, "examples": ["2026-09-01"]},
    "De dag waarop erkend moet zijn; standaard vandaag in Europe/Amsterdam.",
)
TOT_EN_MET: Final = Veld(
    "totEnMet",
    readers.lees_datum,
    {"type": "string", "format": "date", "examples": ["2027-01-31"]},
    "De laatste dag van de BPVO: dan wordt de hele periode vanaf `peildatum` bekeken.",
)

STRAAT: Final = _tekstveld("straat", "De straat van het leerbedrijf.", "Langestraat")
PLAATS: Final = _tekstveld(
    "plaats", "De plaats van het leerbedrijf, of waar omheen gezocht wordt.", "Amersfoort"
)
OPLEIDINGSNAAM: Final = _tekstveld(
    "opleidingsnaam", "De naam van de opleiding. Of een deel ervan genoeg is, bepaalt SBB.", "Kok"
)
AFSTAND: Final = Veld(
    "afstand",
    readers.lees_getal_van(1, readers.MAX_AFSTAND),
    {"type": "integer", "minimum": 1, "maximum": readers.MAX_AFSTAND, "examples": [10]},
    "Kilometers rond `postcode` of `plaats`.",
)
CREBO: Final = Veld(
    "crebo",
    readers.lees_crebo,
    {"type": "string", "pattern": codes.CREBO, "examples": ["25998"]},
    "De opleidingscode: vijf cijfers.",
)
LEERWEG: Final = Veld(
    "leerweg", readers.lees_leerweg, {"type": "string", "enum": ["BOL", "BBL"]}, "De leerweg: `BOL` of `BBL`."
)
LEERWEG_VAN_STUDENT: Final = LEERWEG._replace(
    omschrijving="De leerweg van de student, `BOL` of `BBL`: dan gaat het antwoord over die "
    "leerweg. SBB wordt er een tweede keer voor gevraagd; geeft zij dan niets, dan is er alleen een antwoord "
    "als het toch al nee was.",
)
NIVEAU: Final = Veld(
    "niveau",
    readers.lees_getal_van(1, 4),
    {"type": "integer", "minimum": 1, "maximum": 4},
    "Het niveau van de opleiding, 1 tot en met 4.",
)
BESCHIKBAAR: Final = Veld(
    "beschikbaar", readers.lees_boolean, {"type": "boolean"}, "Alleen waar nu plaats is, als dit `true` is."
)
LIMIT: Final = Veld(
    "limit",
    readers.lees_getal_van(1, MAX_LIMIT),
    {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": STANDAARD_LIMIT},
    "Hoeveel resultaten per keer.",
)
CURSOR: Final = Veld(
    "cursor",
    lambda tekst: tekst,
    {"type": "string", "pattern": "^[0-9A-Za-z_-]+$", "maxLength": 200},
    "De `volgendeCursor` van het vorige antwoord, met verder dezelfde vraag.",
)
FIELDS: Final = Veld(
    "fields",
    lees_fields,
    {
        "type": "string",
        "pattern": patroon(DETAILGEGEVENS),
        "maxLength": MAX_LENGTE,
        "examples": ["naam,contactpersonen.naam"],
    },
    "Alleen deze velden, gescheiden door komma's, met punten erbinnen; standaard alle.",
)
LEERPLAATS_ID: Final = Veld(
    "leerplaatsId",
    readers.lees_leerplaats_id,
    {"type": "string", "pattern": codes.LEERPLAATS_ID, "examples": ["3000001"]},
    "Het ID van de leerplaats bij SBB: cijfers, of een GUID met een crebo erachter.",
)

ABONNEMENT_ID: Final = Veld(
    "abonnementId",
    readers.lees_uuid,
    {"type": "string", "format": "uuid"},
    "Het ID van het abonnement.",
)
MUTATIE_ID: Final = Veld(
    "mutatieId", readers.lees_uuid, {"type": "string", "format": "uuid"}, "Het ID van de mutatie."
)
SOORT: Final = Veld(
    "soort",
    readers.lees_keuze("webhook", "sqs"),
    {"type": "string", "enum": ["webhook", "sqs"]},
    "Hoe u de mutaties ontvangt: op een URL van u, of in een SQS-wachtrij van u.",
)
URL: Final = Veld(
    "url",
    lambda tekst: tekst,
    {"type": "string", "format": "uri", "maxLength": 2000, "examples": ["https://bpv.example/mutaties"]},
    "Bij een webhook: waarheen, over https, naar een openbaar adres.",
)
QUEUE_ARN: Final = Veld(
    "queueArn",
    lambda tekst: tekst,
    {"type": "string", "maxLength": 200, "examples": ["arn:aws:sqs:eu-west-1:111122223333:mutaties.fifo"]},
    "Bij sqs: de ARN van de wachtrij in uw eigen account. Alleen een `.fifo` houdt de volgorde.",
)
FILTER: Final = Veld(
    "filter",
    json.loads,
    {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "leerbedrijfIds": {
                "type": "array",
                "items": {"type": "string", "pattern": codes.LEERBEDRIJF_ID},
                "maxItems": MAX_FILTER,
            },
            "codes": {
                "type": "array",
                "items": {"type": "string", "pattern": codes.OPLEIDINGSCODE},
                "maxItems": MAX_FILTER,
            },
            "statussen": {"type": "array", "items": {"type": "string", "enum": list(STATUSSEN)}},
        },
        "examples": [{"codes": ["25998"], "statussen": ["ingetrokken", "verlopen"]}],
    },
    "Alleen mutaties die aan elk deel voldoen; een deel dat leeg is of ontbreekt, laat alles door.",
)
TOESTAND: Final = Veld(
    "toestand",
    readers.lees_keuze("actief", "gepauzeerd"),
    {"type": "string", "enum": ["actief", "gepauzeerd"]},
    "`gepauzeerd`: er wordt genummerd en niets verstuurd. `actief`: alles wat wacht, komt alsnog.",
)
TOKEN: Final = Veld(
    "token",
    lambda tekst: tekst,
    {"type": "string", "maxLength": 100},
    "Bij sqs: het token uit het testbericht, als bewijs dat de wachtrij van u is.",
)
VANAF: Final = Veld(
    "vanaf",
    readers.lees_tijdstip,
    {"type": "string", "format": "date-time", "examples": ["2026-09-01T08:00:00Z"]},
    "Vanaf welk moment opnieuw, met tijdzone.",
)
FEED_VANAF: Final = Veld(
    "vanaf",
    readers.lees_vanaf,
    {
        "type": "string",
        "anyOf": [{"format": "date-time"}, {"const": "nu"}],
        "examples": ["nu", "2026-09-01T08:00:00Z"],
    },
    "Vanaf welk moment, met tijdzone en hooguit 90 dagen terug, of `nu`: alleen wat nog komt. Niet met "
    "`cursor`; zonder allebei begint het bij het oudste.",
)

IDENTIFICATIE: Final = (NAAM, POSTCODE, HUISNUMMER, INCLUSIEF_HISTORISCH)
ERKENNING: Final = (PEILDATUM, TOT_EN_MET, LEERWEG_VAN_STUDENT)
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
    "maakAbonnement": (SOORT, URL, QUEUE_ARN, FILTER),
    "wijzigAbonnement": (URL, QUEUE_ARN, FILTER, TOESTAND, TOKEN),
    "leverOpnieuw": (VANAF,),
    "geefAfleveringen": (CURSOR, LIMIT),
    "geefMutaties": (ABONNEMENT_ID, CURSOR, FEED_VANAF, LIMIT, LEERBEDRIJF_ID, CODE),
}
PADVELDEN: Final[Mapping[str, Veld]] = {
    veld.naam: veld for veld in (LEERBEDRIJF_ID, CODE, LEERPLAATS_ID, ABONNEMENT_ID, MUTATIE_ID)
}
