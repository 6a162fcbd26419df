"""From bytes off the wire to an element tree, safely: no DTD, no entities, UTF-8 or UTF-16, bounded."""

import re
from typing import Any, Final
from xml.etree.ElementTree import Element, ParseError, XMLParser

_BOMS: Final = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
    # Without a byte order mark the first `<` shows the order.
    (b"<\x00", "utf-16-le"),
    (b"\x00<", "utf-16-be"),
)
_DECLARATION: Final = re.compile(r"""\s*<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_ALLOWED: Final = frozenset({"utf-8", "utf8", "us-ascii", "utf-16", "utf-16le", "utf-16be"})


class InvalidXml(ValueError):
    """These bytes are not XML that we read; the text says why, without their content."""


def read_xml(content: bytes, target: Any = None) -> Element:  # noqa: ANN401 - whatever XMLParser takes
    """Parse a whole document; `target` is told of it instead of the builder of trees.

    Raises:
        InvalidXml: not well-formed, a DOCTYPE anywhere, or another encoding than UTF-8 or UTF-16.
    """
    text = _decode(content)
    # SOAP 1.1 forbids a DTD, and a DTD is what every entity attack needs. The whole text is searched,
    # for a prolog may be as long as it likes.
    if "<!DOCTYPE" in text:
        raise InvalidXml("document type declaration")
    parser = XMLParser(target=target)  # noqa: S314 - no DTD comes this far, so there are no entities to expand
    try:
        parser.feed(text)
        root: Element = parser.close()
    except (ParseError, ValueError) as error:
        # The parser's own text quotes nothing but a position.
        raise InvalidXml(f"not well-formed: {type(error).__name__}") from None
    return root


def _decode(content: bytes) -> str:
    encoding = next((name for bom, name in _BOMS if content.startswith(bom)), "utf-8")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        raise InvalidXml(f"not {encoding}") from None
    # By a zero near the start the parser would guess UTF-16 anew, and read what was not looked at here.
    if "\x00" in text:
        raise InvalidXml("zero character")
    declaration = _DECLARATION.match(text)
    if declaration and declaration[1].lower() not in _ALLOWED:
        raise InvalidXml("declares another encoding than UTF-8 or UTF-16")
    return text
