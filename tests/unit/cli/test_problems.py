"""Whatever the facade answers, people get lines that they can act upon, and scripts an exit code."""

import io
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.console import Console
from stagemarkt_cli.api.problems import als_melding
from stagemarkt_cli.views import leerbedrijven, search_results

from tests.unit.cli.command_line import Opdrachtregel, geeft

Regel = Callable[[Callable[[httpx.Request], httpx.Response]], Opdrachtregel]

PROBLEEM = {
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


def test_elke_fout(regel: Regel) -> None:
    """A problem is told whole: each fault, what SBB said, and the number to mention."""
    uitkomst = regel(geeft(PROBLEEM, 400))("zoek")
    assert (uitkomst.code, uitkomst.uit) == (1, "")
    assert uitkomst.fout.splitlines() == [
        "Ongeldige invoer (400, ongeldige-invoer)",
        "- crebo: Een crebo: vijf cijfers.",
        "- naam: Hooguit 100 tekens.",
        "SBB: signaalcode 201, Onjuist",
        "Noem bij navraag: 113a7b64",
    ]


@pytest.mark.parametrize(
    ("status", "code", "uitgang"),
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
def test_uitgang(regel: Regel, status: int, code: str, uitgang: int) -> None:
    """3 for an outage, 1 for what trying again does not mend."""
    assert regel(geeft({**PROBLEEM, "code": code}, status))("zoek").code == uitgang


@pytest.mark.parametrize(
    ("antwoord", "uitgang"),
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
def test_geen_api(regel: Regel, antwoord: httpx.Response, uitgang: int) -> None:
    """An answer of something else than the facade is said to be that."""
    uitkomst = regel(lambda _: antwoord)("leerbedrijf", "1")
    assert uitkomst.code == uitgang
    assert "adres" in uitkomst.fout


@pytest.mark.parametrize(
    "fout", [httpx.ConnectError("nee"), httpx.ReadTimeout("traag"), httpx.ReadError("weg")]
)
def test_onbereikbaar(regel: Regel, fout: httpx.HTTPError) -> None:
    """No facade, no traceback: exit code 3 and its address."""

    def weigert(_: httpx.Request) -> httpx.Response:
        raise fout

    uitkomst = regel(weigert)("leerbedrijf", "1")
    assert uitkomst.code == 3
    assert "https://facade.example/v1" in uitkomst.fout


NAMEN = (
    "resultaten naam leerbedrijf vestigingsadres postcode erkenning opleidingen crebo actualiteit "
    "opgehaaldOp title fouten bron signaalcode instance code status erkend totEnMet codeType"
)
WAARDEN = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
    lambda kern: (
        st.lists(kern, max_size=3) | st.dictionaries(st.sampled_from(NAMEN.split()), kern, max_size=6)
    ),
    max_leaves=20,
)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(WAARDEN)
def test_elke_json(inhoud: Any) -> None:
    """Any JSON at all is shown or told somehow."""
    console = Console(file=io.StringIO(), width=80)
    for toon in (
        leerbedrijven.toon_leerbedrijf,
        leerbedrijven.toon_leerbedrijven,
        lambda console, inhoud: leerbedrijven.toon_erkenning(console, inhoud, {"leerweg": "BBL"}),
        search_results.toon_leerplaatsen,
        search_results.toon_erkenningen,
    ):
        toon(console, inhoud)
    assert als_melding(500, inhoud).regels
