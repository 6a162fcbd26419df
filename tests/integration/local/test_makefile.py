"""What is decided before anything of ours is loaded: which Python it is made with, and what Ctrl-C does."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from local.settings import PROJECT


class Werkplaats:
    """The Makefile in a folder with a space in its name, with Pythons that say that they are this version."""

    def __init__(self, werkmap: Path) -> None:
        self.werkmap = werkmap
        werkmap.mkdir()
        shutil.copy(PROJECT / "Makefile", werkmap)
        self.maak_python(".local/uv/bin/python", (3, 12, 1))
        (werkmap / ".local/uv/pyvenv.cfg").touch()

    def maak_python(self, naam: str, versie: tuple[int, int, int], plek: str = "/usr") -> Path:
        """One that answers with this version and this place."""
        pad = self.werkmap / naam
        pad.parent.mkdir(parents=True, exist_ok=True)
        doe = f"import sys; sys.version_info = {versie}; sys.base_prefix = {plek!r}; exec(sys.argv[2])"
        pad.write_text(f'#!/bin/sh\nexec "{sys.executable}" -c "{doe}" "$@"\n')
        pad.chmod(0o755)
        return pad

    def make(self, *woorden: str) -> subprocess.CompletedProcess[str]:
        """Run it for the note of which Python it is."""
        return subprocess.run(
            ["/usr/bin/env", "make", ".local/python", *woorden],
            cwd=self.werkmap,
            env={"PATH": "/usr/local/bin:/usr/bin:/bin"},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    @property
    def stempel(self) -> tuple[str, float]:
        """What is noted, and when."""
        bestand = self.werkmap / ".local/python"
        return bestand.read_text(), bestand.stat().st_mtime


@pytest.fixture
def werkplaats(tmp_path: Path) -> Werkplaats:
    """One that was installed before Pythons were noted."""
    return Werkplaats(tmp_path / "een map")


def test_zonder_een_te_noemen(werkplaats: Werkplaats) -> None:
    """The default one is not held against what is installed: nothing is made anew."""
    assert werkplaats.make().returncode == 0
    tekst, op = werkplaats.stempel
    assert tekst == "/usr 3 12 1\n"
    assert op <= (werkplaats.werkmap / ".local/uv/pyvenv.cfg").stat().st_mtime
    assert werkplaats.make().stdout.startswith("make: ")
    assert werkplaats.stempel == (tekst, op)


def test_dezelfde(werkplaats: Werkplaats) -> None:
    """The same one by another name changes nothing."""
    werkplaats.make()
    was = werkplaats.stempel
    gedaan = werkplaats.make(f"PYTHON={werkplaats.maak_python('mijn python', (3, 12, 1))}")
    assert (gedaan.returncode, gedaan.stdout) == (0, "")
    assert werkplaats.stempel == was


@pytest.mark.parametrize(
    ("versie", "plek"), [((3, 13, 0), "/usr"), ((3, 12, 2), "/usr"), ((3, 12, 1), "/opt")]
)
def test_een_andere(werkplaats: Werkplaats, versie: tuple[int, int, int], plek: str) -> None:
    """Another version, or the same one elsewhere, is taken and said; what was made is older than its note."""
    werkplaats.make()
    _, was = werkplaats.stempel
    gedaan = werkplaats.make(f"PYTHON={werkplaats.maak_python('mijn python', versie, plek)}")
    assert (gedaan.returncode, "made anew" in gedaan.stdout) == (0, True)
    tekst, op = werkplaats.stempel
    assert tekst == " ".join(map(str, (plek, *versie))) + "\n"
    assert op > was


@pytest.mark.parametrize("versie", [(3, 10, 9), (3, 14, 0)])
def test_een_die_niet_kan(werkplaats: Werkplaats, versie: tuple[int, int, int]) -> None:
    """One that is too old or too new is refused before anything is changed, and so is what is no program."""
    werkplaats.make()
    was = werkplaats.stempel
    for python in (werkplaats.maak_python("oud", versie), Path("/nergens/python")):
        gedaan = werkplaats.make(f"PYTHON={python}")
        assert gedaan.returncode != 0
        assert "is needed" in gedaan.stderr or "no such program" in gedaan.stderr
        assert werkplaats.stempel == was


@pytest.mark.parametrize("bij", ["local.command", "botocore", "local.sbb"])
def test_ctrl_c_tijdens_het_laden(bij: str, tmp_path: Path) -> None:
    """In the second that loading takes it is a line, no traceback, wherever it comes, and nothing is done."""
    onderbreek = (
        "import runpy, sys\n"
        "class Onderbreker:\n"
        "    def find_spec(self, naam, pad=None, doel=None):\n"
        f"        if naam == {bij!r}: raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Onderbreker())\n"
        "sys.argv = ['local', 'up']\n"
        "runpy.run_module('local', run_name='__main__', alter_sys=True)\n"
    )
    gedaan = subprocess.run(
        [sys.executable, "-c", onderbreek],
        cwd=PROJECT,
        env={"PATH": "/usr/bin:/bin", "STACK_MAP": str(tmp_path / "stack")},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (gedaan.returncode, gedaan.stdout) == (130, "")
    assert gedaan.stderr == "make: stopped before anything was done.\n"
    assert not (tmp_path / "stack").exists()
