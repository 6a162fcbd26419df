"""A passphrase opens what it was made for, in whatever encoding its file and the key are."""

import codecs

import pytest
from stagemarkt_cli.certificates.passwords import from_file, from_typed
from stagemarkt_cli.certificates.reading import PasswordNeeded, read_pem, read_pfx
from stagemarkt_cli.texts import UnreadableText

from tests.unit.cli.pki import SchoolPki

GOOD = SchoolPki.new()
TEXT = "geheimé€"
FILES = {
    "utf-8": TEXT.encode(),
    "utf-8-bom": codecs.BOM_UTF8 + TEXT.encode(),
    "ansi": TEXT.encode("cp1252"),
    "utf-16": codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
    "utf-16-be": codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
    "crlf": TEXT.encode() + b"\r\n",
    "utf-16-crlf": codecs.BOM_UTF16_LE + (TEXT + "\r\n").encode("utf-16-le"),
    "nul": TEXT.encode() + b"\0",
}


@pytest.mark.parametrize("form", FILES)
@pytest.mark.parametrize("made", [TEXT.encode(), TEXT.encode("cp1252")], ids=["utf-8-key", "ansi-key"])
def test_every_file_opens_every_key(form: str, made: bytes) -> None:
    """However the file was written and whichever bytes the key was locked with."""
    sleutel = GOOD.school.sleutel_pem(made)
    assert read_pem(GOOD.school.pem, sleutel, from_file(FILES[form])).certificates


@pytest.mark.parametrize("form", FILES)
def test_every_file_opens_a_pfx(form: str) -> None:
    """A PFX knows Unicode only: the file's text is what counts."""
    pfx = GOOD.school.pfx(password=TEXT.encode())
    assert read_pfx(pfx, from_file(FILES[form])).certificates


@pytest.mark.parametrize("bytes_", [b"geheim\xe9", b"\x81\x8d\xff"])
def test_bytes_that_are_not_utf_8(bytes_: bytes) -> None:
    """Any bytes lock and open a key in PEM; for a PFX they are the right passphrase or a wrong one."""
    assert read_pem(GOOD.school.pem, GOOD.school.sleutel_pem(bytes_), from_file(bytes_)).certificates
    assert read_pfx(GOOD.school.pfx(password=bytes_.decode("latin-1").encode()), bytes_).certificates
    with pytest.raises(PasswordNeeded):
        read_pfx(GOOD.school.pfx(password=b"anders"), from_file(bytes_))


def test_what_was_tried_is_told() -> None:
    """The encodings that a file was read in, and never the passphrase."""
    password = from_file(b"geheim\xe9")
    assert password.read_as == "Windows-1252 (ANSI) en als losse bytes"
    assert "geheim" not in repr(password)


@pytest.mark.parametrize("content", [b"", b"\r\n", codecs.BOM_UTF8, b"een\ntwee", b"a\0b", b"x" * 2000])
def test_no_password(content: bytes) -> None:
    """Nothing, more than one line, a NUL, or more than any passphrase: told as that."""
    with pytest.raises(UnreadableText) as caught:
        from_file(content)
    assert "wachtwoordbestand" in str(caught.value)


def test_what_was_typed() -> None:
    """A terminal that does not speak UTF-8 gives characters that are none; they are bytes again."""
    assert from_typed("é").forms == ("é".encode(), b"\xe9")
    assert from_typed("geheim\udce9").forms == (b"geheim\xe9",)
