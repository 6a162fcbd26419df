"""A part of a name: what a caller types is text, also where SBB would read a wildcard in it. Pure."""

import re
import unicodedata
from typing import Final

# SBB's wildcard is `%`; where it searches as SQL's LIKE does, these are read as more than themselves too.
WILDCARDS: Final = re.compile(r"[%_\[]")


def has_wildcard(part: str) -> bool:
    """Whether SBB could read more into this text than it says: what it finds must be looked through."""
    return WILDCARDS.search(part) is not None


def is_part(part: str, name: str | None) -> bool:
    """Whether `part` is a part of the name, whatever the capitals, accents and spaces."""
    return name is not None and _comparable(part) in _comparable(name)


def _comparable(text: str) -> str:
    parse = unicodedata.normalize("NFKD", " ".join(text.split())).casefold()
    return "".join(sign for sign in parse if not unicodedata.combining(sign))
