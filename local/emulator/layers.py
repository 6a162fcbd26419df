"""Layers as MiniStack has them, unpacked once.

MiniStack unpacks every layer anew for each cold start: half a thousand files, which takes longer than the
rest of it, and meanwhile nobody is answered. Here the first one is unpacked, and the next get a link to that.
"""

import hashlib
import tempfile
import threading
import zipfile
from collections.abc import Iterable
from os import PathLike
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Final

# As MiniStack names the folder of a layer, next to that of the code.
_LAYER: Final = "layer_"


class Unpacked:
    """What was unpacked, known by its contents; it goes with this process."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="layers-")
        self._one_at_a_time = threading.Lock()
        self._known: dict[str, Path] = {}

    def of(self, archive: Path) -> Path:
        """The folder with what is in this zip: as on AWS, one for all, for nobody to write to."""
        digest = hashlib.sha256(archive.read_bytes()).hexdigest()
        with self._one_at_a_time:
            if digest not in self._known:
                place = Path(self._folder.name, digest)
                with zipfile.ZipFile(archive) as opened:
                    opened.extractall(place)
                # Known when it is whole, and not before.
                self._known[digest] = place
            return self._known[digest]

    def remove(self) -> None:
        """All of it."""
        self._folder.cleanup()


def unpack_layers_once(runtime: ModuleType, unpacked: Unpacked) -> None:
    """Have MiniStack's `runtime` share what it unpacks of layers; the code of a function stays its own."""

    class Archive(zipfile.ZipFile):
        def extractall(
            self,
            path: str | PathLike[str] | None = None,
            members: Iterable[str | zipfile.ZipInfo] | None = None,
            pwd: bytes | None = None,
        ) -> None:
            if path is None or not Path(path).name.startswith(_LAYER):
                super().extractall(path, members, pwd)
                return
            folder = Path(path)
            folder.rmdir()
            folder.symlink_to(unpacked.of(Path(str(self.filename))))

    # The name `zipfile` in that one module.
    runtime.zipfile = SimpleNamespace(**{**vars(zipfile), "ZipFile": Archive})  # type: ignore[attr-defined]
