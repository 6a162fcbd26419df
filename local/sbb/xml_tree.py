"""XML for the simulator: parsing without entities, DTD or network, validating, and building.

The one module that imports lxml, so that what is safe is decided in one place.
"""

import datetime as dt
import threading
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TypeAlias, cast

from lxml import etree

Element: TypeAlias = etree._Element  # noqa: SLF001 - lxml gives the class no public name
Prefixes: TypeAlias = Mapping[str | None, str]
Value: TypeAlias = str | int | Decimal | dt.date | Sequence["XmlField"] | None
# One element: its name, and its text, its children, or None when it stays away.
XmlField: TypeAlias = tuple[str, Value]


class InvalidXmlError(ValueError):
    """The text is no well-formed XML, or carries a DTD."""


def parse(text: bytes) -> Element:
    """Parse a document.

    Raises:
        InvalidXmlError: not well-formed, or with a DOCTYPE (SOAP forbids these).
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(text, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise InvalidXmlError("not well-formed") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise InvalidXmlError("a DOCTYPE is not allowed")
    return root


class MessageSchema:
    """An XML schema that many threads may use."""

    def __init__(self, path: Path) -> None:
        self._schema = etree.XMLSchema(etree.parse(path))
        self._lock = threading.Lock()

    def fout(self, element: Element) -> str | None:
        """Give the first thing that is wrong with the element; None when it is valid."""
        # The error log belongs to the schema, so one thread at a time.
        with self._lock:
            try:
                self._schema.assertValid(element)
            except etree.DocumentInvalid as error:
                return str(error)
        return None


def new(ns: str, name: str, prefixes: Prefixes | None = None) -> Element:
    """Make an element, with the prefixes that it and its children shall use."""
    # The stubs do not know that the default namespace has None for a prefix.
    return etree.Element(etree.QName(ns, name), nsmap=cast("dict[str, str]", dict(prefixes or {None: ns})))


def build(ns: str, name: str, fields: Iterable[XmlField]) -> Element:
    """Build an element with these children, all in one namespace; fields that are None stay away."""
    element = new(ns, name)
    _fill(element, ns, fields)
    return element


def _fill(parent: Element, ns: str, fields: Iterable[XmlField]) -> None:
    for name, value in fields:
        if value is None:
            continue
        child = etree.SubElement(parent, etree.QName(ns or None, name))
        if isinstance(value, (str, int, Decimal, dt.date)):
            child.text = as_text(value)
        else:
            _fill(child, ns, value)


def as_text(value: str | int | Decimal | dt.date) -> str:
    """Write a value as XML Schema does: booleans in lower case, dates as ISO 8601."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def add(parent: Element, ns: str, name: str, text: str | None = None) -> Element:
    """Add a child and give it; an empty `ns` is no namespace."""
    child = etree.SubElement(parent, etree.QName(ns or None, name))
    child.text = text
    return child


def write(root: Element, encoding: str = "utf-8") -> bytes:
    """Serialise with an XML declaration, in the encoding given."""
    return cast("bytes", etree.tostring(root, xml_declaration=True, encoding=encoding))


def rename(element: Element, namespaces: Mapping[str, str], prefixes: Prefixes | None = None) -> Element:
    """Copy a tree into other namespaces (by old one), with the prefixes given."""
    name = etree.QName(element)
    ns = name.namespace or ""
    clone = new(namespaces.get(ns, ns), name.localname, prefixes)
    clone.text = element.text
    clone.attrib.update(element.attrib)
    clone.extend([rename(child, namespaces, prefixes) for child in element])
    return clone


def local(element: Element) -> str:
    """Give an element's name without its namespace."""
    return etree.QName(element).localname
