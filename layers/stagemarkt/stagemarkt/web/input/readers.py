"""The readers of what a caller fills in: a text becomes a value, or `Onleesbaar` says what is wrong."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from typing import Final, Literal

from stagemarkt.model import codes, huisnummer
from stagemarkt.model.errors import Tekst

MAX_NAAM: Final = 200
# What XML 1.0 cannot carry, and what no name contains.
# Among them zero width spaces and marks that turn the direction: they make one name look like another.
_ONZICHTBAAR: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
# The same for JSON Schema: any kind of space is one, and something must be left.
_NIET: Final = (
    r"\u0000-\u0008\u000e-\u001b\u007f-\u0084\u0086-\u009f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069"
    r"\ufeff\ufffd-\uffff"
)
_RUIMTE: Final = r"\u0009-\u000d\u001c-\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
NAAMPATROON: Final = rf"^[^{_NIET}]*[^{_NIET}{_RUIMTE}][^{_NIET}]*$"
# What may stand around a value: what is copied from a page or a sheet has these.
_SPATIES: Final = " \t\u00a0"
_TIJDSTIP: Final = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt ]([0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?)"
    # In an address a `+` that is not written as %2B arrives as a space.
    r"(?:([Zz])|([+ -])([0-9]{2}:[0-9]{2}))",
    re.ASCII,
)
# The end of what SBB can be asked: half the country.
MAX_AFSTAND: Final = 300


class Onleesbaar(ValueError):
    """A value that does not fit its field."""

    def __init__(self, detail: Tekst) -> None:
        super().__init__(detail.en)
        self.detail = detail


def lees_naam(tekst: str) -> str:
    """A name or another free text: NFC, one space between words, nothing invisible."""
    # Every kind of space becomes one space before invisible characters are looked for: a tab is a space.
    naam = unicodedata.normalize("NFC", " ".join(tekst.split()))
    if not naam:
        raise Onleesbaar(
            Tekst("Vul een naam in, of laat het veld weg.", "Give a name, or leave the field out.")
        )
    if len(naam) > MAX_NAAM:
        raise Onleesbaar(Tekst(f"Hooguit {MAX_NAAM} tekens.", f"At most {MAX_NAAM} characters."))
    if _ONZICHTBAAR.search(naam):
        raise Onleesbaar(Tekst("Bevat onzichtbare tekens.", "Contains invisible characters."))
    return naam


def lees_postcode(tekst: str) -> str:
    """A Dutch postcode in any spelling, as `1234AB`."""
    postcode = codes.lees_postcode(tekst)
    if postcode is None:
        raise Onleesbaar(
            Tekst(
                "Een Nederlandse postcode: vier cijfers en twee letters, zoals 1234AB.",
                "A Dutch postcode: four digits and two letters, such as 1234AB.",
            )
        )
    return postcode


def lees_huisnummer(tekst: str) -> int | huisnummer.Huisnummer:
    """A house number: as a number, or with its addition where it has one."""
    gelezen = huisnummer.lees_huisnummer(tekst.strip(_SPATIES))
    if gelezen is None:
        raise Onleesbaar(
            Tekst(
                f"Een getal tot en met {huisnummer.HOOGSTE}, met of zonder toevoeging: 12, 12A, 12 bis.",
                f"A number up to {huisnummer.HOOGSTE}, with or without an addition: 12, 12A, 12 bis.",
            )
        )
    return gelezen if gelezen.toevoeging else gelezen.nummer


def lees_boolean(tekst: str) -> bool:
    """`true` or `false`, and nothing else."""
    if tekst not in {"true", "false"}:
        raise Onleesbaar(Tekst("`true` of `false`.", "`true` or `false`."))
    return tekst == "true"


def lees_leerbedrijf_id(tekst: str) -> str:
    """A leerbedrijf's ID."""
    leerbedrijf_id = codes.lees_leerbedrijf_id(tekst)
    if leerbedrijf_id is None:
        raise Onleesbaar(
            Tekst(
                "Een leerbedrijf-ID: 1 tot en met 40 letters en cijfers, vandaag de dag negen cijfers.",
                "A leerbedrijf-ID: 1 to 40 letters and digits, nowadays nine digits.",
            )
        )
    return leerbedrijf_id


def lees_code(tekst: str) -> str:
    """A crebo or a keuzedeel."""
    code = codes.lees_opleidingscode(tekst)
    if code is None:
        raise Onleesbaar(
            Tekst(
                "Een crebo (vijf cijfers) of een keuzedeel (K en vier cijfers).",
                "A crebo (five digits) or a keuzedeel (K and four digits).",
            )
        )
    return code


def lees_datum(tekst: str) -> date:
    """A day of the calendar as `YYYY-MM-DD`."""
    try:
        # `fromisoformat` alone forgives other spellings, such as week dates.
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", tekst, re.ASCII):
            return date.fromisoformat(tekst)
    except ValueError:
        pass
    raise Onleesbaar(Tekst("Een bestaande datum als JJJJ-MM-DD.", "An existing date, as YYYY-MM-DD."))


# The years that a peildatum may be in; JSON Schema reads it too.
PEILDATUM: Final = r"^(19[1-9]|2[0-9]{2})[0-9]-[0-9]{2}-[0-9]{2}$"


def lees_peildatum(tekst: str) -> date:
    """A day that SBB reads as one: the first and last years of .NET and SQL Server are none and never."""
    dag = lees_datum(tekst)
    if not re.fullmatch(PEILDATUM, tekst, re.ASCII):
        raise Onleesbaar(
            Tekst(
                "Een dag in de jaren 1910 tot en met 2999.",
                "A day in the years 1910 up to and including 2999.",
            )
        )
    return dag


def lees_crebo(tekst: str) -> str:
    """A crebo."""
    code = codes.lees_opleidingscode(tekst)
    if code is None or codes.codetype(code) != "crebo":
        raise Onleesbaar(Tekst("Een crebo: vijf cijfers.", "A crebo: five digits."))
    return code


def lees_leerweg(tekst: str) -> str:
    """`BOL` or `BBL`, in capitals or not."""
    leerweg = tekst.strip(_SPATIES).upper()
    if leerweg not in {"BOL", "BBL"}:
        raise Onleesbaar(Tekst("`BOL` of `BBL`.", "`BOL` or `BBL`."))
    return leerweg


def lees_leerplaats_id(tekst: str) -> str:
    """A leerplaats's ID."""
    leerplaats_id = codes.lees_leerplaats_id(tekst)
    if leerplaats_id is None:
        raise Onleesbaar(
            Tekst(
                "Een leerplaats-ID: 1 tot en met 60 letters, cijfers en streepjes.",
                "A leerplaats-ID: 1 to 60 letters, digits and hyphens.",
            )
        )
    return leerplaats_id


def lees_uuid(tekst: str) -> str:
    """A UUID in its usual spelling, in small letters."""
    if not re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", tekst.lower(), re.ASCII):
        raise Onleesbaar(Tekst("Een UUID.", "A UUID."))
    return tekst.lower()


def lees_tijdstip(tekst: str) -> float:
    """A moment with its time zone (RFC 3339), in seconds since 1970."""
    treffer = _TIJDSTIP.fullmatch(tekst)
    try:
        if treffer is not None:
            dag, tijd, utc, teken, verschil = treffer.groups()
            zone = "+00:00" if utc else f"{'-' if teken == '-' else '+'}{verschil}"
            return datetime.fromisoformat(f"{dag}T{tijd}{zone}").timestamp()
    except (ValueError, OverflowError):
        pass
    raise Onleesbaar(
        Tekst(
            "Een moment met tijdzone, zoals 2026-09-01T08:00:00Z.",
            "A moment with a time zone, such as 2026-09-01T08:00:00Z.",
        )
    )


def lees_vanaf(tekst: str) -> float | Literal["nu"]:
    """A moment, or `nu`."""
    if tekst == "nu":
        return "nu"
    try:
        return lees_tijdstip(tekst)
    except Onleesbaar:
        raise Onleesbaar(
            Tekst(
                "Een moment met tijdzone, zoals 2026-09-01T08:00:00Z, of `nu`.",
                "A moment with a time zone, such as 2026-09-01T08:00:00Z, or `nu`.",
            )
        ) from None


def lees_keuze(*woorden: str) -> Callable[[str], str]:
    """The reader of one of these words."""
    lijst = ", ".join(f"`{woord}`" for woord in woorden)

    def lees(tekst: str) -> str:
        if tekst not in woorden:
            raise Onleesbaar(Tekst(f"Een van: {lijst}.", f"One of: {lijst}."))
        return tekst

    return lees


def lees_getal_van(laagste: int, hoogste: int) -> Callable[[str], int]:
    """The reader of a whole number between these two, both included."""

    def lees(tekst: str) -> int:
        kaal = tekst.strip(_SPATIES)
        if not re.fullmatch(r"[0-9]{1,9}", kaal, re.ASCII) or not laagste <= int(kaal) <= hoogste:
            raise Onleesbaar(
                Tekst(
                    f"Een getal van {laagste} tot en met {hoogste}.", f"A number from {laagste} to {hoogste}."
                )
            )
        return int(kaal)

    return lees
