"""Search through the deployed stack: every filter, distances, and paging that loses nothing."""

from typing import Any

import pytest

from local.sbb.register import examples
from tests.e2e.client import FacadeClient
from tests.waiting import at_most


def _page_through(facade: FacadeClient, limit: int, **question: str) -> list[dict[str, Any]]:
    """Follow the cursors to the end."""
    found: list[dict[str, Any]] = []
    cursor: dict[str, str] = {}
    for _ in at_most(1000):
        answer = facade.question("/leerplaatsen", params={**question, "limit": str(limit), **cursor})
        assert answer.status_code == 200, answer.text
        content = answer.json()
        found += content["resultaten"]
        if "volgendeCursor" not in content:
            assert len(found) == content["totaal"]
            break
        cursor = {"cursor": content["volgendeCursor"]}
    return found


@pytest.mark.parametrize("limit", [7, 25, 40, 100])
def test_every_leerplaats_exactly_once(facade: FacadeClient, limit: int) -> None:
    """A crawl of all leerplaatsen by pages of any size finds each exactly once, over SBB's pages of 25."""
    ids = [leerplaats["leerplaatsId"] for leerplaats in _page_through(facade, limit)]
    expected = {
        leerplaats["leerplaats_id"]
        for company in facade.register
        for leerplaats in company["leerplaatsen"]
        if company["status"] == "ACT"
    }
    assert len(ids) == len(set(ids))
    assert set(ids) == expected


def test_the_link_header_leads_on(facade: FacadeClient) -> None:
    """Who follows `rel="next"` needs no cursor: the link holds wherever the API is mounted."""
    first = facade.question("/leerplaatsen", params={"leerweg": "BOL", "limit": "5"})
    second = facade.question(str(first.url.join(first.links["next"]["url"])))
    assert second.status_code == 200
    ids = [r["leerplaatsId"] for answer in (first, second) for r in answer.json()["resultaten"]]
    assert len(set(ids)) == 10


@pytest.mark.parametrize(
    ("question", "past"),
    [
        ({"leerweg": "bbl"}, lambda r: r["leerweg"] == "BBL"),
        ({"crebo": "25998"}, lambda r: any(o["crebo"] == "25998" for o in r["opleidingen"])),
        ({"niveau": "4"}, lambda r: any(o["niveau"] == 4 for o in r["opleidingen"])),
        (
            {"opleidingsnaam": "kok"},
            lambda r: any("kok" in o["omschrijving"].lower() for o in r["opleidingen"]),
        ),
        ({"plaats": "Amersfoort"}, lambda r: r["leerbedrijf"]["vestigingsadres"]["plaats"] == "Amersfoort"),
        ({"naam": "bitwerk"}, lambda r: r["leerbedrijf"]["leerbedrijfId"] == examples.SHOWPIECE),
        ({"straat": "langestraat"}, lambda r: "Langestraat" in r["leerbedrijf"]["vestigingsadres"]["straat"]),
        ({"postcode": "3811 mg"}, lambda r: r["leerbedrijf"]["vestigingsadres"]["postcode"] == "3811MG"),
        ({"beschikbaar": "true"}, lambda r: r["aantal"] > 0),
        ({"postcode": "3811MG", "afstand": "15"}, lambda r: r["afstandKm"] <= 15),
        ({"plaats": "Utrecht", "afstand": "10", "leerweg": "BOL"}, lambda r: r["afstandKm"] <= 10),
    ],
)
def test_filters(facade: FacadeClient, question: dict[str, str], past: Any) -> None:
    """Each filter narrows to what fits it, and finds something."""
    results = facade.question("/leerplaatsen", params={**question, "limit": "100"}).json()["resultaten"]
    assert results
    assert all(past(result) for result in results)


def test_ranked_by_distance(facade: FacadeClient) -> None:
    """Around a place the nearest come first."""
    results = _page_through(facade, 100, postcode="3811MG", afstand="40")
    distances = [result["afstandKm"] for result in results]
    assert distances == sorted(distances)


def test_erkende_leerbedrijven(facade: FacadeClient) -> None:
    """The same question over erkenningen: each with whose it is, judged on today."""
    answer = facade.question("/erkenningen", params={"crebo": "25998", "limit": "100"})
    assert answer.headers["Cache-Control"] == "no-store"
    for result in answer.json()["resultaten"]:
        assert result["erkenning"]["code"] == "25998"
        assert result["erkenning"]["erkend"] is True
        assert result["leerbedrijf"]["leerbedrijfId"] == result["erkenning"]["leerbedrijfId"]


def test_search_too_broad(facade: FacadeClient) -> None:
    """A search that is too broad for SBB is told as such."""
    answer = facade.question("/erkenningen")
    assert (answer.status_code, answer.json()["code"]) == (400, "te-veel-resultaten")


@pytest.mark.parametrize("leerplaats_id", [examples.LEERPLAATS_FREE, examples.LEERPLAATS_FULL])
def test_a_leerplaats_by_id(facade: FacadeClient, leerplaats_id: str) -> None:
    """One leerplaats by its ID, which may need 64 bits; what SBB does not tell of it is absent."""
    content = facade.question(f"/leerplaatsen/{leerplaats_id}").json()
    assert content["leerplaatsId"] == leerplaats_id
    assert content["leerbedrijf"]["leerbedrijfId"] == examples.SHOWPIECE
    assert "aantal" not in content


def test_unknown_leerplaats(facade: FacadeClient) -> None:
    """An ID that SBB does not know is 404, a number of any length too; what is no ID is 400."""
    assert facade.question("/leerplaatsen/999").json()["code"] == "resource-onbekend"
    assert facade.question(f"/leerplaatsen/{2**63}").json()["code"] == "resource-onbekend"
    assert facade.question("/leerplaatsen/12_3").json()["code"] == "ongeldige-invoer"


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ({"cursor": "onzin"}, "ongeldige-invoer"),
        ({"limit": "0"}, "ongeldige-invoer"),
        ({"limit": "101"}, "ongeldige-invoer"),
        ({"crebo": "K0067"}, "ongeldige-invoer"),
        ({"leerweg": "HBO"}, "ongeldige-invoer"),
        ({"afstand": "10"}, "ontbrekende-combinatie"),
        ({"leerwg": "BOL"}, "onbekende-parameter"),
    ],
)
def test_wrong_questions(facade: FacadeClient, question: dict[str, str], code: str) -> None:
    """Faults are told before SBB is asked."""
    answer = facade.question("/leerplaatsen", params=question)
    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert facade.requests() == []


def test_a_cursor_belongs_to_its_question(facade: FacadeClient) -> None:
    """A cursor of one question is refused with another, and in the other list."""
    cursor = facade.question("/leerplaatsen", params={"leerweg": "BOL"}).json()["volgendeCursor"]
    for path, question in (
        ("/leerplaatsen", {"leerweg": "BBL"}),
        ("/leerplaatsen", {}),
        ("/erkenningen", {"leerweg": "BOL"}),
    ):
        answer = facade.question(path, params={**question, "cursor": cursor})
        assert (answer.status_code, answer.json()["code"]) == (400, "ongeldige-invoer")
