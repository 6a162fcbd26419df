"""Layers at home: unpacked once, by their contents; a function's code each time."""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from local.emulator.layers import Unpacked, unpack_layers_once


@pytest.fixture
def unpacked() -> Iterator[Unpacked]:
    """Gone afterwards."""
    unpacked = Unpacked()
    yield unpacked
    unpacked.remove()


@pytest.fixture
def runtime(unpacked: Unpacked) -> ModuleType:
    """As MiniStack's, with the name that it uses."""
    runtime = ModuleType("runtime")
    unpack_layers_once(runtime, unpacked)
    return runtime


def _pak_uit(runtime: ModuleType, folder: Path, kind: str, content: str) -> Path:
    """As MiniStack does it: a folder of its own, the zip beside it; where it was unpacked."""
    target = folder / kind
    target.mkdir(parents=True)
    archive = folder / f"{kind}.zip"
    with zipfile.ZipFile(archive, "w") as zip_:
        zip_.writestr(zipfile.ZipInfo("python/iets.py"), content)
    with runtime.zipfile.ZipFile(str(archive)) as zip_:
        assert zip_.namelist() == ["python/iets.py"]
        zip_.extractall(str(target))
    assert (target / "python" / "iets.py").read_text() == content
    return target.resolve()


def test_a_layer_once(runtime: ModuleType, tmp_path: Path) -> None:
    """The same contents are in one place, other contents in another, whichever came first."""
    one = _pak_uit(runtime, tmp_path / "een", "layer_0", "x = 1")
    other = _pak_uit(runtime, tmp_path / "ander", "layer_0", "x = 2")
    assert _pak_uit(runtime, tmp_path / "weer", "layer_1", "x = 1") == one
    assert other != one


def test_code_is_the_functions_own(runtime: ModuleType, tmp_path: Path) -> None:
    """Code is unpacked where it was asked for."""
    assert _pak_uit(runtime, tmp_path, "code", "x = 1") == tmp_path / "code"


def test_a_broken_layer(unpacked: Unpacked, tmp_path: Path) -> None:
    """What cannot be unpacked is not taken for unpacked the next time."""
    broken = tmp_path / "layer_0.zip"
    with zipfile.ZipFile(broken, "w") as zip_:
        zip_.writestr("iets.py", "x = 1" * 100)
    broken.write_bytes(broken.read_bytes().replace(b"x = 1x", b"x = 2x", 1))
    for _ in range(2):
        with pytest.raises(zipfile.BadZipFile):
            unpacked.of(broken)
