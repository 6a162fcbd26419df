"""The layers are complete: every module and function imports with what they install and boto3 alone."""

import json
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Final

import pytest

from tests.integration.support.template import sources

PROJECT: Final = Path(__file__).resolve().parents[2]
UV: Final = PROJECT / ".local" / "uv" / "bin" / "uv"
LAYER: Final = PROJECT / "layers" / "stagemarkt"
TRIAL: Final = """
import importlib, importlib.util, json, pathlib, sys
laag, functies = map(pathlib.Path, sys.argv[1:3])
sys.path.insert(0, str(laag))
fout = {}
bestanden = sorted((laag / "stagemarkt").rglob("*.py"))
modules = [".".join(p.relative_to(laag).with_suffix("").parts) for p in bestanden]
for naam in modules:
    try:
        importlib.import_module(naam.removesuffix(".__init__"))
    except ImportError as e:
        fout[naam] = str(e)
for app in sorted(functies.glob("*/app.py")):
    spec = importlib.util.spec_from_file_location("app_" + app.parent.name, app)
    try:
        spec.loader.exec_module(importlib.util.module_from_spec(spec))
    except ImportError as e:
        fout[app.parent.name] = str(e)
print(json.dumps({"modules": len(modules), "fout": fout}))
"""


def _boto3() -> str:
    groups = tomllib.loads((PROJECT / "pyproject.toml").read_text())["dependency-groups"]
    (pinned,) = [
        require for require in groups["dev"] if isinstance(require, str) and require.startswith("boto3==")
    ]
    return str(pinned)


def _try_imports(tmp_path: Path, *layers: str) -> dict[str, str]:
    """What does not import in an environment with these layers' requirements, and the runtime's boto3."""
    environment = tmp_path / "kaal"
    requirements = [
        part
        for low in layers
        for part in ("--requirement", str(PROJECT / "layers" / low / "requirements.txt"))
    ]
    bare = ["--quiet", "--python", sys.executable]
    subprocess.run([str(UV), "venv", *bare, str(environment)], check=True, timeout=120)
    python = environment / "bin" / "python"
    naar = ["--quiet", "--python", str(python)]
    subprocess.run(
        [str(UV), "pip", "install", *naar, "--no-deps", "--require-hashes", *requirements],
        check=True,
        timeout=300,
    )
    subprocess.run([str(UV), "pip", "install", *naar, _boto3()], check=True, timeout=300)
    # -I: neither this folder nor the environment of these tests has a say.
    process = subprocess.run(
        [str(python), "-I", "-c", TRIAL, str(LAYER), str(PROJECT / "functions")],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert process.returncode == 0, process.stderr
    outcome = json.loads(process.stdout.splitlines()[-1])
    assert outcome["modules"] > 100
    errors: dict[str, str] = outcome["fout"]
    return errors


@pytest.fixture(autouse=True)
def _uv() -> None:
    assert UV.is_file(), "make check or make test installs uv"


def test_the_layer_is_complete(tmp_path: Path) -> None:
    """All imports with the layer alone, but what reads certificates; those functions have both layers."""
    errors = _try_imports(tmp_path, "stagemarkt")
    assert all("cryptography" in error for error in errors.values())
    functions = {
        properties["CodeUri"].strip("/").rpartition("/")[2]: properties.get("Layers", [])
        for properties in sources("AWS::Serverless::Function").values()
    }
    missed = {name: functions[name] for name in errors if not name.startswith("stagemarkt.")}
    assert all(layers == [{"Ref": "Certificatenlaag"}] for layers in missed.values())
    assert "stagemarkt.adapters.certificates" in errors


def test_the_certificates_layer_completes_it(tmp_path: Path) -> None:
    """With the layer of the watch beside it everything does."""
    assert _try_imports(tmp_path, "stagemarkt", "certificaten") == {}
