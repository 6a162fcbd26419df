"""`POST /verificaties/_batch`, from event to answer: what is refused, and what each slot says."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from stagemarkt.model.errors import (
    Bilingual,
    BronTimeout,
    CodeUnknown,
    LeerbedrijfUnknown,
    Signaal,
    StorageError,
)
from stagemarkt.ports.guard import Requester

from functions.verificatie.app import make_handler
from tests.unit.conftest import LogCapture
from tests.unit.fakes.composition import ERKENNING, LEERBEDRIJF_ID, FakeComposition, FakeContext, FakeSbb
from tests.unit.requests import build_event, json_of

PATH = "/verificaties/_batch"
KEY = [LEERBEDRIJF_ID, "25998"]
TEXT = Bilingual("Nee.", "No.")


def _ask(
    body: object, composition: FakeComposition | None = None, headers: Mapping[str, str] | None = None
) -> dict[str, Any]:
    text = body if isinstance(body, str) else json.dumps(body)
    handler = make_handler(composition or FakeComposition())
    return handler(build_event("POST", PATH, body=text, headers=headers), FakeContext())


def _checks(*checks: dict[str, object]) -> dict[str, object]:
    return {"requests": [{"key": KEY, **check} for check in checks]}


def _points(answer: dict[str, Any]) -> list[tuple[str, str]]:
    return [(point["pointer"], point["code"]) for point in json_of(answer)["fouten"]]


def test_a_slot_for_each() -> None:
    """The answers stand in the order of the checks, each with its own reference and period."""
    answer = _ask(
        _checks({"totEnMet": "2027-01-31", "referentie": "Bpvo 7/b"}, {}, {"peildatum": "2019-12-31"})
    )
    slots = json_of(answer)["results"]
    assert [slot["erkend"] for slot in slots] == [True, True, False]
    assert [slot.get("referentie") for slot in slots] == ["Bpvo 7/b", None, None]
    assert [slot.get("erkendGehelePeriode") for slot in slots] == [True, None, None]
    assert {slot["actualiteit"]["bron"] for slot in slots} == {"sbb"}
    assert (answer["headers"]["Cache-Control"], answer["headers"]["Cache-Status"]) == (
        "no-store",
        "stagemarkt; fwd=bypass",
    )


def test_nothing_asked_is_nothing_answered() -> None:
    """An empty list has an empty answer, and SBB is left alone."""
    composition = FakeComposition()
    assert json_of(_ask({"requests": []}, composition)) == {"results": []}
    assert composition.fake_sbb.asked == []


@pytest.mark.parametrize("error", [LeerbedrijfUnknown(TEXT), CodeUnknown(TEXT)])
def test_unknown_is_null(error: Exception) -> None:
    """What SBB does not know is `null`, with or without a reference."""
    composition = FakeComposition(FakeSbb(fout=error))
    assert json_of(_ask(_checks({"referentie": "a"}), composition)) == {"results": [None]}


def test_a_failure_is_a_problem_in_its_slot(logbook: LogCapture) -> None:
    """It has the shape of any problem, and the reference; never `erkend`."""
    error = BronTimeout(TEXT, sbb_signal=Signaal(204, None, "b-1"))
    answer = _ask(_checks({"referentie": "a"}), FakeComposition(FakeSbb(fout=error)))
    (slot,) = json_of(answer)["results"]
    assert (answer["statusCode"], slot["referentie"], "erkend" in slot) == (200, "a", False)
    problem = slot["probleem"]
    assert (problem["code"], problem["status"], problem["herhaalbaar"]) == ("bron-timeout", 504, True)
    assert problem["instance"].startswith("urn:uuid:")
    assert problem["bron"] == {"signaalcode": 204, "berichtId": "b-1"}
    assert [line["message"] for line in logbook.lines] == ["verzoek"]


@pytest.mark.parametrize("error", [ValueError("Jansen"), StorageError("Jansen")])
def test_our_own_fault(error: Exception, logbook: LogCapture) -> None:
    """Told as ours, and logged with where it was and without what it said."""
    answer = _ask(_checks({}), FakeComposition(FakeSbb(fout=error)))
    (slot,) = json_of(answer)["results"]
    assert slot["probleem"]["code"] == "interne-fout"
    assert [line["level"] for line in logbook.lines if line["message"] == "reeks"] == ["ERROR"]
    assert "Jansen" not in logbook.tekst + str(answer)


def test_what_the_time_does_not_reach() -> None:
    """It says so."""
    composition = FakeComposition()
    composition.fake_lanes.only = 1
    slots = json_of(_ask(_checks({}, {"peildatum": "2026-10-01"}), composition))["results"]
    assert [slot.get("probleem", {}).get("code") for slot in slots] == [None, "niet-gevraagd"]


def test_for_whom() -> None:
    """It is asked on behalf of the afnemer whose key it is."""
    composition = FakeComposition()
    _ask(_checks({}), composition)
    assert composition.requesters == [Requester("demo")]


def test_every_fault_at_once() -> None:
    """Each is named by where it stands in the body, and SBB is not asked for those that are right."""
    composition = FakeComposition()
    body = {
        "requests": [
            {"key": KEY},
            {"key": ["!", "x"], "peildatum": "morgen", "totenmet": "2027-01-31"},
            {"peildatum": "2026-09-01"},
            {"key": [LEERBEDRIJF_ID]},
            "900000001",
            {"key": KEY, "peildatum": "2026-09-01", "totEnMet": "2026-08-31", "leerweg": "BLO"},
            {"key": [LEERBEDRIJF_ID, 25998], "referentie": "a\u200bb"},
            {"key": KEY, "referentie": "x" * 101, "totEnMet": None},
        ],
        "verificaties": [],
    }
    answer = _ask(body, composition)
    assert answer["statusCode"] == 400
    wrong, other, without = "ongeldige-invoer", "onbekende-parameter", "ontbrekende-combinatie"
    assert sorted(_points(answer)) == sorted(
        [
            ("#/requests/1/key/0", wrong),
            ("#/requests/1/key/1", wrong),
            ("#/requests/1/peildatum", wrong),
            ("#/requests/1/totenmet", other),
            ("#/requests/2/key", without),
            ("#/requests/3/key", wrong),
            ("#/requests/4", wrong),
            ("#/requests/5/totEnMet", wrong),
            ("#/requests/5/leerweg", wrong),
            ("#/requests/6/key/1", wrong),
            ("#/requests/6/referentie", wrong),
            ("#/requests/7/referentie", wrong),
            ("#/requests/7/totEnMet", wrong),
            ("#/verificaties", other),
        ]
    )
    assert composition.fake_sbb.asked == []


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({}, 400, "ontbrekende-combinatie"),
        ({"requests": {}}, 400, "ongeldige-invoer"),
        ({"requests": None}, 400, "ongeldige-invoer"),
        ([], 400, "ongeldige-invoer"),
        ("", 400, "ongeldige-invoer"),
        ({"requests": [{"key": KEY}] * 101}, 400, "batch-te-groot"),
        ({"requests": [{"key": ["!", "!"]}] * 100}, 400, "ongeldige-invoer"),
        (
            {"requests": [{"key": KEY, "referentie": "é" * 100}] * 101, "x": "y" * 131_072},
            413,
            "invoer-te-groot",
        ),
    ],
)
def test_what_is_refused_whole(body: object, status: int, code: str) -> None:
    """Too much, too little, or something else than a list of checks."""
    answer = _ask(body)
    assert (answer["statusCode"], json_of(answer)["code"]) == (status, code)


def test_faults_are_bounded() -> None:
    """Two hundred faults are told as the first hundred and how many more."""
    points = json_of(_ask({"requests": [{"key": ["!", "!"]}] * 100}))["fouten"]
    assert (len(points), points[-1]["detail"]) == (101, "En nog 100 fouten; de eerste 100 staan hier.")


def test_the_largest_that_is_allowed() -> None:
    """A hundred checks with all that they can hold fit in what is read."""
    full = {
        "key": ["9" * 40, "K0067"],
        "peildatum": "2026-09-01",
        "totEnMet": "2027-01-31",
        "leerweg": "BBL",
        "referentie": "€" * 100,
    }
    sbb = FakeSbb(erkenning=ERKENNING.model_copy(update={"leerbedrijf_id": "9" * 40}))
    sbb.details_error = LeerbedrijfUnknown(TEXT)
    answer = _ask({"requests": [full] * 100}, FakeComposition(sbb))
    assert (answer["statusCode"], len(json_of(answer)["results"])) == (200, 100)


def test_only_if_cached_does_not_exist() -> None:
    """Nothing is kept of it."""
    answer = _ask(_checks({}), headers={"Cache-Control": "only-if-cached"})
    assert (answer["statusCode"], json_of(answer)["code"]) == (504, "niet-in-cache")
