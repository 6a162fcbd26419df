"""Writes what SBB answers: a result in an envelope, or a SOAP fault."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from local.sbb.envelope import SoapRequest
from local.sbb.protocol import ANONYMOUS, OIN_SBB, SOAP, TNS, WSA, SimulatedSignaal
from local.sbb.xml_tree import Element, Field, add, build, new, write

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
