"""Makes texts comparable and chance repeatable."""

import re
import unicodedata
from random import Random

_GEEN_TEKEN = re.compile(r"[^0-9a-z]+")
_JOKERS = re.compile(r"([%_]|\[[^\]]+\])")


def normaliseer(tekst: str) -> str:
    """Drop case, diacritics and full stops; anything else that is no letter or digit becomes a space."""
    ontleed = unicodedata.normalize("NFKD", tekst).casefold().replace(".", "")
    kaal = "".join(teken for teken in ontleed if not unicodedata.combining(teken))
    return _GEEN_TEKEN.sub(" ", kaal).strip()


def naampatroon(gezocht: str) -> re.Pattern[str] | None:
    """What a whole name must match, as SQL's LIKE does; None when no letter or digit is asked for.

    `%` is any text, `_` one character, `[ab]` one of these; a `[` that is not closed matches nothing. Names
    are normalised, and so is what stands between these.
    """
    delen = _JOKERS.split(gezocht)
    if not any(normaliseer(deel) for deel in delen[::2]):
        return None
    return re.compile("".join(_als_patroon(deel) for deel in delen))


def _als_patroon(deel: str) -> str:
    if deel in {"%", "_"}:
        return ".*" if deel == "%" else "."
    if deel.startswith("[") and deel.endswith("]"):
        tekens = re.escape(normaliseer(deel))
        return f"[{tekens}]" if tekens else "(?!)"
    return "(?!)" if "[" in deel else re.escape(normaliseer(deel))


def bevat(tekst: str, gezocht: str) -> bool:
    """Tell whether every word of `gezocht` stands somewhere in `tekst`; both normalised already."""
    return all(woord in tekst for woord in gezocht.split())


def postcode_van(tekst: str) -> str:
    """Write a postcode without spaces and in capitals."""
    return "".join(tekst.split()).upper()


def dobbel(sleutel: str) -> Random:
    """Give a source of chance that is the same for the same key, on every machine and Python."""
    return Random(sleutel)  # noqa: S311 - invented data must be repeatable, and is no secret


def treft(kans: Random, deel: float) -> bool:
    """Let chance decide: true in this part of the cases, between 0 and 1."""
    return kans.random() < deel
