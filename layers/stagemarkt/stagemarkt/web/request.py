"""API Gateway's event as a request: headers in lower case, the body as bytes, the caller's rights read."""

import base64
import binascii
import uuid
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from stagemarkt.model.toegang import Limiet
from stagemarkt.ports.deadline import Deadline
from stagemarkt.ports.guard import Requester
from stagemarkt.web.authorizer_context import read_limiet, read_toegang
from stagemarkt.web.negotiation import Language, choose_language

# What is left for keeping the answer and noting how SBB did, each on a table that may not answer either.
RESERVE = 5.0
# No call reads a longer body, nor decodes one to see what is in it. Routes have smaller limits of their own.
MAX_BODY: Final = 256 * 1024
_WITHOUT_BODY: Final = frozenset({"GET", "HEAD", "DELETE", "OPTIONS"})


class Request(NamedTuple):
    """One request.

    Attributes:
        id: a UUID that also stands in the log, in `X-Request-Id` and in a problem's `instance`.
        resource: API Gateway's template of the path, e.g. `/leerbedrijven/{leerbedrijfId}`.
        path: the path as it was called.
        path_fields: the values in the path.
        query: each query key with all its values.
        koppen: headers, names in lower case.
        body: the body's bytes, None when its encoding is broken; empty where a method has no use for one.
        language: of texts in the answer.
        afnemer_id: whose key it is; empty on open routes.
        toegang: BRIN -> scopes that the key has.
        deadline: until when an answer is of use.
        school: the BRIN on whose behalf, once the rights have been checked.
        sleutel: the prefix of the key; empty on open routes.
        too_large: whether the body was too large to look at; then `body` is empty.
        domain: the host by which API Gateway was called; empty where it does not tell.
        whole_path: the path by which it was called, with what stands before ours; empty likewise.
        limiet: what API Gateway keeps this afnemer to; None where it does not.
    """

    id: str
    method: str
    resource: str
    path: str
    path_fields: Mapping[str, str]
    query: Mapping[str, Sequence[str]]
    koppen: Mapping[str, str]
    body: bytes | None
    language: Language
    afnemer_id: str
    toegang: Mapping[str, Sequence[str]]
    deadline: Deadline
    school: str = ""
    limiet: Limiet | None = None
    sleutel: str = ""
    too_large: bool = False
    domain: str = ""
    whole_path: str = ""

    @property
    def requester(self) -> Requester:
        """Who shares the room of the school at SBB; somebody waits for the answer."""
        return Requester(self.afnemer_id)


def read_event(event: Mapping[str, Any], seconds: float) -> Request:
    """Read a Lambda proxy event of a REST API; `seconds` is what the function may still take."""
    method, text = event.get("httpMethod") or "", event.get("body") or ""
    if method in _WITHOUT_BODY:
        text = ""
    too_large = len(text) > (MAX_BODY * 4 // 3 + 4 if event.get("isBase64Encoded") else MAX_BODY)
    context = event.get("requestContext") or {}
    rights = context.get("authorizer") or {}
    headers = _headers(event)
    return Request(
        id=_uuid(context.get("requestId")),
        method=method,
        resource=event.get("resource", ""),
        path=_below_stage(event.get("path", ""), context),
        path_fields=event.get("pathParameters") or {},
        query=event.get("multiValueQueryStringParameters") or {},
        koppen=headers,
        body=_body("" if too_large else text, base64_encoded=bool(event.get("isBase64Encoded"))),
        language=choose_language(headers.get("accept-language")),
        afnemer_id=rights.get("afnemerId", ""),
        toegang=read_toegang(rights.get("toegang") or ""),
        deadline=Deadline.after(max(0.0, seconds - RESERVE)),
        limiet=read_limiet(rights.get("limiet") or ""),
        too_large=too_large,
        sleutel=rights.get("principalId") or "",
        domain=context.get("domainName") or "",
        whole_path=context.get("path") or "",
    )


def _below_stage(path: str, context: Mapping[str, Any]) -> str:
    """The path below `/v1`: behind a domain of its own API Gateway gives the whole, base path included."""
    base = f"/{context.get('stage')}/"
    whole = path == context.get("path") and path.startswith(base)
    return path.removeprefix(base[:-1]) if whole else path


def _headers(event: Mapping[str, Any]) -> dict[str, str]:
    """A header on more lines is one list (RFC 9110, 5.3), also where the lines spell its name otherwise."""
    lines: dict[str, list[str]] = {}
    for name, values in (event.get("multiValueHeaders") or {}).items():
        lines.setdefault(name.lower(), []).extend(values)
    return {name: ", ".join(values) for name, values in lines.items()} or {
        name.lower(): value for name, value in (event.get("headers") or {}).items()
    }


def unreadable_event(event: Mapping[str, Any]) -> Request:
    """What little is sure of an event that cannot be read or answered as usual: its number and its route."""
    context = event.get("requestContext") or {}
    known = {name: event.get(name) for name in ("httpMethod", "resource")}
    return read_event({**known, "requestContext": {"requestId": context.get("requestId")}}, 0)


def _uuid(text: object) -> str:
    """API Gateway's request id when it is a UUID, as on AWS; else one of our own."""
    try:
        return str(uuid.UUID(str(text)))
    except ValueError:
        return str(uuid.uuid4())


def _body(text: str, *, base64_encoded: bool) -> bytes | None:
    if not base64_encoded:
        # A lone surrogate is no UTF-8: `surrogatepass` keeps it wrong, so that the JSON reader refuses it.
        return str(text).encode(errors="surrogatepass")
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
