"""Refusals as .NET, IIS and nginx word them: SOAP faults by their codes, and pages before the service."""

from collections.abc import Callable
from typing import Final
from xml.sax.saxutils import escape

from local.sbb.answer import XML_TYPE, SoapAnswer
from local.sbb.disturbances.catalogue import Disturbance
from local.sbb.disturbances.characters import CANARY, HTML_TYPE
from local.sbb.protocol import SOAP

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


def _fault(namespace: str, naam: str) -> SoapAnswer:
    tekst = (
        f'<s:Envelope xmlns:s="{SOAP}"><s:Body><s:Fault><faultcode xmlns:a="{namespace}">a:{naam}</faultcode>'
        f"<faultstring>{escape(CANARY)}</faultstring></s:Fault></s:Body></s:Envelope>"
    )
    return SoapAnswer(500, tekst.encode())


def _fault_with_code(soort: str) -> Callable[[Disturbance], SoapAnswer]:
    return lambda _disturbance: _fault(*_CODES[soort])


def _fault_12(_disturbance: Disturbance) -> SoapAnswer:
    tekst = (
        f'<s:Envelope xmlns:s="{_SOAP12}"><s:Body><s:Fault><s:Code><s:Value>s:Sender</s:Value></s:Code>'
        f'<s:Reason><s:Text xml:lang="en">{escape(CANARY)}</s:Text></s:Reason></s:Fault></s:Body>'
        "</s:Envelope>"
    )
    return SoapAnswer(400, tekst.encode(), XML_TYPE.replace("text/xml", "application/soap+xml"))


def _nginx(sentence: str) -> Callable[[Disturbance], SoapAnswer]:
    return lambda _disturbance: SoapAnswer(400, _NGINX.format(sentence, escape(CANARY)).encode(), HTML_TYPE)


def _http403_ip(_disturbance: Disturbance) -> SoapAnswer:
    tekst = f"<h3>HTTP Error 403.6 - Forbidden</h3><p>IP address rejected.</p><pre>{escape(CANARY)}</pre>"
    return SoapAnswer(403, tekst.encode(), HTML_TYPE)


REFUSING: Final[dict[str, Callable[[Disturbance], SoapAnswer]]] = {
    **{soort: _fault_with_code(soort) for soort in _CODES},
    "soapfault-12": _fault_12,
    "http400-certificaat": _nginx("The SSL certificate error"),
    "http400-html": _nginx("The plain HTTP request was sent to HTTPS port"),
    "http403-ip": _http403_ip,
}
