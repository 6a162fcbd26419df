"""Side by side and the other way round: what shares a process, what begins first, and in which order."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.distribution import piece_of, rank

PROJECT = Path(__file__).resolve().parents[2]
TEST = """
import os, pathlib, pytest

@pytest.mark.parametrize("nr", range(4))
def test_it(nr):
    with pathlib.Path("log").open("a") as log:
        log.write(f"{pathlib.Path(__file__).stem} {nr} {os.getpid()}\\n")
"""


def _loop(folder: Path, *words: str) -> list[list[str]]:
    """Run what is there with our distribution alone: file, number and process of each test, as they began."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "tests.distribution", "-p", "no:cacheprovider"]
    ready = subprocess.run(
        [*command, "--rootdir", str(folder), *words],
        cwd=folder,
        env={"PYTHONPATH": str(PROJECT), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ready.returncode == 0, ready.stdout + ready.stderr
    return [line.split() for line in (folder / "log").read_text().splitlines()]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three files of four tests."""
    for name in ("test_a", "test_b", "test_c"):
        (tmp_path / f"{name}.py").write_text(TEST)
    return tmp_path


def test_reversed_order(folder: Path) -> None:
    """Every test, the last one first."""
    expected = [(name, str(nr)) for name in ("test_c", "test_b", "test_a") for nr in (3, 2, 1, 0)]
    assert [(name, nr) for name, nr, _ in _loop(folder, "--omgekeerd")] == expected


def test_a_file_stays_whole(folder: Path) -> None:
    """With workers each test runs once, and those of one file in one process, in their order."""
    executed = _loop(folder, "-n", "2")
    assert len(executed) == 12
    for name in ("test_a", "test_b", "test_c"):
        of_file = [(nr, who) for file, nr, who in executed if file == name]
        assert [nr for nr, _ in of_file] == ["0", "1", "2", "3"]
        assert len({who for _, who in of_file}) == 1
    assert len({who for _, _, who in executed}) == 2


def test_a_file_without_workers(folder: Path) -> None:
    """One file alone runs in the process that was started, whatever it is named with."""
    for words in (("test_a.py",), ("test_a.py::test_it", "-k", "1 or 2")):
        (folder / "log").unlink(missing_ok=True)
        executed = _loop(folder, "-n", "auto", *words)
        assert {name for name, _, _ in executed} == {"test_a"}
        assert len(executed) in {2, 4}
        assert len({who for _, _, who in executed}) == 1


def test_more_workers_than_processors(folder: Path) -> None:
    """More than one file goes to more workers than there are processors: some only wait."""
    executed = _loop(folder, "-n", "auto")
    assert {name for name, _, _ in executed} == {"test_a", "test_b", "test_c"}
    assert 1 < len({who for _, _, who in executed}) <= min(3, (os.cpu_count() or 1) + 1)


def test_the_pieces() -> None:
    """A file is a piece; what deploys stacks begins first, then what else uses this machine."""
    tests = [
        "tests/unit/test_a.py::b[c::d]",
        "tests/integration/x/test_a.py::b",
        "tests/e2e/test_zoeken.py::b",
    ]
    pieces = [piece_of(test) for test in tests]
    assert pieces == ["tests/unit/test_a.py", "tests/integration/x/test_a.py", "tests/e2e/test_zoeken.py"]
    assert sorted(pieces, key=rank) == pieces[::-1]
