"""Natrekken through the deployed stack: each status, the peildatum and the period of a BPVO."""

import pytest

from local.sbb.register import examples
from tests.e2e.client import FacadeClient


@pytest.mark.parametrize(
    ("leerbedrijf_and_code", "peildatum", "status"),
    [
        (examples.ERKEND_CREBO, "2026-09-01", "erkend"),
        (examples.ERKEND_KEUZEDEEL, "2026-09-01", "erkend"),
        (examples.OPEN_END, "2026-09-01", "erkend"),
        (examples.ENDS, "2031-07-31", "erkend"),
        (examples.ENDS, "2031-08-01", "verlopen"),
        (examples.FUTURE, "2032-07-31", "toekomstig"),
        (examples.FUTURE, "2032-08-01", "erkend"),
        (examples.EXPIRED, "2022-07-31", "erkend"),
        (examples.EXPIRED, "2022-08-01", "verlopen"),
        (examples.WITHDRAWN, "2026-09-01", "ingetrokken"),
        (examples.NEVER_ERKEND, "2026-09-01", "nietErkend"),
    ],
)
def test_status_on_the_peildatum(
    facade: FacadeClient, leerbedrijf_and_code: tuple[str, str], peildatum: str, status: str
) -> None:
    """Not erkend is an answer: 200 with the status on that very day."""
    answer = facade.erkenning(*leerbedrijf_and_code, peildatum=peildatum)
    assert answer.status_code == 200
    content = answer.json()
    assert (content["status"], content["erkend"]) == (status, status == "erkend")
    assert content["peildatum"] == peildatum


@pytest.mark.parametrize(
    ("tot_en_met", "whole_number", "ends"),
    [("2031-07-31", True, False), ("2031-08-01", False, True), ("2026-09-01", True, False)],
)
def test_whole_period(facade: FacadeClient, tot_en_met: str, whole_number: bool, ends: bool) -> None:  # noqa: FBT001 - a table
    """`totEnMet` looks at the whole period, its last day included."""
    content = facade.erkenning(*examples.ENDS, peildatum="2026-09-01", totEnMet=tot_en_met).json()
    assert (content["erkendGehelePeriode"], content["eindigtTijdensPeriode"]) == (whole_number, ends)


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
def test_one_leerweg_is_not_the_other(
    facade: FacadeClient, query: dict[str, str], leerweg: str | None, status: str, *, erkend: bool
) -> None:
    """Erkend for BBL and no longer for BOL: each asked for is told as it is, and without both are."""
    content = facade.erkenning(*examples.FROM_BOL_TO_BBL, **query).json()
    assert (content["erkend"], content["status"]) == (erkend, status)
    assert content.get("leerweg") == leerweg
    assert (content["leerwegBekend"], [part["leerweg"] for part in content["leerwegen"]]) == (
        True,
        ["BOL", "BBL"],
    )
    if "peildatum" not in query:
        assert [part["erkend"] for part in content["leerwegen"]] == [False, True]


def test_the_period_per_leerweg(facade: FacadeClient) -> None:
    """The period of a BPVO is judged per leerweg: withdrawn within for the one, whole for the other."""
    period = {"peildatum": "2020-09-01", "totEnMet": "2022-01-31"}
    per_leerweg = {
        leerweg: facade.erkenning(*examples.FROM_BOL_TO_BBL, leerweg=leerweg, **period).json()
        for leerweg in ("BOL", "BBL")
    }
    bol, bbl = per_leerweg["BOL"], per_leerweg["BBL"]
    assert (bol["erkend"], bol["erkendGehelePeriode"], bol["eindigtTijdensPeriode"]) == (True, False, True)
    assert (bbl["erkend"], bbl["erkendGehelePeriode"], bbl["eindigtTijdensPeriode"]) == (True, True, False)
    without = facade.erkenning(*examples.FROM_BOL_TO_BBL, **period).json()
    assert [part["erkendGehelePeriode"] for part in without["leerwegen"]] == [False, True]


def test_only_bbl(facade: FacadeClient) -> None:
    """A code that SBB lists for BBL alone is not erkend for BOL."""
    assert facade.erkenning(*examples.ONLY_BBL, leerweg="BBL").json()["erkend"] is True
    bol = facade.erkenning(*examples.ONLY_BBL, leerweg="BOL").json()
    assert (bol["erkend"], bol["status"], bol["leerweg"]) == (False, "nietErkend", "BOL")


def test_sbb_does_not_tell_the_leerweg(facade: FacadeClient) -> None:
    """Where SBB names no leerweg the verdict stands and says so, whichever was asked for."""
    for query in ({}, {"leerweg": "BOL"}, {"leerweg": "BBL"}):
        content = facade.erkenning(*examples.ERKEND_CREBO, **query).json()
        assert (content["erkend"], content["leerwegBekend"]) == (True, False)
        assert content["leerwegReden"] == "nietVerteld"
        assert "leerweg" not in content


def test_without_details_from_sbb(facade: FacadeClient) -> None:
    """Details that fail keep nobody from verifying, but whoever asks for a leerweg gets no answer."""
    facade.storing("http503", operatie="GeefDetails")
    content = facade.erkenning(*examples.FROM_BOL_TO_BBL).json()
    assert (content["erkend"], content["leerwegReden"]) == (True, "nietOpgehaald")
    answer = facade.erkenning(*examples.FROM_BOL_TO_BBL, leerweg="BBL")
    assert (answer.status_code, answer.json()["code"]) == (503, "bron-niet-beschikbaar")


def test_leerweg_in_list_and_search_result(facade: FacadeClient) -> None:
    """Each erkenning of a list and of a search says for which leerweg it is, or that SBB does not tell."""
    leerbedrijf_id, code = examples.FROM_BOL_TO_BBL
    listing = facade.question(f"/leerbedrijven/{leerbedrijf_id}/erkenningen").json()["resultaten"]
    own = {e["leerweg"]: e["erkend"] for e in listing if e["code"] == code}
    assert own == {"BOL": False, "BBL": True}
    assert all(e["leerwegBekend"] == ("leerweg" in e) for e in listing)
    found = facade.question("/erkenningen", params={"crebo": code, "leerweg": "BOL"}).json()["resultaten"]
    assert all(g["erkenning"].get("leerweg") != "BBL" for g in found)
    assert leerbedrijf_id not in {g["leerbedrijf"]["leerbedrijfId"] for g in found}


def test_unknown_leerbedrijf_and_unknown_code(facade: FacadeClient) -> None:
    """404 says which of the two SBB does not know."""
    leerbedrijf = facade.erkenning(examples.UNKNOWN_LEERBEDRIJF, "25998")
    crebo = facade.erkenning(examples.SHOWPIECE, examples.UNKNOWN_CREBO)
    keuzedeel = facade.erkenning(examples.SHOWPIECE, examples.UNKNOWN_KEUZEDEEL)
    assert [a.status_code for a in (leerbedrijf, crebo, keuzedeel)] == [404] * 3
    assert [a.json()["code"] for a in (leerbedrijf, crebo, keuzedeel)] == [
        "leerbedrijf-onbekend",
        "code-onbekend",
        "code-onbekend",
    ]


def test_always_fresh(facade: FacadeClient) -> None:
    """A change at SBB is in the very next answer: verification is never kept."""
    assert facade.erkenning(*examples.ONLY_BBL).json()["erkend"] is True
    leerbedrijf_id, code = examples.ONLY_BBL
    which = {"leerbedrijfId": leerbedrijf_id, "code": code}
    withdrawn = {**which, "status": "Ingetrokken", "einddatum": "2020-01-01"}
    try:
        facade.sbb.post("/erkenningen", json=withdrawn).raise_for_status()
        answer = facade.erkenning(*examples.ONLY_BBL)
        assert (answer.json()["erkend"], answer.json()["status"]) == (False, "ingetrokken")
        assert answer.headers["Cache-Control"] == "no-store"
    finally:
        # Other tests ask for it too, in whichever order.
        facade.sbb.post("/erkenningen", json={**which, "status": "Erkend"}).raise_for_status()
    assert facade.erkenning(*examples.ONLY_BBL).json()["erkend"] is True


def test_nobody_keeps_it(facade: FacadeClient) -> None:
    """What is asked of SBB each time has no tag: nobody should keep it to compare."""
    answer = facade.question(
        "/leerbedrijven/{}/erkenningen/{}".format(*examples.ERKEND_CREBO), headers={"If-None-Match": "*"}
    )
    assert (answer.status_code, "ETag" in answer.headers) == (200, False)


def test_a_hundred_at_once(facade: FacadeClient) -> None:
    """A hundred checks in one call, each as it would be alone, in the order in which they were asked."""
    pairs = [
        (examples.ERKEND_CREBO, True),
        (examples.NEVER_ERKEND, False),
        ((examples.UNKNOWN_LEERBEDRIJF, "25998"), None),
        ((examples.SHOWPIECE, examples.UNKNOWN_CREBO), None),
        (examples.EXPIRED, False),
    ]
    rest = [(one["id"], "25998") for one in facade.register[:95]]
    keys = [*(pair for pair, _ in pairs), *rest]
    body = {"requests": [{"key": key, "referentie": f"bpvo-{n}"} for n, key in enumerate(keys)]}
    answer = facade.question("/verificaties/_batch", method="POST", json=body)
    assert answer.status_code == 200
    slots = answer.json()["results"]
    assert [slot and slot["erkend"] for slot in slots[:5]] == [erkend for _, erkend in pairs]
    told = [(slot["leerbedrijfId"], slot["referentie"]) for slot in slots[5:]]
    assert told == [(one, f"bpvo-{n}") for n, (one, _) in enumerate(rest, start=5)]
