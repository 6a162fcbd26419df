"""Bytes to a tree: no DTD, no entities, no network."""

from lxml import etree

from stagemarkt_cli.contract.model import XS, OnleesbaarContract

# lxml-stubs calls the element class `_Element`; this is its one name here.
Element = etree._Element  # noqa: SLF001 - lxml gives its element class no public name


def lees_boom(inhoud: bytes, adres: str) -> Element:
    """The root element.

    Raises:
        OnleesbaarContract: not well-formed, or with a DOCTYPE.
    """
    # Before it is parsed: entities within attributes are replaced whatever the parser is told. Without its
    # zero bytes UTF-16 reads as ASCII here.
    if b"<!DOCTYPE" in inhoud.replace(b"\0", b""):
        raise OnleesbaarContract(f"{adres} heeft een DOCTYPE; dat wordt niet gelezen")
    lezer = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        wortel = etree.fromstring(inhoud, lezer)
    except (etree.XMLSyntaxError, ValueError) as fout:
        raise OnleesbaarContract(f"{adres} is geen goede XML: {fout}") from None
    if wortel.getroottree().docinfo.internalDTD is not None:
        raise OnleesbaarContract(f"{adres} heeft een DOCTYPE; dat wordt niet gelezen")
    return wortel


def is_xs(element: Element, *namen: str) -> bool:
    """Whether this is one of these elements of XML Schema."""
    return any(element.tag == f"{{{XS}}}{naam}" for naam in namen)


def eerste_xs(element: Element, *namen: str) -> Element | None:
    """The first child that is one of these elements of XML Schema."""
    return next((kind for kind in element if is_xs(kind, *namen)), None)


def lokaal(naam: str) -> str:
    """`{ns}naam` or `p:naam` without what stands before it."""
    return naam.rpartition("}")[2].rpartition(":")[2]


def verwijzing(element: Element, attribuut: str, standaard: str = "") -> str | None:
    """The QName in an attribute, as `{ns}naam`. `standaard` is the namespace of one without a prefix.

    Raises:
        OnleesbaarContract: its prefix is not declared.
    """
    tekst = (element.get(attribuut) or "").strip()
    if not tekst:
        return None
    prefix, _, naam = tekst.rpartition(":")
    if prefix and prefix not in element.nsmap:
        raise OnleesbaarContract(f"het voorvoegsel van `{tekst}` is niet gedeclareerd")
    namespace = element.nsmap.get(prefix) if prefix else element.nsmap.get(None, standaard)
    return f"{{{namespace}}}{naam}"
