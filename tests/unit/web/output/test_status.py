"""`/status`, in words that a help desk can read out."""

import json

import pytest
from stagemarkt.ports.guard import CircuitBreaker
from stagemarkt.ports.records import EndpointRecord, Sightings
from stagemarkt.version import VERSION
from stagemarkt.web.documents.shapes import Toestand
from stagemarkt.web.negotiation import Language
from stagemarkt.web.output.status import status_response

from tests.unit.fakes.composition import NOW

IN_ORDE = Sightings(last_success=NOW - 5, last_failure=NOW - 9, failure_code="bron-timeout")
STORING = Sightings(last_success=NOW - 8.5, last_failure=NOW - 4.25, failure_code="bron-timeout")


@pytest.mark.parametrize(
    ("seen", "status", "sbb"),
    [
        (Sightings(), "onbekend", "onbekend"),
        (Sightings(last_success=NOW), "in-orde", "in-orde"),
        (IN_ORDE, "in-orde", "in-orde"),
        (STORING, "verstoord", "storing"),
        (Sightings(last_failure=NOW, failure_code="bron-overbelast"), "verstoord", "storing"),
        (Sightings(last_success=NOW - 500), "onbekend", "onbekend"),
    ],
)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_state(seen: Sightings, status: str, sbb: str, language: Language) -> None:
    """Whoever is at fault is named, the facade works when it says so, and the answer is open to any page."""
    answer = status_response(EndpointRecord(seen=seen), NOW, language)
    condition = Toestand.model_validate_json(answer.body)
    assert (answer.status, condition.status, condition.sbb.status) == (200, status, sbb)
    assert (condition.facade.status, condition.versie) == ("in-orde", VERSION)
    assert answer.koppen == {
        "Cache-Control": "no-store",
        "Content-Language": language,
        "Access-Control-Allow-Origin": "*",
    }


def test_when_what_was_seen() -> None:
    """The last success and the last failure have their moments, in UTC, and the failure its code."""
    content = json.loads(status_response(EndpointRecord(seen=STORING), NOW, "nl").body)
    assert content["sbb"]["laatsteSucces"] == "2026-09-01T09:59:51Z"
    assert content["sbb"]["laatsteFout"] == {"tijdstip": "2026-09-01T09:59:55Z", "code": "bron-timeout"}


def test_what_was_never_seen_is_absent() -> None:
    """Nothing seen, nothing told."""
    assert set(json.loads(status_response(None, NOW, "nl").body)["sbb"]) == {"status", "uitleg"}


@pytest.mark.parametrize("seen", [Sightings(), IN_ORDE, STORING])
def test_the_explanation_in_two_languages(seen: Sightings) -> None:
    """Each judgement has a sentence in either language."""
    nl, en = (
        Toestand.model_validate_json(status_response(EndpointRecord(seen=seen), NOW, language).body)
        for language in ("nl", "en")
    )
    assert nl.sbb.uitleg != en.sbb.uitleg
    assert nl.facade.uitleg != en.facade.uitleg


OPEN = CircuitBreaker(5, 5, "bron-timeout", 0.0, NOW - 3.0, NOW + 11.5)


def test_an_open_breaker() -> None:
    """That nobody asks SBB now is told, since when, and when one does again: never too early."""
    content = json.loads(status_response(EndpointRecord(OPEN, STORING), NOW, "nl").body)
    breaker = content["sbb"]["zekering"]
    assert (content["status"], content["sbb"]["status"], breaker["status"]) == (
        "verstoord",
        "storing",
        "open",
    )
    assert (breaker["sinds"], breaker["volgendePoging"]) == ("2026-09-01T09:59:57Z", "2026-09-01T10:00:12Z")


def test_a_wrong_ca_is_the_operators_business() -> None:
    """That SBB's certificate is not recognised here is told as a fault of the facade, not of SBB."""
    error = Sightings(last_failure=NOW, failure_code="bron-certificaat")
    condition = Toestand.model_validate_json(status_response(EndpointRecord(seen=error), NOW, "nl").body)
    assert (condition.status, condition.facade.status, condition.sbb.status) == (
        "verstoord",
        "storing",
        "onbekend",
    )
    assert "beheerder" in condition.facade.uitleg
    assert condition.sbb.laatste_fout is not None
    assert condition.sbb.laatste_fout.code == "bron-certificaat"


@pytest.mark.parametrize(
    ("breaker", "status"),
    [(CircuitBreaker(), "gesloten"), (OPEN, "open"), (OPEN._replace(probe_after=NOW - 1.0), "op-proef")],
)
def test_the_breaker_in_two_languages(breaker: CircuitBreaker, status: str) -> None:
    """Each state has a sentence in either language."""
    nl, en = (
        Toestand.model_validate_json(
            status_response(EndpointRecord(breaker, STORING), NOW, language).body
        ).sbb.zekering
        for language in ("nl", "en")
    )
    assert nl is not None
    assert en is not None
    assert nl.status == en.status == status
    assert nl.uitleg != en.uitleg
