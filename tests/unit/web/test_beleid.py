"""The policy that the authorizer hands out, judged as IAM does."""

import itertools
import json
import re
from collections.abc import Iterable
from typing import Any

import pytest
from stagemarkt.web.beleid import maak_beleid, verdeel
from stagemarkt.web.routes import ROUTES, SCOPES, Route

BASIS = "arn:aws:execute-api:eu-central-1:123456789012:a1b2c3d4e5/v1"
METHODE_ARN = f"{BASIS}/GET/leerbedrijven/100077736"
VOORBEELDEN = {"leerbedrijfId": ["100077736", "erkenningen", "x"], "code": ["25998", "K0067"]}
BESCHERMD = [route for route in ROUTES if route.scope is not None]
ALLE_SCOPES = [combinatie for n in range(len(SCOPES) + 1) for combinatie in itertools.combinations(SCOPES, n)]


def _beleid(*scopes: str) -> dict[str, Any]:
    return maak_beleid(METHODE_ARN, "nietecht", "demo", {"25BE": list(scopes)})


def _past(patroon: str, arn: str) -> bool:
    """IAM: `*` is anything, slashes included, `?` is one character, and capitals matter."""
    return re.fullmatch(re.escape(patroon).replace(r"\*", ".*").replace(r"\?", "."), arn) is not None


def _mag(beleid: dict[str, Any], arn: str) -> bool:
    """IAM: what is not allowed is denied, and an explicit Deny wins."""
    effecten = {
        regel["Effect"]
        for regel in beleid["policyDocument"]["Statement"]
        if regel["Action"] == "execute-api:Invoke" and any(_past(bron, arn) for bron in regel["Resource"])
    }
    return effecten == {"Allow"}


def _aanroepen(route: Route) -> Iterable[str]:
    namen = re.findall(r"\{(\w+)\}", route.pad)
    for waarden in itertools.product(*(VOORBEELDEN.get(naam, ["1"]) for naam in namen)):
        yield f"{BASIS}/{route.methode}{route.pad.format(**dict(zip(namen, waarden, strict=True)))}"


@pytest.mark.parametrize("scopes", ALLE_SCOPES, ids=lambda scopes: "+".join(scopes) or "none")
def test_een_route_mag_precies_met_haar_scope(scopes: tuple[str, ...]) -> None:
    """Whatever the scopes of a key, it may call the routes that ask for one of them, and no other."""
    beleid = _beleid(*scopes)
    mag = {arn: _mag(beleid, arn) for route in BESCHERMD for arn in _aanroepen(route)}
    assert mag == {arn: route.scope in scopes for route in BESCHERMD for arn in _aanroepen(route)}


def test_een_joker_dekt_ook_schuine_strepen() -> None:
    """Why there is a Deny at all: without it, a leerbedrijf by ID would open its erkenningen."""
    beleid = _beleid("identificatie")
    zonder_deny = {"policyDocument": {"Statement": beleid["policyDocument"]["Statement"][:1]}}
    erkenning = f"{BASIS}/GET/leerbedrijven/100077736/erkenningen/25998"
    assert (_mag(zonder_deny, erkenning), _mag(beleid, erkenning)) == (True, False)


@pytest.mark.parametrize("scopes", ALLE_SCOPES, ids=lambda scopes: "+".join(scopes) or "none")
def test_een_verbod_raakt_geen_toegestane_route(scopes: tuple[str, ...]) -> None:
    """No denied pattern covers an allowed route: where it would, the function refuses by itself."""
    mag, mag_niet = verdeel(scopes)
    assert {route.scope for route in mag} <= set(scopes)
    assert not {route.scope for route in mag_niet} & set(scopes)
    verboden = _beleid(*scopes)["policyDocument"]["Statement"][-1]
    geraakt = [
        arn for route in mag for arn in _aanroepen(route) if any(_past(b, arn) for b in verboden["Resource"])
    ]
    assert verboden["Effect"] == "Allow" or not geraakt


def test_het_beleid_geldt_voor_alle_routes_van_dezelfde_api() -> None:
    """API Gateway keeps the policy for the next calls: it is the same whatever call it is asked for."""
    ander = f"{BASIS}/POST/leerbedrijven/_zoek"
    assert maak_beleid(ander, "nietecht", "demo", {"25BE": list(SCOPES)}) == _beleid(*SCOPES)


@pytest.mark.parametrize(
    "arn", [METHODE_ARN.replace("a1b2c3d4e5", "zzzzz"), METHODE_ARN.replace("/v1/", "/v2/")]
)
def test_een_andere_api_of_stage_mag_niet(arn: str) -> None:
    """A key for this API and stage opens no other."""
    assert _mag(_beleid(*SCOPES), METHODE_ARN)
    assert not _mag(_beleid(*SCOPES), arn)


@pytest.mark.parametrize("toegang", [{}, {"25BE": []}, {"25BE": ["onbekend"]}])
def test_zonder_scopes_mag_er_niets(toegang: dict[str, list[str]]) -> None:
    """A key without scopes gets a policy all the same, which allows nothing."""
    beleid = maak_beleid(METHODE_ARN, "nietecht", "demo", toegang)
    assert beleid["policyDocument"]["Statement"]
    assert not any(_mag(beleid, arn) for route in ROUTES for arn in _aanroepen(route))


def test_de_scopes_van_alle_scholen_tellen() -> None:
    """The policy knows no schools: a scope for any opens the route, and the function looks further."""
    beleid = maak_beleid(
        METHODE_ARN, "nietecht", "demo", {"25BE": ["identificatie"], "30AA": ["verificatie"]}
    )
    scopes = {"identificatie", "verificatie"}
    mag = {arn: _mag(beleid, arn) for route in BESCHERMD for arn in _aanroepen(route)}
    assert mag == {arn: route.scope in scopes for route in BESCHERMD for arn in _aanroepen(route)}


def test_wat_meegaat_naar_de_functies() -> None:
    """The principal is the part of the key that may be shown; the rights go along as flat texts."""
    beleid = maak_beleid(METHODE_ARN, "nietecht", "demo", {"25BE": ("identificatie",), "30AA": ()})
    assert beleid["principalId"] == "nietecht"
    assert beleid["context"] == {"afnemerId": "demo", "toegang": '{"25BE":["identificatie"],"30AA":[]}'}
    assert beleid["policyDocument"]["Version"] == "2012-10-17"
    assert json.loads(beleid["context"]["toegang"])["25BE"] == ["identificatie"]
