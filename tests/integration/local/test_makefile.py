"""What is decided before anything of ours is loaded: which Python it is made with, and what Ctrl-C does."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from local.settings import PROJECT


class MakeWorkshop:
    """The Makefile in a folder with a space in its name, with Pythons that say that they are this version."""

    def __init__(self, work_dir: Path) -> None:
        self.work_dir = work_dir
        work_dir.mkdir()
        shutil.copy(PROJECT / "Makefile", work_dir)
        self.make_python(".local/uv/bin/python", (3, 12, 1))
        (work_dir / ".local/uv/pyvenv.cfg").touch()

    def make_python(self, name: str, version: tuple[int, int, int], spot: str = "/usr") -> Path:
        """One that answers with this version and this place."""
        path = self.work_dir / name
        path.parent.mkdir(parents=True, exist_ok=True)
        run = f"import sys; sys.version_info = {version}; sys.base_prefix = {spot!r}; exec(sys.argv[2])"
        path.write_text(f'#!/bin/sh\nexec "{sys.executable}" -c "{run}" "$@"\n')
        path.chmod(0o755)
        return path

    def make(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run it for the note of which Python it is."""
        return subprocess.run(
            ["/usr/bin/env", "make", ".local/python", *words],
            cwd=self.work_dir,
            env={"PATH": "/usr/local/bin:/usr/bin:/bin"},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    @property
    def stamp(self) -> tuple[str, float]:
        """What is noted, and when."""
        file = self.work_dir / ".local/python"
        return file.read_text(), file.stat().st_mtime


@pytest.fixture
def workshop(tmp_path: Path) -> MakeWorkshop:
    """One that was installed before Pythons were noted."""
    return MakeWorkshop(tmp_path / "een map")


def test_without_naming_one(workshop: MakeWorkshop) -> None:
    """The default one is not held against what is installed: nothing is made anew."""
    assert workshop.make().returncode == 0
    text, at = workshop.stamp
    assert text == "/usr 3 12 1\n"
    assert at <= (workshop.work_dir / ".local/uv/pyvenv.cfg").stat().st_mtime
    assert workshop.make().stdout.startswith("make: ")
    assert workshop.stamp == (text, at)


def test_the_same_one(workshop: MakeWorkshop) -> None:
    """The same one by another name changes nothing."""
    workshop.make()
    was = workshop.stamp
    done = workshop.make(f"PYTHON={workshop.make_python('mijn python', (3, 12, 1))}")
    assert (done.returncode, done.stdout) == (0, "")
    assert workshop.stamp == was


@pytest.mark.parametrize(
    ("version", "spot"), [((3, 13, 0), "/usr"), ((3, 12, 2), "/usr"), ((3, 12, 1), "/opt")]
)
def test_another_one(workshop: MakeWorkshop, version: tuple[int, int, int], spot: str) -> None:
    """Another version, or the same one elsewhere, is taken and said; what was made is older than its note."""
    workshop.make()
    _, was = workshop.stamp
    done = workshop.make(f"PYTHON={workshop.make_python('mijn python', version, spot)}")
    assert (done.returncode, "made anew" in done.stdout) == (0, True)
    text, at = workshop.stamp
    assert text == " ".join(map(str, (spot, *version))) + "\n"
    assert at > was


@pytest.mark.parametrize("version", [(3, 10, 9), (3, 14, 0)])
def test_an_impossible_one(workshop: MakeWorkshop, version: tuple[int, int, int]) -> None:
    """One that is too old or too new is refused before anything is changed, and so is what is no program."""
    workshop.make()
    was = workshop.stamp
    for python in (workshop.make_python("oud", version), Path("/nergens/python")):
        done = workshop.make(f"PYTHON={python}")
        assert done.returncode != 0
        assert "is needed" in done.stderr or "no such program" in done.stderr
        assert workshop.stamp == was


@pytest.mark.parametrize("run", ["local.stack.command", "botocore", "local.receiver"])
def test_ctrl_c_during_loading(run: str, tmp_path: Path) -> None:
    """In the second that loading takes it is a line, no traceback, wherever it comes, and nothing is done."""
    interrupt = (
        "import runpy, sys\n"
        "class Onderbreker:\n"
        "    def find_spec(self, naam, pad=None, doel=None):\n"
        f"        if naam == {run!r}: raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Onderbreker())\n"
        "sys.argv = ['local', 'up']\n"
        "runpy.run_module('local', run_name='__main__', alter_sys=True)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", interrupt],
        cwd=PROJECT,
        env={"PATH": "/usr/bin:/bin", "STACK_MAP": str(tmp_path / "stack")},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout) == (130, "")
    assert done.stderr == "make: stopped before anything was done.\n"
    assert not (tmp_path / "stack").exists()
