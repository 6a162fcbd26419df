"""What SBB hears of a message that it brought: a result with a signaalcode, or a SOAP fault.

Nothing of the message comes back but its IDs. A message that can be mended is answered with a result; what is
no message of the contract at all with a fault.
"""

import uuid
from collections.abc import Mapping
from typing import Final
from xml.sax.saxutils import escape

from stagemarkt.adapters.soap.envelope import SOAP_NS, WSA_NS
from stagemarkt.model.rejection import Reden
from stagemarkt.ports.intake import Gelezen, Geschreven

# Of the contract: the request is invalid, and Melding says what (`signaalcodes.SIGNAALCODES`).
ONGELDIG: Final = 201

MELDINGEN: Final[Mapping[Reden, str]] = {
    Reden.TE_GROOT: "Het bericht is groter dan 4 MB.",
    Reden.GEEN_XML: "Het bericht is geen leesbare XML, of heeft een DTD.",
    Reden.GEEN_SOAP: "Het bericht is geen SOAP 1.1 met een element in de Body.",
    Reden.ANDERE_VERSIE: "Alleen SOAP 1.1.",
    Reden.NIET_BEGREPEN: "Een kop met mustUnderstand wordt hier niet begrepen.",
    Reden.ANDERE_OPERATIE: "Hier is alleen MutatieErkenning mogelijk.",
    Reden.ONGELDIG: "Het bericht voldoet niet aan het schema.",
    Reden.ANDERE_AFZENDER: "De afzender in wsa:From is niet die van het certificaat.",
    Reden.ANDERE_ONTVANGER: "De ontvanger in wsa:To is niet deze school.",
    Reden.ABONNEMENT_ONBEKEND: "Dit abonnement is hier niet bekend voor deze school.",
    Reden.ANDERE_INHOUD: "Dit BerichtID is al gebruikt voor een bericht met een andere inhoud.",
}
# What is no message of the contract gets a fault with this code.
FAULTS: Final[Mapping[Reden, str]] = {
    Reden.TE_GROOT: "Client",
    Reden.GEEN_XML: "Client",
    Reden.GEEN_SOAP: "Client",
    Reden.ANDERE_VERSIE: "VersionMismatch",
    Reden.NIET_BEGREPEN: "MustUnderstand",
    Reden.ANDERE_OPERATIE: "Client",
}


def resultaat(
    namespace: str, actie: str, oin: str, gelezen: Gelezen, signaalcode: int, melding: str | None
) -> Geschreven:
    """A `MutatieErkenningResult`; `actie` is the request's and `oin` that of SBB, who it goes to."""
    delen = [f"<Signaalcode>{signaalcode}</Signaalcode>"]
    delen += [f"<Melding>{escape(melding)}</Melding>"] if melding else []
    delen += [f"<BerichtID>{gelezen.bericht_id}</BerichtID>"] if gelezen.bericht_id else []
    romp = (
        f'<MutatieErkenningResponse xmlns="{escape(namespace, {chr(34): "&quot;"})}">'
        f"<MutatieErkenningResult>{''.join(delen)}</MutatieErkenningResult></MutatieErkenningResponse>"
    )
    koppen = (
        f"<wsa:Action>{escape(actie)}Response</wsa:Action>"
        f"<wsa:MessageID>urn:uuid:{uuid.uuid4()}</wsa:MessageID>"
        f"{_verband(gelezen)}"
        f"<wsa:To>{WSA_NS}/anonymous?oin={escape(oin)}</wsa:To>"
    )
    return Geschreven(200, _envelop(koppen, romp))


def fault(code: str, tekst: str, gelezen: Gelezen | None = None) -> Geschreven:
    """A SOAP fault, HTTP 500 as SOAP 1.1 wants; `code` is one of its own."""
    inhoud = f"<faultcode>soap:{code}</faultcode><faultstring>{escape(tekst)}</faultstring>"
    romp = f"<soap:Fault>{inhoud}</soap:Fault>"
    return Geschreven(500, _envelop(_verband(gelezen) if gelezen else "", romp))


def _verband(gelezen: Gelezen) -> str:
    """To which message this is the answer."""
    bericht = gelezen.message_id or (f"urn:uuid:{gelezen.bericht_id}" if gelezen.bericht_id else None)
    return f"<wsa:RelatesTo>{escape(bericht)}</wsa:RelatesTo>" if bericht else ""


def _envelop(koppen: str, romp: str) -> bytes:
    kop = f"<soap:Header>{koppen}</soap:Header>" if koppen else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<soap:Envelope xmlns:soap="{SOAP_NS}" xmlns:wsa="{WSA_NS}">'
        f"{kop}<soap:Body>{romp}</soap:Body></soap:Envelope>"
    ).encode()
