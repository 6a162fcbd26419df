"""What is open: the status, which looks at the source, and the OpenAPI document, which tells the truth."""

import json
from typing import Any

import jsonschema
import pytest
from stagemarkt.web.response import BEVEILIGING

from local.sbb import examples as vb
from tests.e2e.client import Facade

# What stands on every answer: of the web itself, of API Gateway, and for security (ADR).
_OVERAL = {
    *("content-type", "content-length", "content-encoding", "vary", "date"),
    *("x-amz-request-id", "x-amzn-requestid"),
    *(naam.lower() for naam in BEVEILIGING),
}
# What is there only for who has a limit, or when it was kept.
_SOMS = {"ratelimit-policy", "age"}


def test_status_wijst_de_schuldige_aan(facade: Facade) -> None:
    """While SBB fails the status says so, and when it answers again it says that."""
    facade.storing("http500-html")
    facade.erkenning(*vb.ERKEND_CREBO)
    verstoord = facade.http.get("/status").json()
    assert (verstoord["status"], verstoord["sbb"]["status"]) == ("verstoord", "storing")
    assert verstoord["sbb"]["laatsteFout"]["code"] == "bron-niet-beschikbaar"
    assert verstoord["facade"]["status"] == "in-orde"
    facade.sbb_in_orde()
    facade.erkenning(*vb.ERKEND_CREBO)
    hersteld = facade.http.get("/status").json()
    assert (hersteld["status"], hersteld["sbb"]["status"]) == ("in-orde", "in-orde")


def test_asyncapi_is_open(facade: Facade) -> None:
    """What we send is described for anybody, without a key."""
    antwoord = facade.http.get("/asyncapi")
    assert (antwoord.status_code, antwoord.json()["asyncapi"]) == (200, "3.0.0")
    assert antwoord.headers["access-control-allow-origin"] == "*"


def test_openapi_is_open(facade: Facade) -> None:
    """Any page may read the document, without a key."""
    antwoord = facade.http.get("/openapi.json")
    assert antwoord.headers["Access-Control-Allow-Origin"] == "*"
    assert antwoord.json()["openapi"].startswith("3.1")


def test_een_andere_methode_staat_in_het_document(facade: Facade) -> None:
    """405 is described with its `Allow`, and that is what comes."""
    document: dict[str, Any] = facade.http.get("/openapi.json").json()
    antwoord = facade.http.delete("/status")
    assert (antwoord.status_code, antwoord.headers["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert all(
        "Allow" in operatie["responses"]["405"]["headers"]
        for pad in document["paths"].values()
        for operatie in pad.values()
    )


@pytest.mark.parametrize(
    ("operatie", "pad"),
    [
        ("/leerbedrijven/{leerbedrijfId}", f"/leerbedrijven/{vb.TOONBEELD}"),
        ("/leerbedrijven/{leerbedrijfId}", f"/leerbedrijven/{vb.BUITENLAND}"),
        ("/leerbedrijven/{leerbedrijfId}", "/leerbedrijven/-"),
        ("/leerbedrijven", "/leerbedrijven?naam=bakker"),
        ("/leerbedrijven", "/leerbedrijven?nam=bakker&huisnummer=0"),
        (
            "/leerbedrijven/{leerbedrijfId}/erkenningen/{code}",
            f"/leerbedrijven/{vb.TOONBEELD}/erkenningen/25998?totEnMet=2040-01-01",
        ),
        (
            "/leerbedrijven/{leerbedrijfId}/erkenningen/{code}",
            f"/leerbedrijven/{vb.WISSELEND}/erkenningen/25174",
        ),
        (
            "/leerbedrijven/{leerbedrijfId}/erkenningen/{code}",
            f"/leerbedrijven/{vb.TOONBEELD}/erkenningen/99999",
        ),
        (
            "/leerbedrijven/{leerbedrijfId}/detailgegevens",
            f"/leerbedrijven/{vb.TOONBEELD}/detailgegevens",
        ),
        (
            "/leerbedrijven/{leerbedrijfId}/detailgegevens",
            f"/leerbedrijven/{vb.TOONBEELD}/detailgegevens?fields=naam,contactpersonen.functie",
        ),
        ("/leerplaatsen", "/leerplaatsen?plaats=amersfoort&limit=1"),
        ("/leerplaatsen", "/leerplaatsen?cursor=x"),
        ("/status", "/status"),
    ],
)
def test_antwoorden_passen_bij_het_document(facade: Facade, operatie: str, pad: str) -> None:
    """What really comes is what the document says: status, headers, media type and every field."""
    document: dict[str, Any] = facade.http.get("/openapi.json").json()
    antwoord = facade.vraag(pad)
    beschreven = document["paths"][operatie]["get"]["responses"][str(antwoord.status_code)]
    gegeven = {naam.lower() for naam in antwoord.headers} - _OVERAL
    genoemd = {naam.lower() for naam in beschreven["headers"]}
    assert genoemd - _SOMS <= gegeven <= genoemd
    mediatype = antwoord.headers["Content-Type"]
    schema = beschreven["content"][mediatype]["schema"] | {"components": document["components"]}
    jsonschema.Draft202012Validator(
        schema, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    ).validate(json.loads(antwoord.text))
