"""Answers of SBB, made by hand: any content, any prefix."""

from typing import TYPE_CHECKING, Final, TypeAlias
from xml.sax.saxutils import escape

from tests.integration.support.contract import NS, SOAP, WSA

if TYPE_CHECKING:
    from collections.abc import Sequence

# Elements in their order: a name, and a text or elements.
Content: TypeAlias = "Sequence[tuple[str, Part]]"
Part: TypeAlias = "str | Content"

IDENTIFICEER: Final = "IdentificeerLeerbedrijf"
VERIFY: Final = "VerifieerAccreditatie"
MESSAGE_ID: Final = "0f8fad5b-d9cb-469f-a165-70867728950e"
HEADER: Final[Content] = [("Signaalcode", "0"), ("BerichtID", MESSAGE_ID)]
LEERBEDRIJF: Final[Content] = [("CodeLeerbedrijf", "900000001"), ("Naam", "Bakkerij"), ("Status", "ACT")]
DECLARATION: Final = '<?xml version="1.0" encoding="utf-8"?>'


def answer(
    operation: str,
    content: Part,
    *,
    prefix: str = "",
    soap_prefix: str = "soap",
    refers_to: str | None = f"urn:uuid:{MESSAGE_ID}",
) -> bytes:
    """The whole answer to `operation`, UTF-8; an empty prefix makes that namespace the default."""
    p, s = (f"{name}:" if name else "" for name in (prefix, soap_prefix))
    header = "" if refers_to is None else f'<a:RelatesTo xmlns:a="{WSA}">{refers_to}</a:RelatesTo>'
    return (
        f"{DECLARATION}<{s}Envelope {_xmlns(soap_prefix, SOAP)}><{s}Header>{header}</{s}Header><{s}Body>"
        f"<{p}{operation}Response {_xmlns(prefix, NS)}><{p}{operation}Result>"
        f"{_write(content, p)}"
        f"</{p}{operation}Result></{p}{operation}Response></{s}Body></{s}Envelope>"
    ).encode()


def identificatie(*leerbedrijven: Content, header: Content = HEADER, prefix: str = "") -> bytes:
    """An answer to IdentificeerLeerbedrijf with these leerbedrijven."""
    listing: Content = [("Leerbedrijf", company) for company in leerbedrijven]
    return answer(IDENTIFICEER, [*header, ("Leerbedrijven", listing)], prefix=prefix)


def verificatie(*content: tuple[str, str], header: Content = HEADER) -> bytes:
    """An answer to VerifieerAccreditatie with these elements."""
    return answer(VERIFY, [*header, *content])


def fault(faultcode: str | None, text: str = "GEHEIM") -> bytes:
    """A SOAP 1.1 fault, with `text` in every place that a fault has for one."""
    code = "" if faultcode is None else f"<faultcode>{faultcode}</faultcode>"
    return (
        f'<soap:Envelope xmlns:soap="{SOAP}"><soap:Body><soap:Fault>{code}'
        f"<faultstring>{text}</faultstring><faultactor>{text}</faultactor>"
        f"<detail><Fout>{text}</Fout></detail></soap:Fault></soap:Body></soap:Envelope>"
    ).encode()


def _xmlns(prefix: str, namespace: str) -> str:
    return f'xmlns:{prefix}="{namespace}"' if prefix else f'xmlns="{namespace}"'


def _write(content: Part, p: str) -> str:
    if isinstance(content, str):
        return escape(content)
    return "".join(f"<{p}{name}>{_write(part, p)}</{p}{name}>" for name, part in content)
