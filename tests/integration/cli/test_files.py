"""Whatever a file turns out to be, a command that reads it ends in words: no traceback, nothing kept."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.integration.cli.conftest import Regel
from tests.unit.cli import pki

GOED = pki.Pki.nieuw()
GELDIG: dict[str, bytes] = {
    "pem": GOED.school.pem + GOED.tussen.pem,
    "sleutel": GOED.school.sleutel_pem(b"geheim"),
    "pfx": GOED.school.pfx([GOED.tussen], b"geheim"),
    "woord": b"geheim",
    "ca": GOED.wortel.pem,
    "licentie": b"L-1",
}
# Each command with the files that it reads.
OPDRACHTEN = (
    ("school certificaat 99XX --pem {pem} --sleutel {sleutel} --wachtwoordbestand {woord} --ca {ca}",
     ("pem", "sleutel", "woord", "ca")),
    ("school certificaat 99XX --pfx {pfx} --wachtwoordbestand {woord} --ca {ca}", ("pfx", "woord", "ca")),
    ("school licentie 99XX --bestand {licentie}", ("licentie",)),
    ("sbb ca {ca}", ("ca",)),
    ("contract vergelijk {pem} --ons {ca}", ("pem", "ca")),
    ("contract vergelijk https://127.0.0.1:1/x.wsdl --cert {pem} --key {sleutel} --ca {ca}",
     ("pem", "sleutel", "ca")),
)  # fmt: skip
GEVALLEN = [(opdracht, optie) for opdracht, opties in OPDRACHTEN for optie in opties]


def _niets(_pad: Path) -> None:
    """Leave it absent."""


def _map(pad: Path) -> None:
    pad.mkdir()


def _reus(pad: Path) -> None:
    with pad.open("wb") as bestand:
        bestand.truncate(3 * 1024**3)


def _kring(pad: Path) -> None:
    pad.symlink_to(pad)


def _leeg(pad: Path) -> None:
    pad.write_bytes(b"")


def _eindeloos(pad: Path) -> None:
    pad.symlink_to("/dev/zero")


@pytest.mark.parametrize("maak", [_niets, _map, _reus, _kring, _leeg, _eindeloos])
@pytest.mark.parametrize(("opdracht", "optie"), GEVALLEN)
def test_wat_geen_bestand_is(
    regel: Regel, tmp_path: Path, opdracht: str, optie: str, maak: Callable[[Path], None]
) -> None:
    """Absent, a folder, a giant, a circle, empty, without end: refused in Dutch."""
    assert _uitkomst(regel, tmp_path, opdracht, optie, maak)[0] in {1, 2}


@pytest.mark.parametrize(("opdracht", "optie"), GEVALLEN)
def test_willekeurige_bytes(regel: Regel, tmp_path: Path, opdracht: str, optie: str) -> None:
    """Anything at all in a file, and what is good with some of its bytes changed or cut off."""
    dobbel = random.Random(f"{opdracht}{optie}")  # noqa: S311 - the same each time
    for keer in range(12):
        inhoud = bytearray(GELDIG[optie] if keer % 2 else dobbel.randbytes(dobbel.choice((1, 40, 3000))))
        for _ in range(dobbel.choice((1, 3, 30))):
            inhoud[dobbel.randrange(len(inhoud))] = dobbel.randrange(256)
        if keer % 3 == 0:
            del inhoud[dobbel.randrange(len(inhoud)) + 1 :]
        code, fout = _uitkomst(regel, tmp_path, opdracht, optie, lambda pad: pad.write_bytes(bytes(inhoud)))  # noqa: B023 - used at once
        assert code in {0, 1, 2}
        assert "Traceback" not in fout


@pytest.mark.parametrize("merk", ["utf-8-sig", "utf-16", "utf-8"])
def test_zoals_kladblok_ze_schrijft(regel: Regel, tmp_path: Path, merk: str) -> None:
    """Certificate, key, bundle, licence and passphrase, each as Notepad saves it: taken as they are meant."""
    for naam in ("pem", "sleutel", "ca", "licentie", "woord"):
        tekst = GELDIG[naam].decode().replace("\n", "\r\n") + "\r\n"
        (tmp_path / naam).write_bytes(tekst.encode(merk))
    paden = {naam: tmp_path / naam for naam in GELDIG}
    for opdracht, _ in (OPDRACHTEN[0], *OPDRACHTEN[2:4]):
        uitkomst = regel(opdracht.format(**paden))
        assert uitkomst.code == 0, uitkomst.fout
    geheim = regel.beheer.geheimen.lees("99XX")
    assert geheim["licentie"] == "L-1"
    assert geheim["certificaat"] == GELDIG["pem"].decode()


def test_een_wachtwoord_in_ansi(regel: Regel, tmp_path: Path) -> None:
    """A passphrase with an accent, as an old editor wrote it, opens; a wrong one says what was tried."""
    (tmp_path / "pfx").write_bytes(GOED.school.pfx([GOED.tussen], "geheimé".encode()))
    (tmp_path / "woord").write_bytes(b"geheim\xe9")
    opdracht = f"school certificaat 99XX --proef --pfx {tmp_path}/pfx --wachtwoordbestand {tmp_path}/woord"
    assert regel(opdracht).code == 0
    (tmp_path / "woord").write_bytes(b"anders\xe9")
    uitkomst = regel(opdracht)
    assert uitkomst.code == 1
    assert "Windows-1252 (ANSI)" in uitkomst.fout
    assert "anders" not in uitkomst.fout


def test_de_licentie_van_stdin(regel: Regel) -> None:
    """In a pipe from PowerShell it comes in UTF-16 with a mark."""
    assert regel("school licentie 99XX", invoer="﻿L-2\r\n").code == 0
    assert regel.beheer.geheimen.lees("99XX")["licentie"] == "L-2"


def _uitkomst(
    regel: Regel, tmp_path: Path, opdracht: str, optie: str, maak: Callable[[Path], object]
) -> tuple[int, str]:
    paden = {naam: tmp_path / naam for naam in GELDIG}
    for naam, pad in paden.items():
        if pad.is_dir() and not pad.is_symlink():
            pad.rmdir()
        pad.unlink(missing_ok=True)
        pad.write_bytes(GELDIG[naam])
    paden[optie].unlink()
    maak(paden[optie])
    uitkomst = regel(opdracht.format(**paden))
    if uitkomst.code:
        assert uitkomst.fout.strip()
    return uitkomst.code, uitkomst.fout
