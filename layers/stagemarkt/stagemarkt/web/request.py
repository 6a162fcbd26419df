"""API Gateway's event as a request: headers in lower case, the body as bytes, the caller's rights read."""

import base64
import binascii
import uuid
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from stagemarkt.model.toegang import Limiet
from stagemarkt.ports.deadline import Termijn
from stagemarkt.ports.guard import Requester
from stagemarkt.web.authorizer_context import lees_limiet, lees_toegang
from stagemarkt.web.negotiation import Taal, kies_taal

# What is left for keeping the answer and noting how SBB did, each on a table that may not answer either.
RESERVE = 5.0
# No call reads a longer body, nor decodes one to see what is in it. Routes have smaller limits of their own.
MAX_LICHAAM: Final = 256 * 1024
_ZONDER_LICHAAM: Final = frozenset({"GET", "HEAD", "DELETE", "OPTIONS"})


class Verzoek(NamedTuple):
    """One request.

    Attributes:
        id: a UUID that also stands in the log, in `X-Request-Id` and in a problem's `instance`.
        resource: API Gateway's template of the path, e.g. `/leerbedrijven/{leerbedrijfId}`.
        pad: the path as it was called.
        padvelden: the values in the path.
        query: each query key with all its values.
        koppen: headers, names in lower case.
        lichaam: the body's bytes, None when its encoding is broken; empty where a method has no use for one.
        taal: of texts in the answer.
        afnemer_id: whose key it is; empty on open routes.
        toegang: BRIN -> scopes that the key has.
        termijn: until when an answer is of use.
        school: the BRIN on whose behalf, once the rights have been checked.
        sleutel: the prefix of the key; empty on open routes.
        te_groot: whether the body was too large to look at; then `lichaam` is empty.
        limiet: what API Gateway keeps this afnemer to; None where it does not.
    """

    id: str
    methode: str
    resource: str
    pad: str
    padvelden: Mapping[str, str]
    query: Mapping[str, Sequence[str]]
    koppen: Mapping[str, str]
    lichaam: bytes | None
    taal: Taal
    afnemer_id: str
    toegang: Mapping[str, Sequence[str]]
    termijn: Termijn
    school: str = ""
    limiet: Limiet | None = None
    sleutel: str = ""
    te_groot: bool = False

    @property
    def requester(self) -> Requester:
        """Who shares the room of the school at SBB; somebody waits for the answer."""
        return Requester(self.afnemer_id)


def lees_event(event: Mapping[str, Any], seconden: float) -> Verzoek:
    """Read a Lambda proxy event of a REST API; `seconden` is what the function may still take."""
    methode, tekst = event.get("httpMethod") or "", event.get("body") or ""
    if methode in _ZONDER_LICHAAM:
        tekst = ""
    te_groot = len(tekst) > (MAX_LICHAAM * 4 // 3 + 4 if event.get("isBase64Encoded") else MAX_LICHAAM)
    context = event.get("requestContext") or {}
    rechten = context.get("authorizer") or {}
    koppen = _koppen(event)
    return Verzoek(
        id=_uuid(context.get("requestId")),
        methode=methode,
        resource=event.get("resource", ""),
        pad=event.get("path", ""),
        padvelden=event.get("pathParameters") or {},
        query=event.get("multiValueQueryStringParameters") or {},
        koppen=koppen,
        lichaam=_lichaam("" if te_groot else tekst, base64_gecodeerd=bool(event.get("isBase64Encoded"))),
        taal=kies_taal(koppen.get("accept-language")),
        afnemer_id=rechten.get("afnemerId", ""),
        toegang=lees_toegang(rechten.get("toegang") or ""),
        termijn=Termijn.van(max(0.0, seconden - RESERVE)),
        limiet=lees_limiet(rechten.get("limiet") or ""),
        te_groot=te_groot,
        sleutel=rechten.get("principalId") or "",
    )


def _koppen(event: Mapping[str, Any]) -> dict[str, str]:
    """A header on more lines is one list (RFC 9110, 5.3), also where the lines spell its name otherwise."""
    regels: dict[str, list[str]] = {}
    for naam, waarden in (event.get("multiValueHeaders") or {}).items():
        regels.setdefault(naam.lower(), []).extend(waarden)
    return {naam: ", ".join(waarden) for naam, waarden in regels.items()} or {
        naam.lower(): waarde for naam, waarde in (event.get("headers") or {}).items()
    }


def onleesbaar_event(event: Mapping[str, Any]) -> Verzoek:
    """What little is sure of an event that cannot be read or answered as usual: its number and its route."""
    context = event.get("requestContext") or {}
    bekend = {naam: event.get(naam) for naam in ("httpMethod", "resource")}
    return lees_event({**bekend, "requestContext": {"requestId": context.get("requestId")}}, 0)


def _uuid(tekst: object) -> str:
    """API Gateway's request id when it is a UUID, as on AWS; else one of our own."""
    try:
        return str(uuid.UUID(str(tekst)))
    except ValueError:
        return str(uuid.uuid4())


def _lichaam(tekst: str, *, base64_gecodeerd: bool) -> bytes | None:
    if not base64_gecodeerd:
        # A lone surrogate is no UTF-8: `surrogatepass` keeps it wrong, so that the JSON reader refuses it.
        return str(tekst).encode(errors="surrogatepass")
    try:
        return base64.b64decode(tekst, validate=True)
    except (binascii.Error, ValueError):
        return None
