"""The readers of what a caller fills in: a text becomes a value, or `UnreadableValue` says what is wrong."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from typing import Final, Literal

from stagemarkt.model import codes, huisnummer
from stagemarkt.model.errors import Bilingual

MAX_NAME: Final = 200
MAX_REFERENTIE: Final = 100
# What XML 1.0 cannot carry, and what no name contains.
# Among them zero width spaces and marks that turn the direction: they make one name look like another.
_INVISIBLE: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
# The same for JSON Schema: any kind of space is one, and something must be left.
_EXCLUDED: Final = (
    r"\u0000-\u0008\u000e-\u001b\u007f-\u0084\u0086-\u009f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069"
    r"\ufeff\ufffd-\uffff"
)
_WHITESPACE: Final = (
    r"\u0009-\u000d\u001c-\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
)
REFERENTIE_PATTERN: Final = rf"^[^{_EXCLUDED}\u0009-\u000d\u001c-\u001f\u0085\u2028\u2029]+$"
NAME_PATTERN: Final = rf"^[^{_EXCLUDED}]*[^{_EXCLUDED}{_WHITESPACE}][^{_EXCLUDED}]*$"
# What may stand around a value: what is copied from a page or a sheet has these.
_SPACES: Final = " \t\u00a0"
_TIMESTAMP: Final = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt ]([0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?)"
    # In an address a `+` that is not written as %2B arrives as a space.
    r"(?:([Zz])|([+ -])([0-9]{2}:[0-9]{2}))",
    re.ASCII,
)
# The end of what SBB can be asked: half the country.
MAX_DISTANCE: Final = 300


class UnreadableValue(ValueError):
    """A value that does not fit its field."""

    def __init__(self, detail: Bilingual) -> None:
        super().__init__(detail.en)
        self.detail = detail


def read_name(text: str) -> str:
    """A name or another free text: NFC, one space between words, nothing invisible."""
    # Every kind of space becomes one space before invisible characters are looked for: a tab is a space.
    name = unicodedata.normalize("NFC", " ".join(text.split()))
    if not name:
        raise UnreadableValue(
            Bilingual("Vul een naam in, of laat het veld weg.", "Give a name, or leave the field out.")
        )
    if len(name) > MAX_NAME:
        raise UnreadableValue(Bilingual(f"Hooguit {MAX_NAME} tekens.", f"At most {MAX_NAME} characters."))
    if _INVISIBLE.search(name):
        raise UnreadableValue(Bilingual("Bevat onzichtbare tekens.", "Contains invisible characters."))
    return name


def read_referentie(text: str) -> str:
    """What a caller calls something: given back as it is, so nothing of it is changed here."""
    if not 1 <= len(text) <= MAX_REFERENTIE:
        raise UnreadableValue(
            Bilingual(f"1 tot en met {MAX_REFERENTIE} tekens.", f"1 to {MAX_REFERENTIE} characters.")
        )
    if _INVISIBLE.search(text):
        raise UnreadableValue(Bilingual("Bevat onzichtbare tekens.", "Contains invisible characters."))
    return text


def read_postcode(text: str) -> str:
    """A Dutch postcode in any spelling, as `1234AB`."""
    postcode = codes.read_postcode(text)
    if postcode is None:
        raise UnreadableValue(
            Bilingual(
                "Een Nederlandse postcode: vier cijfers en twee letters, zoals 1234AB.",
                "A Dutch postcode: four digits and two letters, such as 1234AB.",
            )
        )
    return postcode


def read_huisnummer(text: str) -> int | huisnummer.Huisnummer:
    """A house number: as a number, or with its addition where it has one."""
    parsed = huisnummer.read_huisnummer(text.strip(_SPACES))
    if parsed is None:
        raise UnreadableValue(
            Bilingual(
                f"Een getal tot en met {huisnummer.HIGHEST}, met of zonder toevoeging: 12, 12A, 12 bis.",
                f"A number up to {huisnummer.HIGHEST}, with or without an addition: 12, 12A, 12 bis.",
            )
        )
    return parsed if parsed.toevoeging else parsed.number


def read_boolean(text: str) -> bool:
    """`true` or `false`, and nothing else."""
    if text not in {"true", "false"}:
        raise UnreadableValue(Bilingual("`true` of `false`.", "`true` or `false`."))
    return text == "true"


def read_leerbedrijf_id(text: str) -> str:
    """A leerbedrijf's ID."""
    leerbedrijf_id = codes.read_leerbedrijf_id(text)
    if leerbedrijf_id is None:
        raise UnreadableValue(
            Bilingual(
                "Een leerbedrijf-ID: 1 tot en met 40 letters en cijfers, vandaag de dag negen cijfers.",
                "A leerbedrijf-ID: 1 to 40 letters and digits, nowadays nine digits.",
            )
        )
    return leerbedrijf_id


def read_code(text: str) -> str:
    """A crebo or a keuzedeel."""
    code = codes.read_opleidingscode(text)
    if code is None:
        raise UnreadableValue(
            Bilingual(
                "Een crebo (vijf cijfers) of een keuzedeel (K en vier cijfers).",
                "A crebo (five digits) or a keuzedeel (K and four digits).",
            )
        )
    return code


def read_date(text: str) -> date:
    """A day of the calendar as `YYYY-MM-DD`."""
    try:
        # `fromisoformat` alone forgives other spellings, such as week dates.
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text, re.ASCII):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise UnreadableValue(
        Bilingual("Een bestaande datum als JJJJ-MM-DD.", "An existing date, as YYYY-MM-DD.")
    )


# A day; which days there are no pattern says. JSON Schema reads these too.
DATE: Final = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
# The years that a peildatum may be in.
PEILDATUM: Final = r"^(19[1-9]|2[0-9]{2})[0-9]-[0-9]{2}-[0-9]{2}$"


def read_peildatum(text: str) -> date:
    """A day that SBB reads as one: the first and last years of .NET and SQL Server are none and never."""
    day = read_date(text)
    if not re.fullmatch(PEILDATUM, text, re.ASCII):
        raise UnreadableValue(
            Bilingual(
                "Een dag in de jaren 1910 tot en met 2999.",
                "A day in the years 1910 up to and including 2999.",
            )
        )
    return day


def read_crebo(text: str) -> str:
    """A crebo."""
    code = codes.read_opleidingscode(text)
    if code is None or codes.code_type(code) != "crebo":
        raise UnreadableValue(Bilingual("Een crebo: vijf cijfers.", "A crebo: five digits."))
    return code


def read_leerweg(text: str) -> str:
    """`BOL` or `BBL`, in capitals or not."""
    leerweg = text.strip(_SPACES).upper()
    if leerweg not in {"BOL", "BBL"}:
        raise UnreadableValue(Bilingual("`BOL` of `BBL`.", "`BOL` or `BBL`."))
    return leerweg


def read_leerplaats_id(text: str) -> str:
    """A leerplaats's ID."""
    leerplaats_id = codes.read_leerplaats_id(text)
    if leerplaats_id is None:
        raise UnreadableValue(
            Bilingual(
                "Een leerplaats-ID: 1 tot en met 60 letters, cijfers en streepjes.",
                "A leerplaats-ID: 1 to 60 letters, digits and hyphens.",
            )
        )
    return leerplaats_id


def read_uuid(text: str) -> str:
    """A UUID in its usual spelling, in small letters."""
    if not re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", text.lower(), re.ASCII):
        raise UnreadableValue(Bilingual("Een UUID.", "A UUID."))
    return text.lower()


def read_timestamp(text: str) -> float:
    """A moment with its time zone (RFC 3339), in seconds since 1970."""
    hit = _TIMESTAMP.fullmatch(text)
    try:
        if hit is not None:
            day, clock_time, utc, sign, difference = hit.groups()
            zone = "+00:00" if utc else f"{'-' if sign == '-' else '+'}{difference}"
            return datetime.fromisoformat(f"{day}T{clock_time}{zone}").timestamp()
    except (ValueError, OverflowError):
        pass
    raise UnreadableValue(
        Bilingual(
            "Een moment met tijdzone, zoals 2026-09-01T08:00:00Z.",
            "A moment with a time zone, such as 2026-09-01T08:00:00Z.",
        )
    )


def read_from(text: str) -> float | Literal["nu"]:
    """A moment, or `nu`."""
    if text == "nu":
        return "nu"
    try:
        return read_timestamp(text)
    except UnreadableValue:
        raise UnreadableValue(
            Bilingual(
                "Een moment met tijdzone, zoals 2026-09-01T08:00:00Z, of `nu`.",
                "A moment with a time zone, such as 2026-09-01T08:00:00Z, or `nu`.",
            )
        ) from None


def read_choice(*words: str) -> Callable[[str], str]:
    """The reader of one of these words."""
    listing = ", ".join(f"`{word}`" for word in words)

    def read(text: str) -> str:
        if text not in words:
            raise UnreadableValue(Bilingual(f"Een van: {listing}.", f"One of: {listing}."))
        return text

    return read


def read_number_between(lowest: int, highest: int) -> Callable[[str], int]:
    """The reader of a whole number between these two, both included."""

    def read(text: str) -> int:
        bare = text.strip(_SPACES)
        if not re.fullmatch(r"[0-9]{1,9}", bare, re.ASCII) or not lowest <= int(bare) <= highest:
            raise UnreadableValue(
                Bilingual(
                    f"Een getal van {lowest} tot en met {highest}.", f"A number from {lowest} to {highest}."
                )
            )
        return int(bare)

    return read
