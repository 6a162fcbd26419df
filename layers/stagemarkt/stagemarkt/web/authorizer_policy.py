"""The policy that the authorizer hands to API Gateway: the routes that need a key, by name.

Whether scope and school suffice is decided in the function, from the same table of routes: only there can a
refusal say which scope or school is wanting (see docs/decisions).
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from stagemarkt.model.toegang import Afnemer
from stagemarkt.web.authorizer_context import write_limiet, write_toegang
from stagemarkt.web.routes import ROUTES, methods_of

# arn:…:<api>/<stage>/<METHOD>/<path>
_METHOD_ARN: Final = re.compile(r"(arn:[a-z-]+:execute-api:[^/*?]+/[^/*?]+)/[A-Z]+/.*", re.ASCII | re.DOTALL)


def make_policy(
    method_arn: str,
    sleutel_prefix: str,
    afnemer: Afnemer,
    toegang: Mapping[str, Sequence[str]],
    *,
    shared_gateway_key: str | None,
) -> dict[str, Any]:
    """The authorizer's answer for a right key.

    Args:
        method_arn: of the call at hand; API Gateway keeps the answer for the next calls with this key, so
            all routes are in it.
        sleutel_prefix: becomes the principal, which access logs show.
        afnemer: goes along to the functions, with `toegang`.
        toegang: BRIN -> scopes; without any the policy allows nothing.
        shared_gateway_key: by which API Gateway counts this call; None to count by the afnemer's own
            and keep it to its limit, of which the answers then tell.

    Raises:
        ValueError: this is not the ARN of a method.
    """
    hit = _METHOD_ARN.fullmatch(method_arn)
    if hit is None:
        raise ValueError("not the ARN of a method")
    context = {"afnemerId": afnemer.id, "toegang": write_toegang(toegang)}
    if shared_gateway_key is None:
        context["limiet"] = write_limiet(afnemer.limiet)
    gateway_key = shared_gateway_key or afnemer.gateway_key
    policy: dict[str, Any] = {
        "principalId": sleutel_prefix,
        "policyDocument": {"Version": "2012-10-17", "Statement": [_line(hit[1], bool(toegang))]},
        "context": context,
    }
    return policy | ({"usageIdentifierKey": gateway_key} if gateway_key else {})


def _line(basis: str, may: bool) -> dict[str, Any]:  # noqa: FBT001 - one fact, one caller
    # A policy needs a resource, also where it allows nothing.
    sources = [
        f"{basis}/{method}{_with_wildcards(route.path)}"
        for route in ROUTES
        if route.scope is not None
        for method in methods_of(route)
    ]
    return {
        "Effect": "Allow" if may else "Deny",
        "Action": "execute-api:Invoke",
        "Resource": sources if may else [f"{basis}/*"],
    }


def _with_wildcards(path: str) -> str:
    return re.sub(r"\{[^}]+\}", "*", path)
