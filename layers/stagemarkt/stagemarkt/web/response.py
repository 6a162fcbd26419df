"""An answer, and how it is handed to API Gateway: headers on every response, gzip, 304, HEAD."""

import base64
import gzip
import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from stagemarkt.model.errors import FacadeError
from stagemarkt.model.toegang import Limiet
from stagemarkt.version import VERSION
from stagemarkt.web.negotiation import Encoding, choose_encoding
from stagemarkt.web.request import Request

JSON: Final = "application/json"
# Under this size gzip costs more than it saves.
_WORTHWHILE: Final = 1024

# API Design Rules, module Transport Security: the headers of an API that is no page.
SECURITY_HEADERS: Final[Mapping[str, str]] = {
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
}
# What the answer depends on besides the address: a shared proxy must not mix callers.
_VARY: Final = "Accept, Accept-Encoding, Accept-Language, Authorization, Namens-School"
_NO_CONTENT: Final = 204


class Response(NamedTuple):
    """What to answer.

    Attributes:
        body: the body, UTF-8; already compressed when `compressed`.
        koppen: the headers of this answer; those of every answer are added on sending.
        fout: the failure that it tells of, for the log.
    """

    status: int
    body: bytes = b""
    compressed: bool = False
    mediatype: str = JSON
    koppen: Mapping[str, str] = MappingProxyType({})
    fout: FacadeError | None = None


def limit_headers(limiet: Limiet | None) -> dict[str, str]:
    """`RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers-10) where there is a limit.

    No `RateLimit`: what is left, API Gateway alone knows, and it does not tell.
    """
    if limiet is None:
        return {}
    policy = f'"tempo";q={limiet.tempo};w=1, "dagquotum";q={limiet.dagquotum};w=86400'
    return {"RateLimit-Policy": policy}


def json_document(content: object) -> bytes:
    """A JSON document, on a line of its own; half a character, which no UTF-8 has, is shown as `?`."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return f"{text}\n".encode(errors="replace")


def send(answer: Response, request: Request) -> dict[str, Any]:
    """The Lambda proxy result: 304 where the caller has this content already, gzip where it reads that."""
    headers = {
        "API-Version": VERSION,
        "X-Request-Id": request.id,
        "Vary": _VARY,
        **SECURITY_HEADERS,
        **limit_headers(request.limiet),
        **answer.koppen,
    }
    if is_not_modified(answer, request):
        return _result(304, headers)
    if answer.status == _NO_CONTENT:
        return _result(answer.status, headers)
    headers["Content-Type"] = answer.mediatype
    encoding = choose_encoding(request.koppen.get("accept"), request.koppen.get("accept-encoding"))
    body, compressed = _encode(answer, encoding)
    if compressed:
        headers["Content-Encoding"] = "gzip"
    if request.method == "HEAD":
        return _result(answer.status, {**headers, "Content-Length": str(len(body))})
    if compressed:
        text = base64.b64encode(body).decode()
        return {**_result(answer.status, headers, text), "isBase64Encoded": True}
    return _result(answer.status, headers, body.decode())


def _result(status: int, headers: Mapping[str, str], text: str = "") -> dict[str, Any]:
    return {"statusCode": status, "headers": dict(headers), "body": text, "isBase64Encoded": False}


def _encode(answer: Response, encoding: Encoding) -> tuple[bytes, bool]:
    if answer.compressed:
        return (answer.body, True) if encoding.gzip else (gzip.decompress(answer.body), False)
    worthwhile = len(answer.body) >= _WORTHWHILE or not encoding.identity
    if encoding.gzip and worthwhile:
        return gzip.compress(answer.body, compresslevel=1, mtime=0), True
    return answer.body, False


def is_not_modified(answer: Response, request: Request) -> bool:
    """`If-None-Match` by weak comparison (RFC 9110, 13.1.2), for a GET or HEAD that succeeded."""
    etag, asked = answer.koppen.get("ETag"), request.koppen.get("if-none-match")
    if etag is None or asked is None or answer.status != 200:  # noqa: PLR2004 - OK
        return False
    if request.method not in {"GET", "HEAD"}:
        return False
    candidates = {candidate.strip().removeprefix("W/") for candidate in asked.split(",")}
    # Alone only: between the quotes of another's tag it is a character like any other.
    return asked.strip() == "*" or etag.removeprefix("W/") in candidates
