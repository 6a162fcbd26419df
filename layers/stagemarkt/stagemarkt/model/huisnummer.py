"""House numbers with an addition: `12`, `12A`, `12 bis`, `12-3`; one reading of each spelling. Plain code."""

import re
from typing import Final, NamedTuple

HOOGSTE: Final = 99999
# As a regular expression that JSON Schema reads too. An addition in digits needs something between.
HUISNUMMER: Final = (
    r"^[0-9]{1,5}( ?[-/]? ?[A-Za-z][0-9A-Za-z ./-]{0,19}| ?[-/] ?[0-9][0-9A-Za-z ./-]{0,19})?$"
)
# A number as computers write it is no number with an addition.
_MACHT: Final = re.compile(r"[0-9]+[eE][0-9]+", re.ASCII)
_VORM: Final = re.compile(r"([0-9]{1,5})(?:\s*([-/]?)\s*([0-9A-Za-z][0-9A-Za-z ./-]{0,19}))?", re.ASCII)
_TUSSEN: Final = re.compile(r"[\s./-]+")
_ACHTERAAN: Final = re.compile(r"\s([0-9]{1,5}(?:\s?[-/]?\s?[0-9A-Za-z]{1,5})?)$", re.ASCII)


class Huisnummer(NamedTuple):
    """A number, and what stands behind it as it was written; None where there is nothing."""

    nummer: int
    toevoeging: str | None = None


def lees_huisnummer(tekst: str) -> Huisnummer | None:
    """A number from 1 to 99999, with or without an addition; None when it is no such thing."""
    tekst = re.sub(" +", " ", tekst.strip(" "))
    if not re.fullmatch(HUISNUMMER, tekst, re.ASCII) or _MACHT.fullmatch(tekst):
        return None
    delen = _VORM.fullmatch(tekst)
    if delen is None or not 1 <= int(delen[1]) <= HOOGSTE:
        return None
    return Huisnummer(int(delen[1]), _netjes(delen[3]))


def kern(toevoeging: str | None) -> str:
    """An addition as it compares: `bis II`, `Bis-ii` and `BISII` are one."""
    return _TUSSEN.sub("", toevoeging or "").casefold()


def splits(huisnummer: str | None, toevoeging: str | None) -> tuple[str | None, str | None]:
    """Number and addition apart, whichever field they were in.

    As they were where there is no number, or `12-14` beside an addition: then that is the number.
    """
    gelezen, achter = lees_huisnummer(huisnummer or ""), _netjes(toevoeging)
    if gelezen is None or (achter and gelezen.toevoeging):
        return huisnummer, achter or toevoeging
    return str(gelezen.nummer), achter or gelezen.toevoeging


def achter_straat(straat: str | None) -> Huisnummer | None:
    """The house number at the end of a street, where the two stand together."""
    treffer = _ACHTERAAN.search((straat or "").strip())
    return None if treffer is None else lees_huisnummer(treffer[1])


def _netjes(toevoeging: str | None) -> str | None:
    """Without what stood between it and the number."""
    return " ".join((toevoeging or "").strip(" \t\n-/.").split()) or None
