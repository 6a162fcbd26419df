"""Searching: the filters, the pages, and tables that fit."""

import io
import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from stagemarkt_cli.views.screens import screen
from stagemarkt_cli.views.search_results import show_leerplaatsen

from tests.unit.cli.command_line import CommandLine, pages, responds_with

Line = Callable[[Callable[[httpx.Request], httpx.Response]], CommandLine]


def plaats(number: int) -> dict[str, Any]:
    """A leerplaats."""
    return {
        "leerplaatsId": str(3000000 + number),
        "aantal": 2,
        "leerbedrijf": {
            "leerbedrijfId": "100000001",
            "naam": "Kas & Zn",
            "vestigingsadres": {"plaats": "Ede"},
        },
        "opleidingen": [{"crebo": "25998", "omschrijving": "Software developer"}],
        "leerweg": "BBL",
        "afstandKm": 4.2,
    }


def test_search_filters(line: Line) -> None:
    """Each option is the filter of the API by that name; what is not given is not asked."""
    command = line(pages([plaats(1)]))
    command(
        *("zoek", "--naam", "n", "--straat", "s", "--plaats", "p", "--postcode", "3811 MG", "--afstand", "5"),
        *("--crebo", "25998", "--opleidingsnaam", "o", "--leerweg", "bbl", "--niveau", "3", "--beschikbaar"),
    )
    (request,) = command.asked
    assert request.url.path == "/v1/leerplaatsen"
    assert dict(request.url.params) == {
        "naam": "n",
        "straat": "s",
        "plaats": "p",
        "postcode": "3811 MG",
        "afstand": "5",
        "crebo": "25998",
        "opleidingsnaam": "o",
        "leerweg": "BBL",
        "niveau": "3",
        "beschikbaar": "true",
        "limit": "25",
    }
    line(pages([]))("zoek", "--erkenningen")


@pytest.mark.parametrize(
    ("maximum", "limits"), [(7, [7]), (100, [100]), (230, [100, 100, 30]), (900, [100, 100, 100])]
)
def test_search_pages(line: Line, maximum: int, limits: list[int]) -> None:
    """Pages are followed up to the maximum: each result once, and no more asked than wanted."""
    everything = [plaats(number) for number in range(250)]
    command = line(pages(everything))
    outcome = command("zoek", "--maximum", str(maximum), "--json")
    assert [int(request.url.params["limit"]) for request in command.asked] == limits
    content = json.loads(outcome.out)
    assert content["resultaten"] == everything[:maximum]
    assert content["totaal"] == 250
    assert ("volgendeCursor" in content) == (maximum < 250)


def test_search_does_not_go_round_in_circles(line: Line) -> None:
    """A facade that gives the same cursor for ever is not asked for ever."""
    outcome = line(responds_with({"resultaten": [], "volgendeCursor": "a"}))("zoek")
    assert outcome.code == 3
    assert "steeds dezelfde" in outcome.fout


@pytest.mark.parametrize(("wide", "opleiding"), [(80, "25998"), (120, "25998 Software developer")])
def test_the_table_fits(line: Line, wide: int, opleiding: str) -> None:
    """A row stays on its line at 80 columns and at 120."""
    command = line(pages([plaats(1), plaats(2), plaats(3)]))
    command.wide = wide
    lines = command("zoek", "--maximum", "2").out.splitlines()
    assert max(map(len, lines)) <= wide
    header, first = lines[0].split(), lines[1]
    assert header[:2] == ["Leerbedrijf", "Plaats"]
    for text in ("Kas & Zn", "Ede", opleiding, "BBL", "4,2", "3000001"):
        assert text in first
    assert lines[-1] == "2 van 3 leerplaatsen; meer met --maximum."


def test_search_erkenningen(line: Line) -> None:
    """Erkenningen with who has them; a column without content stays away."""
    found = {
        "leerbedrijf": plaats(1)["leerbedrijf"],
        "erkenning": {"code": "25998", "status": "toekomstig"},
    }
    command = line(pages([found]))
    outcome = command("zoek", "--erkenningen")
    assert command.asked[0].url.path == "/v1/erkenningen"
    assert "nog niet erkend" in outcome.out
    assert "Km" not in outcome.out


def test_narrow(line: Line) -> None:
    """Too narrow for a table: each result by itself, nothing cut off and no ID in two."""
    command = line(pages([plaats(1), plaats(2)]))
    command.wide = 40
    lines = command("zoek").out.splitlines()
    assert lines[0] == "Kas & Zn, Ede"
    assert max(map(len, lines)) <= 40
    assert "ID 3000001" in command("zoek").out


def test_into_a_pipe() -> None:
    """In a pipe a row is a line, however long; no colours, and no spaces at its end."""
    stream = io.StringIO()
    long_one = plaats(1) | {"leerbedrijf": {"naam": "Kas " * 100, "vestigingsadres": {"plaats": "Ede"}}}
    show_leerplaatsen(screen(stream), {"resultaten": [long_one, plaats(2)], "totaal": 2})
    lines = stream.getvalue().splitlines()
    assert len(lines) == 5
    assert lines[1].startswith("Kas Kas")
    assert lines[1].endswith("3000001")
    assert "\x1b" not in stream.getvalue()
    assert not any(line.endswith(" ") for line in lines)
