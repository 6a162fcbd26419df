"""The quick look: what is asked of the API, and what people and programs get to see."""

import json
from collections.abc import Callable

import httpx
import pytest

from tests.unit.cli.command_line import API, SLEUTEL, CommandLine, responds_with

Line = Callable[[Callable[[httpx.Request], httpx.Response]], CommandLine]

COMPANY = {
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


def test_leerbedrijf_by_id(line: Line) -> None:
    """One leerbedrijf by its ID, with the key in the header and nowhere else."""
    command = line(responds_with(COMPANY))
    outcome = command("leerbedrijf", "900000001", "--school", "99xx")
    (request,) = command.asked
    assert str(request.url) == f"{API}/leerbedrijven/900000001"
    assert request.headers["Authorization"] == f"Bearer {SLEUTEL}"
    assert request.headers["Namens-School"] == "99XX"
    assert outcome.code == 0
    for text in (
        "Bakkerij [red]Kanarie",
        "historisch",
        "Kade 1, 3811 MG Ede",
        "02-07-2026 00:30",
        "bewaard",
    ):
        assert text in outcome.out
    assert "\u001b" not in outcome.out


def test_leerbedrijf_by_name(line: Line) -> None:
    """A name goes in the body: it may be a person's."""
    command = line(responds_with({"resultaten": [COMPANY], "totaal": 1}))
    outcome = command("leerbedrijf", "--naam", "Kanarie", "--postcode", "3811MG", "--inclusief-historisch")
    (request,) = command.asked
    assert (request.method, str(request.url)) == ("POST", f"{API}/leerbedrijven/_zoek")
    assert json.loads(request.content) == {
        "naam": "Kanarie",
        "postcode": "3811MG",
        "inclusiefHistorisch": True,
    }
    assert "900000001" in outcome.out


def test_leerbedrijven_narrow(line: Line) -> None:
    """Too narrow for a table: each leerbedrijf by itself, and no word in two."""
    command = line(responds_with({"resultaten": [COMPANY], "totaal": 1}))
    command.wide = 30
    lines = command("leerbedrijf", "--naam", "kanarie").out.splitlines()
    assert lines[0].startswith("900000001, Bakkerij")
    assert max(map(len, lines)) <= 30
    assert "Status historisch" in " ".join(" ".join(lines).split())


def test_leerbedrijf_not_found(line: Line) -> None:
    """An empty list is said, and is no failure."""
    outcome = line(responds_with({"resultaten": [], "totaal": 0}))("leerbedrijf", "--naam", "x")
    assert (outcome.code, outcome.out.strip()) == (0, "Geen leerbedrijf gevonden.")


@pytest.mark.parametrize(
    "words",
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
def test_wrong_usage(line: Line, words: list[str]) -> None:
    """What cannot be right is told before anything is asked."""
    command = line(responds_with(COMPANY))
    outcome = command(*words)
    assert outcome.code == 2
    assert outcome.fout
    assert command.asked == []


def test_erkenning(line: Line) -> None:
    """Dates go out as the API has them and come in as people here write them."""
    command = line(responds_with(ERKENNING))
    outcome = command(
        "erkenning", "900000001", "k0067", "--peildatum", "1-2-2031", "--tot-en-met", "2032-01-31"
    )
    (request,) = command.asked
    assert str(request.url) == (
        f"{API}/leerbedrijven/900000001/erkenningen/K0067?peildatum=2031-02-01&totEnMet=2032-01-31"
    )
    assert "JA" not in outcome.out
    for text in (
        "EINDIGT EERDER: erkend tot en met 31-07-2031",
        "van 01-08-2016 tot en met 31-07-2031",
        "31-01-2032: de erkenning eindigt",
    ):
        assert text in outcome.out


def test_erkenning_with_leerweg(line: Line) -> None:
    """The leerweg goes along, in capitals or not, and the answer is about that one."""
    bbl = {"leerweg": "BBL", "leerwegBekend": True, "leerwegen": [{"leerweg": "BBL", "status": "erkend"}]}
    command = line(responds_with(ERKENNING | bbl))
    outcome = command("erkenning", "900000001", "25168", "--leerweg", "bbl")
    (request,) = command.asked
    assert request.url.query == b"leerweg=BBL"
    assert outcome.out.splitlines()[0] == "Erkend       JA, erkend"
    assert "Leerweg      BBL" in outcome.out


def test_both_leerwegen(line: Line) -> None:
    """Where the ways differ both are shown, and the first line does not choose."""
    parts = [
        {"leerweg": "BOL", "erkend": False, "status": "verlopen", "einddatum": "2021-10-25"},
        {"leerweg": "BBL", "erkend": True, "status": "erkend", "startdatum": "2016-01-01"},
    ]
    outcome = line(responds_with(ERKENNING | {"leerwegBekend": True, "leerwegen": parts}))(
        "erkenning", "1", "25168"
    )
    first = "Erkend       CONTROLEER: het hangt af van de leerweg (BBL ja, BOL nee); geef --leerweg"
    assert outcome.out.splitlines()[0] == first
    assert "BOL          verlopen tot en met 25-10-2021" in outcome.out
    assert "BBL          erkend van 01-01-2016 zonder einddatum" in outcome.out


def test_not_erkend(line: Line) -> None:
    """No is an answer."""
    outcome = line(responds_with({**ERKENNING, "erkend": False, "status": "ingetrokken"}))(
        "erkenning", "1", "25168"
    )
    assert outcome.code == 0
    assert "NEE, niet erkend" in outcome.out
    assert "ingetrokken" in outcome.out


@pytest.mark.parametrize(
    "words",
    [["leerbedrijf", "1"], ["leerbedrijf", "--naam", "x"], ["erkenning", "1", "25998"], ["zoek"]],
    ids=" ".join,
)
def test_json_unchanged(line: Line, words: list[str]) -> None:
    """`--json` is what the API gave, to the letter."""
    text = '{ "resultaten":[ {"naam":"[bold]é\\u0041"} ],  "x": 1.0 }'
    outcome = line(lambda _: httpx.Response(200, text=text))(*words, "--json")
    assert (outcome.code, outcome.out) == (0, f"{text}\n")


@pytest.mark.parametrize(
    "words", [[], ["zoek"], ["leerbedrijf"], ["erkenning"], ["contract"], ["contract", "vergelijk"]]
)
def test_help_text(line: Line, words: list[str]) -> None:
    """Every command explains itself in Dutch, with an example, on 80 columns."""
    outcome = line(responds_with({}))(*words, "--help", environment={"COLUMNS": "80", "TERMINAL_WIDTH": "80"})
    assert outcome.code == 0
    assert "Gebruik:" in outcome.out
    assert "Toon deze uitleg." in outcome.out
    assert "Usage" not in outcome.out
    assert words in ([], ["contract"]) or "  stagemarkt " in outcome.out
