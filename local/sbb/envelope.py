"""SOAP both ways: the envelope of a request with the rules that it must keep, and what SBB answers."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from local.sbb.protocol import ANONYMOUS, OIN_SBB, OPERATIONS, PATH, SOAP, TNS, WSA, SimulatedSignaal
from local.sbb.xml_tree import Element, InvalidXmlError, XmlField, add, build, local, new, parse, write


class SoapError(Exception):
    """The request breaks a rule of SOAP or WS-Addressing; its text holds nothing of the request."""


@dataclass(frozen=True)
class SoapRequest:
    """A request that keeps the rules of the envelope; whether its body is valid is another matter."""

    operatie: str
    inhoud: Element
    message_id: str
    sender_oin: str

    def field(self, name: str) -> str | None:
        """Give the text of a field right beneath `request`; None when it is not there."""
        return self.inhoud.findtext(f"{{{TNS}}}request/{{{TNS}}}{name}")


def operation_of(soapaction: str) -> str | None:
    """Give the operation that a SOAPAction header names; None when there is no such operation."""
    name = soapaction.strip().strip('"').removeprefix(f"{TNS}/")
    return name if name in OPERATIONS else None


def read_request(text: bytes, soapaction: str, path: str = PATH) -> SoapRequest:
    """Read a request.

    Raises:
        SoapError: not well-formed, no SOAP 1.1, another operation than the SOAPAction says, or
            WS-Addressing headers that lack or do not fit.
    """
    try:
        envelope = parse(text)
    except InvalidXmlError as error:
        raise SoapError(f"the request is no acceptable XML: {error}") from error
    if envelope.tag != f"{{{SOAP}}}Envelope":
        raise SoapError("the root is not a SOAP 1.1 Envelope")
    content = _content(envelope)
    operation = operation_of(soapaction)
    if operation is None:
        raise SoapError("SOAPAction lacks, or names no operation of this service")
    if local(content) != operation:
        raise SoapError("SOAPAction and body name different operations")
    bericht_id = (content.findtext(f"{{{TNS}}}request/{{{TNS}}}BerichtID") or "").strip()
    _check_action(envelope, operation)
    _check_receiver(envelope, path)
    return SoapRequest(operation, content, _message_id(envelope, bericht_id), _sender(envelope))


def _content(envelope: Element) -> Element:
    parts = envelope.findall(f"{{{SOAP}}}Body/*")
    if len(parts) != 1:
        raise SoapError("the Body must hold exactly one element")
    if not str(parts[0].tag).startswith(f"{{{TNS}}}"):
        raise SoapError("the Body holds an element of another namespace")
    return parts[0]


def _header(envelope: Element, name: str) -> str:
    text = envelope.findtext(f"{{{SOAP}}}Header/{{{WSA}}}{name}")
    if text is None:
        raise SoapError(f"wsa:{name} lacks")
    return text.strip()


def _check_action(envelope: Element, operation: str) -> None:
    if _header(envelope, "Action") != f"{TNS}/{operation}":
        raise SoapError("wsa:Action differs from SOAPAction")


def _check_receiver(envelope: Element, path: str) -> None:
    naar = _header(envelope, "To")
    if not naar.endswith(f"?oin={OIN_SBB}"):
        raise SoapError("wsa:To does not end in ?oin= and the OIN of SBB")
    if path != PATH and not naar.endswith(f"{path}?oin={OIN_SBB}"):
        raise SoapError("wsa:To is another address than the one that is called")


def _message_id(envelope: Element, bericht_id: str) -> str:
    message_id = _header(envelope, "MessageID")
    # Without a BerichtID there is nothing to compare: the schema will say that it lacks.
    if bericht_id and message_id.lower() != f"urn:uuid:{bericht_id}".lower():
        raise SoapError("wsa:MessageID is not urn:uuid: and the BerichtID of the body")
    return message_id


def _sender(envelope: Element) -> str:
    adres = _header(envelope, f"From/{{{WSA}}}Address")
    begin = f"{ANONYMOUS}?oin="
    if not adres.startswith(begin):
        raise SoapError("wsa:From/wsa:Address is not the anonymous address with ?oin=")
    return adres.removeprefix(begin)


XML_TYPE: Final = "text/xml; charset=utf-8"

_NOTICES: Final = {
    SimulatedSignaal.NIETS_GEVONDEN: "Geen gegevens gevonden.",
    SimulatedSignaal.LEERBEDRIJF_ONBEKEND: "Leerbedrijf onbekend.",
    SimulatedSignaal.CODE_ONBEKEND: "Crebonummer of keuzedeel onbekend.",
    SimulatedSignaal.NIET_ERKEND: "Leerbedrijf is op de peildatum niet erkend.",
    SimulatedSignaal.INVALID: "Ongeldig verzoek.",
    SimulatedSignaal.TOO_MANY: "Te veel resultaten, verfijn de zoekopdracht.",
    SimulatedSignaal.LICENTIE: "Geen geldige licentie.",
    SimulatedSignaal.CERTIFICAAT: "Certificaat niet toegestaan voor deze licentie.",
}


@dataclass(frozen=True)
class SoapAnswer:
    """An HTTP response: status, body, content type and further headers."""

    status: int
    body: bytes
    content_type: str = XML_TYPE
    koppen: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class OperationResult:
    """What an operation answers. Without a `melding` of its own it gets the usual one of its signaalcode."""

    signaalcode: int
    velden: Sequence[XmlField] = field(default=())
    melding: str | None = None


def result_envelope(request: SoapRequest, result: OperationResult, school_oin: str) -> Element:
    """Put a result in an envelope with WS-Addressing headers that answer the request."""
    notice = result.melding
    if notice is None and result.signaalcode in _NOTICES:
        notice = _NOTICES[SimulatedSignaal(result.signaalcode)]
    fields: list[XmlField] = [
        ("Signaalcode", result.signaalcode),
        ("Melding", notice),
        # The request's own, unless that was no BerichtID at all.
        ("BerichtID", _valid_guid(request.field("BerichtID"))),
        *_required(request.operatie, result),
    ]
    content = build(TNS, f"{request.operatie}Response", [(f"{request.operatie}Result", fields)])
    headers = {
        "Action": f"{TNS}/{request.operatie}Response",
        "MessageID": f"urn:uuid:{uuid.uuid4()}",
        "RelatesTo": request.message_id,
        "To": f"{ANONYMOUS}?oin={school_oin}",
    }
    return _envelope(content, headers)


def _required(operation: str, result: OperationResult) -> Sequence[XmlField]:
    # The schema wants a total in each answer of Zoeken, also in one that refuses.
    if operation == "Zoeken" and not result.velden:
        return [("AantalResultatenTotaal", 0)]
    return result.velden


def _valid_guid(text: str | None) -> str | None:
    try:
        return text if text and str(uuid.UUID(text)) == text.lower() else None
    except ValueError:
        return None


def _envelope(content: Element, headers: dict[str, str]) -> Element:
    envelope = new(SOAP, "Envelope", {"soap": SOAP, "wsa": WSA})
    header = add(envelope, SOAP, "Header")
    for name, text in headers.items():
        add(header, WSA, name, text)
    afzender = add(header, WSA, "From")
    add(afzender, WSA, "Address", f"{ANONYMOUS}?oin={OIN_SBB}")
    add(envelope, SOAP, "Body").append(content)
    return envelope


def soap_fault(text: str, code: str = "Client") -> SoapAnswer:
    """Answer a SOAP 1.1 fault, HTTP 500; the code is `Client` or `Server`."""
    envelope = new(SOAP, "Envelope", {"soap": SOAP})
    error = add(add(envelope, SOAP, "Body"), SOAP, "Fault")
    add(error, "", "faultcode", f"soap:{code}")
    add(error, "", "faultstring", text)
    return SoapAnswer(500, write(envelope))
