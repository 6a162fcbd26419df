"""From bytes to text, as the editors and shells of operators write them; without any IO.

Notepad and PowerShell write UTF-8 with or without a byte order mark, UTF-16 with one, or the code page of
Windows (cp1252, "ANSI").
"""

import codecs
import json
from typing import Any, Final, NamedTuple

# A mark of UTF-32 begins with one of UTF-16: the longest first.
_BOMS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32-le", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "UTF-32"),
    (codecs.BOM_UTF8, "utf-8", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)
ANSI: Final = "Windows-1252 (ANSI)"
_WITHOUT_BOM: Final = (("utf-8", "UTF-8"), ("cp1252", ANSI))


class UnreadableText(ValueError):
    """It cannot be read. The text says in Dutch what and why, and quotes nothing of what is in it."""


class TextReading(NamedTuple):
    """A text, and in which encoding the bytes say it."""

    tekst: str
    encoding: str


def readings(inhoud: bytes, wat: str) -> list[TextReading]:
    """Every text that the bytes of `wat` can be, the likeliest first; one when a mark says which.

    Raises:
        UnreadableText: they are none.
    """
    pogingen = _attempts(inhoud)
    parsed = [
        TextReading(tekst, naam)
        for bytes_, encoding, naam in pogingen
        if (tekst := _decode(bytes_, encoding)) is not None
    ]
    if not parsed:
        tried = " of ".join(naam for _, _, naam in pogingen)
        raise UnreadableText(f"Niet te lezen: {wat} (het is geen tekst in {tried}).")
    return [reading for number, reading in enumerate(parsed) if reading.tekst not in _before(parsed, number)]


def as_text(inhoud: bytes, wat: str) -> str:
    """The likeliest text. Raises UnreadableText, that names `wat`."""
    return readings(inhoud, wat)[0].tekst


def parse_json(tekst: str, wat: str) -> Any:  # noqa: ANN401 - JSON is anything
    """What this JSON says. Raises UnreadableText, that names `wat`."""
    try:
        return json.loads(tekst)
    except (ValueError, RecursionError):
        raise UnreadableText(f"Niet te lezen: {wat} (het is geen JSON).") from None


def has_bom(inhoud: bytes) -> bool:
    """Whether the bytes themselves say in which encoding they are."""
    return _mark(inhoud) is not None


def without_bom(inhoud: bytes) -> bytes:
    """What is text in UTF-16 or behind a mark, in UTF-8; anything else as it is."""
    merk = _mark(inhoud)
    if merk is None:
        return inhoud
    tekst = _decode(*merk[:2])
    return inhoud if tekst is None else tekst.encode()


def _attempts(inhoud: bytes) -> list[tuple[bytes, str, str]]:
    merk = _mark(inhoud)
    return [merk] if merk else [(inhoud, encoding, naam) for encoding, naam in _WITHOUT_BOM]


def _mark(inhoud: bytes) -> tuple[bytes, str, str] | None:
    for merk, encoding, naam in _BOMS:
        if inhoud.startswith(merk):
            return inhoud[len(merk) :], encoding, naam
    # Latin letters in UTF-16 without a mark: each second byte is nothing.
    if len(inhoud) > 1 and len(inhoud) % 2 == 0:
        if all(inhoud[::2]) and not any(inhoud[1::2]):
            return inhoud, "utf-16-le", "UTF-16"
        if all(inhoud[1::2]) and not any(inhoud[::2]):
            return inhoud, "utf-16-be", "UTF-16"
    return None


def _decode(inhoud: bytes, encoding: str) -> str | None:
    try:
        return inhoud.decode(encoding)
    except UnicodeDecodeError:
        return None


def _before(parsed: list[TextReading], number: int) -> set[str]:
    return {reading.tekst for reading in parsed[:number]}
