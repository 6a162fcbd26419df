"""From bytes to text, as the editors and shells of operators write them; without any IO.

Notepad and PowerShell write UTF-8 with or without a byte order mark, UTF-16 with one, or the code page of
Windows (cp1252, "ANSI").
"""

import codecs
import json
from typing import Any, Final, NamedTuple

# A mark of UTF-32 begins with one of UTF-16: the longest first.
_MERKEN: Final = (
    (codecs.BOM_UTF32_LE, "utf-32-le", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "UTF-32"),
    (codecs.BOM_UTF8, "utf-8", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)
ANSI: Final = "Windows-1252 (ANSI)"
_ZONDER_MERK: Final = (("utf-8", "UTF-8"), ("cp1252", ANSI))


class Onleesbaar(ValueError):
    """It cannot be read. The text says in Dutch what and why, and quotes nothing of what is in it."""


class Lezing(NamedTuple):
    """A text, and in which encoding the bytes say it."""

    tekst: str
    codering: str


def lezingen(inhoud: bytes, wat: str) -> list[Lezing]:
    """Every text that the bytes of `wat` can be, the likeliest first; one when a mark says which.

    Raises:
        Onleesbaar: they are none.
    """
    pogingen = _pogingen(inhoud)
    gelezen = [
        Lezing(tekst, naam)
        for bytes_, codering, naam in pogingen
        if (tekst := _decodeer(bytes_, codering)) is not None
    ]
    if not gelezen:
        geprobeerd = " of ".join(naam for _, _, naam in pogingen)
        raise Onleesbaar(f"Niet te lezen: {wat} (het is geen tekst in {geprobeerd}).")
    return [lezing for nummer, lezing in enumerate(gelezen) if lezing.tekst not in _voor(gelezen, nummer)]


def als_tekst(inhoud: bytes, wat: str) -> str:
    """The likeliest text. Raises Onleesbaar, that names `wat`."""
    return lezingen(inhoud, wat)[0].tekst


def json_uit(tekst: str, wat: str) -> Any:  # noqa: ANN401 - JSON is anything
    """What this JSON says. Raises Onleesbaar, that names `wat`."""
    try:
        return json.loads(tekst)
    except (ValueError, RecursionError):
        raise Onleesbaar(f"Niet te lezen: {wat} (het is geen JSON).") from None


def heeft_merk(inhoud: bytes) -> bool:
    """Whether the bytes themselves say in which encoding they are."""
    return _merk(inhoud) is not None


def zonder_merk(inhoud: bytes) -> bytes:
    """What is text in UTF-16 or behind a mark, in UTF-8; anything else as it is."""
    merk = _merk(inhoud)
    if merk is None:
        return inhoud
    tekst = _decodeer(*merk[:2])
    return inhoud if tekst is None else tekst.encode()


def _pogingen(inhoud: bytes) -> list[tuple[bytes, str, str]]:
    merk = _merk(inhoud)
    return [merk] if merk else [(inhoud, codering, naam) for codering, naam in _ZONDER_MERK]


def _merk(inhoud: bytes) -> tuple[bytes, str, str] | None:
    for merk, codering, naam in _MERKEN:
        if inhoud.startswith(merk):
            return inhoud[len(merk) :], codering, naam
    # Latin letters in UTF-16 without a mark: each second byte is nothing.
    if len(inhoud) > 1 and len(inhoud) % 2 == 0:
        if all(inhoud[::2]) and not any(inhoud[1::2]):
            return inhoud, "utf-16-le", "UTF-16"
        if all(inhoud[1::2]) and not any(inhoud[::2]):
            return inhoud, "utf-16-be", "UTF-16"
    return None


def _decodeer(inhoud: bytes, codering: str) -> str | None:
    try:
        return inhoud.decode(codering)
    except UnicodeDecodeError:
        return None


def _voor(gelezen: list[Lezing], nummer: int) -> set[str]:
    return {lezing.tekst for lezing in gelezen[:nummer]}
