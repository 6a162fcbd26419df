"""The shape of an event, as JSON Schema (draft 7, as AsyncAPI reads it), from the tables of events.

What is not named here may come: a receiver passes over what it does not know.
"""

from typing import Any, Final, get_args

from stagemarkt.domain.changes.event import EVENT_TYPES, HIGHEST_VOLGNUMMER, TEST_MESSAGE
from stagemarkt.model.codes import BRIN, LEERBEDRIJF_ID, OPLEIDINGSCODE, CodeType

_DATE: Final = {"type": "string", "format": "date"}


def event_schema(type_: str) -> dict[str, Any]:
    """The schema of the events of this type."""
    is_test = type_ == TEST_MESSAGE
    onderwerp = "Het `abonnementId`." if is_test else "De leerbedrijf-ID."
    properties: dict[str, Any] = {
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
        "data": _test_data() if is_test else _data(type_),
    }
    if not is_test:
        properties["volgnummer"] = {
            "type": "integer",
            "minimum": 1,
            "maximum": HIGHEST_VOLGNUMMER,
            "description": "Aaneengesloten per abonnement.",
        }
    return {"type": "object", "required": list(properties), "properties": properties}


def _data(type_: str) -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["leerbedrijfId", "code", "codeType", "status", "school"],
        "properties": {
            "leerbedrijfId": {"type": "string", "pattern": LEERBEDRIJF_ID},
            "naam": {"type": "string", "description": "Van het leerbedrijf, als SBB die geeft."},
            "code": {"type": "string", "pattern": OPLEIDINGSCODE, "description": "Crebo of keuzedeel."},
            "codeType": {"enum": list(get_args(CodeType))},
            "status": {
                "enum": [status for status, event_types in EVENT_TYPES.items() if type_ in event_types]
            },
            "startdatum": {**_DATE, "description": "De eerste dag, als SBB die geeft."},
            "einddatum": {**_DATE, "description": "De laatste dag; ontbreekt als er geen einde is."},
            "school": {"type": "string", "pattern": BRIN, "description": "De BRIN."},
        },
    }


def _test_data() -> dict[str, Any]:
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
