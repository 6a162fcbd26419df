"""An answer, and how it is handed to API Gateway: headers on every response, gzip, 304."""

import base64
import gzip
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from stagemarkt import __version__
from stagemarkt.model.fouten import Fout
from stagemarkt.model.toegang import Limiet
from stagemarkt.web.taal import accepteert_gzip
from stagemarkt.web.verzoek import Verzoek

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
_VARY: Final = "Accept-Encoding, Authorization, Namens-School"


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
        return {"statusCode": 304, "headers": koppen, "body": "", "isBase64Encoded": False}
    koppen["Content-Type"] = antwoord.mediatype
    # API Gateway decodes a binary body only for a caller that says what it accepts.
    leest_gzip = "accept" in verzoek.koppen and accepteert_gzip(verzoek.koppen.get("accept-encoding"))
    lichaam, gecomprimeerd = _codeer(antwoord, leest_gzip)
    if not gecomprimeerd:
        return {
            "statusCode": antwoord.status,
            "headers": koppen,
            "body": lichaam.decode(),
            "isBase64Encoded": False,
        }
    koppen["Content-Encoding"] = "gzip"
    tekst = base64.b64encode(lichaam).decode()
    return {"statusCode": antwoord.status, "headers": koppen, "body": tekst, "isBase64Encoded": True}


def _codeer(antwoord: Antwoord, leest_gzip: bool) -> tuple[bytes, bool]:  # noqa: FBT001 - one fact, one caller
    if antwoord.gecomprimeerd:
        return (antwoord.lichaam, True) if leest_gzip else (gzip.decompress(antwoord.lichaam), False)
    if leest_gzip and len(antwoord.lichaam) >= _LOONT:
        return gzip.compress(antwoord.lichaam, compresslevel=1, mtime=0), True
    return antwoord.lichaam, False


def is_bekend(antwoord: Antwoord, verzoek: Verzoek) -> bool:
    """`If-None-Match` by weak comparison (RFC 9110, 13.1.2), for a GET that succeeded."""
    etag, gevraagd = antwoord.koppen.get("ETag"), verzoek.koppen.get("if-none-match")
    if etag is None or gevraagd is None or antwoord.status != 200 or verzoek.methode != "GET":  # noqa: PLR2004 - OK
        return False
    kandidaten = {kandidaat.strip().removeprefix("W/") for kandidaat in gevraagd.split(",")}
    # Alone only: between the quotes of another's tag it is a character like any other.
    return gevraagd.strip() == "*" or etag.removeprefix("W/") in kandidaten
