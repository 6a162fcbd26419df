"""Refusals as .NET, IIS and nginx word them: SOAP faults by their codes, and pages before the service."""

from collections.abc import Callable
from typing import Final
from xml.sax.saxutils import escape

from local.sbb.answer import XML_TYPE, Antwoord
from local.sbb.disturbances.catalogue import Storing
from local.sbb.disturbances.characters import HTML_TYPE, KANARIE
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


def _fault(namespace: str, naam: str) -> Antwoord:
    tekst = (
        f'<s:Envelope xmlns:s="{SOAP}"><s:Body><s:Fault><faultcode xmlns:a="{namespace}">a:{naam}</faultcode>'
        f"<faultstring>{escape(KANARIE)}</faultstring></s:Fault></s:Body></s:Envelope>"
    )
    return Antwoord(500, tekst.encode())


def _fault_met_code(soort: str) -> Callable[[Storing], Antwoord]:
    return lambda _storing: _fault(*_CODES[soort])


def _fault_12(_storing: Storing) -> Antwoord:
    tekst = (
        f'<s:Envelope xmlns:s="{_SOAP12}"><s:Body><s:Fault><s:Code><s:Value>s:Sender</s:Value></s:Code>'
        f'<s:Reason><s:Text xml:lang="en">{escape(KANARIE)}</s:Text></s:Reason></s:Fault></s:Body>'
        "</s:Envelope>"
    )
    return Antwoord(400, tekst.encode(), XML_TYPE.replace("text/xml", "application/soap+xml"))


def _nginx(zin: str) -> Callable[[Storing], Antwoord]:
    return lambda _storing: Antwoord(400, _NGINX.format(zin, escape(KANARIE)).encode(), HTML_TYPE)


def _http403_ip(_storing: Storing) -> Antwoord:
    tekst = f"<h3>HTTP Error 403.6 - Forbidden</h3><p>IP address rejected.</p><pre>{escape(KANARIE)}</pre>"
    return Antwoord(403, tekst.encode(), HTML_TYPE)


WEIGEREN: Final[dict[str, Callable[[Storing], Antwoord]]] = {
    **{soort: _fault_met_code(soort) for soort in _CODES},
    "soapfault-12": _fault_12,
    "http400-certificaat": _nginx("The SSL certificate error"),
    "http400-html": _nginx("The plain HTTP request was sent to HTTPS port"),
    "http403-ip": _http403_ip,
}
