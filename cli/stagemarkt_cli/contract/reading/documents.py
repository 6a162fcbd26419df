"""All documents of a WSDL: what it imports and includes, resolved here and not by the XML parser."""

from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Final
from urllib.parse import urlsplit

from stagemarkt_cli.contract.model import XS, OnleesbaarContract
from stagemarkt_cli.contract.reading.fetching import Haler, is_url, los_op
from stagemarkt_cli.contract.reading.safe_xml import Element, is_xs, lees_boom

WSDL: Final = "http://schemas.xmlsoap.org/wsdl/"
_MAX_DOCUMENTEN: Final = 100


@dataclass(frozen=True, slots=True)
class Schema:
    """One `xs:schema`, with the namespace that it counts for (an included one takes the includer's)."""

    element: Element
    namespace: str
    bestand: str

    def regel(self, element: Element) -> str:
        """The file and line of a declaration in it."""
        return f"{self.bestand}:{element.sourceline}"


@dataclass(slots=True)
class Documenten:
    """The parsed documents."""

    haal: Haler
    wsdls: list[Element] = field(default_factory=list)
    schemas: list[Schema] = field(default_factory=list)
    _gezien: set[tuple[str, str]] = field(default_factory=set)

    def lees_wsdl(self, adres: str) -> None:
        """Read a WSDL and all that it refers to. Raises OnleesbaarContract."""
        if not self._nieuw(adres, "wsdl"):
            return
        wortel = lees_boom(self.haal(adres), adres)
        if is_xs(wortel, "schema"):
            self._neem_schema(wortel, adres, wortel.get("targetNamespace", ""))
            return
        if wortel.tag != f"{{{WSDL}}}definitions":
            raise OnleesbaarContract(f"{adres} is geen WSDL 1.1, maar `{wortel.tag}`")
        self.wsdls.append(wortel)
        for schema in wortel.iterfind(f"{{{WSDL}}}types/{{{XS}}}schema"):
            self._neem_schema(schema, adres, schema.get("targetNamespace", ""))
        for invoer in wortel.iterfind(f"{{{WSDL}}}import"):
            self.lees_wsdl(los_op(adres, invoer.get("location", "")))

    def _neem_schema(self, wortel: Element, adres: str, namespace: str) -> None:
        bestand = PurePath(urlsplit(adres).path if is_url(adres) else adres).name
        self.schemas.append(Schema(wortel, namespace, bestand))
        for kind in wortel:
            if is_xs(kind, "redefine", "override"):
                raise OnleesbaarContract(
                    f"{adres}:{kind.sourceline} herdefinieert een schema; dat wordt niet gelezen"
                )
            plek = kind.get("schemaLocation")
            if plek and is_xs(kind, "include"):
                self._lees_schema(los_op(adres, plek), namespace)
            elif plek and is_xs(kind, "import"):
                self._lees_schema(los_op(adres, plek), None)

    def _lees_schema(self, adres: str, namespace: str | None) -> None:
        if not self._nieuw(adres, namespace or ""):
            return
        wortel = lees_boom(self.haal(adres), adres)
        if not is_xs(wortel, "schema"):
            raise OnleesbaarContract(f"{adres} is geen XML Schema, maar `{wortel.tag}`")
        self._neem_schema(wortel, adres, wortel.get("targetNamespace", namespace or ""))

    def _nieuw(self, adres: str, als: str) -> bool:
        if (adres, als) in self._gezien:
            return False
        self._gezien.add((adres, als))
        if len(self._gezien) > _MAX_DOCUMENTEN:
            raise OnleesbaarContract(f"meer dan {_MAX_DOCUMENTEN} documenten horen bij deze WSDL")
        return True
