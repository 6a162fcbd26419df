"""A part of a name: what a caller types is text, also where SBB would read a wildcard in it. Pure."""

import re
import unicodedata
from typing import Final

# SBB's wildcard is `%`; where it searches as SQL's LIKE does, these are read as more than themselves too.
JOKERTEKENS: Final = re.compile(r"[%_\[]")


def heeft_joker(deel: str) -> bool:
    """Whether SBB could read more into this text than it says: what it finds must be looked through."""
    return JOKERTEKENS.search(deel) is not None


def is_deel(deel: str, naam: str | None) -> bool:
    """Whether `deel` is a part of the name, whatever the capitals, accents and spaces."""
    return naam is not None and _vergelijkbaar(deel) in _vergelijkbaar(naam)


def _vergelijkbaar(tekst: str) -> str:
    ontleed = unicodedata.normalize("NFKD", " ".join(tekst.split())).casefold()
    return "".join(teken for teken in ontleed if not unicodedata.combining(teken))
