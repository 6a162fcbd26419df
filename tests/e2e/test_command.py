"""The command `stagemarkt`, as a program, against the deployed stack."""

import json
import subprocess
import sys
from collections.abc import Callable

import pytest

from local.sbb import examples as vb
from tests.e2e.client import Facade

Stagemarkt = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def stagemarkt(facade: Facade) -> Stagemarkt:
    """Runs it in a pipe, with address and key in its environment."""

    def draai(*woorden: str, **anders: str) -> "subprocess.CompletedProcess[str]":
        omgeving = {
            "STAGEMARKT_API_URL": facade.stack["apiUrl"],
            "STAGEMARKT_SLEUTEL": facade.stack["apiKey"],
            "PYTHONWARNINGS": "error",
            **anders,
        }
        opdracht = [sys.executable, "-m", "stagemarkt_cli", *woorden]
        return subprocess.run(opdracht, env=omgeving, capture_output=True, text=True, check=False, timeout=60)

    return draai


def test_zoek_vindt_alles(stagemarkt: Stagemarkt, facade: Facade) -> None:
    """Over all pages, each leerplaats once, and as many as the API counts."""
    gevonden = stagemarkt("zoek", "--maximum", "25000", "--json")
    assert (gevonden.returncode, gevonden.stderr) == (0, "")
    inhoud = json.loads(gevonden.stdout)
    ids = [leerplaats["leerplaatsId"] for leerplaats in inhoud["resultaten"]]
    assert len(ids) == len(set(ids)) == inhoud["totaal"]
    assert inhoud["totaal"] == facade.vraag("/leerplaatsen").json()["totaal"]


def test_json_is_die_van_de_api(stagemarkt: Stagemarkt, facade: Facade) -> None:
    """`--json` is the API's answer, to the letter."""
    pad = f"/leerbedrijven/{vb.TOONBEELD}"
    facade.vraag(pad)
    assert stagemarkt("leerbedrijf", vb.TOONBEELD, "--json").stdout == facade.vraag(pad).text


def test_erkenning(stagemarkt: Stagemarkt) -> None:
    """A verdict to read."""
    uitkomst = stagemarkt("erkenning", *vb.ERKEND_CREBO)
    assert (uitkomst.returncode, uitkomst.stderr) == (0, "")
    assert uitkomst.stdout.startswith("Erkend       JA, erkend\n")


@pytest.mark.parametrize(
    ("woorden", "eerste"),
    [
        (
            [*vb.EINDIGT, "--peildatum", "2026-09-01", "--tot-en-met", "2031-07-31"],
            "JA, erkend, de hele periode",
        ),
        ([*vb.EINDIGT, "--peildatum", "2026-09-01", "--tot-en-met", "2031-08-01"], "EINDIGT EERDER"),
        ([*vb.INGETROKKEN, "--peildatum", "2022-09-01", "--tot-en-met", "2023-07-31"], "EINDIGT EERDER"),
        ([*vb.INGETROKKEN, "--tot-en-met", "2032-01-31"], "NEE, niet erkend: ingetrokken"),
        ([*vb.TOEKOMSTIG, "--tot-en-met", "2032-12-31"], "NEE, niet erkend: pas vanaf 01-08-2032"),
        ([*vb.VAN_BOL_NAAR_BBL, "--leerweg", "bol"], "NEE, niet erkend: verlopen op 25-10-2021"),
        ([*vb.VAN_BOL_NAAR_BBL, "--leerweg", "BBL"], "JA, erkend"),
        ([*vb.VAN_BOL_NAAR_BBL], "CONTROLEER: het hangt af van de leerweg"),
        ([*vb.ERKEND_CREBO, "--leerweg", "BBL"], "CONTROLEER: erkend, maar SBB vertelt niet"),
    ],
)
def test_de_eerste_regel_is_het_antwoord(stagemarkt: Stagemarkt, woorden: list[str], eerste: str) -> None:
    """The first line answers what was asked, and every answer is exit code 0."""
    uitkomst = stagemarkt("erkenning", *woorden)
    assert (uitkomst.returncode, uitkomst.stderr) == (0, "")
    assert uitkomst.stdout.startswith(f"Erkend       {eerste}")


@pytest.mark.parametrize(
    ("woorden", "anders", "code", "gezegd"),
    [
        (["leerbedrijf", "999999999"], {}, 1, "leerbedrijf-onbekend"),
        (["zoek", "--niveau", "9"], {}, 1, "niveau: Een getal van 1 tot en met 4."),
        (["leerbedrijf", vb.TOONBEELD], {"STAGEMARKT_SLEUTEL": "smk_verkeerd"}, 1, "niet-geauthenticeerd"),
        (["leerbedrijf", vb.TOONBEELD, "--school", "99ZZ"], {}, 1, "school-niet-toegestaan"),
        (["zoek"], {"STAGEMARKT_API_URL": "http://localhost:1/v1"}, 3, "niet bereikbaar"),
        (["contract", "vergelijk", "/nergens.wsdl"], {}, 2, "Niet te lezen"),
    ],
    ids=["unknown", "wrong input", "wrong key", "another school", "nobody there", "no WSDL"],
)
def test_wat_mislukt(
    stagemarkt: Stagemarkt, woorden: list[str], anders: dict[str, str], code: int, gezegd: str
) -> None:
    """Nothing on stdout, the reason on stderr, and an exit code that a script can go by."""
    uitkomst = stagemarkt(*woorden, "--json", **anders)
    assert (uitkomst.returncode, uitkomst.stdout) == (code, "")
    assert gezegd in uitkomst.stderr
    assert "Traceback" not in uitkomst.stderr


def test_een_kapotte_bron(stagemarkt: Stagemarkt, facade: Facade) -> None:
    """When SBB is away the exit code is that of an outage, and it says that trying again can help."""
    facade.storing("http503")
    uitkomst = stagemarkt("erkenning", *vb.ERKEND_CREBO)
    assert (uitkomst.returncode, uitkomst.stdout) == (3, "")
    assert "bron-niet-beschikbaar" in uitkomst.stderr
    assert "Later opnieuw proberen kan helpen." in uitkomst.stderr
