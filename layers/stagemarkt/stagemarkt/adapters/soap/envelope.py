"""The envelope around each message: WS-Addressing on the way out, checks on the way in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias
from xml.etree.ElementTree import Element
from xml.sax.saxutils import escape

from stagemarkt.adapters.soap.elements import kale_guid
from stagemarkt.adapters.soap.fault import weiger_fault
from stagemarkt.adapters.soap.faultcodes import SOAP11
from stagemarkt.adapters.soap.signaalcodes import SIGNAALCODES, Betekenis
from stagemarkt.adapters.soap.xml import OngeldigeXml, lees_xml
from stagemarkt.model.errors import BronAntwoordOngeldig, Tekst

SOAP_NS: Final = SOAP11
WSA_NS: Final = "http://www.w3.org/2005/08/addressing"
_ANONIEM: Final = f"{WSA_NS}/anonymous"

_SJABLOON: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    f'<soap:Envelope xmlns:soap="{SOAP_NS}" xmlns:wsa="{WSA_NS}"><soap:Header>'
    "<wsa:Action>{actie}</wsa:Action><wsa:MessageID>urn:uuid:{bericht_id}</wsa:MessageID>"
    "<wsa:To>{naar}</wsa:To>"
    f"<wsa:From><wsa:Address>{_ANONIEM}?oin={{afzender}}</wsa:Address></wsa:From>"
    "</soap:Header><soap:Body>"
    '<{operatie} xmlns="{namespace}"><request>{inhoud}</request></{operatie}>'
    "</soap:Body></soap:Envelope>"
)

ONBRUIKBAAR: Final = Tekst(
    "SBB gaf iets terug dat geen antwoord op de vraag is.",
    "SBB returned something that is no answer to the question.",
)


@dataclass(frozen=True, slots=True)
class Eindpunt:
    """Where White Label answers, and the names it goes by. The live ones differ from the contract's.

    Attributes:
        url: the endpoint, https, of every operation that has no other.
        namespace: of the messages.
        soapaction: what stands before the operation's name in SOAPAction.
        ontvanger_oin: SBB's OIN.
        signaalcodes: what each of its codes means.
        adressen: by operation, those that are elsewhere.
    """

    url: str
    namespace: str
    soapaction: str
    ontvanger_oin: str
    signaalcodes: Mapping[int, Betekenis] = field(default_factory=lambda: SIGNAALCODES)
    adressen: Mapping[str, str] = field(default_factory=dict)

    def actie(self, operatie: str) -> str:
        """The SOAPAction of an operation."""
        return f"{self.soapaction}{operatie}"

    def adres(self, operatie: str) -> str:
        """Where this operation is asked."""
        return self.adressen.get(operatie, self.url)

    def naar(self, operatie: str) -> str:
        """SBB as WS-Addressing names it: the address that is called, with the receiver's OIN."""
        adres = self.adres(operatie)
        return f"{adres}{'&' if '?' in adres else '?'}oin={self.ontvanger_oin}"


# A request's elements in the schema's order; None leaves one out, a mapping nests.
Velden: TypeAlias = Mapping[str, "str | Velden | None"]


def maak_verzoek(
    eindpunt: Eindpunt, operatie: str, velden: Velden, *, afzender_oin: str, bericht_id: str
) -> bytes:
    """The whole request, UTF-8. `velden` are the elements of its `request`."""
    return _SJABLOON.format(
        actie=escape(eindpunt.actie(operatie)),
        bericht_id=bericht_id,
        naar=escape(eindpunt.naar(operatie)),
        afzender=escape(afzender_oin),
        operatie=operatie,
        namespace=escape(eindpunt.namespace, {'"': "&quot;"}),
        inhoud=_elementen(velden),
    ).encode()


def _elementen(velden: Velden) -> str:
    return "".join(
        f"<{naam}>{escape(waarde) if isinstance(waarde, str) else _elementen(waarde)}</{naam}>"
        for naam, waarde in velden.items()
        if waarde is not None
    )


def open_antwoord(inhoud: bytes, namespace: str, operatie: str, bericht_id: str) -> Element:
    """The `…Result` element of the answer to this operation and message.

    Raises:
        Bronfout: a SOAP fault (see `faultcodes`).
        BronAntwoordOngeldig: another message, or no SOAP at all.
    """
    try:
        envelop = lees_xml(inhoud)
    except OngeldigeXml as fout:
        raise BronAntwoordOngeldig(ONBRUIKBAAR, intern=str(fout)) from None
    weiger_fault(envelop, inhoud)
    romp = envelop.find(f"{{{SOAP_NS}}}Body")
    if envelop.tag != f"{{{SOAP_NS}}}Envelope" or romp is None:
        raise BronAntwoordOngeldig(ONBRUIKBAAR, intern="no SOAP 1.1 envelope")
    resultaat = romp.find(f"{{{namespace}}}{operatie}Response/{{{namespace}}}{operatie}Result")
    if resultaat is None:
        raise BronAntwoordOngeldig(ONBRUIKBAAR, intern=f"no {operatie}Result")
    _controleer_verband(envelop, resultaat, namespace, bericht_id)
    return resultaat


def _controleer_verband(envelop: Element, resultaat: Element, namespace: str, bericht_id: str) -> None:
    """Refuse an answer to somebody else's question: it would show one person's data to another."""
    in_romp = (resultaat.findtext(f"{{{namespace}}}BerichtID") or "").strip()
    in_kop = (envelop.findtext(f"{{{SOAP_NS}}}Header/{{{WSA_NS}}}RelatesTo") or "").strip()
    for verwijzing in (kale_guid(in_romp), kale_guid(in_kop)):
        if verwijzing and verwijzing.lower() != bericht_id.lower():
            raise BronAntwoordOngeldig(ONBRUIKBAAR, intern="the answer belongs to another message")
