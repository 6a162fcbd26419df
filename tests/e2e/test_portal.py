"""The portal in headless Chromium: every page and state, wide and on a telephone, light and dark."""

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest
from stagemarkt.web.problems import PROBLEMS

from portal.site import build_site
from tests.e2e.client import FacadeClient

PROJECT: Final = Path(__file__).resolve().parents[2]
BROWSER: Final = PROJECT / "tests" / "browser"
# Of a first view, all that comes with it.
MOST_BYTES: Final = 500_000
PATHS: Final = [
    f"/{name.removesuffix('.html')}"
    for name in build_site()
    if name.endswith(".html") and name != "niet-gevonden.html"
]
# What Swagger UI says in English where nothing translates it.
ENGLISH: Final = frozenset(
    {
        *("Authorize", "Logout", "Close", "Parameters", "Name", "Description", "Execute", "Clear", "Cancel"),
        *("Responses", "Server response", "Response body", "Response headers", "Request URL", "Curl", "Code"),
        *("Details", "Download", "Example Value", "Schema", "Media type", "Headers:", "Type", "No links"),
        *("Request duration", "No parameters", "Loading...", "Additional properties", "Expand all"),
    }
)


@pytest.fixture(scope="module")
def found(
    shared_facade: FacadeClient, required: Callable[[str], str], is_missing: Callable[[str], None]
) -> dict[str, Any]:
    """What a walk through the portal found."""
    node, chromium = required("node"), shutil.which("chromium") or ""
    if not chromium:
        is_missing("Chromium")
    if not (BROWSER / "node_modules" / "playwright-core").is_dir():
        is_missing("Playwright and axe (npm ci --prefix tests/browser)")
    stack = shared_facade.stack
    walk = subprocess.run(
        [node, "portal.mjs", chromium, stack["apiUrl"], stack["apiKey"], "-", json.dumps(PATHS)],
        cwd=BROWSER,
        capture_output=True,
        text=True,
        check=False,
        timeout=420,
    )
    assert walk.returncode == 0, walk.stderr
    outcome: dict[str, Any] = json.loads(walk.stdout)
    return outcome


def test_axe_finds_nothing(found: dict[str, Any]) -> None:
    """No violation of WCAG 2.2 AA, nor of axe's good practices, on any page in any state."""
    assert found["looked"] >= 2 * len(PATHS) - len(PROBLEMS) + 28
    assert found["violations"] == []


def test_nothing_is_wrong_in_the_console(found: dict[str, Any]) -> None:
    """No error, no warning, nothing stopped by the Content-Security-Policy."""
    assert found["console"] == []
    assert found["failed"] == []


def test_nobody_else_is_asked(found: dict[str, Any]) -> None:
    """Every request goes to where the page came from."""
    assert found["foreign"] == []


def test_it_fits_a_telephone(found: dict[str, Any]) -> None:
    """At 360 pixels, and wide, no page scrolls sideways."""
    assert found["overflow"] == []


def test_a_first_view_is_light(found: dict[str, Any]) -> None:
    """With nothing kept, a page to read takes some kilobytes; that to try, with all that it loads, 500."""
    assert 0 < found["bytes"]["/docs"] < found["bytes"]["/docs/webhooks"] < 20_000
    assert 300_000 < found["bytes"]["/docs/proberen"] < MOST_BYTES


def test_by_keyboard_to_an_answer(found: dict[str, Any]) -> None:
    """From the start page to an answer with the keyboard alone; focus stays in a dialogue, and comes back."""
    steps = found["steps"]
    assert steps["skip"] == "Naar de inhoud"
    assert (steps["dialog"], steps["trapped"], steps["back"]) == ("Sleutel", True, True)
    assert steps["field"] == "leerbedrijfId"
    assert json.loads(steps["answer"])["leerbedrijfId"] == "900000001"
    assert steps["said"] == "Antwoord: 200"


def test_it_speaks_dutch(found: dict[str, Any]) -> None:
    """What Swagger UI says of itself is said in Dutch."""
    texts = set(found["steps"]["texts"])
    assert {"Versturen", "Wissen", "Antwoorden", "Invoer", "Voorbeeld"} <= texts
    assert texts & ENGLISH == set()


def test_a_problem_leads_to_its_page(found: dict[str, Any]) -> None:
    """The `type` of an answer, followed from the address of the API, is the page about it."""
    assert found["steps"]["problem"] == "niet-geauthenticeerd"
    assert found["steps"]["problemPage"] == [200, PROBLEMS["niet-geauthenticeerd"].titel.nl]


def test_searching_and_copying(found: dict[str, Any]) -> None:
    """A word leads to its heading; what is copied has the address of this API; paper has no menus."""
    steps = found["steps"]
    assert steps["search"] == "/docs/webhooks#de-handtekening-controleren"
    assert steps["copied"].startswith("API=http://localhost")
    assert steps["menu"] is True
    assert steps["print"] == []
    assert steps["missing"] == [404, "Deze pagina is er niet"]
