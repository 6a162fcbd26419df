"""The SOAP bindings of a WSDL: which operations they have, where and how they answer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from stagemarkt_cli.contract.reading.documents import WSDL
from stagemarkt_cli.contract.reading.safe_xml import Element, local, reference

# In this order: what we speak comes first, so that a service that offers both is no different.
SOAP: Final = {
    "1.1": "http://schemas.xmlsoap.org/wsdl/soap/",
    "1.2": "http://schemas.xmlsoap.org/wsdl/soap12/",
}


@dataclass(frozen=True, slots=True)
class Bound:
    """One operation of one SOAP binding."""

    naam: str
    port_type: str
    element: Element
    soap: str
    style: str
    endpoint: str


def read_bindings(wsdls: Sequence[Element]) -> Iterator[Bound]:
    """All operations of the SOAP bindings; those of SOAP 1.1 first. HTTP GET and POST are passed over."""
    adressen = dict(_adressen(wsdls))
    for version, soap in SOAP.items():
        for wsdl in wsdls:
            for binding in wsdl.iterfind(f"{{{WSDL}}}binding"):
                header = binding.find(f"{{{soap}}}binding")
                if header is None:
                    continue
                name = f"{{{wsdl.get('targetNamespace', '')}}}{binding.get('name', '')}"
                for element in binding.iterfind(f"{{{WSDL}}}operation"):
                    action = element.find(f"{{{soap}}}operation")
                    style = None if action is None else action.get("style")
                    yield Bound(
                        element.get("name", ""),
                        reference(binding, "type") or "",
                        element,
                        version,
                        style or header.get("style") or "document",
                        adressen.get(name, ""),
                    )


def _adressen(wsdls: Sequence[Element]) -> Iterator[tuple[str, str]]:
    """Where each binding answers."""
    for wsdl in wsdls:
        for port in wsdl.iterfind(f"{{{WSDL}}}service/{{{WSDL}}}port"):
            for adres in port:
                if local(str(adres.tag)) == "address":
                    yield reference(port, "binding") or "", adres.get("location", "").strip()
