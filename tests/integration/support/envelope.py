"""Answers of SBB, made by hand: any content, any prefix."""

from typing import TYPE_CHECKING, Final, TypeAlias
from xml.sax.saxutils import escape

from tests.integration.support.contract import NS, SOAP, WSA

if TYPE_CHECKING:
    from collections.abc import Sequence

# Elements in their order: a name, and a text or elements.
Inhoud: TypeAlias = "Sequence[tuple[str, Deel]]"
Deel: TypeAlias = "str | Inhoud"

IDENTIFICEER: Final = "IdentificeerLeerbedrijf"
VERIFIEER: Final = "VerifieerAccreditatie"
BERICHT_ID: Final = "0f8fad5b-d9cb-469f-a165-70867728950e"
KOP: Final[Inhoud] = [("Signaalcode", "0"), ("BerichtID", BERICHT_ID)]
LEERBEDRIJF: Final[Inhoud] = [("CodeLeerbedrijf", "900000001"), ("Naam", "Bakkerij"), ("Status", "ACT")]
DECLARATIE: Final = '<?xml version="1.0" encoding="utf-8"?>'


def antwoord(
    operatie: str,
    inhoud: Deel,
    *,
    prefix: str = "",
    soap_prefix: str = "soap",
    verwijst_naar: str | None = f"urn:uuid:{BERICHT_ID}",
) -> bytes:
    """The whole answer to `operatie`, UTF-8; an empty prefix makes that namespace the default."""
    p, s = (f"{naam}:" if naam else "" for naam in (prefix, soap_prefix))
    kop = "" if verwijst_naar is None else f'<a:RelatesTo xmlns:a="{WSA}">{verwijst_naar}</a:RelatesTo>'
    return (
        f"{DECLARATIE}<{s}Envelope {_xmlns(soap_prefix, SOAP)}><{s}Header>{kop}</{s}Header><{s}Body>"
        f"<{p}{operatie}Response {_xmlns(prefix, NS)}><{p}{operatie}Result>"
        f"{_schrijf(inhoud, p)}"
        f"</{p}{operatie}Result></{p}{operatie}Response></{s}Body></{s}Envelope>"
    ).encode()


def identificatie(*leerbedrijven: Inhoud, kop: Inhoud = KOP, prefix: str = "") -> bytes:
    """An answer to IdentificeerLeerbedrijf with these leerbedrijven."""
    lijst: Inhoud = [("Leerbedrijf", bedrijf) for bedrijf in leerbedrijven]
    return antwoord(IDENTIFICEER, [*kop, ("Leerbedrijven", lijst)], prefix=prefix)


def verificatie(*inhoud: tuple[str, str], kop: Inhoud = KOP) -> bytes:
    """An answer to VerifieerAccreditatie with these elements."""
    return antwoord(VERIFIEER, [*kop, *inhoud])


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


def _schrijf(inhoud: Deel, p: str) -> str:
    if isinstance(inhoud, str):
        return escape(inhoud)
    return "".join(f"<{p}{naam}>{_schrijf(deel, p)}</{p}{naam}>" for naam, deel in inhoud)
