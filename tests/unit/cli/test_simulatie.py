"""`stagemarkt simulatie`: the simulated SBB changes an erkenning, and the schools hear of it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.unit.cli.command_line import Opdrachtregel

WOORDEN = ["simulatie", "wijzig-erkenning", "--leerbedrijf", "900000001", "--code", "25998"]
BERICHT = {
    "berichtId": "b",
    "brin": "99XX",
    "toestand": "bevestigd",
    "signaalcode": "0",
    "fout": None,
    "nr": 3,
}


@pytest.fixture
def werkmap(tmp_path: Path) -> Path:
    """A folder in which `make up` was done."""
    (tmp_path / ".local" / "sbb").mkdir(parents=True)
    (tmp_path / ".local" / "sbb" / "sbb.json").write_text('{"bediening": "http://127.0.0.1:9"}')
    return tmp_path


def simulator(*zendingen: dict[str, Any], status: int = 200) -> Callable[[httpx.Request], httpx.Response]:
    """A control interface that answers these messages after the change, and had one before it."""

    def antwoord(verzoek: httpx.Request) -> httpx.Response:
        if verzoek.method == "POST":
            gewijzigd = {"status": "Ingetrokken", "berichten": ["b"], "fouten": ["code: onbekend"]}
            return httpx.Response(status, json=gewijzigd)
        eerder = [{"berichtId": "a", "nr": 2}]
        return httpx.Response(200, json={"zendingen": list(zendingen) if verzoek.url.query else eerder})

    return antwoord


def test_een_wijziging(werkmap: Path) -> None:
    """What is asked goes to the control interface as it wants it; what the schools said is told."""
    regel = Opdrachtregel(werkmap, simulator(BERICHT))
    uitkomst = regel(*WOORDEN, "--status", "ingetrokken", "--einddatum", "2026-08-31")
    assert uitkomst.code == 0
    assert "25998 bij leerbedrijf 900000001 is nu Ingetrokken." in uitkomst.uit
    assert "School 99XX: bericht b bevestigd (signaalcode 0)." in uitkomst.uit
    assert [(v.method, v.url.path) for v in regel.gevraagd] == [
        ("GET", "/zendingen"),
        ("POST", "/erkenningen"),
        ("GET", "/zendingen"),
    ]
    assert json.loads(regel.gevraagd[1].content) == {
        "leerbedrijfId": "900000001",
        "code": "25998",
        "status": "Ingetrokken",
        "einddatum": "2026-08-31",
    }
    assert regel.gevraagd[2].url.params["sinds"] == "2"


def test_als_json(werkmap: Path) -> None:
    """For programs: the change and its messages."""
    uitkomst = Opdrachtregel(werkmap, simulator(BERICHT))(*WOORDEN, "--status", "Erkend", "--json")
    assert json.loads(uitkomst.uit)["zendingen"] == [BERICHT]


def test_niemand_hoort_het(werkmap: Path) -> None:
    """Without a subscription it says how to get one."""
    uitkomst = Opdrachtregel(werkmap, simulator())(*WOORDEN, "--status", "Erkend")
    assert "school abonneer" in uitkomst.uit


@pytest.mark.parametrize(
    ("status", "code", "woord"), [(400, 2, "code: onbekend"), (200, 3, "make up"), (0, 2, "make up")]
)
def test_wat_er_mis_kan_gaan(werkmap: Path, status: int, code: int, woord: str) -> None:
    """Refused input, no simulator that answers, none that was started: each its own exit code."""

    def stuk(_: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("weg")

    if not status:
        (werkmap / ".local" / "sbb" / "sbb.json").unlink()
    antwoord = simulator(status=400) if status == 400 else stuk
    uitkomst = Opdrachtregel(werkmap, antwoord)(*WOORDEN, "--status", "Erkend")
    assert uitkomst.code == code
    assert woord in uitkomst.fout
