"""Reads a SOAP request: its envelope, and the WS-Addressing rules that it must keep."""

from dataclasses import dataclass

from local.sbb.protocol import ANONIEM, OIN_SBB, OPERATIES, PAD, SOAP, TNS, WSA
from local.sbb.xml_tree import Element, OngeldigeXmlFout, lokaal, ontleed


class SoapFout(Exception):
    """The request breaks a rule of SOAP or WS-Addressing; its text holds nothing of the request."""


@dataclass(frozen=True)
class Verzoek:
    """A request that keeps the rules of the envelope; whether its body is valid is another matter."""

    operatie: str
    inhoud: Element
    message_id: str
    afzender_oin: str

    def veld(self, naam: str) -> str | None:
        """Give the text of a field right beneath `request`; None when it is not there."""
        return self.inhoud.findtext(f"{{{TNS}}}request/{{{TNS}}}{naam}")


def operatie_van(soapaction: str) -> str | None:
    """Give the operation that a SOAPAction header names; None when there is no such operation."""
    naam = soapaction.strip().strip('"').removeprefix(f"{TNS}/")
    return naam if naam in OPERATIES else None


def lees_verzoek(tekst: bytes, soapaction: str, pad: str = PAD) -> Verzoek:
    """Read a request.

    Raises:
        SoapFout: not well-formed, no SOAP 1.1, another operation than the SOAPAction says, or
            WS-Addressing headers that lack or do not fit.
    """
    try:
        envelop = ontleed(tekst)
    except OngeldigeXmlFout as fout:
        raise SoapFout(f"the request is no acceptable XML: {fout}") from fout
    if envelop.tag != f"{{{SOAP}}}Envelope":
        raise SoapFout("the root is not a SOAP 1.1 Envelope")
    inhoud = _inhoud(envelop)
    operatie = operatie_van(soapaction)
    if operatie is None:
        raise SoapFout("SOAPAction lacks, or names no operation of this service")
    if lokaal(inhoud) != operatie:
        raise SoapFout("SOAPAction and body name different operations")
    bericht_id = (inhoud.findtext(f"{{{TNS}}}request/{{{TNS}}}BerichtID") or "").strip()
    _controleer_actie(envelop, operatie)
    _controleer_ontvanger(envelop, pad)
    return Verzoek(operatie, inhoud, _message_id(envelop, bericht_id), _afzender(envelop))


def _inhoud(envelop: Element) -> Element:
    delen = envelop.findall(f"{{{SOAP}}}Body/*")
    if len(delen) != 1:
        raise SoapFout("the Body must hold exactly one element")
    if not str(delen[0].tag).startswith(f"{{{TNS}}}"):
        raise SoapFout("the Body holds an element of another namespace")
    return delen[0]


def _kop(envelop: Element, naam: str) -> str:
    tekst = envelop.findtext(f"{{{SOAP}}}Header/{{{WSA}}}{naam}")
    if tekst is None:
        raise SoapFout(f"wsa:{naam} lacks")
    return tekst.strip()


def _controleer_actie(envelop: Element, operatie: str) -> None:
    if _kop(envelop, "Action") != f"{TNS}/{operatie}":
        raise SoapFout("wsa:Action differs from SOAPAction")


def _controleer_ontvanger(envelop: Element, pad: str) -> None:
    naar = _kop(envelop, "To")
    if not naar.endswith(f"?oin={OIN_SBB}"):
        raise SoapFout("wsa:To does not end in ?oin= and the OIN of SBB")
    if pad != PAD and not naar.endswith(f"{pad}?oin={OIN_SBB}"):
        raise SoapFout("wsa:To is another address than the one that is called")


def _message_id(envelop: Element, bericht_id: str) -> str:
    message_id = _kop(envelop, "MessageID")
    # Without a BerichtID there is nothing to compare: the schema will say that it lacks.
    if bericht_id and message_id.lower() != f"urn:uuid:{bericht_id}".lower():
        raise SoapFout("wsa:MessageID is not urn:uuid: and the BerichtID of the body")
    return message_id


def _afzender(envelop: Element) -> str:
    adres = _kop(envelop, f"From/{{{WSA}}}Address")
    begin = f"{ANONIEM}?oin="
    if not adres.startswith(begin):
        raise SoapFout("wsa:From/wsa:Address is not the anonymous address with ?oin=")
    return adres.removeprefix(begin)
