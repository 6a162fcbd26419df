"""A passphrase opens what it was made for, in whatever encoding its file and the key are."""

import codecs

import pytest
from stagemarkt_cli.certificates.passwords import getypt, uit_bestand
from stagemarkt_cli.certificates.reading import WachtwoordNodig, lees_pem, lees_pfx
from stagemarkt_cli.texts import Onleesbaar

from tests.unit.cli.pki import Pki

GOED = Pki.nieuw()
TEKST = "geheimé€"
BESTANDEN = {
    "utf-8": TEKST.encode(),
    "utf-8-bom": codecs.BOM_UTF8 + TEKST.encode(),
    "ansi": TEKST.encode("cp1252"),
    "utf-16": codecs.BOM_UTF16_LE + TEKST.encode("utf-16-le"),
    "utf-16-be": codecs.BOM_UTF16_BE + TEKST.encode("utf-16-be"),
    "crlf": TEKST.encode() + b"\r\n",
    "utf-16-crlf": codecs.BOM_UTF16_LE + (TEKST + "\r\n").encode("utf-16-le"),
    "nul": TEKST.encode() + b"\0",
}


@pytest.mark.parametrize("vorm", BESTANDEN)
@pytest.mark.parametrize("gemaakt", [TEKST.encode(), TEKST.encode("cp1252")], ids=["utf-8-key", "ansi-key"])
def test_elk_bestand_opent_elke_sleutel(vorm: str, gemaakt: bytes) -> None:
    """However the file was written and whichever bytes the key was locked with."""
    sleutel = GOED.school.sleutel_pem(gemaakt)
    assert lees_pem(GOED.school.pem, sleutel, uit_bestand(BESTANDEN[vorm])).certificaten


@pytest.mark.parametrize("vorm", BESTANDEN)
def test_elk_bestand_opent_een_pfx(vorm: str) -> None:
    """A PFX knows Unicode only: the file's text is what counts."""
    pfx = GOED.school.pfx(wachtwoord=TEKST.encode())
    assert lees_pfx(pfx, uit_bestand(BESTANDEN[vorm])).certificaten


@pytest.mark.parametrize("bytes_", [b"geheim\xe9", b"\x81\x8d\xff"])
def test_bytes_die_geen_utf_8_zijn(bytes_: bytes) -> None:
    """Any bytes lock and open a key in PEM; for a PFX they are the right passphrase or a wrong one."""
    assert lees_pem(GOED.school.pem, GOED.school.sleutel_pem(bytes_), uit_bestand(bytes_)).certificaten
    assert lees_pfx(GOED.school.pfx(wachtwoord=bytes_.decode("latin-1").encode()), bytes_).certificaten
    with pytest.raises(WachtwoordNodig):
        lees_pfx(GOED.school.pfx(wachtwoord=b"anders"), uit_bestand(bytes_))


def test_wat_geprobeerd_is_wordt_gezegd() -> None:
    """The encodings that a file was read in, and never the passphrase."""
    wachtwoord = uit_bestand(b"geheim\xe9")
    assert wachtwoord.gelezen_als == "Windows-1252 (ANSI) en als losse bytes"
    assert "geheim" not in repr(wachtwoord)


@pytest.mark.parametrize("inhoud", [b"", b"\r\n", codecs.BOM_UTF8, b"een\ntwee", b"a\0b", b"x" * 2000])
def test_geen_wachtwoord(inhoud: bytes) -> None:
    """Nothing, more than one line, a NUL, or more than any passphrase: told as that."""
    with pytest.raises(Onleesbaar) as gevangen:
        uit_bestand(inhoud)
    assert "wachtwoordbestand" in str(gevangen.value)


def test_wat_getypt_is() -> None:
    """A terminal that does not speak UTF-8 gives characters that are none; they are bytes again."""
    assert getypt("é").vormen == ("é".encode(), b"\xe9")
    assert getypt("geheim\udce9").vormen == (b"geheim\xe9",)
