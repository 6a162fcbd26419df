"""All documents of a WSDL: what it imports and includes, resolved here and not by the XML parser."""

from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Final
from urllib.parse import urlsplit

from stagemarkt_cli.contract.model import XS, UnreadableContract
from stagemarkt_cli.contract.reading.fetching import Fetcher, is_url, resolve
from stagemarkt_cli.contract.reading.safe_xml import Element, is_xs, read_tree

WSDL: Final = "http://schemas.xmlsoap.org/wsdl/"
_MAX_DOCUMENTS: Final = 100


@dataclass(frozen=True, slots=True)
class SchemaDocument:
    """One `xs:schema`, with the namespace that it counts for (an included one takes the includer's)."""

    element: Element
    namespace: str
    bestand: str

    def regel(self, element: Element) -> str:
        """The file and line of a declaration in it."""
        return f"{self.bestand}:{element.sourceline}"


@dataclass(slots=True)
class Documents:
    """The parsed documents."""

    fetch: Fetcher
    wsdls: list[Element] = field(default_factory=list)
    schemas: list[SchemaDocument] = field(default_factory=list)
    _seen: set[tuple[str, str]] = field(default_factory=set)

    def read_wsdl(self, adres: str) -> None:
        """Read a WSDL and all that it refers to. Raises UnreadableContract."""
        if not self._new(adres, "wsdl"):
            return
        root = read_tree(self.fetch(adres), adres)
        if is_xs(root, "schema"):
            self._take_schema(root, adres, root.get("targetNamespace", ""))
            return
        if root.tag != f"{{{WSDL}}}definitions":
            raise UnreadableContract(f"{adres} is geen WSDL 1.1, maar `{root.tag}`")
        self.wsdls.append(root)
        for schema in root.iterfind(f"{{{WSDL}}}types/{{{XS}}}schema"):
            self._take_schema(schema, adres, schema.get("targetNamespace", ""))
        for inputs in root.iterfind(f"{{{WSDL}}}import"):
            self.read_wsdl(resolve(adres, inputs.get("location", "")))

    def _take_schema(self, root: Element, adres: str, namespace: str) -> None:
        file = PurePath(urlsplit(adres).path if is_url(adres) else adres).name
        self.schemas.append(SchemaDocument(root, namespace, file))
        for child in root:
            if is_xs(child, "redefine", "override"):
                raise UnreadableContract(
                    f"{adres}:{child.sourceline} herdefinieert een schema; dat wordt niet gelezen"
                )
            spot = child.get("schemaLocation")
            if spot and is_xs(child, "include"):
                self._read_schema(resolve(adres, spot), namespace)
            elif spot and is_xs(child, "import"):
                self._read_schema(resolve(adres, spot), None)

    def _read_schema(self, adres: str, namespace: str | None) -> None:
        if not self._new(adres, namespace or ""):
            return
        root = read_tree(self.fetch(adres), adres)
        if not is_xs(root, "schema"):
            raise UnreadableContract(f"{adres} is geen XML Schema, maar `{root.tag}`")
        self._take_schema(root, adres, root.get("targetNamespace", namespace or ""))

    def _new(self, adres: str, as_type: str) -> bool:
        if (adres, as_type) in self._seen:
            return False
        self._seen.add((adres, as_type))
        if len(self._seen) > _MAX_DOCUMENTS:
            raise UnreadableContract(f"meer dan {_MAX_DOCUMENTS} documenten horen bij deze WSDL")
        return True
