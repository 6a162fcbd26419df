"""What SBB hears of a message that it brought: a result with a signaalcode, or a SOAP fault.

Nothing of the message comes back but its IDs. A message that can be mended is answered with a result; what is
no message of the contract at all with a fault.
"""

import uuid
from collections.abc import Mapping
from typing import Final
from xml.sax.saxutils import escape

from stagemarkt.adapters.soap.envelope import SOAP_NS, WSA_NS
from stagemarkt.model.rejection import RejectionReason
from stagemarkt.ports.intake import ReadMessage, WrittenAnswer

# Of the contract: the request is invalid, and Melding says what (`signaalcodes.SIGNAALCODES`).
INVALID: Final = 201

NOTICES: Final[Mapping[RejectionReason, str]] = {
    RejectionReason.TOO_LARGE: "Het bericht is groter dan 4 MB.",
    RejectionReason.NOT_XML: "Het bericht is geen leesbare XML, of heeft een DTD.",
    RejectionReason.NOT_SOAP: "Het bericht is geen SOAP 1.1 met een element in de Body.",
    RejectionReason.OTHER_VERSION: "Alleen SOAP 1.1.",
    RejectionReason.NOT_UNDERSTOOD: "Een kop met mustUnderstand wordt hier niet begrepen.",
    RejectionReason.OTHER_OPERATION: "Hier is alleen MutatieErkenning mogelijk.",
    RejectionReason.INVALID: "Het bericht voldoet niet aan het schema.",
    RejectionReason.OTHER_SENDER: "De afzender in wsa:From is niet die van het certificaat.",
    RejectionReason.OTHER_RECEIVER: "De ontvanger in wsa:To is niet deze school.",
    RejectionReason.UNKNOWN_ABONNEMENT: "Dit abonnement is hier niet bekend voor deze school.",
    RejectionReason.OTHER_CONTENT: "Dit BerichtID is al gebruikt voor een bericht met een andere inhoud.",
}
# What is no message of the contract gets a fault with this code.
FAULTS: Final[Mapping[RejectionReason, str]] = {
    RejectionReason.TOO_LARGE: "Client",
    RejectionReason.NOT_XML: "Client",
    RejectionReason.NOT_SOAP: "Client",
    RejectionReason.OTHER_VERSION: "VersionMismatch",
    RejectionReason.NOT_UNDERSTOOD: "MustUnderstand",
    RejectionReason.OTHER_OPERATION: "Client",
}


def result(
    namespace: str, action: str, oin: str, parsed: ReadMessage, signaalcode: int, notice: str | None
) -> WrittenAnswer:
    """A `MutatieErkenningResult`; `action` is the request's and `oin` that of SBB, who it goes to."""
    parts = [f"<Signaalcode>{signaalcode}</Signaalcode>"]
    parts += [f"<Melding>{escape(notice)}</Melding>"] if notice else []
    parts += [f"<BerichtID>{parsed.bericht_id}</BerichtID>"] if parsed.bericht_id else []
    main_body = (
        f'<MutatieErkenningResponse xmlns="{escape(namespace, {chr(34): "&quot;"})}">'
        f"<MutatieErkenningResult>{''.join(parts)}</MutatieErkenningResult></MutatieErkenningResponse>"
    )
    headers = (
        f"<wsa:Action>{escape(action)}Response</wsa:Action>"
        f"<wsa:MessageID>urn:uuid:{uuid.uuid4()}</wsa:MessageID>"
        f"{_relates_to(parsed)}"
        f"<wsa:To>{WSA_NS}/anonymous?oin={escape(oin)}</wsa:To>"
    )
    return WrittenAnswer(200, _envelope(headers, main_body))


def fault(code: str, text: str, parsed: ReadMessage | None = None) -> WrittenAnswer:
    """A SOAP fault, HTTP 500 as SOAP 1.1 wants; `code` is one of its own."""
    content = f"<faultcode>soap:{code}</faultcode><faultstring>{escape(text)}</faultstring>"
    main_body = f"<soap:Fault>{content}</soap:Fault>"
    return WrittenAnswer(500, _envelope(_relates_to(parsed) if parsed else "", main_body))


def _relates_to(parsed: ReadMessage) -> str:
    """To which message this is the answer."""
    message = parsed.message_id or (f"urn:uuid:{parsed.bericht_id}" if parsed.bericht_id else None)
    return f"<wsa:RelatesTo>{escape(message)}</wsa:RelatesTo>" if message else ""


def _envelope(headers: str, main_body: str) -> bytes:
    header = f"<soap:Header>{headers}</soap:Header>" if headers else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<soap:Envelope xmlns:soap="{SOAP_NS}" xmlns:wsa="{WSA_NS}">'
        f"{header}<soap:Body>{main_body}</soap:Body></soap:Envelope>"
    ).encode()
