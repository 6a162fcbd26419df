"""Whatever the facade answers, people get lines that they can act upon, and scripts an exit code."""

import io
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.console import Console
from stagemarkt_cli.api.problems import as_notice
from stagemarkt_cli.views import leerbedrijven, search_results

from tests.unit.cli.command_line import CommandLine, responds_with

Line = Callable[[Callable[[httpx.Request], httpx.Response]], CommandLine]

PROBLEM = {
    "title": "Ongeldige invoer",
    "status": 400,
    "detail": "De aanvraag klopt niet.",
    "code": "ongeldige-invoer",
    "instance": "urn:uuid:113a7b64",
    "herhaalbaar": False,
    "fouten": [
        {"in": "query", "naam": "crebo", "code": "ongeldige-invoer", "detail": "Een crebo: vijf cijfers."},
        {"in": "body", "pointer": "#/naam", "code": "ongeldige-invoer", "detail": "Hooguit 100 tekens."},
    ],
    "bron": {"signaalcode": 201, "melding": "Onjuist", "berichtId": "x"},
}


def test_every_error(line: Line) -> None:
    """A problem is told whole: each fault, what SBB said, and the number to mention."""
    outcome = line(responds_with(PROBLEM, 400))("zoek")
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.fout.splitlines() == [
        "Ongeldige invoer (400, ongeldige-invoer)",
        "- crebo: Een crebo: vijf cijfers.",
        "- naam: Hooguit 100 tekens.",
        "SBB: signaalcode 201, Onjuist",
        "Noem bij navraag: 113a7b64",
    ]


@pytest.mark.parametrize(
    ("status", "code", "way_out"),
    [
        (400, "ongeldige-invoer", 1),
        (401, "niet-geauthenticeerd", 1),
        (403, "geen-toegang", 1),
        (404, "leerbedrijf-onbekend", 1),
        (429, "limiet-overschreden", 1),
        (500, "interne-fout", 3),
        (502, "bron-antwoord-ongeldig", 3),
        (502, "bron-licentie", 1),
        (502, "bron-certificaat", 1),
        (503, "bron-niet-beschikbaar", 3),
        (504, "bron-timeout", 3),
    ],
)
def test_exit_code(line: Line, status: int, code: str, way_out: int) -> None:
    """3 for an outage, 1 for what trying again does not mend."""
    assert line(responds_with({**PROBLEM, "code": code}, status))("zoek").code == way_out


@pytest.mark.parametrize(
    ("answer", "way_out"),
    [
        (httpx.Response(200, text="<html>"), 3),
        (httpx.Response(200, text="[1]"), 3),
        (httpx.Response(302, headers={"location": "https://elders.example"}), 1),
        (httpx.Response(403, text="<html>Forbidden</html>"), 1),
        (httpx.Response(503, text=""), 3),
        (httpx.Response(200, content=b"\xff\xfe"), 3),
        (httpx.Response(200, text="[" * 100_000), 3),
    ],
    ids=["html", "list", "redirect", "forbidden", "empty 503", "no text", "too deep"],
)
def test_no_api(line: Line, answer: httpx.Response, way_out: int) -> None:
    """An answer of something else than the facade is said to be that."""
    outcome = line(lambda _: answer)("leerbedrijf", "1")
    assert outcome.code == way_out
    assert "adres" in outcome.fout


@pytest.mark.parametrize(
    "error", [httpx.ConnectError("nee"), httpx.ReadTimeout("traag"), httpx.ReadError("weg")]
)
def test_unreachable(line: Line, error: httpx.HTTPError) -> None:
    """No facade, no traceback: exit code 3 and its address."""

    def refuses(_: httpx.Request) -> httpx.Response:
        raise error

    outcome = line(refuses)("leerbedrijf", "1")
    assert outcome.code == 3
    assert "https://facade.example/v1" in outcome.fout


NAMES = (
    "resultaten naam leerbedrijf vestigingsadres postcode erkenning opleidingen crebo actualiteit "
    "opgehaaldOp title fouten bron signaalcode instance code status erkend totEnMet codeType"
)
WAARDEN = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
    lambda core: (
        st.lists(core, max_size=3) | st.dictionaries(st.sampled_from(NAMES.split()), core, max_size=6)
    ),
    max_leaves=20,
)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(WAARDEN)
def test_every_json(content: Any) -> None:
    """Any JSON at all is shown or told somehow."""
    console = Console(file=io.StringIO(), width=80)
    for toon in (
        leerbedrijven.show_leerbedrijf,
        leerbedrijven.show_leerbedrijven,
        lambda console, content: leerbedrijven.show_erkenning(console, content, {"leerweg": "BBL"}),
        search_results.show_leerplaatsen,
        search_results.show_erkenningen,
    ):
        toon(console, content)
    assert as_notice(500, content).lines
