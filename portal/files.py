"""The files of the portal as they are shipped: each compressed once, and written when its content changed.

The bytes of a gzip are those of a version of zlib, so that files are compared by their content.
"""

import gzip
import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Final, NamedTuple

PROJECT: Final = Path(__file__).parents[1]
OUTPUT: Final = PROJECT / "functions" / "documentatie" / "portaal"
_DIGEST: Final = 10


class SiteFile(NamedTuple):
    """One file.

    Attributes:
        content: as a reader sees it.
        packed: its gzip where that was made already; else it is made on writing.
    """

    content: bytes
    packed: bytes | None = None


def packed_file(path: Path) -> SiteFile:
    """A file that is kept compressed."""
    packed = path.read_bytes()
    return SiteFile(gzip.decompress(packed), packed)


def name_with_digest(name: str, file: SiteFile) -> str:
    """`portaal.css` -> `portaal.0a1b2c3d4e.css`: what is called so never changes, and may be kept."""
    stem, dot, suffix = name.rpartition(".")
    return f"{stem}.{hashlib.sha256(file.content).hexdigest()[:_DIGEST]}{dot}{suffix}"


def write(files: Mapping[str, SiteFile], folder: Path) -> None:
    """Make the folder hold these files and no others."""
    for name in stale(files, folder):
        path = folder / f"{name}.gz"
        if name not in files:
            path.unlink()
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        file = files[name]
        path.write_bytes(file.packed or gzip.compress(file.content, mtime=0))


def stale(files: Mapping[str, SiteFile], folder: Path) -> list[str]:
    """The names of what is not in the folder as it should be, or should not be there."""
    there = {path.relative_to(folder).as_posix().removesuffix(".gz"): path for path in folder.rglob("*.gz")}
    wrong = {
        name for name, file in files.items() if name not in there or _unpacked(there[name]) != file.content
    }
    return sorted(wrong | (there.keys() - files.keys()))


def _unpacked(path: Path) -> bytes:
    return gzip.decompress(path.read_bytes())
