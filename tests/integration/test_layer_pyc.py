"""The makefiles of the layers leave .pyc files that Lambda takes as they are, or say that there are none."""

import os
import subprocess
import sys
from importlib.util import MAGIC_NUMBER, cache_from_source
from pathlib import Path
from typing import Final

import pytest

from tests.unit.requests import ROOT
from tests.unit.template import TEMPLATE

TARGETS: Final = {"stagemarkt": "build-Laag", "certificaten": "build-Certificatenlaag"}
# uv, as far as a layer needs it: it installs one module, and has the Python of these tests for 3.13.
UV: Final = """#!/bin/sh
echo "$*" >> "$LOG"
case "$1" in
pip) mkdir -p "$ARTIFACTS_DIR/python/library" && echo "x = 1" > "$ARTIFACTS_DIR/python/library/__init__.py" ;;
run) [ -z "$NO_PYTHON" ] || { echo "error: a reason of uv's" >&2; exit 2; }
     while [ "$1" != python ]; do shift; done; shift; exec "$PYTHON" "$@" ;;
esac
"""
# How a .pyc begins: the version, and two bits: hash instead of time, and that it is checked (PEP 552).
BY_HASH_UNCHECKED: Final = (1).to_bytes(4, "little")


def _build(layer: str, folder: Path, *, no_python: str = "") -> tuple[Path, str, str]:
    """What is built, what was asked of uv, and what was said."""
    (folder / "bin").mkdir()
    uv = folder / "bin" / "uv"
    uv.write_text(UV)
    uv.chmod(0o755)
    environment = {
        "PATH": f"{uv.parent}:{os.defpath}",
        "ARTIFACTS_DIR": str(folder / "built"),
        "LOG": str(folder / "asked"),
        "PYTHON": sys.executable,
        "NO_PYTHON": no_python,
    }
    make = ["make", "--no-print-directory", "-C", str(ROOT / "layers" / layer), TARGETS[layer]]
    done = subprocess.run(make, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return folder / "built" / "python", (folder / "asked").read_text(), done.stderr


@pytest.mark.parametrize("layer", TARGETS)
def test_each_source_has_its_own(layer: str, tmp_path: Path) -> None:
    """One per source, of this version, not held against its time, with the path that it has on Lambda."""
    python, asked, said = _build(layer, tmp_path)
    sources = sorted(python.rglob("*.py"))
    assert sources
    for source in sources:
        compiled = Path(cache_from_source(str(source))).read_bytes()
        assert compiled[:8] == MAGIC_NUMBER + BY_HASH_UNCHECKED
        assert f"/opt/{source.relative_to(python.parent)}".encode() in compiled
        assert str(tmp_path).encode() not in compiled
    assert "WARNING" not in said
    runtime = TEMPLATE["Globals"]["Function"]["Runtime"].removeprefix("python")
    assert f"--python {runtime} python -m compileall" in asked
    assert f"--python-version {runtime} " in asked


@pytest.mark.parametrize("layer", TARGETS)
def test_without_that_python_it_is_built_and_says_so(layer: str, tmp_path: Path) -> None:
    """A layer comes about all the same; whoever deploys reads why, and how to build it anew."""
    python, _, said = _build(layer, tmp_path, no_python="yes")
    assert list(python.rglob("*.py"))
    assert list(python.rglob("*.pyc")) == []
    why, _, warning = said.partition("WARNING: this layer lacks .pyc files, for the reason above")
    assert "error: a reason of uv's" in why
    assert warning.strip().endswith("sam build --no-cached")
