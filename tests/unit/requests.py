"""Requests to test with: API Gateway's events, those in `events/` included, and what comes of them."""

import base64
import gzip
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from stagemarkt.web.authorizer_context import schrijf_toegang
from stagemarkt.web.request import Verzoek, lees_event
from stagemarkt.web.routes import SCOPES

from tests.unit.fakes import SCHOOL

WORTEL = Path(__file__).parents[2]
EVENTS = WORTEL / "events"
VERZOEK_ID = "7c0a5c9e-3c4b-4f0e-9d53-5b1c2f8e6a10"
ALLE_RECHTEN: Mapping[str, Sequence[str]] = {SCHOOL: SCOPES}


def laad_event(naam: str) -> dict[str, Any]:
    """One of the events in `events/`."""
    inhoud: dict[str, Any] = json.loads((EVENTS / f"{naam}.json").read_bytes())
    return inhoud


def maak_event(
    methode: str = "GET",
    resource: str = "/leerbedrijven",
    *,
    koppen: Mapping[str, str] | None = None,
    query: Mapping[str, Sequence[str]] | None = None,
    padvelden: Mapping[str, str] | None = None,
    lichaam: str | bytes | None = None,
) -> dict[str, Any]:
    """A Lambda proxy event as API Gateway makes it: what is absent is null; bytes go as base64."""
    alle = dict(koppen or {})
    if lichaam is not None:
        alle.setdefault("Content-Type", "application/json")
    tekst = base64.b64encode(lichaam).decode() if isinstance(lichaam, bytes) else lichaam
    return {
        "resource": resource,
        "path": resource.format_map(defaultdict(lambda: "1", padvelden or {})),
        "httpMethod": methode,
        "headers": alle or None,
        "multiValueHeaders": {naam: [waarde] for naam, waarde in alle.items()} or None,
        "queryStringParameters": {naam: waarden[-1] for naam, waarden in (query or {}).items()} or None,
        "multiValueQueryStringParameters": {naam: list(w) for naam, w in (query or {}).items()} or None,
        "pathParameters": dict(padvelden or {}) or None,
        "requestContext": {
            "requestId": VERZOEK_ID,
            "authorizer": {
                "principalId": "nepnepne",
                "afnemerId": "demo",
                "toegang": schrijf_toegang(ALLE_RECHTEN),
            },
        },
        "body": tekst,
        "isBase64Encoded": isinstance(lichaam, bytes),
    }


def met_toegang(event: dict[str, Any], toegang: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """The event, of a key with these rights (BRIN -> scopes)."""
    event["requestContext"]["authorizer"]["toegang"] = schrijf_toegang(toegang)
    return event


def maak_verzoek(
    methode: str = "GET",
    *,
    koppen: Mapping[str, str] | None = None,
    query: Mapping[str, Sequence[str]] | None = None,
    padvelden: Mapping[str, str] | None = None,
    lichaam: str | bytes | None = None,
) -> Verzoek:
    """The same, read."""
    event = maak_event(methode, koppen=koppen, query=query, padvelden=padvelden, lichaam=lichaam)
    return lees_event(event, 28.0)


def zoek_query(**velden: str) -> Verzoek:
    """`GET /leerbedrijven` with these query fields."""
    return maak_verzoek(query={naam: [waarde] for naam, waarde in velden.items()})


def zoek_lichaam(lichaam: str | bytes, mediatype: str = "application/json") -> Verzoek:
    """`POST /leerbedrijven/_zoek` with this body."""
    return maak_verzoek("POST", koppen={"Content-Type": mediatype}, lichaam=lichaam)


def bytes_van(antwoord: Mapping[str, Any]) -> bytes:
    """The body of a proxy result, decoded and unpacked, as a client sees it."""
    tekst: str = antwoord["body"]
    ruw = base64.b64decode(tekst) if antwoord["isBase64Encoded"] else tekst.encode()
    return gzip.decompress(ruw) if antwoord["headers"].get("Content-Encoding") == "gzip" else ruw


def json_van(antwoord: Mapping[str, Any]) -> Any:
    """The JSON of a proxy result."""
    return json.loads(bytes_van(antwoord))
