"""Messages of SBB, out of their envelope (implements `stagemarkt.poorten.berichtverkeer.Berichttaal`).

The Body decides what a message is. What its headers say may be absent, but not contradict.
"""

from typing import Final
from urllib.parse import parse_qs, urlsplit
from xml.etree.ElementTree import Element

from stagemarkt.adapters.soap.envelop import SOAP_NS, WSA_NS
from stagemarkt.adapters.soap.ontvangen import antwoord
from stagemarkt.adapters.soap.ontvangen.mutatiebericht import NietGeldig, lees_mutatiebericht
from stagemarkt.adapters.soap.ontvangen.schemawaarden import WIT
from stagemarkt.adapters.soap.xml import OngeldigeXml, lees_xml
from stagemarkt.model.afwijzing import Afwijzing, Reden
from stagemarkt.poorten.berichtverkeer import Gelezen, Geschreven

OPERATIE: Final = "MutatieErkenning"
# Bytes of a message: what Lambda can be handed whole, as base64 and with room for headers (6 MB).
MAX_BERICHT: Final = 4 * 1024 * 1024
_SOAP12: Final = "{http://www.w3.org/2003/05/soap-envelope}Envelope"
_LANGSTE_ID: Final = 200


class SoapOntvangst:
    """Reads and answers messages by the contract.

    Args:
        namespace: of the messages.
        soapaction: what stands before the operation's name.
        oin: of SBB, the sender.
    """

    def __init__(self, namespace: str, soapaction: str, oin: str) -> None:
        self._namespace = namespace
        self._actie = f"{soapaction}{OPERATIE}"
        self._oin = oin

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
        bericht_id = _guid(verzoek, f"{ns}BerichtID")
        school = _tekst(verzoek, f"{ns}Brin", 4)
        try:
            element = _romp(envelop)
            self._controleer_actie(envelop, element, actie)
            _controleer_koppen(envelop)
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
        return antwoord.resultaat(self._namespace, self._actie, self._oin, gelezen, 0, None)

    def weiger(self, gelezen: Gelezen, afwijzing: Afwijzing) -> Geschreven:
        """As the port says."""
        fault = antwoord.FAULTS.get(afwijzing.reden)
        if fault is not None:
            return antwoord.fault(fault, antwoord.MELDINGEN[afwijzing.reden])
        melding = antwoord.MELDINGEN[afwijzing.reden]
        return antwoord.resultaat(
            self._namespace, self._actie, self._oin, gelezen, antwoord.ONGELDIG, melding
        )

    def storing(self, gelezen: Gelezen) -> Geschreven:
        """As the port says."""
        return antwoord.fault("Server", "Het bericht kon niet worden verwerkt; stuur het opnieuw.", gelezen)

    def onbevoegd(self) -> Geschreven:
        """As the port says."""
        weigering = antwoord.fault("Client", "Dit clientcertificaat mag hier geen berichten brengen.")
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
    delen = [kind.tag for kind in envelop]
    if delen not in ([f"{{{SOAP_NS}}}Body"], [f"{{{SOAP_NS}}}Header", f"{{{SOAP_NS}}}Body"]):
        raise Afwijzing(Reden.GEEN_SOAP, "not a Header and a Body")
    romp = envelop[-1]
    if len(romp) != 1 or (romp.text or "").strip(WIT) or (romp[0].tail or "").strip(WIT):
        raise Afwijzing(Reden.GEEN_SOAP, "not one element in the Body")
    return romp[0]


def _controleer_koppen(envelop: Element) -> None:
    """Refuse a header that must be understood and is not: a signature that nobody checks, for one."""
    for kop in envelop.findall(f"{{{SOAP_NS}}}Header/*"):
        moet = kop.get(f"{{{SOAP_NS}}}mustUnderstand", "0").strip(WIT)
        if moet not in {"0", "false"} and not kop.tag.startswith(f"{{{WSA_NS}}}"):
            raise Afwijzing(Reden.NIET_BEGREPEN, "a header with mustUnderstand")


def _kop(envelop: Element, naam: str) -> str | None:
    tekst = envelop.findtext(f"{{{SOAP_NS}}}Header/{{{WSA_NS}}}{naam}")
    return (tekst or "").strip(WIT) or None


def _oin_in(adres: str | None) -> str | None:
    """The OIN that an address of WS-Addressing ends in (`?oin=`)."""
    if adres is None:
        return None
    try:
        return next(iter(parse_qs(urlsplit(adres).query).get("oin", [])), None)
    except ValueError:
        return None


def _guid(verzoek: Element | None, naam: str) -> str | None:
    tekst = _tekst(verzoek, naam, 36)
    return tekst.lower() if tekst and antwoord.is_guid(tekst) else None


def _tekst(verzoek: Element | None, naam: str, lengte: int) -> str | None:
    tekst = None if verzoek is None else verzoek.findtext(naam)
    return tekst if tekst and len(tekst) == lengte and tekst.isascii() and tekst.isprintable() else None
