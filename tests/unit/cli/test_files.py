"""A file is read whatever it is, and however an editor wrote it; what cannot be is told in Dutch."""

import codecs
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from stagemarkt_cli.files import lees_bytes, lees_json, lees_tekst
from stagemarkt_cli.texts import ANSI, Onleesbaar, lezingen, zonder_merk

TEKST = "geheim één"
GESCHREVEN = {
    "utf-8": TEKST.encode(),
    "utf-8-bom": codecs.BOM_UTF8 + TEKST.encode(),
    "ansi": TEKST.encode("cp1252"),
    "utf-16-le-bom": codecs.BOM_UTF16_LE + TEKST.encode("utf-16-le"),
    "utf-16-be-bom": codecs.BOM_UTF16_BE + TEKST.encode("utf-16-be"),
    "utf-16-le": TEKST.encode("utf-16-le"),
    "utf-16-be": TEKST.encode("utf-16-be"),
    "utf-32-le-bom": codecs.BOM_UTF32_LE + TEKST.encode("utf-32-le"),
    "utf-32-be-bom": codecs.BOM_UTF32_BE + TEKST.encode("utf-32-be"),
}


@pytest.mark.parametrize("vorm", GESCHREVEN)
def test_zoals_kladblok_het_schrijft(vorm: str, tmp_path: Path) -> None:
    """UTF-8, UTF-16 and UTF-32 with and without a mark, and the code page of Windows: the same text."""
    bestand = tmp_path / "tekst"
    bestand.write_bytes(GESCHREVEN[vorm])
    assert lees_tekst(bestand) == TEKST


def test_wat_op_twee_manieren_te_lezen_is() -> None:
    """Bytes that are UTF-8 may be ANSI as well: both are given, the likelier first; plain ASCII is one."""
    assert [lezing.tekst for lezing in lezingen("é".encode(), "x")] == ["é", "Ã©"]
    assert [lezing.codering for lezing in lezingen(b"\xe9", "x")] == [ANSI]
    assert [lezing.tekst for lezing in lezingen(b"abc", "x")] == ["abc"]


@pytest.mark.parametrize("inhoud", [b"\x81\x8d", b"a\xff\x90", codecs.BOM_UTF16_LE + b"\x00\xd8\x00"])
def test_geen_tekst(inhoud: bytes) -> None:
    """What is no text in any of them is refused, with what was tried."""
    with pytest.raises(Onleesbaar, match=r"Niet te lezen: brief \(het is geen tekst in UTF"):
        lezingen(inhoud, "brief")


def test_pem_van_kladblok() -> None:
    """UTF-16 becomes what OpenSSL reads; what is no text stays what it is."""
    assert zonder_merk("-----BEGIN".encode("utf-16")) == b"-----BEGIN"
    assert zonder_merk(b"\x30\x82\x01\x00") == b"\x30\x82\x01\x00"


def _niets(_pad: Path) -> None:
    """Leave it absent."""


def _map(pad: Path) -> None:
    pad.mkdir()


def _pijp(pad: Path) -> None:
    os.mkfifo(pad)


def _reus(pad: Path) -> None:
    with pad.open("wb") as bestand:
        bestand.truncate(5 * 1024**3)


def _eindeloos(pad: Path) -> None:
    pad.symlink_to("/dev/zero")


def _kring(pad: Path) -> None:
    pad.symlink_to(pad)


@pytest.mark.parametrize(
    ("maak", "reden"),
    [
        (_niets, "het bestaat niet"),
        (_map, "het is een map"),
        (_pijp, "niemand schrijft erin"),
        (_reus, "het is groter dan 256 kB"),
        (_eindeloos, "het is groter dan 256 kB"),
        (_kring, "het besturingssysteem weigert"),
    ],
    ids=["absent", "folder", "pipe", "giant", "endless", "loop"],
)
def test_wat_geen_bestand_is(maak: Callable[[Path], None], reden: str, tmp_path: Path) -> None:
    """A folder, a pipe without a writer, a giant, a device without end: refused with why, and at once."""
    pad = tmp_path / "iets"
    maak(pad)
    with pytest.raises(Onleesbaar) as gevangen:
        lees_bytes(pad, begin=0.05)
    assert reden in str(gevangen.value)
    assert str(pad) in str(gevangen.value)


def test_een_pijp_waar_iemand_in_schrijft() -> None:
    """What another process hands over in a pipe (`<(pass show …)`) is read to its end."""
    lezen, schrijven = os.pipe()
    try:
        os.write(schrijven, b"geheim\n")
        os.close(schrijven)
        assert stat.S_ISFIFO(os.fstat(lezen).st_mode)
        assert lees_bytes(Path(f"/dev/fd/{lezen}")) == b"geheim\n"
    finally:
        os.close(lezen)


def test_een_pijp_zonder_einde() -> None:
    """Who holds a pipe open and says no more is not waited for."""
    lezen, schrijven = os.pipe()
    try:
        os.write(schrijven, b"half")
        with pytest.raises(Onleesbaar, match="er komt geen einde aan"):
            lees_bytes(Path(f"/dev/fd/{lezen}"), samen=0.05)
    finally:
        os.close(schrijven)
        os.close(lezen)


def test_een_pad_dat_niet_kan() -> None:
    """A name that no file can have is told, not raised."""
    with pytest.raises(Onleesbaar, match="dat pad kan niet bestaan"):
        lees_bytes(Path("a\0b"))


@pytest.mark.parametrize("inhoud", [b"{", b"\xff", b"[" * 100_000])
def test_geen_json(inhoud: bytes, tmp_path: Path) -> None:
    """What is no JSON, or deeper than anybody writes it, is told as that."""
    bestand = tmp_path / "x.json"
    bestand.write_bytes(inhoud)
    with pytest.raises(Onleesbaar, match="geen JSON"):
        lees_json(bestand)
