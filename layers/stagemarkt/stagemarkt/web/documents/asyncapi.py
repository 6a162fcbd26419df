"""Writes the AsyncAPI 3.0 document: the changes as they leave us. `make openapi` runs it.

Types and statuses come from `domain.changes.event`, headers from `ports.delivery`, shapes from
`gebeurtenisvorm`. The texts are Dutch, as those of the API are.
"""

import json
import sys
from typing import Any, Final

from stagemarkt import __version__
from stagemarkt.domain.changes.event import (
    GEWIJZIGD,
    INGETROKKEN,
    MEDIATYPE,
    TESTBERICHT,
    TYPEN,
    VERLEEND,
    VERLOPEN,
    bron_van,
)
from stagemarkt.ports import delivery
from stagemarkt.web.documents.event_schema import gebeurtenisvorm

_NAMEN: Final = {
    VERLEEND: ("ErkenningVerleend", "Een leerbedrijf is erkend, en dat was hier nog niet bekend."),
    GEWIJZIGD: ("ErkenningGewijzigd", "Een erkenning die hier al bekend was, is veranderd en geldt."),
    INGETROKKEN: ("ErkenningIngetrokken", "Een erkenning is ingetrokken, of niet verleend."),
    VERLOPEN: ("ErkenningVerlopen", "Een erkenning is verlopen."),
    TESTBERICHT: ("Testbericht", "Een testbericht, op verzoek van de abonnee; buiten de nummering."),
}
_OVER_VOLGORDE: Final = (
    "Elke gebeurtenis komt ten minste één keer; wat twee keer komt, heeft hetzelfde `id`. Per leerbedrijf en "
    "code komen zij op volgorde. `volgnummer` is aaneengesloten per abonnement: wie een gat ziet, leest "
    "`GET /v1/mutaties?abonnementId=…`."
)


def maak_document() -> dict[str, Any]:
    """The whole document."""
    return {
        "asyncapi": "3.0.0",
        "info": _info(),
        "defaultContentType": MEDIATYPE,
        "channels": {"webhook": _webhook(), "wachtrij": _wachtrij()},
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
                f"{weg}{naam}": _bericht(type_, naam, tekst, koppen)
                for weg, koppen in (("webhook", _koppen()), ("wachtrij", None))
                for type_, (naam, tekst) in _NAMEN.items()
            },
            "schemas": {naam: gebeurtenisvorm(type_) for type_, (naam, _) in _NAMEN.items()},
        },
    }


def _info() -> dict[str, Any]:
    return {
        "title": "Stagemarkt Facade: wijzigingen van erkenningen",
        "version": __version__,
        "description": "CloudEvents 1.0 (structured mode, JSON) volgens het NL GOV profile for CloudEvents. "
        f"`source` is `{bron_van('<OIN van de beheerder>')}`. {_OVER_VOLGORDE}",
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
        "messages": _verwijzingen("webhook"),
    }


def _wachtrij() -> dict[str, Any]:
    return {
        "address": None,
        "title": "SQS-wachtrij",
        "description": "De wachtrij van een abonnement van de soort `sqs`, in een AWS-rekening van de "
        f"abonnee. Naast het bericht staan de eigenschappen {_opsomming()}. Bij een `.fifo` is de groep het "
        "leerbedrijf met de code en dedupliceert SQS op `id`; andere wachtrijen beloven geen volgorde.",
        "messages": _verwijzingen("wachtrij"),
    }


def _opsomming() -> str:
    namen = (
        delivery.BIJ_MEDIATYPE,
        delivery.BIJ_ID,
        delivery.BIJ_VOLGNUMMER,
        delivery.BIJ_LEERBEDRIJF,
        delivery.BIJ_CODE,
    )
    return ", ".join(f"`{naam}`" for naam in namen) + f" (bij een testbericht `{delivery.BIJ_TEST}`)"


def _verwijzingen(weg: str) -> dict[str, Any]:
    return {naam: {"$ref": f"#/components/messages/{weg}{naam}"} for naam, _ in _NAMEN.values()}


def _bericht(type_: str, naam: str, tekst: str, koppen: dict[str, Any] | None) -> dict[str, Any]:
    statussen = [f"`{status}`" for status, typen in TYPEN.items() if type_ in typen]
    bij = f" Status: {' of '.join(statussen)}." if statussen else ""
    return {
        "name": type_,
        "title": naam,
        "summary": tekst + bij,
        "contentType": MEDIATYPE,
        **({"headers": koppen} if koppen else {}),
        "payload": {"$ref": f"#/components/schemas/{naam}"},
    }


def _koppen() -> dict[str, Any]:
    return {
        "type": "object",
        "required": [delivery.KOP_ID, delivery.KOP_MOMENT, delivery.KOP_HANDTEKENING],
        "properties": {
            delivery.KOP_ID: {
                "type": "string",
                "description": "Gelijk aan `id`: hetzelfde bij elke poging.",
            },
            delivery.KOP_MOMENT: {
                "type": "string",
                "pattern": "^[0-9]+$",
                "description": "Seconden sinds 1970, van deze poging; weiger wat meer dan vijf minuten "
                "afwijkt.",
            },
            delivery.KOP_HANDTEKENING: {
                "type": "string",
                "pattern": "^v1,[A-Za-z0-9+/=]+( v1,[A-Za-z0-9+/=]+)*$",
                "description": "HMAC-SHA256; twee, met een spatie ertussen, zolang een sleutel wordt "
                "gewisseld.",
            },
        },
    }


if __name__ == "__main__":
    json.dump(maak_document(), sys.stdout, ensure_ascii=False, indent=2, sort_keys=False)
    sys.stdout.write("\n")
