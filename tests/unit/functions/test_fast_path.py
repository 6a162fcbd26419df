"""A cached hit pays for nothing that it does not use: in a fresh process, what is imported is counted."""

import json
import subprocess
import sys

import pytest

from tests.unit.requests import WORTEL

# Runs in a process of its own: this one has imported everything already. The table is a fake here, and
# boto3 with it.
PROEF = """
import gzip, importlib.util, json, sys
from stagemarkt.domain.cache.retention import CacheMode
from stagemarkt.domain.cache.lookup_outcome import Opslag
from stagemarkt.composition.identificatie import IdentificatiePorts
from stagemarkt.ports.cache import BewaardAntwoord, Stand

NU = 1788256800

class Kast:
    def lees(self, sleutel):
        assert sleutel == ("99XX", "leerbedrijf#900000001", "identificatie"), sleutel
        return Stand(BewaardAntwoord("99XX", gzip.compress(b'{"ok":true}'), 'W/"x"', NU - 10))

class Snel(IdentificatiePorts):
    opslag = Opslag(CacheMode.VOLLEDIG, {}, Kast(), None, None, None, lambda: NU, None)

class Context:
    def get_remaining_time_in_millis(self):
        return 28000

spec = importlib.util.spec_from_file_location("app", "functions/identificatie/app.py")
app = importlib.util.module_from_spec(spec)
spec.loader.exec_module(app)
event = json.load(open("events/identificatie-id.json"))
antwoord = app.maak_handler(Snel(lambda: NU))(event, Context())
print(json.dumps([antwoord["statusCode"], antwoord["headers"]["Cache-Status"], sorted(sys.modules)]))
"""
VERBODEN = (
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
def gedaan() -> list[object]:
    """Status, Cache-Status and imported modules of a hit in a fresh process."""
    # -I: what happens to be in the environment or the folder has no say.
    proces = subprocess.run(
        [sys.executable, "-I", "-W", "error", "-c", PROEF],
        cwd=WORTEL,
        capture_output=True,
        check=False,
        text=True,
        timeout=60,
    )
    assert proces.returncode == 0, proces.stderr
    gelezen: list[object] = json.loads(proces.stdout.splitlines()[-1])
    return gelezen


def test_het_is_een_treffer(gedaan: list[object]) -> None:
    """The proof is about a hit."""
    assert gedaan[:2] == [200, "stagemarkt; hit; ttl=86390"]


@pytest.mark.parametrize("naam", VERBODEN)
def test_een_treffer_importeert_niet(naam: str, gedaan: list[object]) -> None:
    """Neither the way to SBB nor the models are imported for an answer that leaves as it was kept."""
    modules = gedaan[2]
    assert isinstance(modules, list)
    aanwezig = {module for module in modules if module == naam or module.startswith(f"{naam}.")}
    assert aanwezig == set()


def test_de_namen_bestaan() -> None:
    """The names above exist, or the proof proves nothing."""
    code = f"import importlib.util as u; print([n for n in {VERBODEN!r} if u.find_spec(n) is None])"
    gevonden = subprocess.run(
        [sys.executable, "-I", "-c", code], capture_output=True, check=True, text=True, timeout=60
    )
    assert gevonden.stdout.strip() == "[]"
