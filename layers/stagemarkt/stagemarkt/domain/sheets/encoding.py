"""From the bytes of a CSV to text and back, without one byte lost."""

import codecs
from typing import Final, NamedTuple

from stagemarkt.domain.sheets.faults import of_the_whole


class TextEncoding(NamedTuple):
    """How the bytes say the text.

    Attributes:
        name: for people.
        codec: Python's name for it.
        bom: the mark before the text, where there is one.
        errors: what to do with bytes that say nothing: they are kept as they are.
    """

    name: str
    codec: str
    bom: bytes = b""
    errors: str = "strict"

    def encode(self, text: str) -> bytes:
        """The bytes of a text that was read, or of ours: what it has no bytes for becomes `?`."""
        try:
            return text.encode(self.codec, self.errors)
        except UnicodeEncodeError:
            pass
        kept = "".join(sign if _has_bytes(sign, self) else "?" for sign in text)
        return kept.encode(self.codec, self.errors)


# A mark of UTF-32 begins with one of UTF-16: the longest first.
_MARKED: Final = tuple(
    TextEncoding(name, codec, bom)
    for name, codec, bom in (
        ("UTF-32", "utf-32-le", codecs.BOM_UTF32_LE),
        ("UTF-32", "utf-32-be", codecs.BOM_UTF32_BE),
        ("UTF-8", "utf-8", codecs.BOM_UTF8),
        ("UTF-16", "utf-16-le", codecs.BOM_UTF16_LE),
        ("UTF-16", "utf-16-be", codecs.BOM_UTF16_BE),
    )
)
_UTF8: Final = TextEncoding("UTF-8", "utf-8")
# Five of its bytes are no character; they go through as they are, and are named where we had to read them.
_WINDOWS: Final = TextEncoding("Windows-1252", "cp1252", errors="surrogateescape")
# So much tells whether every second byte is nothing.
_SAMPLE: Final = 4096
# Of the characters of Latin text in UTF-16 at least this part has a byte that is nothing.
_MOSTLY: Final = 0.7
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP: Final = b"PK\x03\x04"


def is_zip(content: bytes) -> bool:
    """Whether it is what XLSX, and much else, is packed in."""
    return content.startswith(_ZIP)


def decode(content: bytes) -> tuple[str, TextEncoding]:
    """The text, and how to make the same bytes of it again. Raises UnreadableSheet when it is no text."""
    _refuse_other_kinds(content)
    for encoding in (*_marked(content), _UTF8, _WINDOWS):
        try:
            text = content[len(encoding.bom) :].decode(encoding.codec, encoding.errors)
        except UnicodeDecodeError:
            continue
        # Not all codecs give each byte back; one that does not is not the one.
        if encoding.bom + text.encode(encoding.codec, encoding.errors) == content:
            if "\0" in text:
                break
            return text, encoding
    raise of_the_whole(
        "Dit is geen tekst in UTF-8, UTF-16 of Windows-1252. Bewaar het in Excel als "
        "'CSV UTF-8 (door komma's gescheiden)', of als .xlsx.",
        "This is no text in UTF-8, UTF-16 or Windows-1252. Save it in Excel as 'CSV UTF-8', or as .xlsx.",
    )


def _refuse_other_kinds(content: bytes) -> None:
    if content.startswith(_OLE):
        raise of_the_whole(
            "Dit is een werkmap van voor 2007 (.xls), of een met een wachtwoord. Bewaar haar in Excel als "
            ".xlsx, zonder wachtwoord.",
            "This is a workbook from before 2007 (.xls), or one with a password. Save it as .xlsx without.",
        )
    if is_zip(content):
        raise of_the_whole("Dit is geen CSV, maar iets dat ingepakt is.", "This is packed, and no CSV.")
    if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        raise of_the_whole(
            "Dit is HTML of XML, geen CSV: sommige pakketten noemen dat .xls of .csv. Open het in Excel en "
            "bewaar het als .xlsx.",
            "This is HTML or XML, and no CSV. Open it in Excel and save it as .xlsx.",
        )


def _marked(content: bytes) -> tuple[TextEncoding, ...]:
    for encoding in _MARKED:
        if content.startswith(encoding.bom):
            return (encoding,)
    # UTF-16 without a mark: of Latin text every second byte is nothing.
    sample = content[: min(len(content), _SAMPLE) // 2 * 2]
    half = len(sample) / 2
    if len(content) % 2 == 0 and half:
        if sample[1::2].count(0) > half * _MOSTLY and not sample[::2].count(0):
            return (TextEncoding("UTF-16", "utf-16-le"),)
        if sample[::2].count(0) > half * _MOSTLY and not sample[1::2].count(0):
            return (TextEncoding("UTF-16", "utf-16-be"),)
    return ()


def _has_bytes(sign: str, encoding: TextEncoding) -> bool:
    try:
        sign.encode(encoding.codec, encoding.errors)
    except UnicodeEncodeError:
        return False
    return True
