"""The shape of an event, as JSON Schema (draft 7, as AsyncAPI reads it), from the tables of events.

What is not named here may come: a receiver passes over what it does not know.
"""

from typing import Any, Final, get_args

from stagemarkt.domain.changes.event import HOOGSTE_VOLGNUMMER, TESTBERICHT, TYPEN
from stagemarkt.model.codes import BRIN, LEERBEDRIJF_ID, OPLEIDINGSCODE, CodeType

_DATUM: Final = {"type": "string", "format": "date"}


def gebeurtenisvorm(type_: str) -> dict[str, Any]:
    """The schema of the events of this type."""
    is_test = type_ == TESTBERICHT
    onderwerp = "Het `abonnementId`." if is_test else "De leerbedrijf-ID."
    eigenschappen: dict[str, Any] = {
        "specversion": {"const": "1.0"},
        "id": {
            "type": "string",
            "format": "uuid",
            "description": "Hetzelfde bij elke poging; ook in `GET /v1/mutaties/{mutatieId}`.",
        },
        "source": {
            "type": "string",
            "format": "uri",
            "pattern": "^urn:nld:oin:[0-9A-Z]{20}:systeem:stagemarkt-facade$",
        },
        "type": {"const": type_},
        "subject": {"type": "string", "description": onderwerp},
        "time": {
            "type": "string",
            "format": "date-time",
            "description": "Wanneer deze facade het voor het eerst vastlegde, niet wanneer het gebeurde.",
        },
        "datacontenttype": {"const": "application/json"},
        "data": _testgegevens() if is_test else _gegevens(type_),
    }
    if not is_test:
        eigenschappen["volgnummer"] = {
            "type": "integer",
            "minimum": 1,
            "maximum": HOOGSTE_VOLGNUMMER,
            "description": "Aaneengesloten per abonnement.",
        }
    return {"type": "object", "required": list(eigenschappen), "properties": eigenschappen}


def _gegevens(type_: str) -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["leerbedrijfId", "code", "codeType", "status", "school"],
        "properties": {
            "leerbedrijfId": {"type": "string", "pattern": LEERBEDRIJF_ID},
            "naam": {"type": "string", "description": "Van het leerbedrijf, als SBB die geeft."},
            "code": {"type": "string", "pattern": OPLEIDINGSCODE, "description": "Crebo of keuzedeel."},
            "codeType": {"enum": list(get_args(CodeType))},
            "status": {"enum": [status for status, typen in TYPEN.items() if type_ in typen]},
            "startdatum": {**_DATUM, "description": "De eerste dag, als SBB die geeft."},
            "einddatum": {**_DATUM, "description": "De laatste dag; ontbreekt als er geen einde is."},
            "school": {"type": "string", "pattern": BRIN, "description": "De BRIN."},
        },
    }


def _testgegevens() -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["abonnementId"],
        "properties": {
            "abonnementId": {"type": "string"},
            "token": {
                "type": "string",
                "description": "Alleen naar een wachtrij die nog niet bevestigd is: stuur dit terug met "
                "`PATCH /v1/abonnementen/{id}`, om te bewijzen dat de wachtrij van u is.",
            },
        },
    }
