"""The policy that the authorizer hands to API Gateway: every route that a key may call, by name."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from stagemarkt.domein.toegang import scopes_van
from stagemarkt.web.routes import ROUTES, Route


def maak_beleid(
    methode_arn: str, sleutelprefix: str, afnemer_id: str, toegang: Mapping[str, Sequence[str]]
) -> dict[str, Any]:
    """The authorizer's answer for a right key.

    Args:
        methode_arn: of the call at hand, `arn:…:<api>/<stage>/<METHOD>/<path>`; API Gateway keeps the answer
            for the next calls with this key, so all routes are in it.
        sleutelprefix: becomes the principal, which access logs show.
        afnemer_id: goes along to the functions, with `toegang` as JSON.
        toegang: BRIN -> scopes.
    """
    basis = "/".join(methode_arn.split("/", 2)[:2])
    mag, mag_niet = verdeel(scopes_van(toegang))
    regels = [_regel("Allow", basis, mag), _regel("Deny", basis, mag_niet)]
    return {
        "principalId": sleutelprefix,
        "policyDocument": {
            "Version": "2012-10-17",
            "Statement": [regel for regel in regels if regel["Resource"]],
        },
        "context": {"afnemerId": afnemer_id, "toegang": json.dumps(toegang, separators=(",", ":"))},
    }


def verdeel(scopes: Iterable[str]) -> tuple[list[Route], list[Route]]:
    """The routes to allow with these scopes, and those to deny by name.

    A `*` in a policy also matches slashes: `GET /leerbedrijven/*` would let `…/x/erkenningen/y` through.
    So a route that may not be called is denied where an allowed one would cover it. No allowed route
    is covered by a denied one: such a denial is left out, and the function refuses by itself.
    """
    gekend = frozenset(scopes)
    mag = [route for route in ROUTES if route.scope in gekend]
    rest = [route for route in ROUTES if route.scope is not None and route.scope not in gekend]
    return mag, [
        route
        for route in rest
        if any(_dekt(toegestaan, route) for toegestaan in mag)
        and not any(_dekt(route, toegestaan) for toegestaan in mag)
    ]


def _regel(effect: str, basis: str, routes: Sequence[Route]) -> dict[str, Any]:
    # Without any route a key gets a policy that allows nothing, which needs a resource all the same.
    bronnen = [f"{basis}/{route.methode}{_jokers(route.pad)}" for route in routes]
    if effect == "Allow" and not bronnen:
        return {"Effect": "Deny", "Action": "execute-api:Invoke", "Resource": [f"{basis}/*"]}
    return {"Effect": effect, "Action": "execute-api:Invoke", "Resource": bronnen}


def _jokers(pad: str) -> str:
    return re.sub(r"\{[^}]+\}", "*", pad)


def _dekt(route: Route, ander: Route) -> bool:
    """Whether the pattern of `route` matches every call of `ander`."""
    patroon = re.escape(_jokers(route.pad)).replace(r"\*", ".*")
    return route.methode == ander.methode and re.fullmatch(patroon, _jokers(ander.pad)) is not None
