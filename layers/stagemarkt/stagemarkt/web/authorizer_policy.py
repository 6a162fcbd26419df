"""The policy that the authorizer hands to API Gateway: the routes that need a key, by name.

Whether scope and school suffice is decided in the function, from the same table of routes: only there can a
refusal say which scope or school is wanting (see docs/decisions).
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from stagemarkt.model.toegang import Afnemer
from stagemarkt.web.authorizer_context import schrijf_limiet, schrijf_toegang
from stagemarkt.web.routes import ROUTES, methoden_van

# arn:…:<api>/<stage>/<METHOD>/<path>
_METHODE_ARN: Final = re.compile(r"(arn:[a-z-]+:execute-api:[^/*?]+/[^/*?]+)/[A-Z]+/.*", re.ASCII | re.DOTALL)


def maak_beleid(
    methode_arn: str,
    sleutelprefix: str,
    afnemer: Afnemer,
    toegang: Mapping[str, Sequence[str]],
    *,
    gezamenlijke_poortsleutel: str | None,
) -> dict[str, Any]:
    """The authorizer's answer for a right key.

    Args:
        methode_arn: of the call at hand; API Gateway keeps the answer for the next calls with this key, so
            all routes are in it.
        sleutelprefix: becomes the principal, which access logs show.
        afnemer: goes along to the functions, with `toegang`.
        toegang: BRIN -> scopes; without any the policy allows nothing.
        gezamenlijke_poortsleutel: by which API Gateway counts this call; None to count by the afnemer's own
            and keep it to its limit, of which the answers then tell.

    Raises:
        ValueError: this is not the ARN of a method.
    """
    treffer = _METHODE_ARN.fullmatch(methode_arn)
    if treffer is None:
        raise ValueError("not the ARN of a method")
    context = {"afnemerId": afnemer.id, "toegang": schrijf_toegang(toegang)}
    if gezamenlijke_poortsleutel is None:
        context["limiet"] = schrijf_limiet(afnemer.limiet)
    poortsleutel = gezamenlijke_poortsleutel or afnemer.poortsleutel
    beleid: dict[str, Any] = {
        "principalId": sleutelprefix,
        "policyDocument": {"Version": "2012-10-17", "Statement": [_regel(treffer[1], bool(toegang))]},
        "context": context,
    }
    return beleid | ({"usageIdentifierKey": poortsleutel} if poortsleutel else {})


def _regel(basis: str, mag: bool) -> dict[str, Any]:  # noqa: FBT001 - one fact, one caller
    # A policy needs a resource, also where it allows nothing.
    bronnen = [
        f"{basis}/{methode}{_jokers(route.pad)}"
        for route in ROUTES
        if route.scope is not None
        for methode in methoden_van(route)
    ]
    return {
        "Effect": "Allow" if mag else "Deny",
        "Action": "execute-api:Invoke",
        "Resource": bronnen if mag else [f"{basis}/*"],
    }


def _jokers(pad: str) -> str:
    return re.sub(r"\{[^}]+\}", "*", pad)
