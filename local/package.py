"""What `sam build` and `sam package` do, in a second: zips of the functions and of a thin layer.

The layer holds the package alone: what it needs is in the emulator's environment already.
"""

import hashlib
import io
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from local import ministack
from local.settings import PROJECT

LAGEN = PROJECT / "layers"
LAAG = LAGEN / "stagemarkt"
FUNCTIES = PROJECT / "functions"
THUIS = PROJECT / "local"
_ZONDER_CACHE = shutil.ignore_patterns("__pycache__")
_VAST = (2026, 1, 1, 0, 0, 0)


def functiezip(naam: str) -> bytes:
    """The zip of `functions/<naam>/`."""
    map_ = FUNCTIES / naam
    return _zip(map_, _bronbestanden(map_), "")


def leegzip() -> bytes:
    """The zip of a layer of libraries alone: those are in the emulator's environment already."""
    return _zip(LAGEN, [LAGEN / "certificaten" / "requirements.txt"], "python/")


def laagzip() -> bytes:
    """The zip of the layer, with .pyc files for the interpreter that the Lambdas run on."""
    return _laagzip(_som(_bronbestanden(LAAG / "stagemarkt")), ministack.versie())


@lru_cache(maxsize=1)
def _laagzip(_bron: str, _python: str) -> bytes:
    """The same source for the same Python is not compiled twice by one program, as tests do."""
    with tempfile.TemporaryDirectory() as tijdelijk:
        # A copy: next to the source, files that are never checked against it would hide later edits.
        kopie = Path(
            shutil.copytree(LAAG / "stagemarkt", Path(tijdelijk) / "stagemarkt", ignore=_ZONDER_CACHE)
        )
        return _gecompileerd(kopie)


def _gecompileerd(pakket: Path) -> bytes:
    # Lambda cannot write .pyc files either: without them a cold start compiles every module.
    opdracht = [str(ministack.python()), "-m", "compileall", "-q", "--invalidation-mode", "unchecked-hash"]
    subprocess.run([*opdracht, str(pakket)], check=True)
    return _zip(pakket.parent, (bestand for bestand in pakket.rglob("*") if bestand.is_file()), "python/")


def vingerafdruk() -> str:
    """A digest of everything that is deployed: another one means that `make up` must deploy again."""
    hoe = sorted(bestand for map_ in (THUIS, THUIS / "emulator") for bestand in map_.glob("*.py"))
    return _som([PROJECT / "template.yaml", *hoe, *_bronbestanden(FUNCTIES), *_bronbestanden(LAGEN)])


def _som(bestanden: Iterable[Path]) -> str:
    som = hashlib.sha256()
    for bestand in bestanden:
        som.update(str(bestand.relative_to(PROJECT)).encode())
        som.update(bestand.read_bytes())
    return som.hexdigest()


def _bronbestanden(map_: Path) -> list[Path]:
    return sorted(b for b in map_.rglob("*") if b.is_file() and "__pycache__" not in b.parts)


def _zip(wortel: Path, bestanden: Iterable[Path], voor: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archief:
        for bestand in sorted(bestanden):
            naam = zipfile.ZipInfo(f"{voor}{bestand.relative_to(wortel).as_posix()}", _VAST)
            archief.writestr(naam, bestand.read_bytes(), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
