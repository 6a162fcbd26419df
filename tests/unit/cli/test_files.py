"""A file is read whatever it is, and however an editor wrote it; what cannot be is told in Dutch."""

import codecs
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from stagemarkt_cli.files import read_bytes, read_json, read_text
from stagemarkt_cli.texts import ANSI, UnreadableText, readings, without_bom

TEXT = "geheim één"
WRITTEN = {
    "utf-8": TEXT.encode(),
    "utf-8-bom": codecs.BOM_UTF8 + TEXT.encode(),
    "ansi": TEXT.encode("cp1252"),
    "utf-16-le-bom": codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
    "utf-16-be-bom": codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
    "utf-16-le": TEXT.encode("utf-16-le"),
    "utf-16-be": TEXT.encode("utf-16-be"),
    "utf-32-le-bom": codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"),
    "utf-32-be-bom": codecs.BOM_UTF32_BE + TEXT.encode("utf-32-be"),
}


@pytest.mark.parametrize("form", WRITTEN)
def test_as_notepad_writes_it(form: str, tmp_path: Path) -> None:
    """UTF-8, UTF-16 and UTF-32 with and without a mark, and the code page of Windows: the same text."""
    file = tmp_path / "tekst"
    file.write_bytes(WRITTEN[form])
    assert read_text(file) == TEXT


def test_what_can_be_read_in_two_ways() -> None:
    """Bytes that are UTF-8 may be ANSI as well: both are given, the likelier first; plain ASCII is one."""
    assert [reading.tekst for reading in readings("é".encode(), "x")] == ["é", "Ã©"]
    assert [reading.encoding for reading in readings(b"\xe9", "x")] == [ANSI]
    assert [reading.tekst for reading in readings(b"abc", "x")] == ["abc"]


@pytest.mark.parametrize("content", [b"\x81\x8d", b"a\xff\x90", codecs.BOM_UTF16_LE + b"\x00\xd8\x00"])
def test_no_text(content: bytes) -> None:
    """What is no text in any of them is refused, with what was tried."""
    with pytest.raises(UnreadableText, match=r"Niet te lezen: brief \(het is geen tekst in UTF"):
        readings(content, "brief")


def test_pem_from_notepad() -> None:
    """UTF-16 becomes what OpenSSL reads; what is no text stays what it is."""
    assert without_bom("-----BEGIN".encode("utf-16")) == b"-----BEGIN"
    assert without_bom(b"\x30\x82\x01\x00") == b"\x30\x82\x01\x00"


def _nothing(_path: Path) -> None:
    """Leave it absent."""


def _folder(path: Path) -> None:
    path.mkdir()


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _giant(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(5 * 1024**3)


def _endless(path: Path) -> None:
    path.symlink_to("/dev/zero")


def _symlink_loop(path: Path) -> None:
    path.symlink_to(path)


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (_nothing, "het bestaat niet"),
        (_folder, "het is een map"),
        (_pipe, "niemand schrijft erin"),
        (_giant, "het is groter dan 256 kB"),
        (_endless, "het is groter dan 256 kB"),
        (_symlink_loop, "het besturingssysteem weigert"),
    ],
    ids=["absent", "folder", "pipe", "giant", "endless", "loop"],
)
def test_what_is_no_file(make: Callable[[Path], None], reason: str, tmp_path: Path) -> None:
    """A folder, a pipe without a writer, a giant, a device without end: refused with why, and at once."""
    path = tmp_path / "iets"
    make(path)
    with pytest.raises(UnreadableText) as caught:
        read_bytes(path, begin=0.05)
    assert reason in str(caught.value)
    assert str(path) in str(caught.value)


def test_a_pipe_that_somebody_writes_to() -> None:
    """What another process hands over in a pipe (`<(pass show …)`) is read to its end."""
    reads, writing = os.pipe()
    try:
        os.write(writing, b"geheim\n")
        os.close(writing)
        assert stat.S_ISFIFO(os.fstat(reads).st_mode)
        assert read_bytes(Path(f"/dev/fd/{reads}")) == b"geheim\n"
    finally:
        os.close(reads)


def test_a_pipe_without_an_end() -> None:
    """Who holds a pipe open and says no more is not waited for."""
    reads, writing = os.pipe()
    try:
        os.write(writing, b"half")
        with pytest.raises(UnreadableText, match="er komt geen einde aan"):
            read_bytes(Path(f"/dev/fd/{reads}"), together=0.05)
    finally:
        os.close(writing)
        os.close(reads)


def test_an_impossible_path() -> None:
    """A name that no file can have is told, not raised."""
    with pytest.raises(UnreadableText, match="dat pad kan niet bestaan"):
        read_bytes(Path("a\0b"))


@pytest.mark.parametrize("content", [b"{", b"\xff", b"[" * 100_000])
def test_no_json(content: bytes, tmp_path: Path) -> None:
    """What is no JSON, or deeper than anybody writes it, is told as that."""
    file = tmp_path / "x.json"
    file.write_bytes(content)
    with pytest.raises(UnreadableText, match="geen JSON"):
        read_json(file)
