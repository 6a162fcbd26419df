"""`stagemarkt controleer` against the deployed stack, whole and broken."""

import json
import subprocess
import sys
from collections.abc import Callable

import pytest
from stagemarkt_cli.admin.admin import Admin

from local.sbb.register import examples
from tests.e2e.client import FacadeClient
from tests.e2e.sleutels import make_sleutel

Controleer = Callable[..., "subprocess.CompletedProcess[str]"]
PARTS = [
    "Bereikbaar",
    "Koppen",
    "API-document",
    "SBB",
    "Onbekend adres",
    "Verkeerde methode",
    "Verkeerde sleutel",
    "Sleutel",
    "Identificatie",
    "Verificatie",
    "Detailgegevens",
    "Zoeken",
    "Mutaties",
]


@pytest.fixture
def controleer(facade: FacadeClient) -> Controleer:
    """Runs it in a pipe, with address and key in its environment unless said otherwise."""

    def run_command(*words: str, **otherwise: str) -> "subprocess.CompletedProcess[str]":
        environment = {
            "STAGEMARKT_API_URL": facade.stack["apiUrl"],
            "STAGEMARKT_SLEUTEL": facade.stack["apiKey"],
            "PYTHONWARNINGS": "error",
            **otherwise,
        }
        command = [sys.executable, "-m", "stagemarkt_cli", "controleer", *words]
        done = subprocess.run(
            command, env=environment, capture_output=True, text=True, check=False, timeout=120
        )
        assert "Traceback" not in done.stderr
        assert environment["STAGEMARKT_SLEUTEL"] not in done.stdout + done.stderr
        return done

    return run_command


def test_a_whole_stack(controleer: Controleer, facade: FacadeClient) -> None:
    """Every part answers, and neither SBB nor anything that is kept was touched."""
    before = len(facade.requests())
    outcome = controleer("--json")
    content = json.loads(outcome.stdout)
    assert [one["onderdeel"] for one in content["controles"]] == PARTS
    assert {one["uitkomst"] for one in content["controles"]} == {"goed"}
    assert (outcome.returncode, outcome.stderr, content["goed"]) == (0, "", True)
    assert content["apiUrl"] == facade.stack["apiUrl"]
    assert len(facade.requests()) == before


def test_with_sbb(controleer: Controleer, facade: FacadeClient) -> None:
    """SBB is asked about the leerbedrijf that is named, and what it says counts."""
    before = len(facade.requests())
    outcome = controleer("--ook-sbb", "--leerbedrijf", examples.SHOWPIECE)
    assert outcome.returncode == 0
    assert "goed    Verificatie        SBB antwoordt (gevonden)" in outcome.stdout
    assert outcome.stdout.endswith("13 goed, 0 fout.\n")
    assert len(facade.requests()) > before


def test_a_dead_sbb(controleer: Controleer, facade: FacadeClient) -> None:
    """Who asks SBB reads that it is SBB; the parts that go without are good."""
    facade.storing("http503")
    outcome = controleer("--ook-sbb")
    assert outcome.returncode == 1
    assert "FOUT    Verificatie        HTTP 503 bron-niet-beschikbaar" in outcome.stdout
    assert "goed    Mutaties" in outcome.stdout
    without = controleer()
    assert without.returncode == 0
    assert "let op  SBB" in without.stdout


def test_a_key_without_scopes(controleer: Controleer, facade: FacadeClient, admin: Admin) -> None:
    """What the key may not ask is passed over, and says so."""
    sleutel = make_sleutel(admin, {facade.stack["schoolBrin"]: ("zoeken",)})
    outcome = controleer(STAGEMARKT_SLEUTEL=sleutel)
    assert outcome.returncode == 0
    assert "-       Identificatie      De sleutel heeft de scope identificatie niet." in outcome.stdout
    assert "goed    Zoeken" in outcome.stdout


def test_a_wrong_key(controleer: Controleer) -> None:
    """It is the key, and nothing is asked after that."""
    outcome = controleer(STAGEMARKT_SLEUTEL=f"smk_{'1' * 8}_{'B' * 43}")
    assert outcome.returncode == 1
    last = outcome.stdout.splitlines()[-2]
    assert last.startswith("FOUT    Sleutel            HTTP 401 niet-geauthenticeerd: ")
    assert last.endswith("Is het de sleutel van deze stapel, en is hij niet ingetrokken of verlopen?")


@pytest.mark.parametrize(
    ("address", "code", "told"),
    [
        ("http://localhost:1/v1", 3, "Daar luistert niemand; draait de facade?"),
        ("https://bestaat.niet.invalid/v1", 3, "Die naam bestaat niet; klopt het adres?"),
        ("{sbb}", 3, "Het certificaat van dit adres wordt niet vertrouwd: "),
        ("{api}/status", 1, "Wat hier antwoordt is deze API niet (HTTP 404); het adres eindigt op /v1."),
    ],
    ids=["nobody there", "no such name", "a certificate of nobody", "another path"],
)
def test_a_wrong_address(
    controleer: Controleer, facade: FacadeClient, address: str, code: int, told: str
) -> None:
    """Each says which, in one line, and nothing else is looked at."""
    adres = address.format(sbb=facade.stack["sbbUrl"], api=facade.stack["apiUrl"])
    outcome = controleer("--url", adres)
    assert outcome.returncode == code
    first, sum_ = outcome.stdout.splitlines()
    assert first.startswith(f"FOUT    Bereikbaar         {told}")
    assert sum_ == "0 goed, 1 fout."


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--school", "9XX"], "Dit is geen BRIN"),
        (["--leerbedrijf", examples.SHOWPIECE], "--leerbedrijf hoort bij --ook-sbb"),
        (["--ook-sbb", "--leerbedrijf", "a/b"], "Dit is geen leerbedrijf-ID"),
        (["--url", "http://facade.example/v1"], "gebruik https"),
    ],
)
def test_used_wrongly(controleer: Controleer, words: list[str], told: str) -> None:
    """Nothing is asked, and the exit code is 2."""
    outcome = controleer(*words)
    assert (outcome.returncode, outcome.stdout) == (2, "")
    assert told in outcome.stderr
