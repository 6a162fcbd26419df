"""What elements of one name say together: the one text, or nothing. Plain code, no pydantic."""

from collections.abc import Sequence
from typing import Final
from xml.etree.ElementTree import Element

_NIL: Final = "{http://www.w3.org/2001/XMLSchema-instance}nil"


def tekst_van(elementen: Sequence[Element]) -> str | None:
    """The text that these hold, trimmed; None when none of them says anything (absent, blank, xsi:nil).

    Raises:
        ValueError: they contradict one another, or hold something else than a text.
    """
    teksten = {tekst for element in elementen if (tekst := _tekst(element)) is not None}
    if len(teksten) > 1:
        raise ValueError("said twice, and otherwise")
    return next(iter(teksten), None)


def kale_guid(tekst: str) -> str:
    """A GUID without what may stand round it: `urn:uuid:`, or braces."""
    zonder = tekst[9:] if tekst[:9].lower() == "urn:uuid:" else tekst
    return zonder[1:-1] if zonder[:1] + zonder[-1:] == "{}" else zonder


def _tekst(element: Element) -> str | None:
    tekst = (element.text or "").strip()
    # What is none and something at once is not to be read as none: an end date least of all.
    if len(element) or (tekst and element.get(_NIL, "").strip() in {"1", "true"}):
        raise ValueError("not a text")
    return tekst or None
