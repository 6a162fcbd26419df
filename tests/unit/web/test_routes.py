"""The one table of routes."""

import re

import pytest
from stagemarkt.web.routes import ANY_SCOPE, ROUTES, SCOPES, Route, find_route, methods

from tests.unit.requests import ROOT


def test_every_operation_is_there_once() -> None:
    """An operation has one address, and an address and method one operation."""
    assert len({route.operatie for route in ROUTES}) == len(ROUTES)
    assert len({(route.path, route.method) for route in ROUTES}) == len(ROUTES)


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.operatie)
def test_a_route(route: Route) -> None:
    """A route is found by its address and method, asks for a scope that exists and has its function."""
    assert find_route(route.path, route.method) is route
    assert route.method in methods(route.path)
    assert route.scope in {None, ANY_SCOPE, *SCOPES}
    assert (ROOT / "functions" / route.functie / "app.py").is_file()
    assert re.fullmatch(r"(/(_?[a-z]+([.-][a-z]+)*|\{[a-z][A-Za-z]*\}))+", route.path)


@pytest.mark.parametrize(
    "resource", ["", "/", "/leerbedrijven/", "/leerbedrijven/900000001", "/LEERBEDRIJVEN"]
)
def test_what_does_not_exist(resource: str) -> None:
    """An address that is in no route has no methods: it is compared as API Gateway's template."""
    assert methods(resource) == ()
    assert find_route(resource, "GET") is None


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "POST", "get", ""])
def test_a_method_that_does_not_exist(method: str) -> None:
    """A method that an address does not have is no route; capitals matter."""
    assert find_route("/leerbedrijven", method) is None
