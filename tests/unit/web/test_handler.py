"""The way in: every request ends in an answer."""

from collections.abc import Mapping
from typing import Any, NoReturn

import pytest
from stagemarkt.model.errors import (
    Bilingual,
    BronUnavailable,
    FacadeError,
    LeerbedrijfUnknown,
    OwnShortage,
    StorageError,
    UnusableSecret,
)
from stagemarkt.web.documents.shapes import Probleem
from stagemarkt.web.handler import entry
from stagemarkt.web.request import Request
from stagemarkt.web.response import Response
from stagemarkt.web.routes import ROUTES, SCOPES

from tests.unit.fakes.composition import OTHER_SCHOOL, SCHOOL, FakeContext
from tests.unit.requests import REQUEST_ID, build_event, bytes_of, json_of, with_toegang

TEXT = Bilingual("Dat kan nu niet.", "Not now.")
ID = {"leerbedrijfId": "900000001"}


class Actions:
    """Actions for every operation: they note the request, and answer or raise `fout`."""

    def __init__(self, fout: Exception | None = None) -> None:
        self.fout = fout
        self.requests: list[Request] = []
        self.handler = entry({route.operatie: self._do for route in ROUTES})

    def at(self, event: dict[str, Any]) -> dict[str, Any]:
        """Handle this event."""
        return self.handler(event, FakeContext())

    def _do(self, request: Request) -> Response:
        self.requests.append(request)
        if self.fout is not None:
            raise self.fout
        return Response(200, b'{"goed":true}')


def _problem(answer: Mapping[str, Any], status: int, code: str) -> Probleem:
    assert (answer["statusCode"], answer["headers"]["Content-Type"]) == (
        status,
        "application/problem+json",
    )
    problem = Probleem.model_validate_json(bytes_of(answer))
    assert (problem.status, problem.code, problem.instance) == (status, code, f"urn:uuid:{REQUEST_ID}")
    return problem


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.operatie)
def test_a_good_call(route: Any) -> None:
    """Every route comes to its action, with the school when it asks for a scope."""
    actions = Actions()
    answer = actions.at(build_event(route.method, route.path, path_fields={**ID, "code": "25998"}))
    assert (answer["statusCode"], json_of(answer)) == (200, {"goed": True})
    assert [request.school for request in actions.requests] == [{None: ""}.get(route.scope, SCHOOL)]


@pytest.mark.parametrize(
    ("method", "resource", "allow"),
    [
        ("POST", "/leerbedrijven", "GET, HEAD, OPTIONS"),
        ("TRACE", "/leerbedrijven", "GET, HEAD, OPTIONS"),
        ("PUT", "/leerbedrijven/_zoek", "POST, OPTIONS"),
        ("get", "/leerbedrijven", "GET, HEAD, OPTIONS"),
        ("GET", "/leerbedrijven/_zoek", "POST, OPTIONS"),
        ("DELETE", "/leerbedrijven/{leerbedrijfId}", "GET, HEAD, OPTIONS"),
        ("PATCH", "/status", "GET, HEAD, OPTIONS"),
        ("PUT", "/openapi.json", "GET, HEAD, OPTIONS"),
    ],
)
def test_405(method: str, resource: str, allow: str) -> None:
    """A method that an address does not have is 405 with `Allow`, for whoever calls, key or not."""
    actions = Actions()
    event = build_event(method, resource, path_fields=ID)
    del event["requestContext"]["authorizer"]
    answer = actions.at(event)
    assert method in _problem(answer, 405, "methode-niet-toegestaan").detail
    assert (answer["headers"]["Allow"], actions.requests) == (allow, [])


@pytest.mark.parametrize(
    ("resource", "path"),
    [
        ("/leerbedrijven", "/leerbedrijven/"),
        ("/leerbedrijven/{leerbedrijfId}", "/leerbedrijven/900000001/"),
        ("/status", "/status/"),
        ("/bestaat/niet", "/bestaat/niet"),
        ("/", "/"),
        ("", ""),
    ],
)
@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_404(method: str, resource: str, path: str) -> None:
    """An address that there is not, or one with a slash behind it, is 404, whatever the method."""
    actions = Actions()
    _problem(
        actions.at({**build_event(method, resource, path_fields=ID), "path": path}), 404, "resource-onbekend"
    )
    assert actions.requests == []


def test_head_is_get_without_a_body() -> None:
    """HEAD does what GET does, rights and faults included, and gives no body."""
    actions = Actions()
    good = actions.at(build_event("HEAD", "/leerbedrijven/{leerbedrijfId}", path_fields=ID))
    assert (good["statusCode"], good["body"], good["headers"]["Content-Length"]) == (200, "", "13")
    assert [request.school for request in actions.requests] == [SCHOOL]
    error = actions.at(with_toegang(build_event("HEAD"), {}))
    assert (error["statusCode"], error["body"]) == (403, "")
    assert int(error["headers"]["Content-Length"]) > 100
    none = actions.at(build_event("HEAD", "/leerbedrijven/_zoek"))
    assert (none["statusCode"], none["headers"]["Allow"], none["body"]) == (405, "POST, OPTIONS", "")


@pytest.mark.parametrize("accept_encoding", ["*;q=0", "identity;q=0", "br, identity;q=0", "gzip;q=0, *;q=0"])
def test_no_acceptable_encoding(accept_encoding: str) -> None:
    """Who refuses every coding that there is, the plain one included, hears so."""
    event = build_event(headers={"Accept": "*/*", "Accept-Encoding": accept_encoding})
    _problem(Actions().at(event), 406, "niet-acceptabel")


@pytest.mark.parametrize("accept", ["text/html", "application/xml", "application/json;q=0"])
def test_406(accept: str) -> None:
    """Who accepts no JSON gets none, but hears so as a problem."""
    actions = Actions()
    _problem(actions.at(build_event(headers={"Accept": accept})), 406, "niet-acceptabel")
    assert actions.requests == []


@pytest.mark.parametrize(
    ("toegang", "header", "status", "code"),
    [
        ({}, None, 403, "geen-toegang"),
        ({SCHOOL: ["verificatie"]}, None, 403, "geen-toegang"),
        ({SCHOOL: ["verificatie"], OTHER_SCHOOL: ["identificatie"]}, SCHOOL, 403, "geen-toegang"),
        ({SCHOOL: ["identificatie"]}, OTHER_SCHOOL, 403, "school-niet-toegestaan"),
        ({SCHOOL: ["identificatie"], OTHER_SCHOOL: ["identificatie"]}, None, 400, "school-vereist"),
        ({SCHOOL: ["identificatie"]}, "x", 400, "ongeldige-invoer"),
    ],
)
def test_no_right(toegang: dict[str, list[str]], header: str | None, status: int, code: str) -> None:
    """A key without the scope, or for another school, is refused here as well, and told why."""
    actions = Actions()
    event = build_event(headers=None if header is None else {"namens-SCHOOL": header})
    _problem(actions.at(with_toegang(event, toegang)), status, code)
    assert actions.requests == []


def test_on_behalf_of_one_of_several_schools() -> None:
    """With more schools, the header says for which."""
    actions = Actions()
    event = build_event(headers={"Namens-School": OTHER_SCHOOL.lower()})
    actions.at(with_toegang(event, {SCHOOL: SCOPES, OTHER_SCHOOL: SCOPES}))
    assert [request.school for request in actions.requests] == [OTHER_SCHOOL]


@pytest.mark.parametrize(
    ("error", "status", "retry_after"),
    [(LeerbedrijfUnknown(TEXT), 404, None), (BronUnavailable(TEXT, retry_after=30), 503, "30")],
)
def test_an_error_becomes_a_problem(error: FacadeError, status: int, retry_after: str | None) -> None:
    """What an action raises is told as its problem, in the caller's language."""
    answer = Actions(error).at(build_event(headers={"Accept-Language": "en"}))
    assert _problem(answer, status, error.code).detail == TEXT.en
    assert (answer["headers"].get("Retry-After"), answer["headers"]["Content-Language"]) == (
        retry_after,
        "en",
    )


@pytest.mark.parametrize(
    "error",
    [ValueError("KANARIE"), KeyError("KANARIE"), AssertionError("KANARIE"), RecursionError("KANARIE")],
)
def test_the_unexpected_is_500_without_its_text(error: Exception) -> None:
    """Whatever else goes wrong is a problem of ours, and its text stays here."""
    answer = Actions(error).at(build_event())
    assert _problem(answer, 500, "interne-fout").herhaalbaar
    assert "KANARIE" not in str(answer)


@pytest.mark.parametrize(
    ("error", "retry_after"),
    [
        (StorageError("ThrottlingException"), "5"),
        (OwnShortage("EMFILE"), "5"),
        (UnusableSecret("a secret that is not JSON"), None),
    ],
)
def test_storage_that_fails_is_ours(error: StorageError, retry_after: str | None) -> None:
    """Whoever asked may ask again, and hears when; but for a secret that does not mend itself."""
    answer = Actions(error).at(build_event())
    assert _problem(answer, 500, "interne-fout").herhaalbaar
    assert answer["headers"].get("Retry-After") == retry_after
    assert str(error) not in str(answer)


def test_an_operation_without_an_action_is_500() -> None:
    """A function that is sent what it does not do says that it is our fault."""
    _problem(entry({})(build_event(), FakeContext()), 500, "interne-fout")


def test_an_interrupt_passes_on() -> None:
    """Lambda that wants to stop is not told that something went wrong."""

    def stop(_request: Request) -> NoReturn:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        entry({"zoekLeerbedrijven": stop})(build_event(), FakeContext())


def test_unreadable_rights_are_500() -> None:
    """A context of the authorizer that is broken is our fault, and told in the one shape."""
    event = build_event()
    event["requestContext"]["authorizer"]["toegang"] = "{"
    _problem(Actions().at(event), 500, "interne-fout")
