"""Messages of SBB, made by hand: right ones, and ones in which anything can be spoilt."""

from collections.abc import Mapping
from typing import Final
from xml.sax.saxutils import escape

from tests.mutatie_examples import ABONNEMENT, MESSAGE

SOAP: Final = "http://schemas.xmlsoap.org/soap/envelope/"
WSA: Final = "http://www.w3.org/2005/08/addressing"
NS: Final = "urn:stagemarkt:whitelabel:2.1"
SBB_OIN: Final = "00000003273711120000"
SCHOOL_OIN: Final = "0000000700099XX00000"
ACTIE: Final = f"{NS}/MutatieErkenning"
ANONYMOUS: Final = f"{WSA}/anonymous"
MUTATIE: Final[Mapping[str, str]] = {
    "CodeLeerbedrijf": "900000001",
    "Naam": " Bakkerij Jansen & Zn. ",
    "Crebonummer": "25998",
    "StatusErkenning": "Ingetrokken",
    "Startdatum": "2016-08-01",
    "Einddatum": "2026-08-31",
    "Mutatietijdstip": "2026-09-01T09:00:00.123+02:00",
}
KOPPEN: Final[Mapping[str, str]] = {
    "Action": ACTIE,
    "MessageID": f"urn:uuid:{MESSAGE}",
    "To": f"https://intake.example/sbb/v1/mutaties?oin={SCHOOL_OIN}",
    "From": f"<wsa:Address>{ANONYMOUS}?oin={SBB_OIN}</wsa:Address>",
}


def mutatie(**otherwise: str | None) -> str:
    """A `Mutatie` element; a value of None leaves that element out."""
    fields = {**MUTATIE, **otherwise}
    parts = "".join(f"<{name}>{escape(w)}</{name}>" for name, w in fields.items() if w is not None)
    return f"<Mutatie>{parts}</Mutatie>"


def main_body(
    *mutaties: str, bericht_id: str = MESSAGE, abonnement_id: str = ABONNEMENT, brin: str = "99XX"
) -> str:
    """A `MutatieErkenning` element with these `Mutatie` elements, or with one."""
    return (
        f'<MutatieErkenning xmlns="{NS}"><request><BerichtID>{bericht_id}</BerichtID>'
        f"<AbonnementID>{abonnement_id}</AbonnementID><Brin>{brin}</Brin>"
        f"<Mutaties>{''.join(mutaties) or mutatie()}</Mutaties></request></MutatieErkenning>"
    )


def message(content: str | None = None, **headers: str | None) -> bytes:
    """A whole message around this element; a header of None is left out, `extra` is put among them."""
    extra = headers.pop("extra", "") or ""
    everything = {**KOPPEN, **headers}
    header = "".join(f"<wsa:{name}>{w}</wsa:{name}>" for name, w in everything.items() if w is not None)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<s:Envelope xmlns:s="{SOAP}" xmlns:wsa="{WSA}"><s:Header>{header}{extra}</s:Header>'
        f"<s:Body>{main_body() if content is None else content}</s:Body></s:Envelope>"
    ).encode()


def many(count: int, **rest: str) -> bytes:
    """A whole message of that many mutaties, no two alike."""
    return message(main_body(*(mutatie(CodeLeerbedrijf=f"{100000000 + n}") for n in range(count)), **rest))
