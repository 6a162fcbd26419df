"""Messages of SBB, out of their envelope (implements `stagemarkt.ports.intake.MessageLanguage`).

The Body decides what a message is. What its headers say may be absent, but not contradict.
"""

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from typing import Final
from urllib.parse import parse_qs, urlsplit
from xml.etree.ElementTree import Element

from stagemarkt.adapters.soap.elements import text_of
from stagemarkt.adapters.soap.envelope import SOAP_NS, WSA_NS
from stagemarkt.adapters.soap.incoming import answer
from stagemarkt.adapters.soap.incoming.mutatie_message import InvalidElement, read_guid, read_mutatie_message
from stagemarkt.adapters.soap.safe_xml import InvalidXml, read_xml
from stagemarkt.model.codes import read_brin
from stagemarkt.model.rejection import Rejection, RejectionReason
from stagemarkt.ports.intake import ReadMessage, WrittenAnswer

OPERATION: Final = "MutatieErkenning"
# Bytes of a message: what Lambda can be handed whole, as base64 and with room for headers (6 MB).
MAX_MESSAGE: Final = 4 * 1024 * 1024
_SOAP12: Final = "{http://www.w3.org/2003/05/soap-envelope}Envelope"
_LONGEST_ID: Final = 200
# The four characters that count as white space in XML; Python knows many more.
_WHITESPACE: Final = " \t\r\n"
# Who a header is for, when it names anybody: whoever comes next is us, as is our own address.
_NEXT_ACTOR: Final = "http://schemas.xmlsoap.org/soap/actor/next"
# Of WS-Addressing: what we act upon, or what says nothing that we need.
_UNDERSTOOD: Final = frozenset(
    f"{{{WSA_NS}}}{name}" for name in ("Action", "MessageID", "To", "From", "ReplyTo", "FaultTo", "RelatesTo")
)


class SoapReceiver:
    """Reads and answers messages by the contract.

    Args:
        namespace: of the messages.
        soapaction: what stands before the operation's name.
        oin: of SBB, the sender.
        adres: our own, that a header may name as who it is for.
    """

    def __init__(self, namespace: str, soapaction: str, oin: str, adres: str = "") -> None:
        self._namespace = namespace
        self._action = f"{soapaction}{OPERATION}"
        self._oin = oin
        self._adres = _spot(adres)

    def read(self, content: bytes, action: str | None, now: float) -> ReadMessage:
        """As the port says."""
        try:
            envelope = _envelope(content)
        except Rejection as error:
            return ReadMessage(None, error)
        message_id = _header(envelope, "MessageID")
        message_id = message_id[:_LONGEST_ID] if message_id else None
        ns = f"{{{self._namespace}}}"
        request = envelope.find(f"{{{SOAP_NS}}}Body/{ns}{OPERATION}/{ns}request")
        bericht_id = _from_item(request, f"{ns}BerichtID", read_guid)
        school = _from_item(request, f"{ns}Brin", read_brin)
        try:
            element = _body(envelope)
            self._check_action(envelope, element, action)
            _check_headers(envelope, {"", _NEXT_ACTOR, self._adres, _spot(_header(envelope, "To") or "")})
            message = read_mutatie_message(element, self._namespace, now)
        except Rejection as error:
            return ReadMessage(None, error, message_id, bericht_id, school)
        except InvalidElement as error:
            rejection = Rejection(RejectionReason.INVALID, str(error))
            return ReadMessage(None, rejection, message_id, bericht_id, school)
        van = _oin_in(_header(envelope, f"From/{{{WSA_NS}}}Address"))
        message = message._replace(from_oin=van, to_oin=_oin_in(_header(envelope, "To")))
        return ReadMessage(message, None, message_id, message.bericht_id, message.school)

    def acknowledge(self, parsed: ReadMessage) -> WrittenAnswer:
        """As the port says."""
        return answer.result(self._namespace, self._action, self._oin, parsed, 0, None)

    def refuse(self, parsed: ReadMessage, rejection: Rejection) -> WrittenAnswer:
        """As the port says."""
        fault = answer.FAULTS.get(rejection.reden)
        if fault is not None:
            return answer.fault(fault, answer.NOTICES[rejection.reden])
        notice = answer.NOTICES[rejection.reden]
        return answer.result(self._namespace, self._action, self._oin, parsed, answer.INVALID, notice)

    def failure(self, parsed: ReadMessage) -> WrittenAnswer:
        """As the port says."""
        return answer.fault("Server", "Het bericht kon niet worden verwerkt; stuur het opnieuw.", parsed)

    def unauthorized(self) -> WrittenAnswer:
        """As the port says."""
        refusal = answer.fault("Client", "Dit clientcertificaat mag hier geen berichten brengen.")
        return WrittenAnswer(403, refusal.inhoud)

    def _check_action(self, envelope: Element, element: Element, action: str | None) -> None:
        named = [(action or "").strip().strip('"'), _header(envelope, "Action") or ""]
        if element.tag != f"{{{self._namespace}}}{OPERATION}" or any(
            name not in {"", self._action} for name in named
        ):
            raise Rejection(RejectionReason.OTHER_OPERATION, "Body, SOAPAction or wsa:Action")


def _envelope(content: bytes) -> Element:
    if len(content) > MAX_MESSAGE:
        raise Rejection(RejectionReason.TOO_LARGE, f"{len(content)} bytes")
    try:
        envelope = read_xml(content)
    except InvalidXml as error:
        raise Rejection(RejectionReason.NOT_XML, str(error)) from None
    if envelope.tag == _SOAP12:
        raise Rejection(RejectionReason.OTHER_VERSION, "SOAP 1.2")
    if envelope.tag != f"{{{SOAP_NS}}}Envelope":
        raise Rejection(RejectionReason.NOT_SOAP, "the root is no Envelope")
    return envelope


def _body(envelope: Element) -> Element:
    bodies = envelope.findall(f"{{{SOAP_NS}}}Body")
    if len(bodies) != 1 or len(envelope.findall(f"{{{SOAP_NS}}}Header")) > 1:
        raise Rejection(RejectionReason.NOT_SOAP, "not a Header and a Body")
    main_body = bodies[0]
    if (
        len(main_body) != 1
        or (main_body.text or "").strip(_WHITESPACE)
        or (main_body[0].tail or "").strip(_WHITESPACE)
    ):
        raise Rejection(RejectionReason.NOT_SOAP, "not one element in the Body")
    return main_body[0]


def _check_headers(envelope: Element, of_ours: AbstractSet[str]) -> None:
    """Refuse a header for us that must be understood and is not: a signature that nobody checks, for one.

    One that is for another node (`actor`) is none of our business, whatever it demands.
    """
    for header in envelope.findall(f"{{{SOAP_NS}}}Header/*"):
        must_understand = header.get(f"{{{SOAP_NS}}}mustUnderstand", "0").strip(_WHITESPACE)
        actor = header.get(f"{{{SOAP_NS}}}actor", "").strip(_WHITESPACE)
        if must_understand in {"0", "false", ""} or header.tag in _UNDERSTOOD or _spot(actor) not in of_ours:
            continue
        raise Rejection(RejectionReason.NOT_UNDERSTOOD, "a header with mustUnderstand")


def _spot(adres: str) -> str:
    """An address without what tells two spellings of it apart: query, capitals of the host, a last slash."""
    try:
        parts = urlsplit(adres.strip(_WHITESPACE))
    except ValueError:
        return adres
    if not parts.netloc:
        return adres.strip(_WHITESPACE)
    return f"{parts.scheme.lower()}://{parts.netloc.lower()}{parts.path.rstrip('/')}"


def _header(envelope: Element, name: str) -> str | None:
    text = envelope.findtext(f"{{{SOAP_NS}}}Header/{{{WSA_NS}}}{name}")
    return (text or "").strip(_WHITESPACE) or None


def _oin_in(adres: str | None) -> str | None:
    """The OIN that an address of WS-Addressing ends in (`?oin=`)."""
    if adres is None:
        return None
    try:
        return next(iter(parse_qs(urlsplit(adres).query).get("oin", [])), None)
    except ValueError:
        return None


def _from_item(request: Element | None, name: str, read: Callable[[str], str | None]) -> str | None:
    """What a refusal can refer to; None when it cannot be read."""
    try:
        text = None if request is None else text_of(request.findall(name))
        return None if text is None else read(text)
    except ValueError:
        return None
