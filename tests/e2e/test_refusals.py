"""What the facade and API Gateway refuse: one shape of problem, in Dutch or English, every fault at once."""

import re
from typing import Any

import pytest

from local.sbb.register import examples
from tests.e2e.client import FacadeClient

_UUID = re.compile(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_FIELDS = {"type", "title", "status", "detail", "instance", "code", "herhaalbaar"}


def _assert_problem(answer: Any, status: int, code: str) -> None:
    content = answer.json()
    assert (answer.status_code, content["code"]) == (status, code)
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert content.keys() >= _FIELDS
    assert content["status"] == status
    assert content["type"] == f"/v1/problemen/{code}"
    assert _UUID.fullmatch(content["instance"])
    assert content["instance"].removeprefix("urn:uuid:") == answer.headers["X-Request-Id"]
    assert answer.headers["API-Version"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Bearer onzin"},
        {"Authorization": "Basic c21rOng="},
        {"Authorization": f"Bearer smk_abcdefgh_{'A' * 43}"},
        {"X-API-Key": "smk_abcdefgh"},
    ],
)
def test_without_a_good_sleutel(facade: FacadeClient, headers: dict[str, str]) -> None:
    """No key, or not a right one, is 401 and never reaches SBB."""
    answer = facade.http.get(f"/leerbedrijven/{examples.SHOWPIECE}", headers=headers)
    _assert_problem(answer, 401, "niet-geauthenticeerd")
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert facade.requests() == []


def test_sleutel_with_another_end(facade: FacadeClient) -> None:
    """A known prefix with another secret is no key."""
    sleutel = facade.stack["apiKey"]
    other = sleutel[:-1] + ("A" if sleutel[-1] != "A" else "B")
    _assert_problem(
        facade.question(f"/leerbedrijven/{examples.SHOWPIECE}", sleutel=other), 401, "niet-geauthenticeerd"
    )


@pytest.mark.parametrize(
    "path", ["/nergens", "/leerbedrijven/1/nergens", f"/leerbedrijven/{examples.SHOWPIECE}/"]
)
def test_unknown_address(facade: FacadeClient, path: str) -> None:
    """An address that is not there is 404, one with a trailing slash as well."""
    _assert_problem(facade.question(path), 404, "resource-onbekend")


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("DELETE", "/leerbedrijven", "GET"),
        ("GET", "/leerbedrijven/_zoek", "POST"),
        ("PUT", f"/leerbedrijven/{examples.SHOWPIECE}", "GET"),
        ("POST", "/leerbedrijven/1/erkenningen/25998", "GET"),
        ("PATCH", "/status", "GET"),
        ("POST", "/openapi.json", "GET"),
    ],
)
def test_wrong_method(facade: FacadeClient, method: str, path: str, allowed: str) -> None:
    """A wrong method is 405 with Allow."""
    answer = facade.question(path, method=method)
    _assert_problem(answer, 405, "methode-niet-toegestaan")
    assert answer.headers["Allow"].split(", ")[0] == allowed


def test_all_errors_at_once(facade: FacadeClient) -> None:
    """Every fault of the input is named, with the nearest known name for an unknown one."""
    question = {"nam": "x", "postcode": "0999AA", "huisnummer": "b12", "inclusiefHistorisch": "ja"}
    answer = facade.question("/leerbedrijven", params=question)
    _assert_problem(answer, 400, "ongeldige-invoer")
    errors = {error["naam"]: error for error in answer.json()["fouten"]}
    assert errors.keys() == {"nam", "postcode", "huisnummer", "inclusiefHistorisch"}
    assert errors["nam"]["code"] == "onbekende-parameter"
    assert "`naam`" in errors["nam"]["detail"]
    assert facade.requests() == []


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ({}, "ontbrekende-combinatie"),
        ({"postcode": "3811MG"}, "ontbrekende-combinatie"),
        ({"huisnummer": "1"}, "ontbrekende-combinatie"),
        ({"naam": ""}, "ongeldige-invoer"),
        ({"naam": "bakker", "Postcode": "3811MG"}, "onbekende-parameter"),
    ],
)
def test_combinaties(facade: FacadeClient, question: dict[str, str], code: str) -> None:
    """What is missing, empty or unknown is said as such."""
    _assert_problem(facade.question("/leerbedrijven", params=question), 400, code)


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/leerbedrijven/x-y", {}),
        (f"/leerbedrijven/{'9' * 41}", {}),
        (f"/leerbedrijven/{examples.SHOWPIECE}/erkenningen/2599", {}),
        (f"/leerbedrijven/{examples.SHOWPIECE}/erkenningen/25998", {"peildatum": "2026-02-30"}),
        (f"/leerbedrijven/{examples.SHOWPIECE}/erkenningen/25998", {"peildatum": "20260201"}),
        (
            f"/leerbedrijven/{examples.SHOWPIECE}/erkenningen/25998",
            {"peildatum": "2026-09-02", "totEnMet": "2026-09-01"},
        ),
    ],
)
def test_invalid_paths_and_dates(facade: FacadeClient, path: str, query: dict[str, str]) -> None:
    """IDs, codes and dates are checked before SBB is asked."""
    _assert_problem(facade.question(path, params=query), 400, "ongeldige-invoer")
    assert facade.requests() == []


@pytest.mark.parametrize(
    ("body", "mediatype", "status", "code"),
    [
        (b"{", "application/json", 400, "ongeldige-invoer"),
        (b"[]", "application/json", 400, "ongeldige-invoer"),
        (b"\xff\xfe", "application/json", 400, "ongeldige-invoer"),
        (b'{"naam": 1}', "application/json", 400, "ongeldige-invoer"),
        (b'{"naam": "a", "naam": "b"}', "application/json", 400, "ongeldige-invoer"),
        (b"[" * 15000, "application/json", 400, "ongeldige-invoer"),
        (b"naam=x", "application/x-www-form-urlencoded", 415, "mediatype-niet-ondersteund"),
        (b'{"naam": "%s"}' % (b"x" * 20000), "application/json", 413, "invoer-te-groot"),
    ],
)
def test_rubbish_in_the_body(
    facade: FacadeClient, body: bytes, mediatype: str, status: int, code: str
) -> None:
    """Rubbish in a body is refused as what it is."""
    answer = facade.question(
        "/leerbedrijven/_zoek", method="POST", content=body, headers={"Content-Type": mediatype}
    )
    _assert_problem(answer, status, code)


def test_english(facade: FacadeClient) -> None:
    """Texts come in English for who asks so."""
    answer = facade.question(
        f"/leerbedrijven/{examples.UNKNOWN_LEERBEDRIJF}", headers={"Accept-Language": "en-GB,nl;q=0.1"}
    )
    assert answer.headers["Content-Language"] == "en"
    assert answer.json()["title"] == "Unknown leerbedrijf"


def test_no_json_wanted(facade: FacadeClient) -> None:
    """Who does not take JSON gets 406."""
    answer = facade.question(f"/leerbedrijven/{examples.SHOWPIECE}", headers={"Accept": "text/html"})
    _assert_problem(answer, 406, "niet-acceptabel")


@pytest.mark.usefixtures("empty_cache")
def test_unknown_leerbedrijf(facade: FacadeClient) -> None:
    """An ID that SBB does not know is 404, with its signaalcode."""
    answer = facade.question(f"/leerbedrijven/{examples.UNKNOWN_LEERBEDRIJF}")
    _assert_problem(answer, 404, "leerbedrijf-onbekend")
    assert answer.json()["bron"]["signaalcode"] == 101
