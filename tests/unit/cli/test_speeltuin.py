"""`stagemarkt speeltuin`: what it says, what it asks of the simulated SBB, and the page of each story."""

import datetime as dt
import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import httpx
import pytest
from stagemarkt_cli.playground.changes import next_tuesday
from stagemarkt_cli.playground.receiver_exam import is_secret
from stagemarkt_cli.playground.stories import RECEIVER, STORIES

from tests.unit.cli.command_line import CommandLine
from tests.unit.requests import ROOT

PAGES = {path.stem: path for path in (ROOT / "docs/speeltuin").glob("*.md") if path.stem != "README"}


class FakeControl:
    """A control interface with one leerbedrijf, and disturbances."""

    def __init__(self) -> None:
        self.disturbances: list[dict[str, Any]] = []
        self.status, self.grond, self.licentie = "ACT", "Erkend", "LIC"

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """Do what is asked, and answer as the simulator does."""
        body = json.loads(request.content or b"{}")
        return httpx.Response(200, json=self._answer(request.method, request.url.path, body))

    def _answer(self, method: str, path: str, body: dict[str, Any]) -> dict[str, Any]:
        match method, path.strip("/").split("/"):
            case "POST", ["storingen"]:
                fields = {"keer": None, "operatie": None, "leerbedrijfId": None, "seconden": None}
                self.disturbances.append({"id": len(self.disturbances) + 1, **fields, **body})
            case "DELETE", ["storingen", number]:
                self.disturbances = [one for one in self.disturbances if one["id"] != int(number)]
            case "POST", ["leerbedrijven"]:
                self.status = body["status"]
            case "POST", ["erkenningen"]:
                self.grond = body["status"]
            case "POST", ["licenties"]:
                self.licentie = body["licentie"]
            case "POST", ["scholen"]:
                self.licentie = "LIC"
            case _:
                assert method == "GET"
        erkenningen = [{"code": "25998", "grond": self.grond}]
        return {
            "storingen": self.disturbances,
            "licenties": {"99XX": self.licentie},
            "status": self.status,
            "erkenningen": erkenningen,
        }


@pytest.fixture
def sbb() -> FakeControl:
    """As it begins."""
    return FakeControl()


@pytest.fixture
def line(sbb: FakeControl, tmp_path: Path) -> CommandLine:
    """In a folder in which `make up` was done."""
    (tmp_path / ".local" / "sbb").mkdir(parents=True)
    (tmp_path / ".local" / "sbb" / "sbb.json").write_text('{"bediening": "http://127.0.0.1:9"}')
    return CommandLine(tmp_path, sbb, wide=1000)


def _running(line: CommandLine) -> list[str]:
    stories = json.loads(line("speeltuin", "--json").out)["verhalen"]
    return [one["verhaal"] for one in stories if one["loopt"]]


@pytest.mark.parametrize("name", STORIES)
def test_a_story_begins_once_and_ends_clean(line: CommandLine, sbb: FakeControl, name: str) -> None:
    """It says all that it has to say; begun twice it ends at once, and SBB is as it was."""
    before = deepcopy(vars(sbb))
    assert line("speeltuin", name).code == 0
    said = line("speeltuin", name).out
    assert [part for part in (STORIES[name].happens, STORIES[name].shows) if part not in said] == []
    assert f"stagemarkt speeltuin {name} --stop" in said
    assert _running(line) == [name]
    assert STORIES[name].afterwards in line("speeltuin", name, "--stop").out
    assert vars(sbb) == before
    assert "Er liep niets." in line("speeltuin", name, "--stop").out


def test_all_end_and_what_is_anothers_stays(line: CommandLine, sbb: FakeControl) -> None:
    """`--stop` without a name ends every story, and leaves a disturbance that no story has."""
    line("speeltuin", "sbb-weg")
    line("speeltuin", "licentie-geweigerd")
    others = {"soort": "http503", "keer": 1, "operatie": None, "leerbedrijfId": None, "seconden": None}
    sbb.disturbances.append({"id": 9, **others})
    assert json.loads(line("speeltuin", "--stop", "--json").out) == {
        "beeindigd": ["sbb-weg", "licentie-geweigerd"]
    }
    assert [one["id"] for one in sbb.disturbances] == [9]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["bestaat-niet"], "sbb-weg, sbb-traag"),
        ([RECEIVER], "--webhook hoort bij"),
        (["sbb-weg", "--webhook", "https://localhost:1/"], "--webhook hoort bij"),
    ],
)
def test_wrong_use(line: CommandLine, words: list[str], said: str) -> None:
    """It is said what would be right, and SBB is left alone."""
    outcome = line("speeltuin", *words)
    assert (outcome.code, line.asked) == (2, [])
    assert said in outcome.fout


def test_without_a_simulator(tmp_path: Path, sbb: FakeControl) -> None:
    """It says that none runs here."""
    outcome = CommandLine(tmp_path, sbb)("speeltuin", "sbb-weg")
    assert (outcome.code, "make up" in outcome.fout) == (2, True)


@pytest.mark.parametrize(
    ("day", "tuesday"),
    [("2026-11-30", "2026-12-01"), ("2026-12-01", "2026-12-08"), ("2026-12-02", "2026-12-08")],
)
def test_next_tuesday(day: str, tuesday: str) -> None:
    """Never today."""
    assert next_tuesday(dt.date.fromisoformat(day)).isoformat() == tuesday


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", True),
        ("whsec_", False),
        ("smk_a", False),
        ("whsec_é", False),
    ],
)
def test_a_secret(text: str, right: bool) -> None:  # noqa: FBT001 - a table
    """What cannot sign is refused before anything is sent."""
    assert is_secret(text) is right


def test_each_story_has_its_page_and_each_page_its_story() -> None:
    """And the list in the folder names them all."""
    assert PAGES.keys() == {*STORIES, RECEIVER}
    index = (ROOT / "docs/speeltuin/README.md").read_text(encoding="utf-8")
    assert [name for name in PAGES if f"]({name}.md)" not in index] == []


@pytest.mark.parametrize("name", STORIES)
def test_a_page_says_what_the_command_says(name: str) -> None:
    """To the letter, but for the code that a page marks."""
    story, page = STORIES[name], PAGES[name].read_text(encoding="utf-8")
    text = " ".join(page.replace("`", "").split())
    said = (story.titel, story.happens, story.shows, story.afterwards, *story.attempts)
    assert [one for one in said if " ".join(one.split()) not in text] == []
    assert f"stagemarkt speeltuin {name} --stop" in page
