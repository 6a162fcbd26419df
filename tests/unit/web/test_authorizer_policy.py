"""The policy that the authorizer hands out, judged as IAM does."""

import itertools
import re
from collections.abc import Iterable
from typing import Any

import pytest
from stagemarkt.model.toegang import Afnemer, Limiet
from stagemarkt.web.authorizer_policy import maak_beleid
from stagemarkt.web.routes import ROUTES, Route

from tests.unit.gateway import mag

BASIS = "arn:aws:execute-api:eu-central-1:123456789012:a1b2c3d4e5/v1"
METHODE_ARN = f"{BASIS}/GET/leerbedrijven/900000001"
AFNEMER = Afnemer("demo", "Demo", "", Limiet(20, 40, 1000), "poort")
VOORBEELDEN = {"leerbedrijfId": ["900000001", "erkenningen", "x"], "code": ["25998", "K0067"]}
BESCHERMD = [route for route in ROUTES if route.scope is not None]


def _beleid(arn: str = METHODE_ARN, *scopes: str) -> dict[str, Any]:
    toegang = {"99XX": scopes} if scopes else {}
    return maak_beleid(arn, "nietecht", AFNEMER, toegang, gezamenlijke_poortsleutel=None)


def _aanroepen(route: Route) -> Iterable[str]:
    namen = re.findall(r"\{(\w+)\}", route.pad)
    for waarden in itertools.product(*(VOORBEELDEN.get(naam, ["1"]) for naam in namen)):
        yield f"{BASIS}/{route.methode}{route.pad.format(**dict(zip(namen, waarden, strict=True)))}"


@pytest.mark.parametrize("route", BESCHERMD, ids=lambda route: route.operatie)
def test_elke_route_met_een_sleutel(route: Route) -> None:
    """A key with toegang may reach every route of the table: scope and school are judged behind it."""
    assert all(mag(_beleid(METHODE_ARN, "zoeken"), arn) for arn in _aanroepen(route))


@pytest.mark.parametrize("route", BESCHERMD, ids=lambda route: route.operatie)
def test_zonder_toegang_niets(route: Route) -> None:
    """A key without any toegang gets a policy all the same, which allows nothing."""
    beleid = _beleid()
    assert beleid["policyDocument"]["Statement"]
    assert not any(mag(beleid, arn) for arn in _aanroepen(route))


def test_niets_buiten_de_tabel() -> None:
    """Another path or method than those of the table is not allowed, whatever the key."""
    beleid = _beleid(METHODE_ARN, "zoeken")
    for arn in (f"{BASIS}/GET/beheer", f"{BASIS}/DELETE/leerbedrijven/1", f"{BASIS}/GET/"):
        assert not mag(beleid, arn)


def test_het_beleid_geldt_voor_alle_routes_van_dezelfde_api() -> None:
    """API Gateway keeps the policy for the next calls: it is the same whatever call it is asked for."""
    assert _beleid(f"{BASIS}/POST/leerbedrijven/_zoek", "zoeken") == _beleid(METHODE_ARN, "zoeken")


@pytest.mark.parametrize(
    "arn", [METHODE_ARN.replace("a1b2c3d4e5", "zzzzz"), METHODE_ARN.replace("/v1/", "/v2/")]
)
def test_een_andere_api_of_stage_mag_niet(arn: str) -> None:
    """A key for this API and stage opens no other."""
    beleid = _beleid(METHODE_ARN, "identificatie")
    assert mag(beleid, METHODE_ARN)
    assert not mag(beleid, arn)


@pytest.mark.parametrize("arn", ["", "arn:aws:s3:::emmer", f"{BASIS}", "arn:aws:execute-api:x:1:*/v1/GET/x"])
def test_geen_methode(arn: str) -> None:
    """What is no call of one API and stage gets no policy: a star would be all of them."""
    with pytest.raises(ValueError, match="not the ARN"):
        _beleid(arn, "zoeken")


def test_wat_meegaat() -> None:
    """The principal is the part of the key that may be shown; the rights go along as flat texts."""
    beleid = _beleid(METHODE_ARN, "zoeken")
    assert beleid["principalId"] == "nietecht"
    assert beleid["context"] == {"afnemerId": "demo", "toegang": "zoeken=99XX", "limiet": "20;40;1000"}
    assert beleid["policyDocument"]["Version"] == "2012-10-17"
    assert beleid["usageIdentifierKey"] == "poort"


def test_zonder_poortsleutel_geen_lege() -> None:
    """An afnemer without a plan has no key for it either: an empty one would be an error of API Gateway."""
    beleid = maak_beleid(
        METHODE_ARN, "nietecht", AFNEMER._replace(poortsleutel=""), {}, gezamenlijke_poortsleutel=None
    )
    assert "usageIdentifierKey" not in beleid
