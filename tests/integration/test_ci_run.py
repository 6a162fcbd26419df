"""`.ci/run`: whatever stops it is its last line, below what the command itself said."""

import os
import shutil
import signal
import subprocess
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
LINES = (PROJECT / ".ci" / "run").read_text().splitlines()


class Machine:
    """A machine that has these programs alone; each says what it was asked, and ends as told."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir()
        for real in ("bash", "dirname"):
            path = shutil.which(real)
            assert path is not None
            (folder / real).symlink_to(path)

    def has(self, name: str, does: str = "") -> None:
        """A program that does this, in the shell."""
        program = self._folder / name
        program.write_text(f'#!/bin/sh\necho "{name} $*"\n{does}\n')
        program.chmod(0o755)

    def loop(self) -> tuple[int, list[str]]:
        """Run it: its exit code, and all that was said, in order."""
        ready = subprocess.run(
            [str(PROJECT / ".ci" / "run")],
            env={"PATH": str(self._folder), "HOME": str(self._folder)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=60,
            check=False,
        )
        return ready.returncode, ready.stdout.splitlines()


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """One that has all that is needed, and on which all goes well."""
    machine = Machine(tmp_path / "bin")
    for name in ("node", "npm", "make", "apt-get", "chromium", "php", "javac", "mcs", "mono"):
        machine.has(name)
    return machine


def _line(begin: str) -> int:
    return next(nr for nr, line in enumerate(LINES, 1) if line.strip().startswith(begin))


def test_it_goes_well(machine: Machine) -> None:
    """Where all goes well each step is done once, in order, and nothing is said to have failed."""
    code, gezegd = machine.loop()
    assert (code, [line.split(" --")[0] for line in gezegd]) == (
        0,
        [*["npm ci"] * 3, "make clients", "make check", "make test", "make sdk"],
    )


@pytest.mark.parametrize(
    ("name", "does", "status", "command"),
    [
        ("npm", "echo 'its own words' >&2; exit 7", 7, "npm ci"),
        ("make", "[ $1 != clients ] || { echo 'its own words' >&2; exit 4; }", 4, "make clients"),
        ("make", "[ $1 != check ] || { echo 'its own words'; exit 2; }", 2, "make check"),
        ("make", "[ $1 != test ] || { echo 'its own words' >&2; exit 3; }", 3, "make test"),
        ("make", "[ $1 != sdk ] || { echo 'its own words' >&2; exit 5; }", 5, "make sdk"),
    ],
)
def test_what_stops_it(machine: Machine, name: str, does: str, status: int, command: str) -> None:
    """The last line has the command, its line and its exit code; what it said itself is above it."""
    machine.has(name, does)
    code, gezegd = machine.loop()
    assert code == status
    assert gezegd[-1].startswith(f".ci/run: FAILED at line {_line(command)}, exit {status}: {command}")
    assert gezegd[-2] == "its own words"


@pytest.mark.parametrize(("part", "status"), [("update", 100), ("install", 9)])
def test_without_node_and_without_registry(machine: Machine, tmp_path: Path, part: str, status: int) -> None:
    """Where node has to be installed and cannot be, that is what is told, at each of the two steps."""
    (tmp_path / "bin" / "node").unlink()
    machine.has("apt-get", f'if [ "$1" = {part} ]; then exit {status}; fi')
    code, gezegd = machine.loop()
    assert code == status
    assert gezegd[-1].startswith(
        f".ci/run: FAILED at line {_line(f'apt-get {part}')}, exit {status}: apt-get"
    )
    assert not any(line.startswith(("npm", "make")) for line in gezegd)


@pytest.mark.parametrize(
    ("program", "package"), [("javac", "default-jdk-headless"), ("php", "php-guzzlehttp-guzzle")]
)
def test_what_is_not_there_is_installed(machine: Machine, tmp_path: Path, program: str, package: str) -> None:
    """What a client is compiled by is installed where it is not there; without it, that is what is told."""
    (tmp_path / "bin" / program).unlink()
    code, gezegd = machine.loop()
    assert code == 0
    installed = [line for line in gezegd if line.startswith("apt-get install")]
    assert len(installed) == 1
    assert package in installed[0]


def test_what_does_not_exist(machine: Machine, tmp_path: Path) -> None:
    """A program that is not there is named."""
    (tmp_path / "bin" / "make").unlink()
    code, gezegd = machine.loop()
    assert (code, gezegd[-1]) == (
        127,
        f".ci/run: FAILED at line {_line('make clients')}, exit 127: make clients",
    )


@pytest.mark.parametrize(
    ("sbb_signal", "word"), [(signal.SIGTERM, "terminated"), (signal.SIGINT, "interrupted")]
)
def test_stopped_from_outside(machine: Machine, sbb_signal: signal.Signals, word: str) -> None:
    """Who stops it from outside reads that in its last line."""
    # The step itself stops the one who started it, and ends.
    machine.has("npm", f"kill -{sbb_signal.value} $PPID")
    code, gezegd = machine.loop()
    assert (code, gezegd[-1]) == (
        128 + sbb_signal.value,
        f".ci/run: FAILED, exit {128 + sbb_signal.value}: {word}",
    )
    assert not any(line.startswith("make") for line in gezegd)


def test_it_is_executable() -> None:
    """It can be run as it is."""
    assert os.access(PROJECT / ".ci" / "run", os.X_OK)
