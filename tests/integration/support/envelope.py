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
    operatie: str,
    inhoud: Part,
    *,
    prefix: str = "",
    soap_prefix: str = "soap",
    refers_to: str | None = f"urn:uuid:{MESSAGE_ID}",
) -> bytes:
    """The whole answer to `operatie`, UTF-8; an empty prefix makes that namespace the default."""
    p, s = (f"{naam}:" if naam else "" for naam in (prefix, soap_prefix))
    header = "" if refers_to is None else f'<a:RelatesTo xmlns:a="{WSA}">{refers_to}</a:RelatesTo>'
    return (
        f"{DECLARATION}<{s}Envelope {_xmlns(soap_prefix, SOAP)}><{s}Header>{header}</{s}Header><{s}Body>"
        f"<{p}{operatie}Response {_xmlns(prefix, NS)}><{p}{operatie}Result>"
        f"{_write(inhoud, p)}"
        f"</{p}{operatie}Result></{p}{operatie}Response></{s}Body></{s}Envelope>"
    ).encode()


def identificatie(*leerbedrijven: Content, header: Content = HEADER, prefix: str = "") -> bytes:
    """An answer to IdentificeerLeerbedrijf with these leerbedrijven."""
    listing: Content = [("Leerbedrijf", company) for company in leerbedrijven]
    return answer(IDENTIFICEER, [*header, ("Leerbedrijven", listing)], prefix=prefix)


def verificatie(*inhoud: tuple[str, str], header: Content = HEADER) -> bytes:
    """An answer to VerifieerAccreditatie with these elements."""
    return answer(VERIFY, [*header, *inhoud])


def fault(faultcode: str | None, tekst: str = "GEHEIM") -> bytes:
    """A SOAP 1.1 fault, with `tekst` in every place that a fault has for one."""
    code = "" if faultcode is None else f"<faultcode>{faultcode}</faultcode>"
    return (
        f'<soap:Envelope xmlns:soap="{SOAP}"><soap:Body><soap:Fault>{code}'
        f"<faultstring>{tekst}</faultstring><faultactor>{tekst}</faultactor>"
        f"<detail><Fout>{tekst}</Fout></detail></soap:Fault></soap:Body></soap:Envelope>"
    ).encode()


def _xmlns(prefix: str, namespace: str) -> str:
    return f'xmlns:{prefix}="{namespace}"' if prefix else f'xmlns="{namespace}"'


def _write(inhoud: Part, p: str) -> str:
    if isinstance(inhoud, str):
        return escape(inhoud)
    return "".join(f"<{p}{naam}>{_write(part, p)}</{p}{naam}>" for naam, part in inhoud)
