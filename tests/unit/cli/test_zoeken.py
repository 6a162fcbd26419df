"""Searching: the filters, the pages, and tables that fit."""

import io
import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from stagemarkt_cli.views.screens import scherm
from stagemarkt_cli.views.search_results import toon_leerplaatsen

from tests.unit.cli.command_line import Opdrachtregel, bladzijden, geeft

Regel = Callable[[Callable[[httpx.Request], httpx.Response]], Opdrachtregel]


def plaats(nummer: int) -> dict[str, Any]:
    """A leerplaats."""
    return {
        "leerplaatsId": str(3000000 + nummer),
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


def test_zoek_filters(regel: Regel) -> None:
    """Each option is the filter of the API by that name; what is not given is not asked."""
    opdracht = regel(bladzijden([plaats(1)]))
    opdracht(
        *("zoek", "--naam", "n", "--straat", "s", "--plaats", "p", "--postcode", "3811 MG", "--afstand", "5"),
        *("--crebo", "25998", "--opleidingsnaam", "o", "--leerweg", "bbl", "--niveau", "3", "--beschikbaar"),
    )
    (verzoek,) = opdracht.gevraagd
    assert verzoek.url.path == "/v1/leerplaatsen"
    assert dict(verzoek.url.params) == {
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
    regel(bladzijden([]))("zoek", "--erkenningen")


@pytest.mark.parametrize(
    ("maximum", "limieten"), [(7, [7]), (100, [100]), (230, [100, 100, 30]), (900, [100, 100, 100])]
)
def test_zoek_bladert(regel: Regel, maximum: int, limieten: list[int]) -> None:
    """Pages are followed up to the maximum: each result once, and no more asked than wanted."""
    alle = [plaats(nummer) for nummer in range(250)]
    opdracht = regel(bladzijden(alle))
    uitkomst = opdracht("zoek", "--maximum", str(maximum), "--json")
    assert [int(verzoek.url.params["limit"]) for verzoek in opdracht.gevraagd] == limieten
    inhoud = json.loads(uitkomst.uit)
    assert inhoud["resultaten"] == alle[:maximum]
    assert inhoud["totaal"] == 250
    assert ("volgendeCursor" in inhoud) == (maximum < 250)


def test_zoek_loopt_niet_rond(regel: Regel) -> None:
    """A facade that gives the same cursor for ever is not asked for ever."""
    uitkomst = regel(geeft({"resultaten": [], "volgendeCursor": "a"}))("zoek")
    assert uitkomst.code == 3
    assert "steeds dezelfde" in uitkomst.fout


@pytest.mark.parametrize(("breed", "opleiding"), [(80, "25998"), (120, "25998 Software developer")])
def test_tabel_past(regel: Regel, breed: int, opleiding: str) -> None:
    """A row stays on its line at 80 columns and at 120."""
    opdracht = regel(bladzijden([plaats(1), plaats(2), plaats(3)]))
    opdracht.breed = breed
    regels = opdracht("zoek", "--maximum", "2").uit.splitlines()
    assert max(map(len, regels)) <= breed
    kop, eerste = regels[0].split(), regels[1]
    assert kop[:2] == ["Leerbedrijf", "Plaats"]
    for tekst in ("Kas & Zn", "Ede", opleiding, "BBL", "4,2", "3000001"):
        assert tekst in eerste
    assert regels[-1] == "2 van 3 leerplaatsen; meer met --maximum."


def test_zoek_erkenningen(regel: Regel) -> None:
    """Erkenningen with who has them; a column without content stays away."""
    gevonden = {
        "leerbedrijf": plaats(1)["leerbedrijf"],
        "erkenning": {"code": "25998", "status": "toekomstig"},
    }
    opdracht = regel(bladzijden([gevonden]))
    uitkomst = opdracht("zoek", "--erkenningen")
    assert opdracht.gevraagd[0].url.path == "/v1/erkenningen"
    assert "nog niet erkend" in uitkomst.uit
    assert "Km" not in uitkomst.uit


def test_smal(regel: Regel) -> None:
    """Too narrow for a table: each result by itself, nothing cut off and no ID in two."""
    opdracht = regel(bladzijden([plaats(1), plaats(2)]))
    opdracht.breed = 40
    regels = opdracht("zoek").uit.splitlines()
    assert regels[0] == "Kas & Zn, Ede"
    assert max(map(len, regels)) <= 40
    assert "ID 3000001" in opdracht("zoek").uit


def test_in_een_pijp() -> None:
    """In a pipe a row is a line, however long; no colours, and no spaces at its end."""
    stroom = io.StringIO()
    lang = plaats(1) | {"leerbedrijf": {"naam": "Kas " * 100, "vestigingsadres": {"plaats": "Ede"}}}
    toon_leerplaatsen(scherm(stroom), {"resultaten": [lang, plaats(2)], "totaal": 2})
    regels = stroom.getvalue().splitlines()
    assert len(regels) == 5
    assert regels[1].startswith("Kas Kas")
    assert regels[1].endswith("3000001")
    assert "\x1b" not in stroom.getvalue()
    assert not any(regel.endswith(" ") for regel in regels)
