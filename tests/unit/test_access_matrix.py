"""Who gets where: every afnemer, every school, every scope, every route of the table; each cell judged.

Through the authorizer itself, API Gateway's judgement of its policy, and the way in of every function. What
should come of it is worked out here a second time, from the scopes as they were granted and nothing else.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from itertools import product
from typing import Any, Final, NamedTuple

import pytest
from stagemarkt.composition.authorizer import AuthorizerPorts
from stagemarkt.domain.access import PresentedKey, checksum, new_sleutel
from stagemarkt.model.toegang import DEFAULT_LIMIET, Afnemer, Rights, SleutelData, Toegang
from stagemarkt.web.handler import entry
from stagemarkt.web.request import Request
from stagemarkt.web.response import Response
from stagemarkt.web.routes import ROUTES, SCOPES, Route

from functions.authorizer.app import make_handler
from tests.unit.fakes.composition import NOW, TODAY, FakeSleutelRegistry
from tests.unit.gateway import call_through
from tests.unit.requests import build_event, json_of

PEPPER: Final = b"peper"
YESTERDAY: Final = TODAY - timedelta(days=1)
ONE, OTHER, THIRD = "99XX", "30AA", "99XZ"
KOPPEN: Final = (None, ONE, "30aa", THIRD, "onzin", "")
PROTECTED: Final = tuple(route for route in ROUTES if route.scope is not None)


class Case(NamedTuple):
    """An afnemer's toegang, BRIN -> scopes and last day, and the state of its key."""

    toegang: Mapping[str, tuple[tuple[str, ...], date | None]]
    sleutel: str = "werkt"


CASES: Final[dict[str, Case]] = {
    **{f"alleen {scope}": Case({ONE: ((scope,), None)}) for scope in SCOPES},
    "alles": Case({ONE: (SCOPES, None)}),
    "alles behalve de eerste": Case({OTHER: (SCOPES[1:], None)}),
    "niets": Case({}),
    "een school zonder scopes": Case({ONE: ((), None)}),
    "twee scholen, verdeeld": Case({ONE: (SCOPES[:2], None), OTHER: (SCOPES[2:], None)}),
    "twee scholen, alles": Case({ONE: (SCOPES, None), OTHER: (SCOPES, None)}),
    "laatste dag": Case({ONE: (SCOPES, TODAY)}),
    "voorbij": Case({ONE: (SCOPES, YESTERDAY)}),
    "een van twee voorbij": Case({ONE: (SCOPES, YESTERDAY), OTHER: (SCOPES[:3], None)}),
    "verlopen": Case({ONE: (SCOPES, None)}, "verlopen"),
    "ingetrokken": Case({ONE: (SCOPES, None)}, "ingetrokken"),
    "vervalst": Case({ONE: (SCOPES, None)}, "vervalst"),
    "afnemer weg": Case({ONE: (SCOPES, None)}, "afnemer weg"),
}


def expected(one_case: Case, header: str | None, route: Route) -> tuple[int, str]:  # noqa: PLR0911 - a table
    """The status, and the school it is for or the code of the problem; empty where API Gateway answers."""
    if one_case.sleutel != "werkt":
        return 401, ""
    scholen = {
        brin: scopes
        for brin, (scopes, end) in one_case.toegang.items()
        if scopes and (end is None or end >= TODAY)
    }
    if not scholen:
        return 403, ""
    if header in {"onzin", ""}:
        return 400, "ongeldige-invoer"
    if header is None and len(scholen) > 1:
        return 400, "school-vereist"
    school = header.upper() if header else next(iter(scholen))
    if school not in scholen:
        return 403, "school-niet-toegestaan"
    if route.scope in SCOPES and route.scope not in scholen[school]:
        return 403, "geen-toegang"
    return 200, school


def _report_school(request: Request) -> Response:
    return Response(200, f'{{"code": "{request.school}"}}'.encode())


FUNCTION: Final = entry({route.operatie: _report_school for route in ROUTES})


class MatrixPorts(AuthorizerPorts):
    """The authorizer's ports, for one afnemer and its key."""

    def __init__(self, one_case: Case) -> None:
        super().__init__(lambda: float(NOW))
        self.sleutel: PresentedKey = new_sleutel()
        data = SleutelData(
            self.sleutel.prefix,
            checksum(self.sleutel.sleutel, b"anders" if one_case.sleutel == "vervalst" else PEPPER),
            "afnemer",
            1,
            expires_at=NOW if one_case.sleutel == "verlopen" else None,
            revoked_at=1 if one_case.sleutel == "ingetrokken" else None,
        )
        toegangen = tuple(Toegang(brin, scopes, einde) for brin, (scopes, einde) in one_case.toegang.items())
        rights = Rights(Afnemer("afnemer", "Afnemer", "", DEFAULT_LIMIET, "poort"), toegangen)
        known = {} if one_case.sleutel == "afnemer weg" else {"afnemer": rights}
        self.sleutels = FakeSleutelRegistry({self.sleutel.prefix: data}, known, PEPPER)
        self.shared_gateway_key = None


def _outcome(answer: dict[str, Any]) -> tuple[int, str]:
    return answer["statusCode"], json_of(answer)["code"] if answer["body"] else ""


@pytest.mark.parametrize("name", CASES)
def test_every_cell(name: str) -> None:
    """Of this afnemer, every school and every route with a key: exactly what it was granted, no more."""
    port = MatrixPorts(CASES[name])
    authorizer = make_handler(port)
    found: dict[tuple[str | None, str], tuple[int, str]] = {}
    for header, route in product(KOPPEN, PROTECTED):
        event = build_event(
            route.method, route.path, headers={} if header is None else {"Namens-School": header}
        )
        answer = call_through(authorizer, FUNCTION, event, f"Bearer {port.sleutel.sleutel}")
        found[header, route.operatie] = _outcome(answer)
    assert found == {
        (header, route.operatie): expected(CASES[name], header, route)
        for header, route in product(KOPPEN, PROTECTED)
    }


def test_the_matrix_has_everything() -> None:
    """Every outcome occurs, on every route: a matrix in which all is refused would prove nothing."""
    for route in PROTECTED:
        soorten = Counter(
            expected(one_case, header, route)[0] for one_case, header in product(CASES.values(), KOPPEN)
        )
        assert set(soorten) == {200, 400, 401, 403}
        assert soorten[200] >= 4


@pytest.mark.parametrize("header", [None, ONE])
def test_a_refusal_says_what_is_missing(header: str | None) -> None:
    """Where a scope is wanting, the refusal names the scope and the school, on every route."""
    port = MatrixPorts(Case({ONE: (("anders",), None)}))
    for route in PROTECTED:
        event = build_event(
            route.method, route.path, headers={} if header is None else {"Namens-School": header}
        )
        answer = call_through(make_handler(port), FUNCTION, event, f"Bearer {port.sleutel.sleutel}")
        if route.scope in SCOPES:
            assert f"`{route.scope}`" in json_of(answer)["detail"]
            assert ONE in json_of(answer)["detail"]
