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


def readings(content: bytes, wat: str) -> list[TextReading]:
    """Every text that the bytes of `wat` can be, the likeliest first; one when a mark says which.

    Raises:
        UnreadableText: they are none.
    """
    pogingen = _attempts(content)
    parsed = [
        TextReading(text, name)
        for bytes_, encoding, name in pogingen
        if (text := _decode(bytes_, encoding)) is not None
    ]
    if not parsed:
        tried = " of ".join(name for _, _, name in pogingen)
        raise UnreadableText(f"Niet te lezen: {wat} (het is geen tekst in {tried}).")
    return [reading for number, reading in enumerate(parsed) if reading.tekst not in _before(parsed, number)]


def as_text(content: bytes, wat: str) -> str:
    """The likeliest text. Raises UnreadableText, that names `wat`."""
    return readings(content, wat)[0].tekst


def parse_json(text: str, wat: str) -> Any:  # noqa: ANN401 - JSON is anything
    """What this JSON says. Raises UnreadableText, that names `wat`."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise UnreadableText(f"Niet te lezen: {wat} (het is geen JSON).") from None


def has_bom(content: bytes) -> bool:
    """Whether the bytes themselves say in which encoding they are."""
    return _mark(content) is not None


def without_bom(content: bytes) -> bytes:
    """What is text in UTF-16 or behind a mark, in UTF-8; anything else as it is."""
    mark = _mark(content)
    if mark is None:
        return content
    text = _decode(*mark[:2])
    return content if text is None else text.encode()


def _attempts(content: bytes) -> list[tuple[bytes, str, str]]:
    mark = _mark(content)
    return [mark] if mark else [(content, encoding, name) for encoding, name in _WITHOUT_BOM]


def _mark(content: bytes) -> tuple[bytes, str, str] | None:
    for mark, encoding, name in _BOMS:
        if content.startswith(mark):
            return content[len(mark) :], encoding, name
    # Latin letters in UTF-16 without a mark: each second byte is nothing.
    if len(content) > 1 and len(content) % 2 == 0:
        if all(content[::2]) and not any(content[1::2]):
            return content, "utf-16-le", "UTF-16"
        if all(content[1::2]) and not any(content[::2]):
            return content, "utf-16-be", "UTF-16"
    return None


def _decode(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _before(parsed: list[TextReading], number: int) -> set[str]:
    return {reading.tekst for reading in parsed[:number]}
