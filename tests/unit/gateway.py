"""API Gateway, as far as it decides who gets to a function: judges the policy, passes the context on."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from functions.authorizer.app import NietGeauthenticeerd
from tests.unit.fakes import NepContext

Handler = Callable[[dict[str, Any], Any], dict[str, Any]]
BASIS = "arn:aws:execute-api:eu-west-1:123456789012:a1b2c3d4e5/v1"
GEWEIGERD = 403
ONBEKEND = 401


def mag(beleid: Mapping[str, Any], arn: str) -> bool:
    """IAM: what is not allowed is denied, and an explicit Deny wins."""
    effecten = {
        regel["Effect"]
        for regel in beleid["policyDocument"]["Statement"]
        if regel["Action"] == "execute-api:Invoke" and any(_past(bron, arn) for bron in regel["Resource"])
    }
    return effecten == {"Allow"}


def _past(patroon: str, arn: str) -> bool:
    """IAM: `*` is anything, slashes included, `?` is one character, and capitals matter."""
    return re.fullmatch(re.escape(patroon).replace(r"\*", ".*").replace(r"\?", "."), arn) is not None


def roep_aan(authorizer: Handler, functie: Handler, event: dict[str, Any], kop: str) -> dict[str, Any]:
    """One call through the authorizer to the function; what the gateway refuses has a status and no body."""
    arn = f"{BASIS}/{event['httpMethod']}{event['path']}"
    try:
        beleid = authorizer({"type": "TOKEN", "authorizationToken": kop, "methodArn": arn}, None)
    except NietGeauthenticeerd:
        return {"statusCode": ONBEKEND, "body": ""}
    assert all(isinstance(waarde, str) for waarde in beleid["context"].values())
    if not mag(beleid, arn):
        return {"statusCode": GEWEIGERD, "body": ""}
    context = {
        **event["requestContext"],
        "authorizer": {"principalId": beleid["principalId"], **beleid["context"]},
    }
    return functie({**event, "requestContext": context}, NepContext())
