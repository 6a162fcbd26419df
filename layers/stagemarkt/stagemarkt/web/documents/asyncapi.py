"""Writes the AsyncAPI 3.0 document: the changes as they leave us. `make openapi` runs it.

Types and statuses come from `domain.changes.event`, headers from `ports.delivery`. The texts are Dutch, as
those of the API are.
"""

import json
import sys
from typing import Any, Final, get_args

from stagemarkt.domain.changes.event import (
    CHANGED,
    EVENT_TYPES,
    EXPIRED,
    GRANTED,
    HIGHEST_VOLGNUMMER,
    MEDIATYPE,
    TEST_MESSAGE,
    WITHDRAWN,
    source_of,
)
from stagemarkt.model.codes import BRIN, LEERBEDRIJF_ID, OPLEIDINGSCODE, CodeType
from stagemarkt.ports import delivery
from stagemarkt.version import VERSION

_NAMES: Final = {
    GRANTED: ("ErkenningVerleend", "Een leerbedrijf is erkend, en dat was hier nog niet bekend."),
    CHANGED: ("ErkenningGewijzigd", "Een erkenning die hier al bekend was, is veranderd en geldt."),
    WITHDRAWN: ("ErkenningIngetrokken", "Een erkenning is ingetrokken, of niet verleend."),
    EXPIRED: ("ErkenningVerlopen", "Een erkenning is verlopen."),
    TEST_MESSAGE: ("Testbericht", "Een testbericht, op verzoek van de abonnee; buiten de nummering."),
}
_DATE: Final = {"type": "string", "format": "date"}
_ABOUT_ORDER: Final = (
    "Elke gebeurtenis komt ten minste één keer; wat twee keer komt, heeft hetzelfde `id`. Per leerbedrijf en "
    "code komen zij op volgorde. `volgnummer` is aaneengesloten per abonnement: wie een gat ziet, leest "
    "`GET /v1/mutaties?abonnementId=…`."
)


def build_asyncapi() -> dict[str, Any]:
    """The whole document."""
    return {
        "asyncapi": "3.0.0",
        "info": _info(),
        "defaultContentType": MEDIATYPE,
        "channels": {"webhook": _webhook(), "wachtrij": _queue()},
        "operations": {
            "stuurNaarWebhook": {
                "action": "send",
                "channel": {"$ref": "#/channels/webhook"},
                "summary": "Eén POST per gebeurtenis; elke 2xx is een ontvangstbevestiging.",
                "bindings": {"http": {"method": "POST", "bindingVersion": "0.3.0"}},
            },
            "stuurNaarWachtrij": {
                "action": "send",
                "channel": {"$ref": "#/channels/wachtrij"},
                "summary": "Eén bericht per gebeurtenis, met sqs:SendMessage.",
            },
        },
        "components": {
            "messages": {
                f"{weg}{name}": _message(type_, name, text, headers)
                for weg, headers in (("webhook", _headers()), ("wachtrij", None))
                for type_, (name, text) in _NAMES.items()
            },
            "schemas": {name: event_schema(type_) for type_, (name, _) in _NAMES.items()},
        },
    }


def _info() -> dict[str, Any]:
    return {
        "title": "Stagemarkt Facade: wijzigingen van erkenningen",
        "version": VERSION,
        "description": "CloudEvents 1.0 (structured mode, JSON) volgens het NL GOV profile for CloudEvents. "
        f"`source` is `{source_of('<OIN van de beheerder>')}`. {_ABOUT_ORDER}",
        "contact": {
            "name": "De beheerder van deze facade",
            "email": "beheer@stagemarkt-facade.example",
            "url": "https://stagemarkt-facade.example",
        },
        "license": {"name": "EUPL-1.2"},
        "externalDocs": {"description": "De API zelf, als OpenAPI", "url": "openapi.json"},
    }


def _webhook() -> dict[str, Any]:
    return {
        # Of the subscriber's own choosing, when the abonnement is made.
        "address": None,
        "title": "Webhook",
        "description": "De URL van een abonnement van de soort `webhook`. Ondertekend volgens Standard "
        "Webhooks 1.0. 410 zet het abonnement uit; ander antwoord dan 2xx: opnieuw, ongeveer drie dagen "
        "lang, met `Retry-After` als ondergrens. Doorverwijzingen worden niet gevolgd.",
        "messages": _references("webhook"),
    }


def _queue() -> dict[str, Any]:
    return {
        "address": None,
        "title": "SQS-wachtrij",
        "description": "De wachtrij van een abonnement van de soort `sqs`, in een AWS-rekening van de "
        f"abonnee. Naast het bericht staan de eigenschappen {_listed()}. Bij een `.fifo` is de groep het "
        "leerbedrijf met de code en dedupliceert SQS op `id`; andere wachtrijen beloven geen volgorde.",
        "messages": _references("wachtrij"),
    }


def _listed() -> str:
    names = (
        delivery.ATTRIBUTE_MEDIATYPE,
        delivery.ATTRIBUTE_ID,
        delivery.ATTRIBUTE_VOLGNUMMER,
        delivery.ATTRIBUTE_LEERBEDRIJF,
        delivery.ATTRIBUTE_CODE,
    )
    return ", ".join(f"`{name}`" for name in names) + f" (bij een testbericht `{delivery.ATTRIBUTE_TEST}`)"


def _references(weg: str) -> dict[str, Any]:
    return {name: {"$ref": f"#/components/messages/{weg}{name}"} for name, _ in _NAMES.values()}


def _message(type_: str, name: str, text: str, headers: dict[str, Any] | None) -> dict[str, Any]:
    statussen = [f"`{status}`" for status, event_types in EVENT_TYPES.items() if type_ in event_types]
    run = f" Status: {' of '.join(statussen)}." if statussen else ""
    return {
        "name": type_,
        "title": name,
        "summary": text + run,
        "contentType": MEDIATYPE,
        **({"headers": headers} if headers else {}),
        "payload": {"$ref": f"#/components/schemas/{name}"},
    }


def _headers() -> dict[str, Any]:
    return {
        "type": "object",
        "required": [delivery.HEADER_ID, delivery.HEADER_MOMENT, delivery.HEADER_SIGNATURE],
        "properties": {
            delivery.HEADER_ID: {
                "type": "string",
                "description": "Gelijk aan `id`: hetzelfde bij elke poging.",
            },
            delivery.HEADER_MOMENT: {
                "type": "string",
                "pattern": "^[0-9]+$",
                "description": "Seconden sinds 1970, van deze poging; weiger wat meer dan vijf minuten "
                "afwijkt.",
            },
            delivery.HEADER_SIGNATURE: {
                "type": "string",
                "pattern": "^v1,[A-Za-z0-9+/=]+( v1,[A-Za-z0-9+/=]+)*$",
                "description": "HMAC-SHA256; twee, met een spatie ertussen, zolang een sleutel wordt "
                "gewisseld.",
            },
        },
    }


def event_schema(type_: str) -> dict[str, Any]:
    """The schema of the events of this type (JSON Schema draft 7, as AsyncAPI reads it).

    What is not named here may come: a receiver passes over what it does not know.
    """
    is_test = type_ == TEST_MESSAGE
    subject = "Het `abonnementId`." if is_test else "De leerbedrijf-ID."
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
        "subject": {"type": "string", "description": subject},
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


if __name__ == "__main__":
    json.dump(build_asyncapi(), sys.stdout, ensure_ascii=False, indent=2, sort_keys=False)
    sys.stdout.write("\n")
