"""Requests to test with: API Gateway's events, those in `events/` included, and what comes of them."""

import base64
import gzip
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from stagemarkt.web.authorizer_context import write_toegang
from stagemarkt.web.request import Request, read_event
from stagemarkt.web.routes import SCOPES

from tests.unit.fakes.composition import SCHOOL

ROOT = Path(__file__).parents[2]
EVENTS = ROOT / "events"
REQUEST_ID = "7c0a5c9e-3c4b-4f0e-9d53-5b1c2f8e6a10"
ALL_RIGHTS: Mapping[str, Sequence[str]] = {SCHOOL: SCOPES}


def load_event(name: str) -> dict[str, Any]:
    """One of the events in `events/`."""
    content: dict[str, Any] = json.loads((EVENTS / f"{name}.json").read_bytes())
    return content


def build_event(
    method: str = "GET",
    resource: str = "/leerbedrijven",
    *,
    headers: Mapping[str, str] | None = None,
    query: Mapping[str, Sequence[str]] | None = None,
    path_fields: Mapping[str, str] | None = None,
    body: str | bytes | None = None,
) -> dict[str, Any]:
    """A Lambda proxy event as API Gateway makes it: what is absent is null; bytes go as base64."""
    everything = dict(headers or {})
    if body is not None:
        everything.setdefault("Content-Type", "application/json")
    text = base64.b64encode(body).decode() if isinstance(body, bytes) else body
    return {
        "resource": resource,
        "path": resource.format_map(defaultdict(lambda: "1", path_fields or {})),
        "httpMethod": method,
        "headers": everything or None,
        "multiValueHeaders": {name: [value] for name, value in everything.items()} or None,
        "queryStringParameters": {name: values[-1] for name, values in (query or {}).items()} or None,
        "multiValueQueryStringParameters": {name: list(w) for name, w in (query or {}).items()} or None,
        "pathParameters": dict(path_fields or {}) or None,
        "requestContext": {
            "requestId": REQUEST_ID,
            "authorizer": {
                "principalId": "nepnepne",
                "afnemerId": "demo",
                "toegang": write_toegang(ALL_RIGHTS),
            },
        },
        "body": text,
        "isBase64Encoded": isinstance(body, bytes),
    }


def with_toegang(event: dict[str, Any], toegang: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """The event, of a key with these rights (BRIN -> scopes)."""
    event["requestContext"]["authorizer"]["toegang"] = write_toegang(toegang)
    return event


def make_request(
    method: str = "GET",
    *,
    headers: Mapping[str, str] | None = None,
    query: Mapping[str, Sequence[str]] | None = None,
    path_fields: Mapping[str, str] | None = None,
    body: str | bytes | None = None,
) -> Request:
    """The same, read."""
    event = build_event(method, headers=headers, query=query, path_fields=path_fields, body=body)
    return read_event(event, 28.0)


def search_query(**fields: str) -> Request:
    """`GET /leerbedrijven` with these query fields."""
    return make_request(query={name: [value] for name, value in fields.items()})


def search_body(body: str | bytes, mediatype: str = "application/json") -> Request:
    """`POST /leerbedrijven/_zoek` with this body."""
    return make_request("POST", headers={"Content-Type": mediatype}, body=body)


def bytes_of(answer: Mapping[str, Any]) -> bytes:
    """The body of a proxy result, decoded and unpacked, as a client sees it."""
    text: str = answer["body"]
    raw = base64.b64decode(text) if answer["isBase64Encoded"] else text.encode()
    return gzip.decompress(raw) if answer["headers"].get("Content-Encoding") == "gzip" else raw


def json_of(answer: Mapping[str, Any]) -> Any:
    """The JSON of a proxy result."""
    return json.loads(bytes_of(answer))
