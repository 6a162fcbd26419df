"""The one table of routes."""

import re

import pytest
from stagemarkt.web.routes import ELKE_SCOPE, ROUTES, SCOPES, Route, methoden, zoek_route

from tests.unit.requests import WORTEL


def test_elke_operatie_staat_er_een_keer() -> None:
    """An operation has one address, and an address and method one operation."""
    assert len({route.operatie for route in ROUTES}) == len(ROUTES)
    assert len({(route.pad, route.methode) for route in ROUTES}) == len(ROUTES)


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.operatie)
def test_een_route(route: Route) -> None:
    """A route is found by its address and method, asks for a scope that exists and has its function."""
    assert zoek_route(route.pad, route.methode) is route
    assert route.methode in methoden(route.pad)
    assert route.scope in {None, ELKE_SCOPE, *SCOPES}
    assert (WORTEL / "functions" / route.functie / "app.py").is_file()
    assert re.fullmatch(r"(/(_?[a-z]+([.-][a-z]+)*|\{[a-z][A-Za-z]*\}))+", route.pad)


@pytest.mark.parametrize(
    "resource", ["", "/", "/leerbedrijven/", "/leerbedrijven/900000001", "/LEERBEDRIJVEN"]
)
def test_wat_er_niet_is(resource: str) -> None:
    """An address that is in no route has no methods: it is compared as API Gateway's template."""
    assert methoden(resource) == ()
    assert zoek_route(resource, "GET") is None


@pytest.mark.parametrize("methode", ["HEAD", "OPTIONS", "POST", "get", ""])
def test_een_methode_die_er_niet_is(methode: str) -> None:
    """A method that an address does not have is no route; capitals matter."""
    assert zoek_route("/leerbedrijven", methode) is None
