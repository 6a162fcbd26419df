"""What is open: the status, which looks at the source, and the OpenAPI document, which tells the truth."""

import json
from typing import Any

import jsonschema
import pytest

from local.sbb import voorbeelden as vb
from tests.e2e.klant import Facade


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
        ("/status", "/status"),
    ],
)
def test_antwoorden_passen_bij_het_document(facade: Facade, operatie: str, pad: str) -> None:
    """What really comes is what the document says: status, headers, media type and every field."""
    document: dict[str, Any] = facade.http.get("/openapi.json").json()
    antwoord = facade.vraag(pad)
    beschreven = document["paths"][operatie]["get"]["responses"][str(antwoord.status_code)]
    assert beschreven["headers"].keys() <= {
        naam.title().replace("Api", "API").replace("Etag", "ETag") for naam in antwoord.headers
    }
    mediatype = antwoord.headers["Content-Type"]
    schema = beschreven["content"][mediatype]["schema"] | {"components": document["components"]}
    jsonschema.Draft202012Validator(
        schema, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    ).validate(json.loads(antwoord.text))
