"""API Gateway, as far as it decides who gets to a function: judges the policy, passes the context on."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from functions.authorizer.app import Unauthenticated
from tests.unit.fakes.composition import FakeContext

Handler = Callable[[dict[str, Any], Any], dict[str, Any]]
BASIS = "arn:aws:execute-api:eu-west-1:123456789012:a1b2c3d4e5/v1"
REFUSED = 403
ONBEKEND = 401


def may(policy: Mapping[str, Any], arn: str) -> bool:
    """IAM: what is not allowed is denied, and an explicit Deny wins."""
    effecten = {
        line["Effect"]
        for line in policy["policyDocument"]["Statement"]
        if line["Action"] == "execute-api:Invoke" and any(_past(bron, arn) for bron in line["Resource"])
    }
    return effecten == {"Allow"}


def _past(pattern: str, arn: str) -> bool:
    """IAM: `*` is anything, slashes included, `?` is one character, and capitals matter."""
    return re.fullmatch(re.escape(pattern).replace(r"\*", ".*").replace(r"\?", "."), arn) is not None


def call_through(
    authorizer: Handler, function: Handler, event: dict[str, Any], header: str
) -> dict[str, Any]:
    """One call through the authorizer to the function; what the gateway refuses has a status and no body."""
    arn = f"{BASIS}/{event['httpMethod']}{event['path']}"
    try:
        policy = authorizer({"type": "TOKEN", "authorizationToken": header, "methodArn": arn}, None)
    except Unauthenticated:
        return {"statusCode": ONBEKEND, "body": ""}
    assert all(isinstance(value, str) for value in policy["context"].values())
    if not may(policy, arn):
        return {"statusCode": REFUSED, "body": ""}
    context = {
        **event["requestContext"],
        "authorizer": {"principalId": policy["principalId"], **policy["context"]},
    }
    return function({**event, "requestContext": context}, FakeContext())
