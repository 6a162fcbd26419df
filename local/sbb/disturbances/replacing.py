"""Faults that answer something else: the operation is not carried out at all."""

from collections.abc import Callable
from typing import Final
from xml.sax.saxutils import escape

from local.sbb.answer import SoapAnswer, soap_fault
from local.sbb.disturbances.catalogue import Disturbance
from local.sbb.disturbances.characters import CANARY, HTML_TYPE
from local.sbb.disturbances.refusing import REFUSING
from local.sbb.text import seeded_random

_GARBAGE_BYTES: Final = 4096
_RETRY_AFTER: Final = 30


def _html(status: int, titel: str) -> SoapAnswer:
    body = (
        f"<!DOCTYPE html><html><head><title>{titel}</title></head>"
        f"<body><h1>{titel}</h1><pre>{escape(CANARY)}</pre></body></html>"
    )
    return SoapAnswer(status, body.encode(), HTML_TYPE)


def _soapfault(_disturbance: Disturbance) -> SoapAnswer:
    return soap_fault(CANARY, "Server")


def _soapfault_client(_disturbance: Disturbance) -> SoapAnswer:
    return soap_fault(CANARY, "Client")


def _http500(_disturbance: Disturbance) -> SoapAnswer:
    return _html(500, "Server Error in '/' Application.")


def _http503(storing: Disturbance) -> SoapAnswer:
    waits = _RETRY_AFTER if storing.seconden is None else round(storing.seconden)
    body = f"Service Unavailable {CANARY}".encode()
    return SoapAnswer(503, body, "text/plain", (("Retry-After", str(waits)),))


def _http403(_disturbance: Disturbance) -> SoapAnswer:
    return _html(403, "403 - Forbidden: Access is denied.")


def _http404(_disturbance: Disturbance) -> SoapAnswer:
    return _html(404, "404 - File or directory not found.")


def _html200(_disturbance: Disturbance) -> SoapAnswer:
    return _html(200, "Gepland onderhoud")


def _empty(_disturbance: Disturbance) -> SoapAnswer:
    return SoapAnswer(200, b"")


def _garbage(_disturbance: Disturbance) -> SoapAnswer:
    return SoapAnswer(200, seeded_random("rommel").randbytes(_GARBAGE_BYTES))


REPLACING: Final[dict[str, Callable[[Disturbance], SoapAnswer]]] = {
    "soapfault": _soapfault,
    "soapfault-client": _soapfault_client,
    **REFUSING,
    "http500-html": _http500,
    "http503": _http503,
    "http403-html": _http403,
    "http404-html": _http404,
    "html200": _html200,
    "leeg": _empty,
    "rommel": _garbage,
}
