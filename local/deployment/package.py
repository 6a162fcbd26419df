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

from local.emulator import ministack
from local.settings import PROJECT

LAYERS = PROJECT / "layers"
LAYER = LAYERS / "stagemarkt"
FUNCTIONS = PROJECT / "functions"
# What runs at home beside what is deployed, and the contract that the simulator keeps.
HOME = (PROJECT / "local", PROJECT / "contract")
_WITHOUT_CACHE = shutil.ignore_patterns("__pycache__")
_FIXED = (2026, 1, 1, 0, 0, 0)


def function_zip(name: str) -> bytes:
    """The zip of `functions/<naam>/`."""
    folder = FUNCTIONS / name
    return _zip(folder, _source_files(folder), "")


def empty_zip() -> bytes:
    """The zip of a layer of libraries alone: those are in the emulator's environment already."""
    return _zip(LAYERS, [LAYERS / "certificaten" / "requirements.txt"], "python/")


def layer_zip() -> bytes:
    """The zip of the layer, with .pyc files for the interpreter that the Lambdas run on."""
    return _zip_layer(_digest(_source_files(LAYER / "stagemarkt")), ministack.version())


@lru_cache(maxsize=1)
def _zip_layer(_bron: str, _python: str) -> bytes:
    """The same source for the same Python is not compiled twice by one program, as tests do."""
    with tempfile.TemporaryDirectory() as temporary:
        # A copy: next to the source, files that are never checked against it would hide later edits.
        clone = Path(
            shutil.copytree(LAYER / "stagemarkt", Path(temporary) / "stagemarkt", ignore=_WITHOUT_CACHE)
        )
        return _compiled(clone)


def _compiled(package: Path) -> bytes:
    # Lambda cannot write .pyc files either: without them a cold start compiles every module.
    command = [str(ministack.python()), "-m", "compileall", "-q", "--invalidation-mode", "unchecked-hash"]
    subprocess.run([*command, str(package)], check=True)
    return _zip(package.parent, (file for file in package.rglob("*") if file.is_file()), "python/")


def fingerprint() -> str:
    """A digest of all that a stack is made of: another one means that `make up` must start it anew."""
    return _digest(sources())


def sources() -> list[Path]:
    """What a stack is made of: what is deployed, and what runs beside it at home. No text for readers."""
    code = [file for folder in (FUNCTIONS, LAYERS, *HOME) for file in _source_files(folder)]
    return [PROJECT / "template.yaml", *(file for file in code if file.suffix != ".md")]


def _digest(files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(str(file.relative_to(PROJECT)).encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _source_files(folder: Path) -> list[Path]:
    return sorted(b for b in folder.rglob("*") if b.is_file() and "__pycache__" not in b.parts)


def _zip(root: Path, files: Iterable[Path], before: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(files):
            name = zipfile.ZipInfo(f"{before}{file.relative_to(root).as_posix()}", _FIXED)
            archive.writestr(name, file.read_bytes(), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
