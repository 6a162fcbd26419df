"""What the API says of itself."""

import base64
from typing import Any

import pytest
from stagemarkt import __version__
from stagemarkt.web.routes import ROUTES, methoden

from functions.documentatie.app import handler
from tests.unit.fakes import NepContext
from tests.unit.requests import WORTEL, bytes_van, json_van, laad_event, maak_event

PADEN = sorted({route.pad for route in ROUTES})


def _vraag(event: dict[str, Any]) -> dict[str, Any]:
    return handler(event, NepContext())


@pytest.mark.parametrize("naam", ["openapi", "asyncapi"])
def test_het_document_zelf(naam: str) -> None:
    """The very document that was written, compressed for who reads that, for any page."""
    antwoord = _vraag(laad_event(naam))
    assert bytes_van(antwoord) == (WORTEL / f"functions/documentatie/{naam}.json").read_bytes()
    assert antwoord["isBase64Encoded"]
    assert antwoord["headers"]["Content-Type"] == "application/json"
    assert antwoord["headers"]["Access-Control-Allow-Origin"] == "*"
    assert antwoord["headers"]["Cache-Control"].startswith("public, max-age=")


def test_het_document_kent_elke_route() -> None:
    """Every route is in the document, and nothing else; its version is that of the API."""
    document = json_van(_vraag(laad_event("openapi")))
    operaties = {
        (pad, methode.upper(), operatie["operationId"])
        for pad, methoden in document["paths"].items()
        for methode, operatie in methoden.items()
    }
    assert operaties == {(route.pad, route.methode, route.operatie) for route in ROUTES}
    assert document["info"]["version"] == __version__


@pytest.mark.parametrize(
    ("methode", "pad"),
    [
        (methode, pad)
        for methode in ("HEAD", "OPTIONS", "PUT", "PATCH", "DELETE")
        for pad in PADEN
        if methode not in methoden(pad)
    ],
)
def test_een_methode_die_er_niet_is(methode: str, pad: str) -> None:
    """Every address answers every wrong method here, with those that it has."""
    antwoord = _vraag(maak_event(methode, pad, padvelden={"leerbedrijfId": "1", "code": "2"}))
    assert antwoord["statusCode"] == 405
    assert antwoord["headers"]["Allow"] == ", ".join(methoden(pad))


@pytest.mark.parametrize("pad", PADEN)
def test_welke_methoden_er_zijn(pad: str) -> None:
    """OPTIONS at any address: 204 with those that it has; for any page where any may read."""
    antwoord = _vraag(maak_event("OPTIONS", pad, padvelden={"leerbedrijfId": "1", "code": "2"}))
    assert (antwoord["statusCode"], antwoord["body"]) == (204, "")
    toegestaan = antwoord["headers"]["Allow"].split(", ")
    eigen = {route.methode for route in ROUTES if route.pad == pad}
    assert set(toegestaan) == eigen | {"OPTIONS"} | {"HEAD" for methode in eigen if methode == "GET"}
    van_ieder = any(route.scope is None for route in ROUTES if route.pad == pad)
    assert ("Access-Control-Allow-Origin" in antwoord["headers"]) == van_ieder


@pytest.mark.parametrize("naam", ["openapi", "asyncapi"])
def test_het_document_als_head(naam: str) -> None:
    """HEAD gives the headers of the GET, with the length that it has, and no body."""
    event = laad_event(naam)
    gelezen, kop = _vraag(event), _vraag({**event, "httpMethod": "HEAD"})
    lengte = str(len(base64.b64decode(gelezen["body"])))
    assert kop["headers"] == {**gelezen["headers"], "Content-Length": lengte}
    assert (kop["statusCode"], kop["body"], kop["isBase64Encoded"]) == (200, "", False)


@pytest.mark.parametrize(
    ("pad", "bedoeld"),
    [
        ("/leerbedrijven/", "/v1/leerbedrijven"),
        ("/Leerbedrijven", "/v1/leerbedrijven"),
        ("/Leerbedrijven/900000001", "/v1/leerbedrijven/900000001"),
        ("/v2/leerbedrijven", "/v1/leerbedrijven"),
        ("/v1/leerbedrijven/900000001/detailgegevens", "/v1/leerbedrijven/900000001/detailgegevens"),
        ("/leerbedrijf/900000001", "/v1/leerbedrijven/900000001"),
        ("/leerbedrijf/900000001/erkenning/25998", "/v1/leerbedrijven/900000001/erkenningen/25998"),
        ("/leerbedrijven/zoek", "/v1/leerbedrijven/_zoek"),
        ("/leerbedrijven/900000001/details", "/v1/leerbedrijven/900000001/detailgegevens"),
        ("/leerplaats/3000001", "/v1/leerplaatsen/3000001"),
        ("//leerplaatsen//", "/v1/leerplaatsen"),
        ("/mutatie", "/v1/mutaties"),
        ("/openapi", "/v1/openapi.json"),
        ("/STATUS/School", "/v1/status/school"),
        ("/abonementen", "/v1/abonnementen"),
        ("/leerbedrijf/<script>", "/v1/leerbedrijven/{leerbedrijfId}"),
    ],
)
@pytest.mark.parametrize("resource", ["/{adres+}", "/"])
def test_het_adres_dat_bedoeld_is(pad: str, bedoeld: str, resource: str) -> None:
    """An address that there is not is 404, and says which one is meant."""
    antwoord = _vraag({**maak_event("GET", resource), "path": pad})
    assert (antwoord["statusCode"], json_van(antwoord)["code"]) == (404, "resource-onbekend")
    assert f"`{bedoeld}`" in json_van(antwoord)["detail"]


@pytest.mark.parametrize(
    "pad",
    [
        "",
        "/",
        "/v1",
        "/v1/",
        "/favicon.ico",
        "/leerbedrijven/1/2/3/4/5/6/7/8/9",
        "/wp-login.php",
        "/900000001",
    ],
)
@pytest.mark.parametrize("methode", ["GET", "OPTIONS", "DELETE"])
def test_liever_geen_raad_dan_verkeerde(pad: str, methode: str) -> None:
    """Where none is near, the list of addresses is named and nothing else."""
    antwoord = _vraag({**maak_event(methode, "/{adres+}"), "path": pad})
    assert antwoord["statusCode"] == 404
    assert json_van(antwoord)["detail"] == "Dit adres bestaat niet. De adressen staan in `/v1/openapi.json`."


def test_een_onbekende_parameter() -> None:
    """Strict here as everywhere."""
    antwoord = _vraag(maak_event("GET", "/openapi.json", query={"format": ["yaml"]}))
    assert (antwoord["statusCode"], json_van(antwoord)["code"]) == (400, "onbekende-parameter")
