"""SOAP both ways: the envelope of a request with the rules that it must keep, and what SBB answers."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from local.sbb.protocol import ANONYMOUS, OIN_SBB, OPERATIONS, PATH, SOAP, TNS, WSA, SimulatedSignaal
from local.sbb.xml_tree import Element, Field, InvalidXmlError, add, build, local, new, parse, write


class SoapError(Exception):
    """The request breaks a rule of SOAP or WS-Addressing; its text holds nothing of the request."""


@dataclass(frozen=True)
class SoapRequest:
    """A request that keeps the rules of the envelope; whether its body is valid is another matter."""

    operatie: str
    inhoud: Element
    message_id: str
    sender_oin: str

    def field(self, naam: str) -> str | None:
        """Give the text of a field right beneath `request`; None when it is not there."""
        return self.inhoud.findtext(f"{{{TNS}}}request/{{{TNS}}}{naam}")


def operation_of(soapaction: str) -> str | None:
    """Give the operation that a SOAPAction header names; None when there is no such operation."""
    naam = soapaction.strip().strip('"').removeprefix(f"{TNS}/")
    return naam if naam in OPERATIONS else None


def read_request(tekst: bytes, soapaction: str, path: str = PATH) -> SoapRequest:
    """Read a request.

    Raises:
        SoapError: not well-formed, no SOAP 1.1, another operation than the SOAPAction says, or
            WS-Addressing headers that lack or do not fit.
    """
    try:
        envelop = parse(tekst)
    except InvalidXmlError as fout:
        raise SoapError(f"the request is no acceptable XML: {fout}") from fout
    if envelop.tag != f"{{{SOAP}}}Envelope":
        raise SoapError("the root is not a SOAP 1.1 Envelope")
    inhoud = _content(envelop)
    operatie = operation_of(soapaction)
    if operatie is None:
        raise SoapError("SOAPAction lacks, or names no operation of this service")
    if local(inhoud) != operatie:
        raise SoapError("SOAPAction and body name different operations")
    bericht_id = (inhoud.findtext(f"{{{TNS}}}request/{{{TNS}}}BerichtID") or "").strip()
    _check_action(envelop, operatie)
    _check_receiver(envelop, path)
    return SoapRequest(operatie, inhoud, _message_id(envelop, bericht_id), _sender(envelop))


def _content(envelop: Element) -> Element:
    parts = envelop.findall(f"{{{SOAP}}}Body/*")
    if len(parts) != 1:
        raise SoapError("the Body must hold exactly one element")
    if not str(parts[0].tag).startswith(f"{{{TNS}}}"):
        raise SoapError("the Body holds an element of another namespace")
    return parts[0]


def _header(envelop: Element, naam: str) -> str:
    tekst = envelop.findtext(f"{{{SOAP}}}Header/{{{WSA}}}{naam}")
    if tekst is None:
        raise SoapError(f"wsa:{naam} lacks")
    return tekst.strip()


def _check_action(envelop: Element, operatie: str) -> None:
    if _header(envelop, "Action") != f"{TNS}/{operatie}":
        raise SoapError("wsa:Action differs from SOAPAction")


def _check_receiver(envelop: Element, path: str) -> None:
    naar = _header(envelop, "To")
    if not naar.endswith(f"?oin={OIN_SBB}"):
        raise SoapError("wsa:To does not end in ?oin= and the OIN of SBB")
    if path != PATH and not naar.endswith(f"{path}?oin={OIN_SBB}"):
        raise SoapError("wsa:To is another address than the one that is called")


def _message_id(envelop: Element, bericht_id: str) -> str:
    message_id = _header(envelop, "MessageID")
    # Without a BerichtID there is nothing to compare: the schema will say that it lacks.
    if bericht_id and message_id.lower() != f"urn:uuid:{bericht_id}".lower():
        raise SoapError("wsa:MessageID is not urn:uuid: and the BerichtID of the body")
    return message_id


def _sender(envelop: Element) -> str:
    adres = _header(envelop, f"From/{{{WSA}}}Address")
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
    velden: Sequence[Field] = field(default=())
    melding: str | None = None


def result_envelope(verzoek: SoapRequest, result: OperationResult, school_oin: str) -> Element:
    """Put a result in an envelope with WS-Addressing headers that answer the request."""
    melding = result.melding
    if melding is None and result.signaalcode in _NOTICES:
        melding = _NOTICES[SimulatedSignaal(result.signaalcode)]
    velden: list[Field] = [
        ("Signaalcode", result.signaalcode),
        ("Melding", melding),
        # The request's own, unless that was no BerichtID at all.
        ("BerichtID", _valid_guid(verzoek.field("BerichtID"))),
        *_required(verzoek.operatie, result),
    ]
    inhoud = build(TNS, f"{verzoek.operatie}Response", [(f"{verzoek.operatie}Result", velden)])
    koppen = {
        "Action": f"{TNS}/{verzoek.operatie}Response",
        "MessageID": f"urn:uuid:{uuid.uuid4()}",
        "RelatesTo": verzoek.message_id,
        "To": f"{ANONYMOUS}?oin={school_oin}",
    }
    return _envelop(inhoud, koppen)


def _required(operatie: str, result: OperationResult) -> Sequence[Field]:
    # The schema wants a total in each answer of Zoeken, also in one that refuses.
    if operatie == "Zoeken" and not result.velden:
        return [("AantalResultatenTotaal", 0)]
    return result.velden


def _valid_guid(tekst: str | None) -> str | None:
    try:
        return tekst if tekst and str(uuid.UUID(tekst)) == tekst.lower() else None
    except ValueError:
        return None


def _envelop(inhoud: Element, koppen: dict[str, str]) -> Element:
    envelop = new(SOAP, "Envelope", {"soap": SOAP, "wsa": WSA})
    header = add(envelop, SOAP, "Header")
    for naam, tekst in koppen.items():
        add(header, WSA, naam, tekst)
    afzender = add(header, WSA, "From")
    add(afzender, WSA, "Address", f"{ANONYMOUS}?oin={OIN_SBB}")
    add(envelop, SOAP, "Body").append(inhoud)
    return envelop


def soap_fault(tekst: str, code: str = "Client") -> SoapAnswer:
    """Answer a SOAP 1.1 fault, HTTP 500; the code is `Client` or `Server`."""
    envelop = new(SOAP, "Envelope", {"soap": SOAP})
    fout = add(add(envelop, SOAP, "Body"), SOAP, "Fault")
    add(fout, "", "faultcode", f"soap:{code}")
    add(fout, "", "faultstring", tekst)
    return SoapAnswer(500, write(envelop))
