"""House numbers with an addition: `12`, `12A`, `12 bis`, `12-3`; one reading of each spelling. Plain code."""

import re
from typing import Final, NamedTuple

HIGHEST: Final = 99999
_NUMBER: Final = r"([1-9][0-9]{0,4}|0[1-9][0-9]{0,3}|00[1-9][0-9]{0,2}|000[1-9][0-9]?|0000[1-9])"
# As a regular expression that JSON Schema reads too. An addition in digits needs something between.
HUISNUMMER: Final = (
    rf"^{_NUMBER}" r"( ?[-/]? ?[A-Za-z][0-9A-Za-z ./-]{0,19}| ?[-/] ?[0-9][0-9A-Za-z ./-]{0,19})?$"
)
# A number as computers write it is no number with an addition.
_MACHT: Final = re.compile(r"[0-9]+[eE][0-9]+", re.ASCII)
_FORM: Final = re.compile(r"([0-9]{1,5})(?:\s*([-/]?)\s*([0-9A-Za-z][0-9A-Za-z ./-]{0,19}))?", re.ASCII)
_SEPARATORS: Final = re.compile(r"[\s./-]+")
_AT_END: Final = re.compile(r"\s([0-9]{1,5}(?:\s?[-/]?\s?[0-9A-Za-z]{1,5})?)$", re.ASCII)


class Huisnummer(NamedTuple):
    """A number, and what stands behind it as it was written; None where there is nothing."""

    number: int
    toevoeging: str | None = None


def read_huisnummer(text: str) -> Huisnummer | None:
    """A number from 1 to 99999, with or without an addition; None when it is no such thing."""
    text = re.sub(" +", " ", text.strip(" "))
    if not re.fullmatch(HUISNUMMER, text, re.ASCII) or _MACHT.fullmatch(text):
        return None
    parts = _FORM.fullmatch(text)
    if parts is None or not 1 <= int(parts[1]) <= HIGHEST:
        return None
    return Huisnummer(int(parts[1]), _tidy(parts[3]))


def core(toevoeging: str | None) -> str:
    """An addition as it compares: `bis II`, `Bis-ii` and `BISII` are one."""
    return _SEPARATORS.sub("", toevoeging or "").casefold()


def split_huisnummer(huisnummer: str | None, toevoeging: str | None) -> tuple[str | None, str | None]:
    """Number and addition apart, whichever field they were in.

    As they were where there is no number, or `12-14` beside an addition: then that is the number.
    """
    parsed, behind = read_huisnummer(huisnummer or ""), _tidy(toevoeging)
    if parsed is None or (behind and parsed.toevoeging):
        return huisnummer, behind or toevoeging
    return str(parsed.number), behind or parsed.toevoeging


def huisnummer_after_straat(straat: str | None) -> Huisnummer | None:
    """The house number at the end of a street, where the two stand together."""
    hit = _AT_END.search((straat or "").strip())
    return None if hit is None else read_huisnummer(hit[1])


def _tidy(toevoeging: str | None) -> str | None:
    """Without what stood between it and the number."""
    return " ".join((toevoeging or "").strip(" \t\n-/.").split()) or None
