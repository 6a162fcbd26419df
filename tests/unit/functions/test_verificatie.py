"""Natrekken, from event to answer."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from stagemarkt.model.detailgegevens import Contactpersoon, Detailgegevens
from stagemarkt.model.errors import (
    Bilingual,
    BronTimeout,
    CodeUnknown,
    FacadeError,
    LeerbedrijfUnknown,
    Signaal,
)
from stagemarkt.model.questions import Erkenningsvraag
from stagemarkt.ports.sbb import Details

from functions.verificatie.app import make_handler
from tests.unit.conftest import LogCapture
from tests.unit.fakes.cache import FakeStore
from tests.unit.fakes.composition import (
    ERKENNING,
    LEERBEDRIJF_ID,
    NOW,
    SCHOOL,
    TODAY,
    FakeComposition,
    FakeContext,
    FakeSbb,
)
from tests.unit.requests import json_of, load_event

TEXT = Bilingual("Nee.", "No.")


def _ask(composition: FakeComposition, event: str | dict[str, Any] = "verificatie") -> dict[str, Any]:
    return make_handler(composition)(load_event(event) if isinstance(event, str) else event, FakeContext())


def _verdicts(composition: FakeComposition) -> list[object]:
    return [question for question in composition.fake_sbb.asked if isinstance(question, Erkenningsvraag)]


@pytest.mark.parametrize(
    ("event", "question"),
    [
        ("verificatie", Erkenningsvraag(LEERBEDRIJF_ID, "25998", TODAY)),
        ("verificatie-periode", Erkenningsvraag(LEERBEDRIJF_ID, "K0067", TODAY, date(2027, 1, 31))),
    ],
)
def test_sbb_gets_the_question(event: str, question: Erkenningsvraag) -> None:
    """What was asked reaches SBB, on behalf of the school."""
    composition = FakeComposition()
    assert json_of(_ask(composition, event))["erkend"] is True
    assert (composition.fake_sbb.asked, composition.scholen) == ([question, LEERBEDRIJF_ID], [SCHOOL])


def test_asked_anew_every_time() -> None:
    """An erkenning is asked of SBB each time: nothing is kept, by a caller neither."""
    store = FakeStore()
    composition = FakeComposition(store=store)
    answers = [_ask(composition), _ask(composition)]
    assert len(_verdicts(composition)) == 2
    assert (store.parsed, store.made, store.inhoud) == ([], 0, {})
    assert [answer["headers"]["Cache-Status"] for answer in answers] == ["stagemarkt; fwd=bypass"] * 2
    assert answers[0]["headers"]["Cache-Control"] == "no-store"


@pytest.mark.parametrize("event", ["verificatie", "erkenningen"])
def test_only_if_cached_does_not_exist(event: str) -> None:
    """Nothing is kept, so whoever wants a kept answer or nothing gets nothing, and SBB is left alone."""
    composition = FakeComposition()
    loaded = load_event(event)
    loaded["multiValueHeaders"]["Cache-Control"] = ["only-if-cached"]
    answer = _ask(composition, loaded)
    assert (answer["statusCode"], json_of(answer)["code"]) == (504, "niet-in-cache")
    assert composition.fake_sbb.asked == []


def test_there_is_nothing_to_compare() -> None:
    """What nobody should keep has no tag, and is never answered with 304."""
    composition = FakeComposition()
    event = load_event("verificatie")
    event["multiValueHeaders"]["If-None-Match"] = ["*"]
    answer = _ask(composition, event)
    assert (answer["statusCode"], "ETag" in answer["headers"]) == (200, False)


def test_not_erkend_is_200() -> None:
    """Not erkend is an answer, not an error."""
    answer = _ask(FakeComposition(FakeSbb(erkenning=ERKENNING.model_copy(update={"in_orde": False}))))
    content = json_of(answer)
    assert (answer["statusCode"], content["erkend"], content["status"]) == (200, False, "nietErkend")


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 8, 31, 21, 59, 59, tzinfo=UTC), "2026-08-31"),
        (datetime(2026, 8, 31, 22, 0, tzinfo=UTC), "2026-09-01"),
    ],
)
def test_today_is_today_in_the_netherlands(moment: datetime, day: str) -> None:
    """Without a peildatum it is today in Amsterdam, while Lambda's clock is UTC."""
    composition = FakeComposition(clock=moment.timestamp)
    content = json_of(_ask(composition))
    assert content["peildatum"] == day
    assert content["actualiteit"]["opgehaaldOp"] == moment.isoformat().replace("+00:00", "Z")


def test_another_erkenning_is_not_passed_on() -> None:
    """SBB's answer about another leerbedrijf is 502."""
    answer = _ask(FakeComposition(FakeSbb(erkenning=ERKENNING.model_copy(update={"leerbedrijf_id": "1"}))))
    assert (answer["statusCode"], json_of(answer)["code"]) == (502, "bron-antwoord-ongeldig")
    assert "Gouden Korst" not in str(answer)


@pytest.mark.parametrize(
    ("error", "status", "signaalcode"),
    [
        (LeerbedrijfUnknown(TEXT, sbb_signal=Signaal(102, "Onbekend leerbedrijf", "b-1")), 404, 102),
        (CodeUnknown(TEXT, sbb_signal=Signaal(103, None, "b-2")), 404, 103),
        (BronTimeout(TEXT, retry_after=10), 504, None),
    ],
)
def test_what_befalls_sbb(
    error: FacadeError, status: int, signaalcode: int | None, logbook: LogCapture
) -> None:
    """What SBB says or fails in is told with its own code, and its melding stays out of the log."""
    answer = _ask(FakeComposition(FakeSbb(fout=error)))
    content = json_of(answer)
    assert (answer["statusCode"], content["code"]) == (status, error.code)
    assert content.get("bron", {}).get("signaalcode") == signaalcode
    assert [line["code"] for line in logbook.lines] == [error.code]
    assert "Onbekend leerbedrijf" not in logbook.tekst


def _with_leerweg(leerweg: str) -> dict[str, Any]:
    event = load_event("verificatie")
    event["multiValueQueryStringParameters"] = {"leerweg": [leerweg]}
    return event


@pytest.mark.parametrize(("leerweg", "erkend"), [("BOL", False), ("bol", False), ("BBL", True)])
def test_leerweg(leerweg: str, *, erkend: bool) -> None:
    """With a leerweg the answer is about that one; neither way does any of SBB's details of people leave."""
    composition = FakeComposition()
    bbl = ERKENNING.model_copy(update={"code": "25998", "leerweg": "BBL"})
    data = Detailgegevens(leerbedrijf_id=LEERBEDRIJF_ID, contactpersonen=(Contactpersoon(naam="Pietersen"),))
    composition.fake_sbb.details = Details(data, [bbl])
    answer = _ask(composition, _with_leerweg(leerweg))
    content = json_of(answer)
    assert (content["erkend"], content["leerweg"], content["leerwegBekend"]) == (
        erkend,
        leerweg.upper(),
        True,
    )
    assert [(part["leerweg"], part["erkend"]) for part in content["leerwegen"]] == [
        ("BOL", False),
        ("BBL", True),
    ]
    assert "Pietersen" not in str(answer)


def test_without_the_list_of_sbb(logbook: LogCapture) -> None:
    """A list that does not come is in the log and the answer; with a leerweg it is the caller's problem."""
    composition = FakeComposition()
    composition.fake_sbb.details_error = BronTimeout(TEXT, internal="deadline", retry_after=10)
    content = json_of(_ask(composition))
    assert (content["erkend"], content["leerwegBekend"], content["leerwegReden"]) == (
        True,
        False,
        "nietOpgehaald",
    )
    line = next(line for line in logbook.lines if line["message"] == "leerweg")
    assert (line["level"], line["code"], line["intern"]) == ("WARNING", "bron-timeout", "deadline")
    answer = _ask(composition, _with_leerweg("BBL"))
    assert (answer["statusCode"], json_of(answer)["code"]) == (504, "bron-timeout")


def test_an_unreadable_question_does_not_reach_sbb() -> None:
    """All faults at once, before anything is asked or any school's secret is read."""
    event = load_event("verificatie-periode")
    event["pathParameters"] = {"leerbedrijfId": "!", "code": "x"}
    event["multiValueQueryStringParameters"] = {
        "peildatum": ["morgen"],
        "totenmet": ["2027-01-31"],
        "leerweg": ["BLO"],
    }
    composition = FakeComposition()
    answer = _ask(composition, event)
    assert answer["statusCode"] == 400
    assert [point["naam"] for point in json_of(answer)["fouten"]] == [
        "leerbedrijfId",
        "code",
        "peildatum",
        "totenmet",
        "leerweg",
    ]
    assert (composition.fake_sbb.asked, composition.scholen) == ([], [])


def test_the_clock_is_read_once() -> None:
    """The peildatum and the moment of the answer are of one and the same now."""
    times: list[int] = []

    def clock() -> float:
        times.append(1)
        return float(NOW)

    _ask(FakeComposition(clock=clock))
    assert len(times) == 1
