"""Natrekken through the deployed stack: each status, the peildatum and the period of a BPVO."""

import pytest

from local.sbb import examples as vb
from tests.e2e.client import Facade


@pytest.mark.parametrize(
    ("leerbedrijf_en_code", "peildatum", "status"),
    [
        (vb.ERKEND_CREBO, "2026-09-01", "erkend"),
        (vb.ERKEND_KEUZEDEEL, "2026-09-01", "erkend"),
        (vb.OPEN_EINDE, "2026-09-01", "erkend"),
        (vb.EINDIGT, "2031-07-31", "erkend"),
        (vb.EINDIGT, "2031-08-01", "verlopen"),
        (vb.TOEKOMSTIG, "2032-07-31", "toekomstig"),
        (vb.TOEKOMSTIG, "2032-08-01", "erkend"),
        (vb.VERLOPEN, "2022-07-31", "erkend"),
        (vb.VERLOPEN, "2022-08-01", "verlopen"),
        (vb.INGETROKKEN, "2026-09-01", "ingetrokken"),
        (vb.NOOIT_ERKEND, "2026-09-01", "nietErkend"),
    ],
)
def test_status_op_de_peildatum(
    facade: Facade, leerbedrijf_en_code: tuple[str, str], peildatum: str, status: str
) -> None:
    """Not erkend is an answer: 200 with the status on that very day."""
    antwoord = facade.erkenning(*leerbedrijf_en_code, peildatum=peildatum)
    assert antwoord.status_code == 200
    inhoud = antwoord.json()
    assert (inhoud["status"], inhoud["erkend"]) == (status, status == "erkend")
    assert inhoud["peildatum"] == peildatum


@pytest.mark.parametrize(
    ("tot_en_met", "geheel", "eindigt"),
    [("2031-07-31", True, False), ("2031-08-01", False, True), ("2026-09-01", True, False)],
)
def test_hele_periode(facade: Facade, tot_en_met: str, geheel: bool, eindigt: bool) -> None:  # noqa: FBT001 - a table
    """`totEnMet` looks at the whole period, its last day included."""
    inhoud = facade.erkenning(*vb.EINDIGT, peildatum="2026-09-01", totEnMet=tot_en_met).json()
    assert (inhoud["erkendGehelePeriode"], inhoud["eindigtTijdensPeriode"]) == (geheel, eindigt)


@pytest.mark.parametrize(
    ("query", "leerweg", "erkend", "status"),
    [
        ({"leerweg": "BOL"}, "BOL", False, "verlopen"),
        ({"leerweg": "bbl"}, "BBL", True, "erkend"),
        ({"leerweg": "BOL", "peildatum": "2021-10-25"}, "BOL", True, "erkend"),
        ({"leerweg": "BOL", "peildatum": "2018-07-31"}, "BOL", False, "toekomstig"),
        ({}, None, True, "erkend"),
    ],
)
def test_de_ene_leerweg_is_de_andere_niet(
    facade: Facade, query: dict[str, str], leerweg: str | None, status: str, *, erkend: bool
) -> None:
    """Erkend for BBL and no longer for BOL: each asked for is told as it is, and without both are."""
    inhoud = facade.erkenning(*vb.VAN_BOL_NAAR_BBL, **query).json()
    assert (inhoud["erkend"], inhoud["status"]) == (erkend, status)
    assert inhoud.get("leerweg") == leerweg
    assert (inhoud["leerwegBekend"], [deel["leerweg"] for deel in inhoud["leerwegen"]]) == (
        True,
        ["BOL", "BBL"],
    )
    if "peildatum" not in query:
        assert [deel["erkend"] for deel in inhoud["leerwegen"]] == [False, True]


def test_de_periode_per_leerweg(facade: Facade) -> None:
    """The period of a BPVO is judged per leerweg: withdrawn within for the one, whole for the other."""
    periode = {"peildatum": "2020-09-01", "totEnMet": "2022-01-31"}
    per_leerweg = {
        leerweg: facade.erkenning(*vb.VAN_BOL_NAAR_BBL, leerweg=leerweg, **periode).json()
        for leerweg in ("BOL", "BBL")
    }
    bol, bbl = per_leerweg["BOL"], per_leerweg["BBL"]
    assert (bol["erkend"], bol["erkendGehelePeriode"], bol["eindigtTijdensPeriode"]) == (True, False, True)
    assert (bbl["erkend"], bbl["erkendGehelePeriode"], bbl["eindigtTijdensPeriode"]) == (True, True, False)
    zonder = facade.erkenning(*vb.VAN_BOL_NAAR_BBL, **periode).json()
    assert [deel["erkendGehelePeriode"] for deel in zonder["leerwegen"]] == [False, True]


def test_alleen_bbl(facade: Facade) -> None:
    """A code that SBB lists for BBL alone is not erkend for BOL."""
    assert facade.erkenning(*vb.ALLEEN_BBL, leerweg="BBL").json()["erkend"] is True
    bol = facade.erkenning(*vb.ALLEEN_BBL, leerweg="BOL").json()
    assert (bol["erkend"], bol["status"], bol["leerweg"]) == (False, "nietErkend", "BOL")


def test_sbb_vertelt_de_leerweg_niet(facade: Facade) -> None:
    """Where SBB names no leerweg the verdict stands and says so, whichever was asked for."""
    for query in ({}, {"leerweg": "BOL"}, {"leerweg": "BBL"}):
        inhoud = facade.erkenning(*vb.ERKEND_CREBO, **query).json()
        assert (inhoud["erkend"], inhoud["leerwegBekend"]) == (True, False)
        assert inhoud["leerwegReden"] == "nietVerteld"
        assert "leerweg" not in inhoud


def test_zonder_details_van_sbb(facade: Facade) -> None:
    """Details that fail keep nobody from verifying, but whoever asks for a leerweg gets no answer."""
    facade.storing("http503", operatie="GeefDetails")
    inhoud = facade.erkenning(*vb.VAN_BOL_NAAR_BBL).json()
    assert (inhoud["erkend"], inhoud["leerwegReden"]) == (True, "nietOpgehaald")
    antwoord = facade.erkenning(*vb.VAN_BOL_NAAR_BBL, leerweg="BBL")
    assert (antwoord.status_code, antwoord.json()["code"]) == (503, "bron-niet-beschikbaar")


def test_leerweg_in_lijst_en_zoekresultaat(facade: Facade) -> None:
    """Each erkenning of a list and of a search says for which leerweg it is, or that SBB does not tell."""
    leerbedrijf_id, code = vb.VAN_BOL_NAAR_BBL
    lijst = facade.vraag(f"/leerbedrijven/{leerbedrijf_id}/erkenningen").json()["resultaten"]
    eigen = {e["leerweg"]: e["erkend"] for e in lijst if e["code"] == code}
    assert eigen == {"BOL": False, "BBL": True}
    assert all(e["leerwegBekend"] == ("leerweg" in e) for e in lijst)
    gevonden = facade.vraag("/erkenningen", params={"crebo": code, "leerweg": "BOL"}).json()["resultaten"]
    assert all(g["erkenning"].get("leerweg") != "BBL" for g in gevonden)
    assert leerbedrijf_id not in {g["leerbedrijf"]["leerbedrijfId"] for g in gevonden}


def test_onbekend_leerbedrijf_en_onbekende_code(facade: Facade) -> None:
    """404 says which of the two SBB does not know."""
    leerbedrijf = facade.erkenning(vb.ONBEKEND_LEERBEDRIJF, "25998")
    crebo = facade.erkenning(vb.TOONBEELD, vb.ONBEKENDE_CREBO)
    keuzedeel = facade.erkenning(vb.TOONBEELD, vb.ONBEKEND_KEUZEDEEL)
    assert [a.status_code for a in (leerbedrijf, crebo, keuzedeel)] == [404] * 3
    assert [a.json()["code"] for a in (leerbedrijf, crebo, keuzedeel)] == [
        "leerbedrijf-onbekend",
        "code-onbekend",
        "code-onbekend",
    ]


def test_altijd_vers(facade: Facade) -> None:
    """A change at SBB is in the very next answer: verification is never kept."""
    assert facade.erkenning(*vb.ALLEEN_BBL).json()["erkend"] is True
    leerbedrijf_id, code = vb.ALLEEN_BBL
    weg = {"leerbedrijfId": leerbedrijf_id, "code": code, "status": "Ingetrokken", "einddatum": "2020-01-01"}
    facade.sbb.post("/erkenningen", json=weg).raise_for_status()
    antwoord = facade.erkenning(*vb.ALLEEN_BBL)
    assert (antwoord.json()["erkend"], antwoord.json()["status"]) == (False, "ingetrokken")
    assert antwoord.headers["Cache-Control"] == "no-store"


def test_niemand_bewaart_het(facade: Facade) -> None:
    """What is asked of SBB each time has no tag: nobody should keep it to compare."""
    antwoord = facade.vraag(
        "/leerbedrijven/{}/erkenningen/{}".format(*vb.ERKEND_CREBO), headers={"If-None-Match": "*"}
    )
    assert (antwoord.status_code, "ETag" in antwoord.headers) == (200, False)
