"""The layers are complete: every module and function imports with what they install and boto3 alone."""

import json
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Final

import pytest

from tests.integration.support.template import bronnen

PROJECT: Final = Path(__file__).resolve().parents[2]
UV: Final = PROJECT / ".local" / "uv" / "bin" / "uv"
LAAG: Final = PROJECT / "layers" / "stagemarkt"
PROEF: Final = """
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
    groepen = tomllib.loads((PROJECT / "pyproject.toml").read_text())["dependency-groups"]
    (gepind,) = [eis for eis in groepen["dev"] if isinstance(eis, str) and eis.startswith("boto3==")]
    return str(gepind)


def _importeer(tmp_path: Path, *lagen: str) -> dict[str, str]:
    """What does not import in an environment with these layers' requirements, and the runtime's boto3."""
    omgeving = tmp_path / "kaal"
    eisen = [
        deel
        for laag in lagen
        for deel in ("--requirement", str(PROJECT / "layers" / laag / "requirements.txt"))
    ]
    kaal = ["--quiet", "--python", sys.executable]
    subprocess.run([str(UV), "venv", *kaal, str(omgeving)], check=True, timeout=120)
    python = omgeving / "bin" / "python"
    naar = ["--quiet", "--python", str(python)]
    subprocess.run(
        [str(UV), "pip", "install", *naar, "--no-deps", "--require-hashes", *eisen], check=True, timeout=300
    )
    subprocess.run([str(UV), "pip", "install", *naar, _boto3()], check=True, timeout=300)
    # -I: neither this folder nor the environment of these tests has a say.
    proces = subprocess.run(
        [str(python), "-I", "-c", PROEF, str(LAAG), str(PROJECT / "functions")],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert proces.returncode == 0, proces.stderr
    uitkomst = json.loads(proces.stdout.splitlines()[-1])
    assert uitkomst["modules"] > 100
    fouten: dict[str, str] = uitkomst["fout"]
    return fouten


@pytest.fixture(autouse=True)
def _uv() -> None:
    assert UV.is_file(), "make check or make test installs uv"


def test_de_laag_is_compleet(tmp_path: Path) -> None:
    """All imports with the layer alone, but what reads certificates; those functions have both layers."""
    fouten = _importeer(tmp_path, "stagemarkt")
    assert all("cryptography" in fout for fout in fouten.values())
    functies = {
        eigenschappen["CodeUri"].strip("/").rpartition("/")[2]: eigenschappen.get("Layers", [])
        for eigenschappen in bronnen("AWS::Serverless::Function").values()
    }
    gemist = {naam: functies[naam] for naam in fouten if not naam.startswith("stagemarkt.")}
    assert all(lagen == [{"Ref": "Certificatenlaag"}] for lagen in gemist.values())
    assert "stagemarkt.adapters.certificates" in fouten


def test_de_laag_van_certificaten_vult_haar_aan(tmp_path: Path) -> None:
    """With the layer of the watch beside it everything does."""
    assert _importeer(tmp_path, "stagemarkt", "certificaten") == {}
