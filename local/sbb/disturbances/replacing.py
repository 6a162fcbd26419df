"""Faults that answer something else: the operation is not carried out at all."""

from collections.abc import Callable
from typing import Final
from xml.sax.saxutils import escape

from local.sbb.answer import Antwoord, soap_fout
from local.sbb.disturbances.catalogue import Storing
from local.sbb.disturbances.characters import HTML_TYPE, KANARIE
from local.sbb.disturbances.refusing import WEIGEREN
from local.sbb.text import dobbel

_ROMMEL_BYTES: Final = 4096
_RETRY_AFTER: Final = 30


def _html(status: int, titel: str) -> Antwoord:
    body = (
        f"<!DOCTYPE html><html><head><title>{titel}</title></head>"
        f"<body><h1>{titel}</h1><pre>{escape(KANARIE)}</pre></body></html>"
    )
    return Antwoord(status, body.encode(), HTML_TYPE)


def _soapfault(_storing: Storing) -> Antwoord:
    return soap_fout(KANARIE, "Server")


def _soapfault_client(_storing: Storing) -> Antwoord:
    return soap_fout(KANARIE, "Client")


def _http500(_storing: Storing) -> Antwoord:
    return _html(500, "Server Error in '/' Application.")


def _http503(storing: Storing) -> Antwoord:
    wachten = _RETRY_AFTER if storing.seconden is None else round(storing.seconden)
    body = f"Service Unavailable {KANARIE}".encode()
    return Antwoord(503, body, "text/plain", (("Retry-After", str(wachten)),))


def _http403(_storing: Storing) -> Antwoord:
    return _html(403, "403 - Forbidden: Access is denied.")


def _http404(_storing: Storing) -> Antwoord:
    return _html(404, "404 - File or directory not found.")


def _html200(_storing: Storing) -> Antwoord:
    return _html(200, "Gepland onderhoud")


def _leeg(_storing: Storing) -> Antwoord:
    return Antwoord(200, b"")


def _rommel(_storing: Storing) -> Antwoord:
    return Antwoord(200, dobbel("rommel").randbytes(_ROMMEL_BYTES))


VERVANGEND: Final[dict[str, Callable[[Storing], Antwoord]]] = {
    "soapfault": _soapfault,
    "soapfault-client": _soapfault_client,
    **WEIGEREN,
    "http500-html": _http500,
    "http503": _http503,
    "http403-html": _http403,
    "http404-html": _http404,
    "html200": _html200,
    "leeg": _leeg,
    "rommel": _rommel,
}
