"""A cached hit pays for nothing that it does not use: in a fresh process, what is imported is counted."""

import json
import subprocess
import sys

import pytest

from tests.unit.requests import ROOT

# Runs in a process of its own: this one has imported everything already. The table is a fake here, and
# boto3 with it.
TRIAL = """
import gzip, importlib.util, json, sys
from stagemarkt.domain.cache.retention import CacheMode
from stagemarkt.domain.cache.lookup_outcome import Storage
from stagemarkt.composition.identificatie import IdentificatiePorts
from stagemarkt.ports.cache import KeptAnswer, CacheState

NOW = 1788256800

class FakeStore:
    def read(self, key):
        assert key == ("99XX", "leerbedrijf#900000001", "identificatie"), key
        return CacheState(KeptAnswer("99XX", gzip.compress(b'{"ok":true}'), 'W/"x"', NOW - 10))

class FastPorts(IdentificatiePorts):
    storage = Storage(CacheMode.FULL, {}, FakeStore(), None, None, None, lambda: NOW, None)

class Context:
    def get_remaining_time_in_millis(self):
        return 28000

spec = importlib.util.spec_from_file_location("app", "functions/identificatie/app.py")
app = importlib.util.module_from_spec(spec)
spec.loader.exec_module(app)
event = json.load(open("events/identificatie-id.json"))
answer = app.make_handler(FastPorts(lambda: NOW))(event, Context())
print(json.dumps([answer["statusCode"], answer["headers"]["Cache-Status"], sorted(sys.modules)]))
"""
FORBIDDEN = (
    "anyio",
    "h11",
    "httpcore",
    "httpx",
    "pydantic",
    "pydantic_core",
    "stagemarkt.adapters",
    "stagemarkt.model.erkenning",
    "stagemarkt.model.leerbedrijf",
    "xml.etree",
)


@pytest.fixture(scope="module")
def done() -> list[object]:
    """Status, Cache-Status and imported modules of a hit in a fresh process."""
    # -I: what happens to be in the environment or the folder has no say.
    process = subprocess.run(
        [sys.executable, "-I", "-W", "error", "-c", TRIAL],
        cwd=ROOT,
        capture_output=True,
        check=False,
        text=True,
        timeout=60,
    )
    assert process.returncode == 0, process.stderr
    parsed: list[object] = json.loads(process.stdout.splitlines()[-1])
    return parsed


def test_it_is_a_hit(done: list[object]) -> None:
    """The proof is about a hit."""
    assert done[:2] == [200, "stagemarkt; hit; ttl=86390"]


@pytest.mark.parametrize("name", FORBIDDEN)
def test_a_hit_imports_nothing(name: str, done: list[object]) -> None:
    """Neither the way to SBB nor the models are imported for an answer that leaves as it was kept."""
    modules = done[2]
    assert isinstance(modules, list)
    present = {module for module in modules if module == name or module.startswith(f"{name}.")}
    assert present == set()


def test_the_names_exist() -> None:
    """The names above exist, or the proof proves nothing."""
    code = f"import importlib.util as u; print([n for n in {FORBIDDEN!r} if u.find_spec(n) is None])"
    found = subprocess.run(
        [sys.executable, "-I", "-c", code], capture_output=True, check=True, text=True, timeout=60
    )
    assert found.stdout.strip() == "[]"
