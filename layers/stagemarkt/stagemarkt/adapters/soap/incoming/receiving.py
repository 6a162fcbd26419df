"""Messages of SBB, out of their envelope (implements `stagemarkt.ports.intake.Berichttaal`).

The Body decides what a message is. What its headers say may be absent, but not contradict.
"""

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from typing import Final
from urllib.parse import parse_qs, urlsplit
from xml.etree.ElementTree import Element

from stagemarkt.adapters.soap.elements import tekst_van
from stagemarkt.adapters.soap.envelope import SOAP_NS, WSA_NS
from stagemarkt.adapters.soap.incoming import answer
from stagemarkt.adapters.soap.incoming.mutatie_message import NietGeldig, lees_guid, lees_mutatiebericht
from stagemarkt.adapters.soap.xml import OngeldigeXml, lees_xml
from stagemarkt.model.codes import lees_brin
from stagemarkt.model.rejection import Afwijzing, Reden
from stagemarkt.ports.intake import Gelezen, Geschreven

OPERATIE: Final = "MutatieErkenning"
# Bytes of a message: what Lambda can be handed whole, as base64 and with room for headers (6 MB).
MAX_BERICHT: Final = 4 * 1024 * 1024
_SOAP12: Final = "{http://www.w3.org/2003/05/soap-envelope}Envelope"
_LANGSTE_ID: Final = 200
# The four characters that count as white space in XML; Python knows many more.
_WIT: Final = " \t\r\n"
# Who a header is for, when it names anybody: whoever comes next is us, as is our own address.
_VOLGENDE: Final = "http://schemas.xmlsoap.org/soap/actor/next"
# Of WS-Addressing: what we act upon, or what says nothing that we need.
_BEGREPEN: Final = frozenset(
    f"{{{WSA_NS}}}{naam}" for naam in ("Action", "MessageID", "To", "From", "ReplyTo", "FaultTo", "RelatesTo")
)


class SoapOntvangst:
    """Reads and answers messages by the contract.

    Args:
        namespace: of the messages.
        soapaction: what stands before the operation's name.
        oin: of SBB, the sender.
        adres: our own, that a header may name as who it is for.
    """

    def __init__(self, namespace: str, soapaction: str, oin: str, adres: str = "") -> None:
        self._namespace = namespace
        self._actie = f"{soapaction}{OPERATIE}"
        self._oin = oin
        self._adres = _plek(adres)

    def lees(self, inhoud: bytes, actie: str | None, nu: float) -> Gelezen:
        """As the port says."""
        try:
            envelop = _envelop(inhoud)
        except Afwijzing as fout:
            return Gelezen(None, fout)
        message_id = _kop(envelop, "MessageID")
        message_id = message_id[:_LANGSTE_ID] if message_id else None
        ns = f"{{{self._namespace}}}"
        verzoek = envelop.find(f"{{{SOAP_NS}}}Body/{ns}{OPERATIE}/{ns}request")
        bericht_id = _uit(verzoek, f"{ns}BerichtID", lees_guid)
        school = _uit(verzoek, f"{ns}Brin", lees_brin)
        try:
            element = _romp(envelop)
            self._controleer_actie(envelop, element, actie)
            _controleer_koppen(envelop, {"", _VOLGENDE, self._adres, _plek(_kop(envelop, "To") or "")})
            bericht = lees_mutatiebericht(element, self._namespace, nu)
        except Afwijzing as fout:
            return Gelezen(None, fout, message_id, bericht_id, school)
        except NietGeldig as fout:
            afwijzing = Afwijzing(Reden.ONGELDIG, str(fout))
            return Gelezen(None, afwijzing, message_id, bericht_id, school)
        van = _oin_in(_kop(envelop, f"From/{{{WSA_NS}}}Address"))
        bericht = bericht._replace(van_oin=van, naar_oin=_oin_in(_kop(envelop, "To")))
        return Gelezen(bericht, None, message_id, bericht.bericht_id, bericht.school)

    def bevestig(self, gelezen: Gelezen) -> Geschreven:
        """As the port says."""
        return answer.resultaat(self._namespace, self._actie, self._oin, gelezen, 0, None)

    def weiger(self, gelezen: Gelezen, afwijzing: Afwijzing) -> Geschreven:
        """As the port says."""
        fault = answer.FAULTS.get(afwijzing.reden)
        if fault is not None:
            return answer.fault(fault, answer.MELDINGEN[afwijzing.reden])
        melding = answer.MELDINGEN[afwijzing.reden]
        return answer.resultaat(self._namespace, self._actie, self._oin, gelezen, answer.ONGELDIG, melding)

    def storing(self, gelezen: Gelezen) -> Geschreven:
        """As the port says."""
        return answer.fault("Server", "Het bericht kon niet worden verwerkt; stuur het opnieuw.", gelezen)

    def onbevoegd(self) -> Geschreven:
        """As the port says."""
        weigering = answer.fault("Client", "Dit clientcertificaat mag hier geen berichten brengen.")
        return Geschreven(403, weigering.inhoud)

    def _controleer_actie(self, envelop: Element, element: Element, actie: str | None) -> None:
        genoemd = [(actie or "").strip().strip('"'), _kop(envelop, "Action") or ""]
        if element.tag != f"{{{self._namespace}}}{OPERATIE}" or any(
            naam not in {"", self._actie} for naam in genoemd
        ):
            raise Afwijzing(Reden.ANDERE_OPERATIE, "Body, SOAPAction or wsa:Action")


def _envelop(inhoud: bytes) -> Element:
    if len(inhoud) > MAX_BERICHT:
        raise Afwijzing(Reden.TE_GROOT, f"{len(inhoud)} bytes")
    try:
        envelop = lees_xml(inhoud)
    except OngeldigeXml as fout:
        raise Afwijzing(Reden.GEEN_XML, str(fout)) from None
    if envelop.tag == _SOAP12:
        raise Afwijzing(Reden.ANDERE_VERSIE, "SOAP 1.2")
    if envelop.tag != f"{{{SOAP_NS}}}Envelope":
        raise Afwijzing(Reden.GEEN_SOAP, "the root is no Envelope")
    return envelop


def _romp(envelop: Element) -> Element:
    rompen = envelop.findall(f"{{{SOAP_NS}}}Body")
    if len(rompen) != 1 or len(envelop.findall(f"{{{SOAP_NS}}}Header")) > 1:
        raise Afwijzing(Reden.GEEN_SOAP, "not a Header and a Body")
    romp = rompen[0]
    if len(romp) != 1 or (romp.text or "").strip(_WIT) or (romp[0].tail or "").strip(_WIT):
        raise Afwijzing(Reden.GEEN_SOAP, "not one element in the Body")
    return romp[0]


def _controleer_koppen(envelop: Element, van_ons: AbstractSet[str]) -> None:
    """Refuse a header for us that must be understood and is not: a signature that nobody checks, for one.

    One that is for another node (`actor`) is none of our business, whatever it demands.
    """
    for kop in envelop.findall(f"{{{SOAP_NS}}}Header/*"):
        moet = kop.get(f"{{{SOAP_NS}}}mustUnderstand", "0").strip(_WIT)
        actor = kop.get(f"{{{SOAP_NS}}}actor", "").strip(_WIT)
        if moet in {"0", "false", ""} or kop.tag in _BEGREPEN or _plek(actor) not in van_ons:
            continue
        raise Afwijzing(Reden.NIET_BEGREPEN, "a header with mustUnderstand")


def _plek(adres: str) -> str:
    """An address without what tells two spellings of it apart: query, capitals of the host, a last slash."""
    try:
        delen = urlsplit(adres.strip(_WIT))
    except ValueError:
        return adres
    if not delen.netloc:
        return adres.strip(_WIT)
    return f"{delen.scheme.lower()}://{delen.netloc.lower()}{delen.path.rstrip('/')}"


def _kop(envelop: Element, naam: str) -> str | None:
    tekst = envelop.findtext(f"{{{SOAP_NS}}}Header/{{{WSA_NS}}}{naam}")
    return (tekst or "").strip(_WIT) or None


def _oin_in(adres: str | None) -> str | None:
    """The OIN that an address of WS-Addressing ends in (`?oin=`)."""
    if adres is None:
        return None
    try:
        return next(iter(parse_qs(urlsplit(adres).query).get("oin", [])), None)
    except ValueError:
        return None


def _uit(verzoek: Element | None, naam: str, lees: Callable[[str], str | None]) -> str | None:
    """What a refusal can refer to; None when it cannot be read."""
    try:
        tekst = None if verzoek is None else tekst_van(verzoek.findall(naam))
        return None if tekst is None else lees(tekst)
    except ValueError:
        return None
