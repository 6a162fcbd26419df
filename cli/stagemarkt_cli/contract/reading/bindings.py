"""The SOAP bindings of a WSDL: which operations they have, where and how they answer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from stagemarkt_cli.contract.reading.documents import WSDL
from stagemarkt_cli.contract.reading.safe_xml import Element, lokaal, verwijzing

# In this order: what we speak comes first, so that a service that offers both is no different.
SOAP: Final = {
    "1.1": "http://schemas.xmlsoap.org/wsdl/soap/",
    "1.2": "http://schemas.xmlsoap.org/wsdl/soap12/",
}


@dataclass(frozen=True, slots=True)
class Gebonden:
    """One operation of one SOAP binding."""

    naam: str
    poorttype: str
    element: Element
    soap: str
    stijl: str
    eindpunt: str


def lees_bindingen(wsdls: Sequence[Element]) -> Iterator[Gebonden]:
    """All operations of the SOAP bindings; those of SOAP 1.1 first. HTTP GET and POST are passed over."""
    adressen = dict(_adressen(wsdls))
    for versie, soap in SOAP.items():
        for wsdl in wsdls:
            for binding in wsdl.iterfind(f"{{{WSDL}}}binding"):
                kop = binding.find(f"{{{soap}}}binding")
                if kop is None:
                    continue
                naam = f"{{{wsdl.get('targetNamespace', '')}}}{binding.get('name', '')}"
                for element in binding.iterfind(f"{{{WSDL}}}operation"):
                    actie = element.find(f"{{{soap}}}operation")
                    stijl = None if actie is None else actie.get("style")
                    yield Gebonden(
                        element.get("name", ""),
                        verwijzing(binding, "type") or "",
                        element,
                        versie,
                        stijl or kop.get("style") or "document",
                        adressen.get(naam, ""),
                    )


def _adressen(wsdls: Sequence[Element]) -> Iterator[tuple[str, str]]:
    """Where each binding answers."""
    for wsdl in wsdls:
        for poort in wsdl.iterfind(f"{{{WSDL}}}service/{{{WSDL}}}port"):
            for adres in poort:
                if lokaal(str(adres.tag)) == "address":
                    yield verwijzing(poort, "binding") or "", adres.get("location", "").strip()
