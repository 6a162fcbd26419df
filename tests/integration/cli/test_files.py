"""Whatever a file turns out to be, a command that reads it ends in words: no traceback, nothing kept."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.integration.cli.conftest import StoredLine
from tests.unit.cli import pki

GOOD = pki.SchoolPki.new()
VALID: dict[str, bytes] = {
    "pem": GOOD.school.pem + GOOD.between.pem,
    "sleutel": GOOD.school.sleutel_pem(b"geheim"),
    "pfx": GOOD.school.pfx([GOOD.between], b"geheim"),
    "woord": b"geheim",
    "ca": GOOD.root.pem,
    "licentie": b"L-1",
}
# Each command with the files that it reads.
COMMANDS = (
    ("school certificaat 99XX --pem {pem} --sleutel {sleutel} --wachtwoordbestand {woord} --ca {ca}",
     ("pem", "sleutel", "woord", "ca")),
    ("school certificaat 99XX --pfx {pfx} --wachtwoordbestand {woord} --ca {ca}", ("pfx", "woord", "ca")),
    ("school licentie 99XX --bestand {licentie}", ("licentie",)),
    ("sbb ca {ca}", ("ca",)),
    ("contract vergelijk {pem} --ons {ca}", ("pem", "ca")),
    ("contract vergelijk https://127.0.0.1:1/x.wsdl --cert {pem} --key {sleutel} --ca {ca}",
     ("pem", "sleutel", "ca")),
)  # fmt: skip
CASES = [(command, option) for command, options in COMMANDS for option in options]


def _nothing(_path: Path) -> None:
    """Leave it absent."""


def _folder(path: Path) -> None:
    path.mkdir()


def _giant(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(3 * 1024**3)


def _symlink_loop(path: Path) -> None:
    path.symlink_to(path)


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _endless(path: Path) -> None:
    path.symlink_to("/dev/zero")


@pytest.mark.parametrize("make", [_nothing, _folder, _giant, _symlink_loop, _empty, _endless])
@pytest.mark.parametrize(("command", "option"), CASES)
def test_what_is_no_file(
    line: StoredLine, tmp_path: Path, command: str, option: str, make: Callable[[Path], None]
) -> None:
    """Absent, a folder, a giant, a circle, empty, without end: refused in Dutch."""
    assert _outcome(line, tmp_path, command, option, make)[0] in {1, 2}


@pytest.mark.parametrize(("command", "option"), CASES)
def test_arbitrary_bytes(line: StoredLine, tmp_path: Path, command: str, option: str) -> None:
    """Anything at all in a file, and what is good with some of its bytes changed or cut off."""
    seeded_random = random.Random(f"{command}{option}")  # noqa: S311 - the same each time
    for keer in range(12):
        content = bytearray(
            VALID[option] if keer % 2 else seeded_random.randbytes(seeded_random.choice((1, 40, 3000)))
        )
        for _ in range(seeded_random.choice((1, 3, 30))):
            content[seeded_random.randrange(len(content))] = seeded_random.randrange(256)
        if keer % 3 == 0:
            del content[seeded_random.randrange(len(content)) + 1 :]
        code, error = _outcome(line, tmp_path, command, option, lambda path: path.write_bytes(bytes(content)))  # noqa: B023 - used at once
        assert code in {0, 1, 2}
        assert "Traceback" not in error


@pytest.mark.parametrize("mark", ["utf-8-sig", "utf-16", "utf-8"])
def test_as_notepad_writes_them(line: StoredLine, tmp_path: Path, mark: str) -> None:
    """Certificate, key, bundle, licence and passphrase, each as Notepad saves it: taken as they are meant."""
    for name in ("pem", "sleutel", "ca", "licentie", "woord"):
        text = VALID[name].decode().replace("\n", "\r\n") + "\r\n"
        (tmp_path / name).write_bytes(text.encode(mark))
    paths = {name: tmp_path / name for name in VALID}
    for command, _ in (COMMANDS[0], *COMMANDS[2:4]):
        outcome = line(command.format(**paths))
        assert outcome.code == 0, outcome.fout
    secret = line.admin.school_secrets.read("99XX")
    assert secret["licentie"] == "L-1"
    assert secret["certificaat"] == VALID["pem"].decode()


def test_a_password_in_ansi(line: StoredLine, tmp_path: Path) -> None:
    """A passphrase with an accent, as an old editor wrote it, opens; a wrong one says what was tried."""
    (tmp_path / "pfx").write_bytes(GOOD.school.pfx([GOOD.between], "geheimé".encode()))
    (tmp_path / "woord").write_bytes(b"geheim\xe9")
    command = f"school certificaat 99XX --proef --pfx {tmp_path}/pfx --wachtwoordbestand {tmp_path}/woord"
    assert line(command).code == 0
    (tmp_path / "woord").write_bytes(b"anders\xe9")
    outcome = line(command)
    assert outcome.code == 1
    assert "Windows-1252 (ANSI)" in outcome.fout
    assert "anders" not in outcome.fout


def test_the_licentie_from_stdin(line: StoredLine) -> None:
    """In a pipe from PowerShell it comes in UTF-16 with a mark."""
    assert line("school licentie 99XX", inputs="﻿L-2\r\n").code == 0
    assert line.admin.school_secrets.read("99XX")["licentie"] == "L-2"


def _outcome(
    line: StoredLine, tmp_path: Path, command: str, option: str, make: Callable[[Path], object]
) -> tuple[int, str]:
    paths = {name: tmp_path / name for name in VALID}
    for name, path in paths.items():
        if path.is_dir() and not path.is_symlink():
            path.rmdir()
        path.unlink(missing_ok=True)
        path.write_bytes(VALID[name])
    paths[option].unlink()
    make(paths[option])
    outcome = line(command.format(**paths))
    if outcome.code:
        assert outcome.fout.strip()
    return outcome.code, outcome.fout
