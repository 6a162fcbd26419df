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


def _loop(map_: Path, *woorden: str) -> list[list[str]]:
    """Run what is there with our distribution alone: file, number and process of each test, as they began."""
    opdracht = [sys.executable, "-m", "pytest", "-q", "-p", "tests.distribution", "-p", "no:cacheprovider"]
    klaar = subprocess.run(
        [*opdracht, "--rootdir", str(map_), *woorden],
        cwd=map_,
        env={"PYTHONPATH": str(PROJECT), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert klaar.returncode == 0, klaar.stdout + klaar.stderr
    return [regel.split() for regel in (map_ / "log").read_text().splitlines()]


@pytest.fixture
def map_(tmp_path: Path) -> Path:
    """Three files of four tests."""
    for naam in ("test_a", "test_b", "test_c"):
        (tmp_path / f"{naam}.py").write_text(TEST)
    return tmp_path


def test_omgekeerd(map_: Path) -> None:
    """Every test, the last one first."""
    verwacht = [(naam, str(nr)) for naam in ("test_c", "test_b", "test_a") for nr in (3, 2, 1, 0)]
    assert [(naam, nr) for naam, nr, _ in _loop(map_, "--omgekeerd")] == verwacht


def test_een_bestand_blijft_heel(map_: Path) -> None:
    """With workers each test runs once, and those of one file in one process, in their order."""
    gelopen = _loop(map_, "-n", "2")
    assert len(gelopen) == 12
    for naam in ("test_a", "test_b", "test_c"):
        van_hem = [(nr, wie) for file, nr, wie in gelopen if file == naam]
        assert [nr for nr, _ in van_hem] == ["0", "1", "2", "3"]
        assert len({wie for _, wie in van_hem}) == 1
    assert len({wie for _, _, wie in gelopen}) == 2


def test_een_bestand_zonder_werkers(map_: Path) -> None:
    """One file alone runs in the process that was started, whatever it is named with."""
    for woorden in (("test_a.py",), ("test_a.py::test_it", "-k", "1 or 2")):
        (map_ / "log").unlink(missing_ok=True)
        gelopen = _loop(map_, "-n", "auto", *woorden)
        assert {naam for naam, _, _ in gelopen} == {"test_a"}
        assert len(gelopen) in {2, 4}
        assert len({wie for _, _, wie in gelopen}) == 1


def test_meer_werkers_dan_processoren(map_: Path) -> None:
    """More than one file goes to more workers than there are processors: some only wait."""
    gelopen = _loop(map_, "-n", "auto")
    assert {naam for naam, _, _ in gelopen} == {"test_a", "test_b", "test_c"}
    assert 1 < len({wie for _, _, wie in gelopen}) <= min(3, (os.cpu_count() or 1) + 1)


def test_de_stukken() -> None:
    """A file is a piece; what deploys stacks begins first, then what else uses this machine."""
    tests = [
        "tests/unit/test_a.py::b[c::d]",
        "tests/integration/x/test_a.py::b",
        "tests/e2e/test_zoeken.py::b",
    ]
    stukken = [piece_of(test) for test in tests]
    assert stukken == ["tests/unit/test_a.py", "tests/integration/x/test_a.py", "tests/e2e/test_zoeken.py"]
    assert sorted(stukken, key=rank) == stukken[::-1]
