"""The command `stagemarkt`, as a program, against the deployed stack."""

import json
import subprocess
import sys
from collections.abc import Callable

import pytest

from local.sbb.register import examples
from tests.e2e.client import FacadeClient

Stagemarkt = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def stagemarkt(facade: FacadeClient) -> Stagemarkt:
    """Runs it in a pipe, with address and key in its environment."""

    def run_command(*words: str, **otherwise: str) -> "subprocess.CompletedProcess[str]":
        environment = {
            "STAGEMARKT_API_URL": facade.stack["apiUrl"],
            "STAGEMARKT_SLEUTEL": facade.stack["apiKey"],
            "PYTHONWARNINGS": "error",
            **otherwise,
        }
        command = [sys.executable, "-m", "stagemarkt_cli", *words]
        return subprocess.run(
            command, env=environment, capture_output=True, text=True, check=False, timeout=60
        )

    return run_command


def test_search_finds_everything(stagemarkt: Stagemarkt, facade: FacadeClient) -> None:
    """Over all pages, each leerplaats once, and as many as the API counts."""
    found = stagemarkt("zoek", "--maximum", "25000", "--json")
    assert (found.returncode, found.stderr) == (0, "")
    content = json.loads(found.stdout)
    ids = [leerplaats["leerplaatsId"] for leerplaats in content["resultaten"]]
    assert len(ids) == len(set(ids)) == content["totaal"]
    assert content["totaal"] == facade.question("/leerplaatsen").json()["totaal"]


def test_json_is_that_of_the_api(stagemarkt: Stagemarkt, facade: FacadeClient) -> None:
    """`--json` is the API's answer, to the letter."""
    path = f"/leerbedrijven/{examples.SHOWPIECE}"
    facade.question(path)
    assert stagemarkt("leerbedrijf", examples.SHOWPIECE, "--json").stdout == facade.question(path).text


def test_erkenning(stagemarkt: Stagemarkt) -> None:
    """A verdict to read."""
    outcome = stagemarkt("erkenning", *examples.ERKEND_CREBO)
    assert (outcome.returncode, outcome.stderr) == (0, "")
    assert outcome.stdout.startswith("Erkend       JA, erkend\n")


@pytest.mark.parametrize(
    ("words", "first"),
    [
        (
            [*examples.ENDS, "--peildatum", "2026-09-01", "--tot-en-met", "2031-07-31"],
            "JA, erkend, de hele periode",
        ),
        ([*examples.ENDS, "--peildatum", "2026-09-01", "--tot-en-met", "2031-08-01"], "EINDIGT EERDER"),
        ([*examples.WITHDRAWN, "--peildatum", "2022-09-01", "--tot-en-met", "2023-07-31"], "EINDIGT EERDER"),
        ([*examples.WITHDRAWN, "--tot-en-met", "2032-01-31"], "NEE, niet erkend: ingetrokken"),
        ([*examples.FUTURE, "--tot-en-met", "2032-12-31"], "NEE, niet erkend: pas vanaf 01-08-2032"),
        ([*examples.FROM_BOL_TO_BBL, "--leerweg", "bol"], "NEE, niet erkend: verlopen op 25-10-2021"),
        ([*examples.FROM_BOL_TO_BBL, "--leerweg", "BBL"], "JA, erkend"),
        ([*examples.FROM_BOL_TO_BBL], "CONTROLEER: het hangt af van de leerweg"),
        ([*examples.ERKEND_CREBO, "--leerweg", "BBL"], "CONTROLEER: erkend, maar SBB vertelt niet"),
    ],
)
def test_the_first_line_is_the_answer(stagemarkt: Stagemarkt, words: list[str], first: str) -> None:
    """The first line answers what was asked, and every answer is exit code 0."""
    outcome = stagemarkt("erkenning", *words)
    assert (outcome.returncode, outcome.stderr) == (0, "")
    assert outcome.stdout.startswith(f"Erkend       {first}")


@pytest.mark.parametrize(
    ("words", "otherwise", "code", "gezegd"),
    [
        (["leerbedrijf", "999999999"], {}, 1, "leerbedrijf-onbekend"),
        (["zoek", "--niveau", "9"], {}, 1, "niveau: Een getal van 1 tot en met 4."),
        (
            ["leerbedrijf", examples.SHOWPIECE],
            {"STAGEMARKT_SLEUTEL": "smk_verkeerd"},
            1,
            "niet-geauthenticeerd",
        ),
        (["leerbedrijf", examples.SHOWPIECE, "--school", "99ZZ"], {}, 1, "school-niet-toegestaan"),
        (["zoek"], {"STAGEMARKT_API_URL": "http://localhost:1/v1"}, 3, "niet bereikbaar"),
        (["contract", "vergelijk", "/nergens.wsdl"], {}, 2, "Niet te lezen"),
    ],
    ids=["unknown", "wrong input", "wrong key", "another school", "nobody there", "no WSDL"],
)
def test_what_fails(
    stagemarkt: Stagemarkt, words: list[str], otherwise: dict[str, str], code: int, gezegd: str
) -> None:
    """Nothing on stdout, the reason on stderr, and an exit code that a script can go by."""
    outcome = stagemarkt(*words, "--json", **otherwise)
    assert (outcome.returncode, outcome.stdout) == (code, "")
    assert gezegd in outcome.stderr
    assert "Traceback" not in outcome.stderr


def test_a_broken_source(stagemarkt: Stagemarkt, facade: FacadeClient) -> None:
    """When SBB is away the exit code is that of an outage, and it says that trying again can help."""
    facade.storing("http503")
    outcome = stagemarkt("erkenning", *examples.ERKEND_CREBO)
    assert (outcome.returncode, outcome.stdout) == (3, "")
    assert "bron-niet-beschikbaar" in outcome.stderr
    assert "Later opnieuw proberen kan helpen." in outcome.stderr
