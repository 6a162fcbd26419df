"""Faults that answer something else: the operation is not carried out at all.

Also refusals as .NET, IIS and nginx word them: SOAP faults by their codes, and pages before the service.
"""

from collections.abc import Callable
from typing import Final
from xml.sax.saxutils import escape

from local.sbb.disturbances.catalogue import Disturbance
from local.sbb.envelope import XML_TYPE, SoapAnswer, soap_fault
from local.sbb.protocol import SOAP
from local.sbb.text import seeded_random

# Stands in every text of a fault that a caller must never pass on.
CANARY: Final = (
    "KANARIE-c0ffee: System.NullReferenceException at Sbb.WhiteLabel.Zoeken() in D:\\build\\Zoeken.cs"
)
HTML_TYPE: Final = "text/html; charset=utf-8"


_SOAP12: Final = "http://www.w3.org/2003/05/soap-envelope"
_WSSE: Final = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"
_WSU: Final = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd"
_DOTNET: Final = "http://schemas.microsoft.com"
# Of each fault the namespace and name of its code. `a` stands for it, as WCF writes it.
_CODES: Final = {
    "soapfault-actie": (f"{_DOTNET}/ws/2005/05/addressing/none", "ActionNotSupported"),
    "soapfault-adres": ("http://www.w3.org/2005/08/addressing", "DestinationUnreachable"),
    "soapfault-klok": (_WSU, "MessageExpired"),
    "soapfault-toegang": (_WSSE, "FailedAuthentication"),
    "soapfault-intern": (
        f"{_DOTNET}/net/2005/12/windowscommunicationfoundation/dispatcher",
        "InternalServiceFault",
    ),
    "soapfault-onbekend": ("urn:sbb:fouten", "Mankement"),
}
_NGINX: Final = (
    "<html>\r\n<head><title>400 {0}</title></head>\r\n<body>\r\n<center><h1>400 Bad Request</h1></center>\r\n"
    "<center>{0}</center>\r\n<hr><center>nginx</center>\r\n<!-- {1} -->\r\n</body>\r\n</html>\r\n"
)


def _fault(namespace: str, name: str) -> SoapAnswer:
    text = (
        f'<s:Envelope xmlns:s="{SOAP}"><s:Body><s:Fault><faultcode xmlns:a="{namespace}">a:{name}</faultcode>'
        f"<faultstring>{escape(CANARY)}</faultstring></s:Fault></s:Body></s:Envelope>"
    )
    return SoapAnswer(500, text.encode())


def _fault_with_code(kind: str) -> Callable[[Disturbance], SoapAnswer]:
    return lambda _disturbance: _fault(*_CODES[kind])


def _fault_12(_disturbance: Disturbance) -> SoapAnswer:
    text = (
        f'<s:Envelope xmlns:s="{_SOAP12}"><s:Body><s:Fault><s:Code><s:Value>s:Sender</s:Value></s:Code>'
        f'<s:Reason><s:Text xml:lang="en">{escape(CANARY)}</s:Text></s:Reason></s:Fault></s:Body>'
        "</s:Envelope>"
    )
    return SoapAnswer(400, text.encode(), XML_TYPE.replace("text/xml", "application/soap+xml"))


def _nginx(sentence: str) -> Callable[[Disturbance], SoapAnswer]:
    return lambda _disturbance: SoapAnswer(400, _NGINX.format(sentence, escape(CANARY)).encode(), HTML_TYPE)


def _http403_ip(_disturbance: Disturbance) -> SoapAnswer:
    text = f"<h3>HTTP Error 403.6 - Forbidden</h3><p>IP address rejected.</p><pre>{escape(CANARY)}</pre>"
    return SoapAnswer(403, text.encode(), HTML_TYPE)


REFUSING: Final[dict[str, Callable[[Disturbance], SoapAnswer]]] = {
    **{kind: _fault_with_code(kind) for kind in _CODES},
    "soapfault-12": _fault_12,
    "http400-certificaat": _nginx("The SSL certificate error"),
    "http400-html": _nginx("The plain HTTP request was sent to HTTPS port"),
    "http403-ip": _http403_ip,
}


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


def _http503(disturbance: Disturbance) -> SoapAnswer:
    waits = _RETRY_AFTER if disturbance.seconden is None else round(disturbance.seconden)
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
