"""API Gateway's event as a request."""

import base64
import uuid
from typing import Any

import pytest
from stagemarkt.web.request import read_event

from tests.unit.fakes.composition import SCHOOL
from tests.unit.requests import REQUEST_ID, build_event, load_event, make_request


def test_an_event_of_api_gateway() -> None:
    """Every part of a real event ends up in its place."""
    request = read_event(load_event("verificatie-periode"), 28.0)
    assert (request.method, request.resource) == ("GET", "/leerbedrijven/{leerbedrijfId}/erkenningen/{code}")
    assert request.path == "/leerbedrijven/900000001/erkenningen/K0067"
    assert request.path_fields == {"leerbedrijfId": "900000001", "code": "K0067"}
    assert request.query == {"peildatum": ["2026-09-01"], "totEnMet": ["2027-01-31"]}
    assert (request.afnemer_id, request.toegang) == ("demo", {SCHOOL: ("identificatie", "verificatie")})
    assert (request.language, request.body, request.school) == ("nl", b"", "")
    assert request.koppen["accept-encoding"] == "gzip"


@pytest.mark.parametrize(
    ("path", "whole", "read"),
    [
        ("/leerbedrijven", "/v1/leerbedrijven", "/leerbedrijven"),
        # Behind a domain of its own the base path stands in both.
        ("/v1/leerbedrijven", "/v1/leerbedrijven", "/leerbedrijven"),
        ("/v1/leerbedrijven/", "/v1/leerbedrijven/", "/leerbedrijven/"),
        # Who writes it twice has written it twice.
        ("/v1/leerbedrijven", "/v1/v1/leerbedrijven", "/v1/leerbedrijven"),
        ("/v1/v1/leerbedrijven", "/v1/v1/leerbedrijven", "/v1/leerbedrijven"),
        ("/v1x/leerbedrijven", "/v1x/leerbedrijven", "/v1x/leerbedrijven"),
    ],
)
def test_the_path_is_that_below_the_stage(path: str, whole: str, read: str) -> None:
    """By whichever name the API is reached."""
    event = {"path": path, "requestContext": {"path": whole, "stage": "v1"}}
    assert read_event(event, 28.0).path == read


@pytest.mark.parametrize(
    "event",
    [
        {},
        {"headers": None, "multiValueHeaders": None, "requestContext": None, "body": None},
        {"requestContext": {"authorizer": None, "requestId": None}, "pathParameters": None},
        {"multiValueQueryStringParameters": None, "queryStringParameters": None, "isBase64Encoded": None},
    ],
)
def test_what_is_missing_is_empty(event: dict[str, Any]) -> None:
    """What API Gateway leaves out or sends as null is nothing, and no failure."""
    request = read_event(event, 28.0)
    assert (request.koppen, request.query, request.path_fields, request.toegang) == ({}, {}, {}, {})
    assert (request.body, request.afnemer_id, request.language) == (b"", "", "nl")
    assert str(uuid.UUID(request.id)) == request.id


def test_headers_in_lower_case_and_joined() -> None:
    """A header is found whatever its capitals; one that is sent twice is a list."""
    event = build_event()
    event["multiValueHeaders"] = {"ACCEPT": ["text/html", "application/json"], "X-Iets": [""]}
    event["headers"] = {"ACCEPT": "application/json"}
    assert read_event(event, 1.0).koppen == {"accept": "text/html, application/json", "x-iets": ""}


def test_without_multiple_headers_the_single_ones_hold() -> None:
    """An event with single headers only, as tools at home make, is read as well."""
    event = build_event()
    event["headers"] = {"Accept-Language": "en"}
    request = read_event(event, 1.0)
    assert (request.koppen, request.language) == ({"accept-language": "en"}, "en")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("{}", b"{}"),
        ("\u00e9", b"\xc3\xa9"),
        (b"\xff\x00", b"\xff\x00"),
        (b"", b""),
        (None, b""),
        ("\ud800", b"\xed\xa0\x80"),  # no UTF-8: what reads it refuses it
    ],
)
def test_the_body_as_bytes(body: str | bytes | None, expected: bytes) -> None:
    """A body is the bytes that were sent, in base64 or not."""
    assert make_request("POST", body=body).body == expected


@pytest.mark.parametrize(
    "broken", ["e30", "e30=\n=", "geen base64!", "\u00e9\u00e9\u00e9\u00e9", "=", "e3=0"]
)
def test_broken_base64(broken: str) -> None:
    """A body whose encoding is broken is none, not something else."""
    event = build_event("POST", body=b"x")
    event["body"] = broken
    assert read_event(event, 1.0).body is None


def test_base64_on_one_line() -> None:
    """A long body comes back whole."""
    event = build_event("POST", body=b"x")
    event["body"] = base64.b64encode(bytes(range(256)) * 40).decode()
    assert read_event(event, 1.0).body == bytes(range(256)) * 40


def test_the_id_of_api_gateway_stays() -> None:
    """A request keeps the UUID that API Gateway logs it by."""
    assert make_request().id == REQUEST_ID


@pytest.mark.parametrize("requestid", ["test-invoke-request", "", None, "1\r\nSet-Cookie: x"])
def test_another_id_becomes_a_uuid(requestid: str | None) -> None:
    """An id that is no UUID is replaced by one: it goes into headers and `instance`."""
    event = build_event()
    event["requestContext"]["requestId"] = requestid
    one, two = read_event(event, 1.0).id, read_event(event, 1.0).id
    assert uuid.UUID(one) != uuid.UUID(two)


@pytest.mark.parametrize(("seconds", "capped"), [(28.0, 23.0), (5.0, 0.0), (0.2, 0.0)])
def test_the_deadline_keeps_time_in_hand(seconds: float, capped: float) -> None:
    """A second is left for writing the answer, and no deadline is negative."""
    over = read_event(build_event(), seconds).deadline.remaining
    assert max(0.0, capped - 1.0) <= over <= capped


def test_a_header_on_several_lines() -> None:
    """Lines of one header are one list, in order, however each spells its name."""
    event = build_event()
    event["multiValueHeaders"] = {"Accept": ["", "text/html"], "accept": ["application/json"]}
    assert read_event(event, 28).koppen == {"accept": ", text/html, application/json"}
