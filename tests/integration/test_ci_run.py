"""`.ci/run`: whatever stops it is its last line, below what the command itself said."""

import os
import shutil
import signal
import subprocess
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
REGELS = (PROJECT / ".ci" / "run").read_text().splitlines()


class Machine:
    """A machine that has these programs alone; each says what it was asked, and ends as told."""

    def __init__(self, map_: Path) -> None:
        self._map = map_
        map_.mkdir()
        for echt in ("bash", "dirname"):
            pad = shutil.which(echt)
            assert pad is not None
            (map_ / echt).symlink_to(pad)

    def heeft(self, naam: str, doet: str = "") -> None:
        """A program that does this, in the shell."""
        programma = self._map / naam
        programma.write_text(f'#!/bin/sh\necho "{naam} $*"\n{doet}\n')
        programma.chmod(0o755)

    def loop(self) -> tuple[int, list[str]]:
        """Run it: its exit code, and all that was said, in order."""
        klaar = subprocess.run(
            [str(PROJECT / ".ci" / "run")],
            env={"PATH": str(self._map), "HOME": str(self._map)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=60,
            check=False,
        )
        return klaar.returncode, klaar.stdout.splitlines()


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """One that has all that is needed, and on which all goes well."""
    machine = Machine(tmp_path / "bin")
    for naam in ("node", "npm", "make", "apt-get"):
        machine.heeft(naam)
    return machine


def _regel(begin: str) -> int:
    return next(nr for nr, regel in enumerate(REGELS, 1) if regel.strip().startswith(begin))


def test_het_gaat_goed(machine: Machine) -> None:
    """Where all goes well each step is done once, in order, and nothing is said to have failed."""
    code, gezegd = machine.loop()
    assert (code, [regel.split(" --")[0] for regel in gezegd]) == (0, ["npm ci", "make check", "make test"])


@pytest.mark.parametrize(
    ("naam", "doet", "status", "opdracht"),
    [
        ("npm", "echo 'its own words' >&2; exit 7", 7, "npm ci"),
        ("make", "[ $1 = test ] || { echo 'its own words'; exit 2; }", 2, "make check"),
        ("make", "[ $1 = check ] || { echo 'its own words' >&2; exit 3; }", 3, "make test"),
    ],
)
def test_wat_het_tegenhoudt(machine: Machine, naam: str, doet: str, status: int, opdracht: str) -> None:
    """The last line has the command, its line and its exit code; what it said itself is above it."""
    machine.heeft(naam, doet)
    code, gezegd = machine.loop()
    assert code == status
    assert gezegd[-1].startswith(f".ci/run: FAILED at line {_regel(opdracht)}, exit {status}: {opdracht}")
    assert gezegd[-2] == "its own words"


@pytest.mark.parametrize(("deel", "status"), [("update", 100), ("install", 9)])
def test_zonder_node_en_zonder_register(machine: Machine, tmp_path: Path, deel: str, status: int) -> None:
    """Where node has to be installed and cannot be, that is what is told, at each of the two steps."""
    (tmp_path / "bin" / "node").unlink()
    machine.heeft("apt-get", f'if [ "$1" = {deel} ]; then exit {status}; fi')
    code, gezegd = machine.loop()
    assert code == status
    assert gezegd[-1].startswith(
        f".ci/run: FAILED at line {_regel(f'apt-get {deel}')}, exit {status}: apt-get"
    )
    assert not any(regel.startswith(("npm", "make")) for regel in gezegd)


def test_wat_er_niet_is(machine: Machine, tmp_path: Path) -> None:
    """A program that is not there is named."""
    (tmp_path / "bin" / "make").unlink()
    code, gezegd = machine.loop()
    assert (code, gezegd[-1]) == (
        127,
        f".ci/run: FAILED at line {_regel('make check')}, exit 127: make check",
    )


@pytest.mark.parametrize(
    ("signaal", "woord"), [(signal.SIGTERM, "terminated"), (signal.SIGINT, "interrupted")]
)
def test_van_buiten_gestopt(machine: Machine, signaal: signal.Signals, woord: str) -> None:
    """Who stops it from outside reads that in its last line."""
    # The step itself stops the one who started it, and ends.
    machine.heeft("npm", f"kill -{signaal.value} $PPID")
    code, gezegd = machine.loop()
    assert (code, gezegd[-1]) == (
        128 + signaal.value,
        f".ci/run: FAILED, exit {128 + signaal.value}: {woord}",
    )
    assert not any(regel.startswith("make") for regel in gezegd)


def test_het_is_uitvoerbaar() -> None:
    """It can be run as it is."""
    assert os.access(PROJECT / ".ci" / "run", os.X_OK)
