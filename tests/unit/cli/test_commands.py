"""The quick look: what is asked of the API, and what people and programs get to see."""

import json
from collections.abc import Callable

import httpx
import pytest

from tests.unit.cli.command_line import API, SLEUTEL, Opdrachtregel, geeft

Regel = Callable[[Callable[[httpx.Request], httpx.Response]], Opdrachtregel]

BEDRIJF = {
    "leerbedrijfId": "900000001",
    "naam": "Bakkerij [red]Kanarie\u001b[2J",
    "status": "historisch",
    "vestigingsadres": {
        "straat": "Kade",
        "huisnummer": "1",
        "postcode": "3811MG",
        "plaats": "Ede",
        "land": "NEDERLAND",
    },
    "actualiteit": {"opgehaaldOp": "2026-07-01T22:30:00Z", "bron": "cache", "verouderd": False},
}
ERKENNING = {
    "leerbedrijfId": "900000001",
    "naam": "Bakkerij Kanarie",
    "code": "25168",
    "codeType": "crebo",
    "erkend": True,
    "status": "erkend",
    "startdatum": "2016-08-01",
    "einddatum": "2031-07-31",
    "peildatum": "2031-02-01",
    "totEnMet": "2032-01-31",
    "erkendGehelePeriode": False,
    "eindigtTijdensPeriode": True,
}


def test_leerbedrijf_op_id(regel: Regel) -> None:
    """One leerbedrijf by its ID, with the key in the header and nowhere else."""
    opdracht = regel(geeft(BEDRIJF))
    uitkomst = opdracht("leerbedrijf", "900000001", "--school", "99xx")
    (verzoek,) = opdracht.gevraagd
    assert str(verzoek.url) == f"{API}/leerbedrijven/900000001"
    assert verzoek.headers["Authorization"] == f"Bearer {SLEUTEL}"
    assert verzoek.headers["Namens-School"] == "99XX"
    assert uitkomst.code == 0
    for tekst in (
        "Bakkerij [red]Kanarie",
        "historisch",
        "Kade 1, 3811 MG Ede",
        "02-07-2026 00:30",
        "bewaard",
    ):
        assert tekst in uitkomst.uit
    assert "\u001b" not in uitkomst.uit


def test_leerbedrijf_op_naam(regel: Regel) -> None:
    """A name goes in the body: it may be a person's."""
    opdracht = regel(geeft({"resultaten": [BEDRIJF], "totaal": 1}))
    uitkomst = opdracht("leerbedrijf", "--naam", "Kanarie", "--postcode", "3811MG", "--inclusief-historisch")
    (verzoek,) = opdracht.gevraagd
    assert (verzoek.method, str(verzoek.url)) == ("POST", f"{API}/leerbedrijven/_zoek")
    assert json.loads(verzoek.content) == {
        "naam": "Kanarie",
        "postcode": "3811MG",
        "inclusiefHistorisch": True,
    }
    assert "900000001" in uitkomst.uit


def test_leerbedrijven_smal(regel: Regel) -> None:
    """Too narrow for a table: each leerbedrijf by itself, and no word in two."""
    opdracht = regel(geeft({"resultaten": [BEDRIJF], "totaal": 1}))
    opdracht.breed = 30
    regels = opdracht("leerbedrijf", "--naam", "kanarie").uit.splitlines()
    assert regels[0].startswith("900000001, Bakkerij")
    assert max(map(len, regels)) <= 30
    assert "Status historisch" in " ".join(" ".join(regels).split())


def test_leerbedrijf_niet_gevonden(regel: Regel) -> None:
    """An empty list is said, and is no failure."""
    uitkomst = regel(geeft({"resultaten": [], "totaal": 0}))("leerbedrijf", "--naam", "x")
    assert (uitkomst.code, uitkomst.uit.strip()) == (0, "Geen leerbedrijf gevonden.")


@pytest.mark.parametrize(
    "woorden",
    [
        ["leerbedrijf"],
        ["leerbedrijf", "900000001", "--naam", "x"],
        ["leerbedrijf", "../status"],
        ["leerbedrijf", "1", "--school", "zomaar"],
        ["erkenning", "900000001"],
        ["erkenning", "900000001", "12"],
        ["zoek", "--maximum", "0"],
        ["zoek", "--leerweg", "thuis"],
        ["bestaatniet"],
    ],
    ids=" ".join,
)
def test_verkeerd_gebruik(regel: Regel, woorden: list[str]) -> None:
    """What cannot be right is told before anything is asked."""
    opdracht = regel(geeft(BEDRIJF))
    uitkomst = opdracht(*woorden)
    assert uitkomst.code == 2
    assert uitkomst.fout
    assert opdracht.gevraagd == []


def test_erkenning(regel: Regel) -> None:
    """Dates go out as the API has them and come in as people here write them."""
    opdracht = regel(geeft(ERKENNING))
    uitkomst = opdracht(
        "erkenning", "900000001", "k0067", "--peildatum", "1-2-2031", "--tot-en-met", "2032-01-31"
    )
    (verzoek,) = opdracht.gevraagd
    assert str(verzoek.url) == (
        f"{API}/leerbedrijven/900000001/erkenningen/K0067?peildatum=2031-02-01&totEnMet=2032-01-31"
    )
    assert "JA" not in uitkomst.uit
    for tekst in (
        "EINDIGT EERDER: erkend tot en met 31-07-2031",
        "van 01-08-2016 tot en met 31-07-2031",
        "31-01-2032: de erkenning eindigt",
    ):
        assert tekst in uitkomst.uit


def test_erkenning_met_leerweg(regel: Regel) -> None:
    """The leerweg goes along, in capitals or not, and the answer is about that one."""
    bbl = {"leerweg": "BBL", "leerwegBekend": True, "leerwegen": [{"leerweg": "BBL", "status": "erkend"}]}
    opdracht = regel(geeft(ERKENNING | bbl))
    uitkomst = opdracht("erkenning", "900000001", "25168", "--leerweg", "bbl")
    (verzoek,) = opdracht.gevraagd
    assert verzoek.url.query == b"leerweg=BBL"
    assert uitkomst.uit.splitlines()[0] == "Erkend       JA, erkend"
    assert "Leerweg      BBL" in uitkomst.uit


def test_beide_leerwegen(regel: Regel) -> None:
    """Where the ways differ both are shown, and the first line does not choose."""
    delen = [
        {"leerweg": "BOL", "erkend": False, "status": "verlopen", "einddatum": "2021-10-25"},
        {"leerweg": "BBL", "erkend": True, "status": "erkend", "startdatum": "2016-01-01"},
    ]
    uitkomst = regel(geeft(ERKENNING | {"leerwegBekend": True, "leerwegen": delen}))(
        "erkenning", "1", "25168"
    )
    eerste = "Erkend       CONTROLEER: het hangt af van de leerweg (BBL ja, BOL nee); geef --leerweg"
    assert uitkomst.uit.splitlines()[0] == eerste
    assert "BOL          verlopen tot en met 25-10-2021" in uitkomst.uit
    assert "BBL          erkend van 01-01-2016 zonder einddatum" in uitkomst.uit


def test_niet_erkend(regel: Regel) -> None:
    """No is an answer."""
    uitkomst = regel(geeft({**ERKENNING, "erkend": False, "status": "ingetrokken"}))(
        "erkenning", "1", "25168"
    )
    assert uitkomst.code == 0
    assert "NEE, niet erkend" in uitkomst.uit
    assert "ingetrokken" in uitkomst.uit


@pytest.mark.parametrize(
    "woorden",
    [["leerbedrijf", "1"], ["leerbedrijf", "--naam", "x"], ["erkenning", "1", "25998"], ["zoek"]],
    ids=" ".join,
)
def test_json_ongewijzigd(regel: Regel, woorden: list[str]) -> None:
    """`--json` is what the API gave, to the letter."""
    tekst = '{ "resultaten":[ {"naam":"[bold]é\\u0041"} ],  "x": 1.0 }'
    uitkomst = regel(lambda _: httpx.Response(200, text=tekst))(*woorden, "--json")
    assert (uitkomst.code, uitkomst.uit) == (0, f"{tekst}\n")


@pytest.mark.parametrize(
    "woorden", [[], ["zoek"], ["leerbedrijf"], ["erkenning"], ["contract"], ["contract", "vergelijk"]]
)
def test_uitleg(regel: Regel, woorden: list[str]) -> None:
    """Every command explains itself in Dutch, with an example, on 80 columns."""
    uitkomst = regel(geeft({}))(*woorden, "--help", omgeving={"COLUMNS": "80", "TERMINAL_WIDTH": "80"})
    assert uitkomst.code == 0
    assert "Gebruik:" in uitkomst.uit
    assert "Toon deze uitleg." in uitkomst.uit
    assert "Usage" not in uitkomst.uit
    assert woorden in ([], ["contract"]) or "  stagemarkt " in uitkomst.uit
