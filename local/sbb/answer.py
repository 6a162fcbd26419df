"""Writes what SBB answers: a result in an envelope, or a SOAP fault."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from local.sbb.envelope import Verzoek
from local.sbb.protocol import ANONIEM, OIN_SBB, SOAP, TNS, WSA, Signaal
from local.sbb.xml_tree import Element, Veld, bouw, nieuw, schrijf, voeg_toe

XML_TYPE: Final = "text/xml; charset=utf-8"

_MELDINGEN: Final = {
    Signaal.NIETS_GEVONDEN: "Geen gegevens gevonden.",
    Signaal.LEERBEDRIJF_ONBEKEND: "Leerbedrijf onbekend.",
    Signaal.CODE_ONBEKEND: "Crebonummer of keuzedeel onbekend.",
    Signaal.NIET_ERKEND: "Leerbedrijf is op de peildatum niet erkend.",
    Signaal.ONGELDIG: "Ongeldig verzoek.",
    Signaal.TE_VEEL: "Te veel resultaten, verfijn de zoekopdracht.",
    Signaal.LICENTIE: "Geen geldige licentie.",
    Signaal.CERTIFICAAT: "Certificaat niet toegestaan voor deze licentie.",
}


@dataclass(frozen=True)
class Antwoord:
    """An HTTP response: status, body, content type and further headers."""

    status: int
    body: bytes
    inhoudstype: str = XML_TYPE
    koppen: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Resultaat:
    """What an operation answers. Without a `melding` of its own it gets the usual one of its signaalcode."""

    signaalcode: int
    velden: Sequence[Veld] = field(default=())
    melding: str | None = None


def resultaat_envelop(verzoek: Verzoek, resultaat: Resultaat, school_oin: str) -> Element:
    """Put a result in an envelope with WS-Addressing headers that answer the request."""
    melding = resultaat.melding
    if melding is None and resultaat.signaalcode in _MELDINGEN:
        melding = _MELDINGEN[Signaal(resultaat.signaalcode)]
    velden: list[Veld] = [
        ("Signaalcode", resultaat.signaalcode),
        ("Melding", melding),
        # The request's own, unless that was no BerichtID at all.
        ("BerichtID", _geldige_guid(verzoek.veld("BerichtID"))),
        *_verplicht(verzoek.operatie, resultaat),
    ]
    inhoud = bouw(TNS, f"{verzoek.operatie}Response", [(f"{verzoek.operatie}Result", velden)])
    koppen = {
        "Action": f"{TNS}/{verzoek.operatie}Response",
        "MessageID": f"urn:uuid:{uuid.uuid4()}",
        "RelatesTo": verzoek.message_id,
        "To": f"{ANONIEM}?oin={school_oin}",
    }
    return _envelop(inhoud, koppen)


def _verplicht(operatie: str, resultaat: Resultaat) -> Sequence[Veld]:
    # The schema wants a total in each answer of Zoeken, also in one that refuses.
    if operatie == "Zoeken" and not resultaat.velden:
        return [("AantalResultatenTotaal", 0)]
    return resultaat.velden


def _geldige_guid(tekst: str | None) -> str | None:
    try:
        return tekst if tekst and str(uuid.UUID(tekst)) == tekst.lower() else None
    except ValueError:
        return None


def _envelop(inhoud: Element, koppen: dict[str, str]) -> Element:
    envelop = nieuw(SOAP, "Envelope", {"soap": SOAP, "wsa": WSA})
    kop = voeg_toe(envelop, SOAP, "Header")
    for naam, tekst in koppen.items():
        voeg_toe(kop, WSA, naam, tekst)
    afzender = voeg_toe(kop, WSA, "From")
    voeg_toe(afzender, WSA, "Address", f"{ANONIEM}?oin={OIN_SBB}")
    voeg_toe(envelop, SOAP, "Body").append(inhoud)
    return envelop


def soap_fout(tekst: str, code: str = "Client") -> Antwoord:
    """Answer a SOAP 1.1 fault, HTTP 500; the code is `Client` or `Server`."""
    envelop = nieuw(SOAP, "Envelope", {"soap": SOAP})
    fout = voeg_toe(voeg_toe(envelop, SOAP, "Body"), SOAP, "Fault")
    voeg_toe(fout, "", "faultcode", f"soap:{code}")
    voeg_toe(fout, "", "faultstring", tekst)
    return Antwoord(500, schrijf(envelop))
