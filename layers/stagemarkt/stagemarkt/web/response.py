"""An answer, and how it is handed to API Gateway: headers on every response, gzip, 304, HEAD."""

import base64
import gzip
import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from stagemarkt import __version__
from stagemarkt.model.errors import Fout
from stagemarkt.model.toegang import Limiet
from stagemarkt.web.negotiation import Codering, kies_codering
from stagemarkt.web.request import Verzoek

JSON: Final = "application/json"
# Under this size gzip costs more than it saves.
_LOONT: Final = 1024

# API Design Rules, module Transport Security: the headers of an API that is no page.
BEVEILIGING: Final[Mapping[str, str]] = {
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
}
# What the answer depends on besides the address: a shared proxy must not mix callers.
_VARY: Final = "Accept, Accept-Encoding, Accept-Language, Authorization, Namens-School"
_GEEN_INHOUD: Final = 204


class Antwoord(NamedTuple):
    """What to answer.

    Attributes:
        lichaam: the body, UTF-8; already compressed when `gecomprimeerd`.
        koppen: the headers of this answer; those of every answer are added on sending.
        fout: the failure that it tells of, for the log.
    """

    status: int
    lichaam: bytes = b""
    gecomprimeerd: bool = False
    mediatype: str = JSON
    koppen: Mapping[str, str] = MappingProxyType({})
    fout: Fout | None = None


def limietkoppen(limiet: Limiet | None) -> dict[str, str]:
    """`RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers-10) where there is a limit.

    No `RateLimit`: what is left, API Gateway alone knows, and it does not tell.
    """
    if limiet is None:
        return {}
    beleid = f'"tempo";q={limiet.tempo};w=1, "dagquotum";q={limiet.dagquotum};w=86400'
    return {"RateLimit-Policy": beleid}


def json_document(inhoud: object) -> bytes:
    """A JSON document, on a line of its own; half a character, which no UTF-8 has, is shown as `?`."""
    tekst = json.dumps(inhoud, ensure_ascii=False, separators=(",", ":"))
    return f"{tekst}\n".encode(errors="replace")


def verstuur(antwoord: Antwoord, verzoek: Verzoek) -> dict[str, Any]:
    """The Lambda proxy result: 304 where the caller has this content already, gzip where it reads that."""
    koppen = {
        "API-Version": __version__,
        "X-Request-Id": verzoek.id,
        "Vary": _VARY,
        **BEVEILIGING,
        **limietkoppen(verzoek.limiet),
        **antwoord.koppen,
    }
    if is_bekend(antwoord, verzoek):
        return _resultaat(304, koppen)
    if antwoord.status == _GEEN_INHOUD:
        return _resultaat(antwoord.status, koppen)
    koppen["Content-Type"] = antwoord.mediatype
    codering = kies_codering(verzoek.koppen.get("accept"), verzoek.koppen.get("accept-encoding"))
    lichaam, gecomprimeerd = _codeer(antwoord, codering)
    if gecomprimeerd:
        koppen["Content-Encoding"] = "gzip"
    if verzoek.methode == "HEAD":
        return _resultaat(antwoord.status, {**koppen, "Content-Length": str(len(lichaam))})
    if gecomprimeerd:
        tekst = base64.b64encode(lichaam).decode()
        return {**_resultaat(antwoord.status, koppen, tekst), "isBase64Encoded": True}
    return _resultaat(antwoord.status, koppen, lichaam.decode())


def _resultaat(status: int, koppen: Mapping[str, str], tekst: str = "") -> dict[str, Any]:
    return {"statusCode": status, "headers": dict(koppen), "body": tekst, "isBase64Encoded": False}


def _codeer(antwoord: Antwoord, codering: Codering) -> tuple[bytes, bool]:
    if antwoord.gecomprimeerd:
        return (antwoord.lichaam, True) if codering.gzip else (gzip.decompress(antwoord.lichaam), False)
    loont = len(antwoord.lichaam) >= _LOONT or not codering.identity
    if codering.gzip and loont:
        return gzip.compress(antwoord.lichaam, compresslevel=1, mtime=0), True
    return antwoord.lichaam, False


def is_bekend(antwoord: Antwoord, verzoek: Verzoek) -> bool:
    """`If-None-Match` by weak comparison (RFC 9110, 13.1.2), for a GET or HEAD that succeeded."""
    etag, gevraagd = antwoord.koppen.get("ETag"), verzoek.koppen.get("if-none-match")
    if etag is None or gevraagd is None or antwoord.status != 200:  # noqa: PLR2004 - OK
        return False
    if verzoek.methode not in {"GET", "HEAD"}:
        return False
    kandidaten = {kandidaat.strip().removeprefix("W/") for kandidaat in gevraagd.split(",")}
    # Alone only: between the quotes of another's tag it is a character like any other.
    return gevraagd.strip() == "*" or etag.removeprefix("W/") in kandidaten
