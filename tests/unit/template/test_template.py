"""`template.yaml`: what API Gateway answers by itself has the shape of our own problems."""

from typing import Any

import pytest
from stagemarkt.version import VERSION
from stagemarkt.web.documents.shapes import Probleem
from stagemarkt.web.problems import MEDIATYPE, PROBLEMS
from stagemarkt.web.response import SECURITY_HEADERS

from tests.unit.template import API, headers_of, problem_of

ANSWERS: dict[str, dict[str, Any]] = API["GatewayResponses"]
# What API Gateway refuses, and under which code of ours; the others are 400 or 500, as the defaults say.
CODES = {
    "UNAUTHORIZED": "niet-geauthenticeerd",
    "EXPIRED_TOKEN": "niet-geauthenticeerd",
    "ACCESS_DENIED": "geen-toegang",
    "INVALID_API_KEY": "geen-toegang",
    "INVALID_SIGNATURE": "niet-geauthenticeerd",
    "WAF_FILTERED": "geen-toegang",
    "MISSING_AUTHENTICATION_TOKEN": "resource-onbekend",
    "RESOURCE_NOT_FOUND": "resource-onbekend",
    "REQUEST_TOO_LARGE": "invoer-te-groot",
    "UNSUPPORTED_MEDIA_TYPE": "mediatype-niet-ondersteund",
    "THROTTLED": "limiet-overschreden",
    "QUOTA_EXCEEDED": "quotum-overschreden",
    "INTEGRATION_TIMEOUT": "bron-timeout",
    "DEFAULT_4XX": "ongeldige-invoer",
    "DEFAULT_5XX": "interne-fout",
}


# Every type and its status by itself: "Gateway response types for API Gateway" in its developer guide. The
# status of a default takes the place of theirs for all types that have no response of their own.
VAN_AWS = {
    "ACCESS_DENIED": 403,
    "API_CONFIGURATION_ERROR": 500,
    "AUTHORIZER_CONFIGURATION_ERROR": 500,
    "AUTHORIZER_FAILURE": 500,
    "BAD_REQUEST_BODY": 400,
    "BAD_REQUEST_PARAMETERS": 400,
    "EXPIRED_TOKEN": 403,
    "INTEGRATION_FAILURE": 504,
    "INTEGRATION_TIMEOUT": 504,
    "INVALID_API_KEY": 403,
    "INVALID_SIGNATURE": 403,
    "MISSING_AUTHENTICATION_TOKEN": 403,
    "QUOTA_EXCEEDED": 429,
    "REQUEST_TOO_LARGE": 413,
    "RESOURCE_NOT_FOUND": 404,
    "THROTTLED": 429,
    "UNAUTHORIZED": 401,
    "UNSUPPORTED_MEDIA_TYPE": 415,
    "WAF_FILTERED": 403,
}
# A function that could not be asked is a failure of this facade, and not of SBB as a 504 is.
OPZETTELIJK = {"INTEGRATION_FAILURE": 500}


def test_a_default_response_changes_no_status() -> None:
    """What falls under a default has the status of that default by itself: a WAF's 403 stays 403."""
    zonder_eigen = VAN_AWS.keys() - ANSWERS.keys()
    verzameld = {kind: ANSWERS[f"DEFAULT_{VAN_AWS[kind] // 100}XX"] for kind in zonder_eigen}
    assert {kind: answer["StatusCode"] for kind, answer in verzameld.items()} == {
        kind: OPZETTELIJK.get(kind, VAN_AWS[kind]) for kind in zonder_eigen
    }
    assert ANSWERS.keys() <= VAN_AWS.keys() | {"DEFAULT_4XX", "DEFAULT_5XX"}


def test_what_api_gateway_itself_answers_is_known() -> None:
    """Every gateway response has its place in the table above."""
    assert set(ANSWERS) == set(CODES)


@pytest.mark.parametrize("name", CODES)
def test_a_problem_of_the_gateway(name: str) -> None:
    """Its body is the problem with that code: type, title, status, whether to repeat; in both languages."""
    answer, code = ANSWERS[name], CODES[name]
    body, problem = problem_of(answer), PROBLEMS[CODES[name]]
    dutch, _, english = body.pop("detail").partition(" / ")
    assert dutch
    assert english
    assert body == {
        "type": f"/v1/problemen/{code}",
        "title": f"{problem.titel.nl} / {problem.titel.en}",
        "status": problem.status,
        "instance": "urn:uuid:$context.requestId",
        "code": code,
        "herhaalbaar": problem.herhaalbaar,
    }
    assert answer["StatusCode"] == problem.status
    assert Probleem.model_validate(problem_of(answer)).code == code
    assert answer["ResponseTemplates"]["application/json"].endswith("}\n")


@pytest.mark.parametrize("name", CODES)
def test_the_headers_of_the_gateway(name: str) -> None:
    """Its headers are those of our own problems, and those that belong to its status."""
    headers = headers_of(ANSWERS[name])
    status = PROBLEMS[CODES[name]].status
    expected = {
        "Content-Type": MEDIATYPE,
        "API-Version": VERSION,
        "X-Request-Id": "$context.requestId",
        "Content-Language": "nl, en",
        "Cache-Control": "no-store",
        **SECURITY_HEADERS,
    }
    by_status = {401: {"WWW-Authenticate"}, **{again: {"Retry-After"} for again in (429, 500, 504)}}.get(
        status, set()
    )
    assert expected.items() <= headers.items()
    assert set(headers) - set(expected) == by_status
    assert headers.get("WWW-Authenticate", "Bearer") == "Bearer"
    assert int(headers.get("Retry-After", "1")) > 0


@pytest.mark.parametrize("name", CODES)
def test_nothing_of_the_asker_in_a_fixed_response(name: str) -> None:
    """The request's id is all that API Gateway fills in: nothing that a caller sent comes back."""
    text = ANSWERS[name]["ResponseTemplates"]["application/json"]
    assert text.count("$") == 1
    assert set(ANSWERS[name]["ResponseTemplates"]) == {"application/json"}
