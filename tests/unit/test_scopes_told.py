"""The first hour says which scope each call needs: the table of routes, and nothing else."""

import re

from stagemarkt.web.routes import ANY_SCOPE, ROUTES

from tests.unit.requests import ROOT

_ROW = re.compile(
    r"^\| (?:`([a-z]+)`|(elke)|(geen sleutel)) \| (`(?:GET|POST|PUT|PATCH|DELETE) /v1.*`) \|$", re.MULTILINE
)


def test_every_call_with_its_scope() -> None:
    """Every call is there once, with the scope that a key must have for it."""
    text = (ROOT / "docs/eerste-uur.md").read_text(encoding="utf-8")
    given = [
        (scope or (ANY_SCOPE if each else None), *invocation.strip("`").split(" "))
        for scope, each, _, calls in _ROW.findall(text)
        for invocation in calls.split(", ")
    ]
    expected = [(route.scope, route.method, f"/v1{route.path}") for route in ROUTES]
    assert sorted(given, key=str) == sorted(expected, key=str)
