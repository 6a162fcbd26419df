"""Detailgegevens and all erkenningen of one leerbedrijf, through the deployed stack."""

import pytest

from local.sbb import examples as vb
from local.stack import Stapel
from tests.e2e.client import Facade

DETAILS = f"/leerbedrijven/{vb.TOONBEELD}/detailgegevens"


@pytest.mark.usefixtures("lege_cache")
def test_alles_en_nergens_bewaard(facade: Facade) -> None:
    """All of it comes as SBB has it, the second time from our cache; no caller's cache may keep it."""
    eerste, tweede = facade.vraag(DETAILS), facade.vraag(DETAILS)
    bedrijf = next(b for b in facade.register if b["id"] == vb.TOONBEELD)
    inhoud = eerste.json()
    assert inhoud["kvkNummer"] == bedrijf["kvk"]
    assert [p["naam"] for p in inhoud["contactpersonen"]] == [
        p["naam"] for p in bedrijf["contact"]["personen"]
    ]
    assert [set(p["crebos"]) for p in inhoud["praktijkopleiders"]] == [
        set(p["crebos"]) for p in bedrijf["praktijkopleiders"]
    ]
    assert [e["code"] for e in inhoud["erkenningen"]] == [e["code"] for e in bedrijf["erkenningen"]]
    assert {a.headers["Cache-Control"] for a in (eerste, tweede)} == {"no-store"}
    assert "; hit;" in tweede.headers["Cache-Status"]
    assert len(facade.verzoeken()) == 1


def test_een_enkele_contactpersoon(facade: Facade) -> None:
    """Where SBB names one contact person instead of a list, there is a list of one."""
    bedrijf = next(b for b in facade.register if not b["contact"]["meervoud"] and b["contact"]["personen"])
    personen = facade.vraag(f"/leerbedrijven/{bedrijf['id']}/detailgegevens").json()["contactpersonen"]
    assert [p["naam"] for p in personen] == [p["naam"] for p in bedrijf["contact"]["personen"]]


def test_alleen_wat_gevraagd_is(facade: Facade) -> None:
    """With `fields` nothing else leaves, fresh or kept."""
    for _ in range(2):
        inhoud = facade.vraag(
            DETAILS, params={"fields": "naam,praktijkopleiders.crebos,vestigingsadres.plaats"}
        ).json()
        assert inhoud.keys() == {"naam", "praktijkopleiders", "vestigingsadres"}
        assert inhoud["vestigingsadres"].keys() == {"plaats"}
        assert all(opleider.keys() == {"crebos"} for opleider in inhoud["praktijkopleiders"])


def test_onbekende_velden(facade: Facade) -> None:
    """Each field that is not there is named, with the nearest that is."""
    antwoord = facade.vraag(DETAILS, params={"fields": "nam,contactpersonen.mail"})
    assert (antwoord.status_code, antwoord.json()["code"]) == (400, "ongeldige-invoer")
    (fout,) = antwoord.json()["fouten"]
    assert "`naam`" in fout["detail"]
    assert "`email`" in fout["detail"]


def test_alle_erkenningen_zonder_personen(facade: Facade) -> None:
    """Every erkenning is judged on today, and nobody's personal data come along."""
    antwoord = facade.vraag(f"/leerbedrijven/{vb.WISSELEND}/erkenningen")
    statussen = {e["code"]: e["status"] for e in antwoord.json()["resultaten"]}
    for (_, code), status in {
        vb.OPEN_EINDE: "erkend",
        vb.EINDIGT: "erkend",
        vb.TOEKOMSTIG: "toekomstig",
        vb.VERLOPEN: "verlopen",
        vb.INGETROKKEN: "ingetrokken",
    }.items():
        assert statussen[code] == status
    bedrijf = next(b for b in facade.register if b["id"] == vb.WISSELEND)
    for persoon in [*bedrijf["contact"]["personen"], *bedrijf["praktijkopleiders"]]:
        assert persoon["naam"] not in antwoord.text


@pytest.mark.parametrize("pad", ["detailgegevens", "erkenningen"])
def test_onbekend_leerbedrijf(facade: Facade, pad: str) -> None:
    """An ID that SBB does not know is 404."""
    antwoord = facade.vraag(f"/leerbedrijven/{vb.ONBEKEND_LEERBEDRIJF}/{pad}")
    assert (antwoord.status_code, antwoord.json()["code"]) == (404, "leerbedrijf-onbekend")


def test_versleuteld_per_school_en_niets_in_klare_tekst(facade: Facade, stapel: Stapel) -> None:
    """What is kept of the details is kept under the school, compressed: no name is readable in the table."""
    facade.vraag(DETAILS)
    aws, uitgerold = stapel.uitgerold()
    items = aws.client("dynamodb").scan(TableName=uitgerold.uitvoer["AntwoordenTabel"])["Items"]
    soort = {"detailgegevens"}
    assert {item["school"]["S"] for item in items if item["sk"]["S"] in soort} == {facade.stack["schoolBrin"]}
    assert vb.TOONBEELD_NAAM not in repr(items)
