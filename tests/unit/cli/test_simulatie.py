"""`stagemarkt simulatie`: the simulated SBB changes an erkenning, and the schools hear of it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.unit.cli.command_line import CommandLine

WORDS = ["simulatie", "wijzig-erkenning", "--leerbedrijf", "900000001", "--code", "25998"]
MESSAGE = {
    "berichtId": "b",
    "brin": "99XX",
    "toestand": "bevestigd",
    "signaalcode": "0",
    "fout": None,
    "nr": 3,
}


@pytest.fixture
def work_dir(tmp_path: Path) -> Path:
    """A folder in which `make up` was done."""
    (tmp_path / ".local" / "sbb").mkdir(parents=True)
    (tmp_path / ".local" / "sbb" / "sbb.json").write_text('{"bediening": "http://127.0.0.1:9"}')
    return tmp_path


def simulator(*shipments: dict[str, Any], status: int = 200) -> Callable[[httpx.Request], httpx.Response]:
    """A control interface that answers these messages after the change, and had one before it."""

    def answer(request: httpx.Request) -> httpx.Response:
        if request.method == "POST":
            changed = {"status": "Ingetrokken", "berichten": ["b"], "fouten": ["code: onbekend"]}
            return httpx.Response(status, json=changed)
        earlier = [{"berichtId": "a", "nr": 2}]
        return httpx.Response(200, json={"zendingen": list(shipments) if request.url.query else earlier})

    return answer


def test_a_change(work_dir: Path) -> None:
    """What is asked goes to the control interface as it wants it; what the schools said is told."""
    line = CommandLine(work_dir, simulator(MESSAGE))
    outcome = line(*WORDS, "--status", "ingetrokken", "--einddatum", "2026-08-31")
    assert outcome.code == 0
    assert "25998 bij leerbedrijf 900000001 is nu Ingetrokken." in outcome.out
    assert "School 99XX: bericht b bevestigd (signaalcode 0)." in outcome.out
    assert [(v.method, v.url.path) for v in line.asked] == [
        ("GET", "/zendingen"),
        ("POST", "/erkenningen"),
        ("GET", "/zendingen"),
    ]
    assert json.loads(line.asked[1].content) == {
        "leerbedrijfId": "900000001",
        "code": "25998",
        "status": "Ingetrokken",
        "einddatum": "2026-08-31",
    }
    assert line.asked[2].url.params["sinds"] == "2"


def test_as_json(work_dir: Path) -> None:
    """For programs: the change and its messages."""
    outcome = CommandLine(work_dir, simulator(MESSAGE))(*WORDS, "--status", "Erkend", "--json")
    assert json.loads(outcome.out)["zendingen"] == [MESSAGE]


def test_nobody_hears_it(work_dir: Path) -> None:
    """Without a subscription it says how to get one."""
    outcome = CommandLine(work_dir, simulator())(*WORDS, "--status", "Erkend")
    assert "school abonneer" in outcome.out


@pytest.mark.parametrize(
    ("status", "code", "word"), [(400, 2, "code: onbekend"), (200, 3, "make up"), (0, 2, "make up")]
)
def test_what_can_go_wrong(work_dir: Path, status: int, code: int, word: str) -> None:
    """Refused input, no simulator that answers, none that was started: each its own exit code."""

    def piece(_: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("weg")

    if not status:
        (work_dir / ".local" / "sbb" / "sbb.json").unlink()
    answer = simulator(status=400) if status == 400 else piece
    outcome = CommandLine(work_dir, answer)(*WORDS, "--status", "Erkend")
    assert outcome.code == code
    assert word in outcome.fout
