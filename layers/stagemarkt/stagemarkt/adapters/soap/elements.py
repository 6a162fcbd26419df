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
    texts = {tekst for element in elements if (tekst := _text(element)) is not None}
    if len(texts) > 1:
        raise ValueError("said twice, and otherwise")
    return next(iter(texts), None)


def bare_guid(tekst: str) -> str:
    """A GUID without what may stand round it: `urn:uuid:`, or braces."""
    without = tekst[9:] if tekst[:9].lower() == "urn:uuid:" else tekst
    return without[1:-1] if without[:1] + without[-1:] == "{}" else without


def _text(element: Element) -> str | None:
    tekst = (element.text or "").strip()
    # What is none and something at once is not to be read as none: an end date least of all.
    if len(element) or (tekst and element.get(_NIL, "").strip() in {"1", "true"}):
        raise ValueError("not a text")
    return tekst or None
