"""Bytes to a tree: no DTD, no entities, no network."""

from lxml import etree

from stagemarkt_cli.contract.model import XS, UnreadableContract

# lxml-stubs calls the element class `_Element`; this is its one name here.
Element = etree._Element  # noqa: SLF001 - lxml gives its element class no public name


def read_tree(content: bytes, adres: str) -> Element:
    """The root element.

    Raises:
        UnreadableContract: not well-formed, or with a DOCTYPE.
    """
    # Before it is parsed: entities within attributes are replaced whatever the parser is told. Without its
    # zero bytes UTF-16 reads as ASCII here.
    if b"<!DOCTYPE" in content.replace(b"\0", b""):
        raise UnreadableContract(f"{adres} heeft een DOCTYPE; dat wordt niet gelezen")
    reader = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(content, reader)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableContract(f"{adres} is geen goede XML: {error}") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnreadableContract(f"{adres} heeft een DOCTYPE; dat wordt niet gelezen")
    return root


def is_xs(element: Element, *names: str) -> bool:
    """Whether this is one of these elements of XML Schema."""
    return any(element.tag == f"{{{XS}}}{name}" for name in names)


def first_xs(element: Element, *names: str) -> Element | None:
    """The first child that is one of these elements of XML Schema."""
    return next((child for child in element if is_xs(child, *names)), None)


def local(name: str) -> str:
    """`{ns}naam` or `p:naam` without what stands before it."""
    return name.rpartition("}")[2].rpartition(":")[2]


def reference(element: Element, attribute: str, default: str = "") -> str | None:
    """The QName in an attribute, as `{ns}naam`. `default` is the namespace of one without a prefix.

    Raises:
        UnreadableContract: its prefix is not declared.
    """
    text = (element.get(attribute) or "").strip()
    if not text:
        return None
    prefix, _, name = text.rpartition(":")
    if prefix and prefix not in element.nsmap:
        raise UnreadableContract(f"het voorvoegsel van `{text}` is niet gedeclareerd")
    namespace = element.nsmap.get(prefix) if prefix else element.nsmap.get(None, default)
    return f"{{{namespace}}}{name}"
