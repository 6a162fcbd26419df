"""The README says which scope each call needs: the table of routes, and nothing else."""

import re

from stagemarkt.web.routes import ELKE_SCOPE, ROUTES

from tests.unit.requests import WORTEL

_RIJ = re.compile(
    r"^\| (?:`([a-z]+)`|(any)|(no key)) \| (`(?:GET|POST|PUT|PATCH|DELETE) /v1.*`) \|$", re.MULTILINE
)


def test_elke_aanroep_met_haar_scope() -> None:
    """Every call is there once, with the scope that a key must have for it."""
    tekst = (WORTEL / "README.md").read_text(encoding="utf-8")
    gegeven = [
        (scope or (ELKE_SCOPE if elke else None), *aanroep.strip("`").split(" "))
        for scope, elke, _, aanroepen in _RIJ.findall(tekst)
        for aanroep in aanroepen.split(", ")
    ]
    verwacht = [(route.scope, route.methode, f"/v1{route.pad}") for route in ROUTES]
    assert sorted(gegeven, key=str) == sorted(verwacht, key=str)
