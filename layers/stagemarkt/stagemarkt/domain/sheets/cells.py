"""What a cell says, as the field of its column: spellings of people and of Excel forgiven, guesses told.

Each reader takes the text of a cell that is not empty and gives its value, with what had to be mended where
something had. It raises `UnreadableCell` where nothing can be made of it without guessing.
"""

import re
from typing import Final, NamedTuple, cast

from stagemarkt.domain.sheets.dates import UnreadableCell, shown
from stagemarkt.model import codes
from stagemarkt.model.errors import Bilingual
from stagemarkt.model.questions import Leerweg

_DIGITS_OF_ID: Final = 9
_DIGITS_OF_CREBO: Final = 5
# What nobody sees, and a page or a mail leaves behind: soft hyphens, zero widths, directions, marks.
_INVISIBLE: Final = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_FORMULA: Final = re.compile(r'="(?P<text>(?:[^"]|"")*)"')
_SCIENTIFIC: Final = re.compile(r"[0-9]+(?:[.,][0-9]+)?[eE][+-]?[0-9]+", re.ASCII)
# A whole number as Excel shows one, with nothing but zeros behind its point or comma.
_WHOLE: Final = re.compile(r"(?P<number>[0-9]+)[.,]0{1,2}", re.ASCII)
# With marks between thousands. Of `25.000` alone nobody knows whether it is a thousand or a fraction.
_GROUPED: Final = re.compile(
    r"(?![0-9]{1,3}[.,]000$)[1-9][0-9]{0,2}(?P<mark>[., ])[0-9]{3}(?:(?P=mark)[0-9]{3})*", re.ASCII
)
_ERRORS: Final = re.compile(r"#[A-Z0-9/]+[!?]?")


class CellValue(NamedTuple):
    """What a cell says.

    Attributes:
        value: in its one spelling.
        mended: what was made of it that it does not say, for whoever wants to check; None when nothing was.
    """

    value: str
    mended: Bilingual | None = None


def text_of(cell: str) -> str:
    """What was meant: without spaces around, invisible characters and `="…"`. Raises UnreadableCell."""
    bare = _INVISIBLE.sub("", cell).strip()
    if hit := _FORMULA.fullmatch(bare):
        bare = hit["text"].replace('""', '"').strip()
    # An apostrophe is how one tells Excel that a number is a text.
    bare = bare.removeprefix("'").strip()
    if _ERRORS.fullmatch(bare):
        raise UnreadableCell(
            f"Excel zelf geeft hier een fout: {shown(bare)}", f"an error of Excel: {shown(bare)}"
        )
    if bare.startswith("="):
        raise UnreadableCell(
            "hier staat een formule en geen uitkomst; bewaar het blad met waarden",
            "this is a formula without its outcome; save the sheet with values",
        )
    if any("\udc80" <= sign <= "\udcff" for sign in bare):
        raise UnreadableCell("hier staat een teken dat er geen is", "there is a byte that is no character")
    return bare


def read_leerbedrijf_id(text: str) -> CellValue:
    """The ID of a leerbedrijf. Raises UnreadableCell."""
    number = _number(text)
    if number.isascii() and number.isdigit() and len(number) < _DIGITS_OF_ID:
        padded = number.zfill(_DIGITS_OF_ID)
        return CellValue(padded, _zeros(number, padded))
    found = codes.read_leerbedrijf_id(number)
    if found is None:
        raise UnreadableCell(
            f"dit is geen leerbedrijf-ID: {shown(text)}; het zijn negen cijfers",
            f"this is no leerbedrijf-ID: {shown(text)}; it is nine digits",
        )
    return CellValue(found)


def read_code(text: str) -> CellValue:
    """A crebo or a keuzedeel. Raises UnreadableCell."""
    number = re.sub(r"^(crebo|keuzedeel)?\s*[:.]?\s*", "", _number(text), flags=re.IGNORECASE)
    if number.isascii() and number.isdigit() and len(number) < _DIGITS_OF_CREBO:
        if number.startswith("0"):
            raise UnreadableCell(
                f"{number} kan het keuzedeel K{number:0>4} zijn of een crebo waar een nul ontbreekt; schrijf "
                "het voluit",
                f"{number} can be the keuzedeel K{number:0>4}, or a crebo that lost a zero; write it in full",
            )
        padded = number.zfill(_DIGITS_OF_CREBO)
        return CellValue(padded, _zeros(number, padded))
    spaced = re.sub(r"^([Kk])[\s-]+(?=[0-9])", r"\1", number)
    found = codes.read_opleidingscode(spaced)
    if found is None:
        raise UnreadableCell(
            f"dit is geen crebo (vijf cijfers) en geen keuzedeel (K en vier cijfers): {shown(text)}",
            f"this is no crebo (five digits) and no keuzedeel (K and four digits): {shown(text)}",
        )
    return CellValue(found)


def read_leerweg(text: str) -> Leerweg:
    """BOL or BBL. Raises UnreadableCell."""
    leerweg = text.upper()
    if leerweg not in {"BOL", "BBL"}:
        raise UnreadableCell(
            f"dit is geen leerweg, BOL of BBL: {shown(text)}", f"not BOL or BBL: {shown(text)}"
        )
    return cast("Leerweg", leerweg)


def _number(text: str) -> str:
    """A number without what Excel adds to it; any other text as it is. Raises UnreadableCell."""
    # Spaces of any kind between the digits, as some systems write an ID.
    bare = re.sub(r"(?<=[0-9])\s(?=[0-9])", "", text) if re.fullmatch(r"[0-9\s]+", text) else text
    if _SCIENTIFIC.fullmatch(bare):
        raise UnreadableCell(
            f"Excel heeft hier cijfers weggelaten: {shown(text)}; maak de kolom breder of tekst, en bewaar "
            "opnieuw",
            f"Excel left digits out: {shown(text)}; make the column wider or a text, and save again",
        )
    if hit := _WHOLE.fullmatch(bare):
        return hit["number"]
    if _GROUPED.fullmatch(bare):
        return re.sub(r"[., ]", "", bare)
    return bare


def _zeros(number: str, padded: str) -> Bilingual:
    return Bilingual(
        f"{number} is gelezen als {padded}: Excel laat nullen vooraan weg",
        f"{number} was read as {padded}: Excel drops leading zeros",
    )
