"""What elements of one name say together: the one text, or nothing. Plain code, no pydantic."""

from collections.abc import Sequence
from typing import Final
from xml.etree.ElementTree import Element

_NIL: Final = "{http://www.w3.org/2001/XMLSchema-instance}nil"


def text_of(elements: Sequence[Element]) -> str | None:
    """The text that these hold, trimmed; None when none of them says anything (absent, blank, xsi:nil).

    Raises:
        ValueError: they contradict one another, or hold something else than a text.
    """
    texts = {text for element in elements if (text := _text(element)) is not None}
    if len(texts) > 1:
        raise ValueError("said twice, and otherwise")
    return next(iter(texts), None)


def bare_guid(text: str) -> str:
    """A GUID without what may stand round it: `urn:uuid:`, or braces."""
    without = text[9:] if text[:9].lower() == "urn:uuid:" else text
    return without[1:-1] if without[:1] + without[-1:] == "{}" else without


def _text(element: Element) -> str | None:
    text = (element.text or "").strip()
    # What is none and something at once is not to be read as none: an end date least of all.
    if len(element) or (text and element.get(_NIL, "").strip() in {"1", "true"}):
        raise ValueError("not a text")
    return text or None
