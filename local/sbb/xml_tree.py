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
Prefixen: TypeAlias = Mapping[str | None, str]
Waarde: TypeAlias = str | int | Decimal | dt.date | Sequence["Veld"] | None
# One element: its name, and its text, its children, or None when it stays away.
Veld: TypeAlias = tuple[str, Waarde]


class OngeldigeXmlFout(ValueError):
    """The text is no well-formed XML, or carries a DTD."""


def ontleed(tekst: bytes) -> Element:
    """Parse a document.

    Raises:
        OngeldigeXmlFout: not well-formed, or with a DOCTYPE (SOAP forbids these).
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        wortel = etree.fromstring(tekst, parser)
    except (etree.XMLSyntaxError, ValueError) as fout:
        raise OngeldigeXmlFout("not well-formed") from fout
    if wortel.getroottree().docinfo.internalDTD is not None:
        raise OngeldigeXmlFout("a DOCTYPE is not allowed")
    return wortel


class Schema:
    """An XML schema that many threads may use."""

    def __init__(self, pad: Path) -> None:
        self._schema = etree.XMLSchema(etree.parse(pad))
        self._slot = threading.Lock()

    def fout(self, element: Element) -> str | None:
        """Give the first thing that is wrong with the element; None when it is valid."""
        # The error log belongs to the schema, so one thread at a time.
        with self._slot:
            try:
                self._schema.assertValid(element)
            except etree.DocumentInvalid as fout:
                return str(fout)
        return None


def nieuw(ns: str, naam: str, prefixen: Prefixen | None = None) -> Element:
    """Make an element, with the prefixes that it and its children shall use."""
    # The stubs do not know that the default namespace has None for a prefix.
    return etree.Element(etree.QName(ns, naam), nsmap=cast("dict[str, str]", dict(prefixen or {None: ns})))


def bouw(ns: str, naam: str, velden: Iterable[Veld]) -> Element:
    """Build an element with these children, all in one namespace; fields that are None stay away."""
    element = nieuw(ns, naam)
    _vul(element, ns, velden)
    return element


def _vul(ouder: Element, ns: str, velden: Iterable[Veld]) -> None:
    for naam, waarde in velden:
        if waarde is None:
            continue
        kind = etree.SubElement(ouder, etree.QName(ns or None, naam))
        if isinstance(waarde, (str, int, Decimal, dt.date)):
            kind.text = als_tekst(waarde)
        else:
            _vul(kind, ns, waarde)


def als_tekst(waarde: str | int | Decimal | dt.date) -> str:
    """Write a value as XML Schema does: booleans in lower case, dates as ISO 8601."""
    if isinstance(waarde, bool):
        return "true" if waarde else "false"
    return waarde.isoformat() if isinstance(waarde, dt.date) else str(waarde)


def voeg_toe(ouder: Element, ns: str, naam: str, tekst: str | None = None) -> Element:
    """Add a child and give it; an empty `ns` is no namespace."""
    kind = etree.SubElement(ouder, etree.QName(ns or None, naam))
    kind.text = tekst
    return kind


def schrijf(wortel: Element, codering: str = "utf-8") -> bytes:
    """Serialise with an XML declaration, in the encoding given."""
    return cast("bytes", etree.tostring(wortel, xml_declaration=True, encoding=codering))


def hernoem(element: Element, namespaces: Mapping[str, str], prefixen: Prefixen | None = None) -> Element:
    """Copy a tree into other namespaces (by old one), with the prefixes given."""
    naam = etree.QName(element)
    ns = naam.namespace or ""
    kopie = nieuw(namespaces.get(ns, ns), naam.localname, prefixen)
    kopie.text = element.text
    kopie.attrib.update(element.attrib)
    kopie.extend([hernoem(kind, namespaces, prefixen) for kind in element])
    return kopie


def lokaal(element: Element) -> str:
    """Give an element's name without its namespace."""
    return etree.QName(element).localname
