"""`GET /status`, from event to answer."""

from typing import Any

import pytest
from stagemarkt.model.errors import Bilingual, BronUnavailable
from stagemarkt.ports.guard import CircuitBreaker, RateLimit
from stagemarkt.ports.records import EndpointRecord, Sightings
from stagemarkt.web.documents.shapes import Schoolstatus

from functions.status.app import make_handler
from tests.unit.conftest import LogCapture
from tests.unit.fakes.composition import NOW, FakeComposition, FakeContext, FakeProber
from tests.unit.fakes.records import FakeRecords
from tests.unit.requests import json_of, load_event

GOOD = EndpointRecord(seen=Sightings(NOW - 5))
CLOSED = BronUnavailable(Bilingual("SBB is niet te bereiken.", "SBB cannot be reached."))


def _ask(composition: FakeComposition, event: dict[str, Any] | None = None) -> dict[str, Any]:
    return make_handler(composition)(event or load_event("status"), FakeContext())


@pytest.mark.parametrize(
    ("seen", "prober", "status", "probed"),
    [
        (Sightings(last_success=NOW - 5), FakeProber(CLOSED), "in-orde", 0),
        (Sightings(last_failure=NOW - 5, failure_code="bron-timeout"), FakeProber(), "verstoord", 0),
        (Sightings(), FakeProber(), "in-orde", 1),
        (Sightings(), FakeProber(CLOSED), "verstoord", 1),
    ],
)
def test_the_state(seen: Sightings, prober: FakeProber, status: str, probed: int) -> None:
    """What was seen lately, or else a look at the door; 200 whatever it is, and SBB is asked nothing."""
    composition = FakeComposition(records=FakeRecords(EndpointRecord(seen=seen)), prober=prober)
    answer = _ask(composition)
    assert (answer["statusCode"], json_of(answer)["status"]) == (200, status)
    assert (prober.times, composition.fake_sbb.asked, composition.scholen) == (probed, [], [])


def test_a_broken_log_costs_no_answer(logbook: LogCapture) -> None:
    """Without the record nobody knows, which is an answer; the operator reads why."""
    composition = FakeComposition(records=FakeRecords(piece=frozenset({"endpoint"})))
    assert json_of(_ask(composition))["status"] == "onbekend"
    assert [(line["level"], line["message"]) for line in logbook.lines] == [
        ("WARNING", "opslag"),
        ("INFO", "verzoek"),
    ]


def test_open_to_everyone() -> None:
    """Without a key, in the language of the caller, for any page to read, and kept by nobody."""
    answer = _ask(FakeComposition())
    headers = answer["headers"]
    assert (headers["Content-Language"], headers["Access-Control-Allow-Origin"]) == ("en", "*")
    assert headers["Cache-Control"] == "no-store"


def test_an_unknown_parameter() -> None:
    """Strict here as everywhere, before anything is looked at."""
    records = FakeRecords(piece=frozenset({"endpoint"}))
    event = {**load_event("status"), "multiValueQueryStringParameters": {"school": ["99XX"]}}
    answer = _ask(FakeComposition(records=records), event)
    assert json_of(answer)["code"] == "onbekende-parameter"


def test_an_open_breaker() -> None:
    """An open circuit breaker is told."""
    composition = FakeComposition()
    composition.nep_records.bron = CircuitBreaker(5, 5, "bron-timeout", 0.0, NOW - 1.0, NOW + 14.0)
    assert json_of(_ask(composition))["sbb"]["zekering"]["status"] == "open"


OPEN = CircuitBreaker(5, 5, "bron-licentie", 0.0, NOW - 1.0, NOW + 14.0)


def _of_school(composition: FakeComposition) -> Schoolstatus:
    answer = _ask(composition, load_event("status-school"))
    assert answer["statusCode"] == 200
    return Schoolstatus.model_validate(json_of(answer))


def test_the_school_and_what_goes_to_sbb() -> None:
    """Beside certificate and licence: facade, SBB, the school's breaker, and its limits with what runs."""
    composition = FakeComposition(records=FakeRecords(GOOD))
    composition.nep_records.put(room=RateLimit(0.0, {"a": NOW + 5.0, "dood": NOW - 1.0}, new=False))
    status = _of_school(composition)
    assert (status.facade.status, status.sbb.status) == ("in-orde", "in-orde")
    assert status.zekering is not None
    assert status.zekering.status == "gesloten"
    assert status.limiet is not None
    assert (status.limiet.per_seconde, status.limiet.tegelijk, status.limiet.lopend) == (20, 10, 1)


def test_an_open_breaker_of_the_school() -> None:
    """A school that SBB refused too often sees until when; SBB is not blamed for it."""
    composition = FakeComposition(records=FakeRecords(GOOD))
    composition.nep_records.put(OPEN)
    status = _of_school(composition)
    assert status.zekering is not None
    assert (status.zekering.status, status.sbb.status) == ("open", "in-orde")
    assert status.zekering.volgende_poging is not None


def test_without_sbb_the_school_is_disturbed_too() -> None:
    """When SBB fails, nothing works for any school, however good her certificate."""
    error = Sightings(last_failure=NOW - 5, failure_code="bron-timeout")
    status = _of_school(FakeComposition(records=FakeRecords(EndpointRecord(seen=error))))
    assert (status.status, status.sbb.status) == ("verstoord", "storing")


def test_what_cannot_be_read_is_missing(logbook: LogCapture) -> None:
    """A record of SBB that cannot be read leaves out what it would tell; the school is told, and why."""
    status = _of_school(FakeComposition(records=FakeRecords(piece=frozenset({"endpoint"}))))
    assert (status.sbb.zekering, status.sbb.status) == (None, "onbekend")
    assert status.zekering is not None
    assert logbook.lines[0]["bewerking"] == "waarnemen"


def test_a_part_of_sbb_is_down() -> None:
    """Of two services one can fail: it is named, and so is that the other goes on."""
    composition = FakeComposition(records=FakeRecords(GOOD))
    composition.fakes_elsewhere = {
        "Zoeken": EndpointRecord(
            CircuitBreaker(1, 5, "bron-timeout", open_since=NOW - 3.0, probe_after=NOW + 12.0)
        ),
        "GeefDetails": EndpointRecord(),
    }
    for event in ("status", "status-school"):
        content = json_of(_ask(composition, load_event(event)))
        assert (content["status"], content["sbb"]["status"]) == ("verstoord", "storing")
        assert "Zoeken" in content["sbb"]["uitleg"]
        assert "GeefDetails" not in content["sbb"]["uitleg"]
        assert content["sbb"]["zekering"]["status"] == "gesloten"
        elders = {part["operatie"]: part["zekering"]["status"] for part in content["sbb"]["elders"]}
        assert elders == {"Zoeken": "open", "GeefDetails": "gesloten"}
    composition.fakes_elsewhere = dict.fromkeys(composition.fakes_elsewhere, EndpointRecord())
    assert json_of(_ask(composition))["status"] == "in-orde"
