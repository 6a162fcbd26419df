"""The envelope around each message: WS-Addressing on the way out, checks on the way in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias
from xml.etree.ElementTree import Element
from xml.sax.saxutils import escape

from stagemarkt.adapters.soap.elements import bare_guid
from stagemarkt.adapters.soap.fault import refuse_fault
from stagemarkt.adapters.soap.faultcodes import SOAP11
from stagemarkt.adapters.soap.safe_xml import InvalidXml, read_xml
from stagemarkt.adapters.soap.signaalcodes import SIGNAALCODES, Meaning
from stagemarkt.model.errors import Bilingual, BronAnswerInvalid

SOAP_NS: Final = SOAP11
WSA_NS: Final = "http://www.w3.org/2005/08/addressing"
_ANONYMOUS: Final = f"{WSA_NS}/anonymous"

_TEMPLATE: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    f'<soap:Envelope xmlns:soap="{SOAP_NS}" xmlns:wsa="{WSA_NS}"><soap:Header>'
    "<wsa:Action>{actie}</wsa:Action><wsa:MessageID>urn:uuid:{bericht_id}</wsa:MessageID>"
    "<wsa:To>{naar}</wsa:To>"
    f"<wsa:From><wsa:Address>{_ANONYMOUS}?oin={{afzender}}</wsa:Address></wsa:From>"
    "</soap:Header><soap:Body>"
    '<{operatie} xmlns="{namespace}"><request>{inhoud}</request></{operatie}>'
    "</soap:Body></soap:Envelope>"
)

UNUSABLE: Final = Bilingual(
    "SBB gaf iets terug dat geen antwoord op de vraag is.",
    "SBB returned something that is no answer to the question.",
)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where White Label answers, and the names it goes by. The live ones differ from the contract's.

    Attributes:
        url: the endpoint, https, of every operation that has no other.
        namespace: of the messages.
        soapaction: what stands before the operation's name in SOAPAction.
        receiver_oin: SBB's OIN.
        signaalcodes: what each of its codes means.
        adressen: by operation, those that are elsewhere.
    """

    url: str
    namespace: str
    soapaction: str
    receiver_oin: str
    signaalcodes: Mapping[int, Meaning] = field(default_factory=lambda: SIGNAALCODES)
    adressen: Mapping[str, str] = field(default_factory=dict)

    def action(self, operation: str) -> str:
        """The SOAPAction of an operation."""
        return f"{self.soapaction}{operation}"

    def adres(self, operation: str) -> str:
        """Where this operation is asked."""
        return self.adressen.get(operation, self.url)

    def naar(self, operation: str) -> str:
        """SBB as WS-Addressing names it: the address that is called, with the receiver's OIN."""
        adres = self.adres(operation)
        return f"{adres}{'&' if '?' in adres else '?'}oin={self.receiver_oin}"


# A request's elements in the schema's order; None leaves one out, a mapping nests.
RequestFields: TypeAlias = Mapping[str, "str | RequestFields | None"]


def make_request(
    endpoint: Endpoint, operation: str, fields: RequestFields, *, sender_oin: str, bericht_id: str
) -> bytes:
    """The whole request, UTF-8. `fields` are the elements of its `request`."""
    return _TEMPLATE.format(
        actie=escape(endpoint.action(operation)),
        bericht_id=bericht_id,
        naar=escape(endpoint.naar(operation)),
        afzender=escape(sender_oin),
        operatie=operation,
        namespace=escape(endpoint.namespace, {'"': "&quot;"}),
        inhoud=_elements(fields),
    ).encode()


def _elements(fields: RequestFields) -> str:
    return "".join(
        f"<{name}>{escape(value) if isinstance(value, str) else _elements(value)}</{name}>"
        for name, value in fields.items()
        if value is not None
    )


def open_answer(content: bytes, namespace: str, operation: str, bericht_id: str) -> Element:
    """The `…Result` element of the answer to this operation and message.

    Raises:
        BronError: a SOAP fault (see `faultcodes`).
        BronAnswerInvalid: another message, or no SOAP at all.
    """
    try:
        envelope = read_xml(content)
    except InvalidXml as error:
        raise BronAnswerInvalid(UNUSABLE, internal=str(error)) from None
    refuse_fault(envelope, content)
    main_body = envelope.find(f"{{{SOAP_NS}}}Body")
    if envelope.tag != f"{{{SOAP_NS}}}Envelope" or main_body is None:
        raise BronAnswerInvalid(UNUSABLE, internal="no SOAP 1.1 envelope")
    result = main_body.find(f"{{{namespace}}}{operation}Response/{{{namespace}}}{operation}Result")
    if result is None:
        raise BronAnswerInvalid(UNUSABLE, internal=f"no {operation}Result")
    _check_relation(envelope, result, namespace, bericht_id)
    return result


def _check_relation(envelope: Element, result: Element, namespace: str, bericht_id: str) -> None:
    """Refuse an answer to somebody else's question: it would show one person's data to another."""
    in_body = (result.findtext(f"{{{namespace}}}BerichtID") or "").strip()
    in_header = (envelope.findtext(f"{{{SOAP_NS}}}Header/{{{WSA_NS}}}RelatesTo") or "").strip()
    for reference in (bare_guid(in_body), bare_guid(in_header)):
        if reference and reference.lower() != bericht_id.lower():
            raise BronAnswerInvalid(UNUSABLE, internal="the answer belongs to another message")
