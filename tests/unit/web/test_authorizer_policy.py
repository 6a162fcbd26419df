"""The policy that the authorizer hands out, judged as IAM does."""

import itertools
import re
from collections.abc import Iterable
from typing import Any

import pytest
from stagemarkt.model.toegang import Afnemer, Limiet
from stagemarkt.web.authorizer_policy import make_policy
from stagemarkt.web.routes import ROUTES, Route

from tests.unit.gateway import may

BASIS = "arn:aws:execute-api:eu-central-1:123456789012:a1b2c3d4e5/v1"
METHOD_ARN = f"{BASIS}/GET/leerbedrijven/900000001"
AFNEMER = Afnemer("demo", "Demo", "", Limiet(20, 40, 1000), "poort")
EXAMPLES = {"leerbedrijfId": ["900000001", "erkenningen", "x"], "code": ["25998", "K0067"]}
PROTECTED = [route for route in ROUTES if route.scope is not None]


def _policy(arn: str = METHOD_ARN, *scopes: str) -> dict[str, Any]:
    toegang = {"99XX": scopes} if scopes else {}
    return make_policy(arn, "nietecht", AFNEMER, toegang, shared_gateway_key=None)


def _calls(route: Route) -> Iterable[str]:
    names = re.findall(r"\{(\w+)\}", route.path)
    for values in itertools.product(*(EXAMPLES.get(name, ["1"]) for name in names)):
        yield f"{BASIS}/{route.method}{route.path.format(**dict(zip(names, values, strict=True)))}"


@pytest.mark.parametrize("route", PROTECTED, ids=lambda route: route.operatie)
def test_every_route_with_a_sleutel(route: Route) -> None:
    """A key with toegang may reach every route of the table: scope and school are judged behind it."""
    assert all(may(_policy(METHOD_ARN, "zoeken"), arn) for arn in _calls(route))


@pytest.mark.parametrize("route", PROTECTED, ids=lambda route: route.operatie)
def test_without_toegang_nothing(route: Route) -> None:
    """A key without any toegang gets a policy all the same, which allows nothing."""
    policy = _policy()
    assert policy["policyDocument"]["Statement"]
    assert not any(may(policy, arn) for arn in _calls(route))


def test_nothing_outside_the_table() -> None:
    """Another path or method than those of the table is not allowed, whatever the key."""
    policy = _policy(METHOD_ARN, "zoeken")
    for arn in (f"{BASIS}/GET/beheer", f"{BASIS}/DELETE/leerbedrijven/1", f"{BASIS}/GET/"):
        assert not may(policy, arn)


def test_the_policy_holds_for_all_routes_of_the_same_api() -> None:
    """API Gateway keeps the policy for the next calls: it is the same whatever call it is asked for."""
    assert _policy(f"{BASIS}/POST/leerbedrijven/_zoek", "zoeken") == _policy(METHOD_ARN, "zoeken")


@pytest.mark.parametrize(
    "arn", [METHOD_ARN.replace("a1b2c3d4e5", "zzzzz"), METHOD_ARN.replace("/v1/", "/v2/")]
)
def test_another_api_or_stage_is_not_allowed(arn: str) -> None:
    """A key for this API and stage opens no other."""
    policy = _policy(METHOD_ARN, "identificatie")
    assert may(policy, METHOD_ARN)
    assert not may(policy, arn)


@pytest.mark.parametrize("arn", ["", "arn:aws:s3:::emmer", f"{BASIS}", "arn:aws:execute-api:x:1:*/v1/GET/x"])
def test_no_method(arn: str) -> None:
    """What is no call of one API and stage gets no policy: a star would be all of them."""
    with pytest.raises(ValueError, match="not the ARN"):
        _policy(arn, "zoeken")


def test_what_goes_along() -> None:
    """The principal is the part of the key that may be shown; the rights go along as flat texts."""
    policy = _policy(METHOD_ARN, "zoeken")
    assert policy["principalId"] == "nietecht"
    assert policy["context"] == {"afnemerId": "demo", "toegang": "zoeken=99XX", "limiet": "20;40;1000"}
    assert policy["policyDocument"]["Version"] == "2012-10-17"
    assert policy["usageIdentifierKey"] == "poort"


def test_without_a_usage_key_no_empty_one() -> None:
    """An afnemer without a plan has no key for it either: an empty one would be an error of API Gateway."""
    policy = make_policy(
        METHOD_ARN, "nietecht", AFNEMER._replace(gateway_key=""), {}, shared_gateway_key=None
    )
    assert "usageIdentifierKey" not in policy
