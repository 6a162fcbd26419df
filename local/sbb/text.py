"""Makes texts comparable and chance repeatable."""

import re
import unicodedata
from random import Random

_NOT_ALPHANUMERIC = re.compile(r"[^0-9a-z]+")
_WILDCARDS = re.compile(r"([%_]|\[[^\]]+\])")


def normalize(text: str) -> str:
    """Drop case, diacritics and full stops; anything else that is no letter or digit becomes a space."""
    parse = unicodedata.normalize("NFKD", text).casefold().replace(".", "")
    bare = "".join(sign for sign in parse if not unicodedata.combining(sign))
    return _NOT_ALPHANUMERIC.sub(" ", bare).strip()


def name_pattern(sought: str) -> re.Pattern[str] | None:
    """What a whole name must match, as SQL's LIKE does; None when no letter or digit is asked for.

    `%` is any text, `_` one character, `[ab]` one of these; a `[` that is not closed matches nothing. Names
    are normalised, and so is what stands between these.
    """
    parts = _WILDCARDS.split(sought)
    if not any(normalize(part) for part in parts[::2]):
        return None
    return re.compile("".join(_as_pattern(part) for part in parts))


def _as_pattern(part: str) -> str:
    if part in {"%", "_"}:
        return ".*" if part == "%" else "."
    if part.startswith("[") and part.endswith("]"):
        characters = re.escape(normalize(part))
        return f"[{characters}]" if characters else "(?!)"
    return "(?!)" if "[" in part else re.escape(normalize(part))


def contains(text: str, sought: str) -> bool:
    """Tell whether every word of `sought` stands somewhere in `text`; both normalised already."""
    return all(word in text for word in sought.split())


def normalize_postcode(text: str) -> str:
    """Write a postcode without spaces and in capitals."""
    return "".join(text.split()).upper()


def seeded_random(sleutel: str) -> Random:
    """Give a source of chance that is the same for the same key, on every machine and Python."""
    return Random(sleutel)  # noqa: S311 - invented data must be repeatable, and is no secret


def strikes(chance: Random, part: float) -> bool:
    """Let chance decide: true in this part of the cases, between 0 and 1."""
    return chance.random() < part
