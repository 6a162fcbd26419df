"""Search through the deployed stack: every filter, distances, and paging that loses nothing."""

from typing import Any

import pytest

from local.sbb import examples as vb
from tests.e2e.client import Facade
from tests.waiting import at_most


def _blader(facade: Facade, limit: int, **vraag: str) -> list[dict[str, Any]]:
    """Follow the cursors to the end."""
    gevonden: list[dict[str, Any]] = []
    cursor: dict[str, str] = {}
    for _ in at_most(1000):
        antwoord = facade.vraag("/leerplaatsen", params={**vraag, "limit": str(limit), **cursor})
        assert antwoord.status_code == 200, antwoord.text
        inhoud = antwoord.json()
        gevonden += inhoud["resultaten"]
        if "volgendeCursor" not in inhoud:
            assert len(gevonden) == inhoud["totaal"]
            break
        cursor = {"cursor": inhoud["volgendeCursor"]}
    return gevonden


@pytest.mark.parametrize("limit", [7, 25, 40, 100])
def test_elke_leerplaats_precies_een_keer(facade: Facade, limit: int) -> None:
    """A crawl of all leerplaatsen by pages of any size finds each exactly once, over SBB's pages of 25."""
    ids = [leerplaats["leerplaatsId"] for leerplaats in _blader(facade, limit)]
    verwacht = {
        leerplaats["leerplaats_id"]
        for bedrijf in facade.register
        for leerplaats in bedrijf["leerplaatsen"]
        if bedrijf["status"] == "ACT"
    }
    assert len(ids) == len(set(ids))
    assert set(ids) == verwacht


def test_de_kop_link_voert_verder(facade: Facade) -> None:
    """Who follows `rel="next"` needs no cursor: the link holds wherever the API is mounted."""
    eerste = facade.vraag("/leerplaatsen", params={"leerweg": "BOL", "limit": "5"})
    tweede = facade.vraag(str(eerste.url.join(eerste.links["next"]["url"])))
    assert tweede.status_code == 200
    ids = [r["leerplaatsId"] for antwoord in (eerste, tweede) for r in antwoord.json()["resultaten"]]
    assert len(set(ids)) == 10


@pytest.mark.parametrize(
    ("vraag", "past"),
    [
        ({"leerweg": "bbl"}, lambda r: r["leerweg"] == "BBL"),
        ({"crebo": "25998"}, lambda r: any(o["crebo"] == "25998" for o in r["opleidingen"])),
        ({"niveau": "4"}, lambda r: any(o["niveau"] == 4 for o in r["opleidingen"])),
        (
            {"opleidingsnaam": "kok"},
            lambda r: any("kok" in o["omschrijving"].lower() for o in r["opleidingen"]),
        ),
        ({"plaats": "Amersfoort"}, lambda r: r["leerbedrijf"]["vestigingsadres"]["plaats"] == "Amersfoort"),
        ({"naam": "bitwerk"}, lambda r: r["leerbedrijf"]["leerbedrijfId"] == vb.TOONBEELD),
        ({"straat": "langestraat"}, lambda r: "Langestraat" in r["leerbedrijf"]["vestigingsadres"]["straat"]),
        ({"postcode": "3811 mg"}, lambda r: r["leerbedrijf"]["vestigingsadres"]["postcode"] == "3811MG"),
        ({"beschikbaar": "true"}, lambda r: r["aantal"] > 0),
        ({"postcode": "3811MG", "afstand": "15"}, lambda r: r["afstandKm"] <= 15),
        ({"plaats": "Utrecht", "afstand": "10", "leerweg": "BOL"}, lambda r: r["afstandKm"] <= 10),
    ],
)
def test_filters(facade: Facade, vraag: dict[str, str], past: Any) -> None:
    """Each filter narrows to what fits it, and finds something."""
    resultaten = facade.vraag("/leerplaatsen", params={**vraag, "limit": "100"}).json()["resultaten"]
    assert resultaten
    assert all(past(resultaat) for resultaat in resultaten)


def test_op_afstand_gerangschikt(facade: Facade) -> None:
    """Around a place the nearest come first."""
    resultaten = _blader(facade, 100, postcode="3811MG", afstand="40")
    afstanden = [resultaat["afstandKm"] for resultaat in resultaten]
    assert afstanden == sorted(afstanden)


def test_erkende_leerbedrijven(facade: Facade) -> None:
    """The same question over erkenningen: each with whose it is, judged on today."""
    antwoord = facade.vraag("/erkenningen", params={"crebo": "25998", "limit": "100"})
    assert antwoord.headers["Cache-Control"] == "no-store"
    for resultaat in antwoord.json()["resultaten"]:
        assert resultaat["erkenning"]["code"] == "25998"
        assert resultaat["erkenning"]["erkend"] is True
        assert resultaat["leerbedrijf"]["leerbedrijfId"] == resultaat["erkenning"]["leerbedrijfId"]


def test_te_breed_gezocht(facade: Facade) -> None:
    """A search that is too broad for SBB is told as such."""
    antwoord = facade.vraag("/erkenningen")
    assert (antwoord.status_code, antwoord.json()["code"]) == (400, "te-veel-resultaten")


@pytest.mark.parametrize("leerplaats_id", [vb.LEERPLAATS_VRIJ, vb.LEERPLAATS_VOL])
def test_een_leerplaats_op_id(facade: Facade, leerplaats_id: str) -> None:
    """One leerplaats by its ID, which may need 64 bits; what SBB does not tell of it is absent."""
    inhoud = facade.vraag(f"/leerplaatsen/{leerplaats_id}").json()
    assert inhoud["leerplaatsId"] == leerplaats_id
    assert inhoud["leerbedrijf"]["leerbedrijfId"] == vb.TOONBEELD
    assert "aantal" not in inhoud


def test_onbekende_leerplaats(facade: Facade) -> None:
    """An ID that SBB does not know is 404, a number of any length too; what is no ID is 400."""
    assert facade.vraag("/leerplaatsen/999").json()["code"] == "resource-onbekend"
    assert facade.vraag(f"/leerplaatsen/{2**63}").json()["code"] == "resource-onbekend"
    assert facade.vraag("/leerplaatsen/12_3").json()["code"] == "ongeldige-invoer"


@pytest.mark.parametrize(
    ("vraag", "code"),
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
def test_verkeerde_vragen(facade: Facade, vraag: dict[str, str], code: str) -> None:
    """Faults are told before SBB is asked."""
    antwoord = facade.vraag("/leerplaatsen", params=vraag)
    assert (antwoord.status_code, antwoord.json()["code"]) == (400, code)
    assert facade.verzoeken() == []


def test_een_cursor_hoort_bij_zijn_vraag(facade: Facade) -> None:
    """A cursor of one question is refused with another, and in the other list."""
    cursor = facade.vraag("/leerplaatsen", params={"leerweg": "BOL"}).json()["volgendeCursor"]
    for pad, vraag in (
        ("/leerplaatsen", {"leerweg": "BBL"}),
        ("/leerplaatsen", {}),
        ("/erkenningen", {"leerweg": "BOL"}),
    ):
        antwoord = facade.vraag(pad, params={**vraag, "cursor": cursor})
        assert (antwoord.status_code, antwoord.json()["code"]) == (400, "ongeldige-invoer")
