"""What is open: the status, which looks at the source, and the OpenAPI document, which tells the truth."""

import json
from typing import Any

import jsonschema
import pytest

from local.sbb.register import examples
from tests.e2e.client import FacadeClient
from tests.e2e.documented import EVERYWHERE

# What is there only for who has a limit, or when it was kept.
_SOMETIMES = {"ratelimit-policy", "age", "vary", "cache-status"}


def test_status_points_out_who_is_at_fault(facade: FacadeClient) -> None:
    """While SBB fails the status says so, and when it answers again it says that."""
    facade.storing("http500-html")
    facade.erkenning(*examples.ERKEND_CREBO)
    disturbed = facade.http.get("/status").json()
    assert (disturbed["status"], disturbed["sbb"]["status"]) == ("verstoord", "storing")
    assert disturbed["sbb"]["laatsteFout"]["code"] == "bron-niet-beschikbaar"
    assert disturbed["facade"]["status"] == "in-orde"
    facade.restore_sbb()
    facade.erkenning(*examples.ERKEND_CREBO)
    restored = facade.http.get("/status").json()
    assert (restored["status"], restored["sbb"]["status"]) == ("in-orde", "in-orde")


def test_asyncapi_is_open(facade: FacadeClient) -> None:
    """What we send is described for anybody, without a key."""
    answer = facade.http.get("/asyncapi")
    assert (answer.status_code, answer.json()["asyncapi"]) == (200, "3.0.0")
    assert answer.headers["access-control-allow-origin"] == "*"


def test_openapi_is_open(facade: FacadeClient) -> None:
    """Any page may read the document, without a key."""
    answer = facade.http.get("/openapi.json")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.json()["openapi"].startswith("3.1")


def test_another_method_is_in_the_document(facade: FacadeClient) -> None:
    """405 is described with its `Allow`, and that is what comes."""
    document: dict[str, Any] = facade.http.get("/openapi.json").json()
    answer = facade.http.delete("/status")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert all(
        "Allow" in operation["responses"]["405"]["headers"]
        for path in document["paths"].values()
        for operation in path.values()
    )


@pytest.mark.parametrize(
    ("operation", "path"),
    [
        ("/leerbedrijven/{leerbedrijfId}", f"/leerbedrijven/{examples.SHOWPIECE}"),
        ("/leerbedrijven/{leerbedrijfId}", f"/leerbedrijven/{examples.ABROAD}"),
        ("/leerbedrijven/{leerbedrijfId}", "/leerbedrijven/-"),
        ("/leerbedrijven", "/leerbedrijven?naam=bakker"),
        ("/leerbedrijven", "/leerbedrijven?nam=bakker&huisnummer=0"),
        (
            "/leerbedrijven/{leerbedrijfId}/erkenningen/{code}",
            f"/leerbedrijven/{examples.SHOWPIECE}/erkenningen/25998?totEnMet=2040-01-01",
        ),
        (
            "/leerbedrijven/{leerbedrijfId}/erkenningen/{code}",
            f"/leerbedrijven/{examples.ALTERNATING}/erkenningen/25174",
        ),
        (
            "/leerbedrijven/{leerbedrijfId}/erkenningen/{code}",
            f"/leerbedrijven/{examples.SHOWPIECE}/erkenningen/99999",
        ),
        (
            "/leerbedrijven/{leerbedrijfId}/detailgegevens",
            f"/leerbedrijven/{examples.SHOWPIECE}/detailgegevens",
        ),
        (
            "/leerbedrijven/{leerbedrijfId}/detailgegevens",
            f"/leerbedrijven/{examples.SHOWPIECE}/detailgegevens?fields=naam,contactpersonen.functie",
        ),
        ("/leerplaatsen", "/leerplaatsen?plaats=amersfoort&limit=1"),
        ("/leerplaatsen", "/leerplaatsen?cursor=x"),
        ("/status", "/status"),
    ],
)
def test_answers_match_the_document(facade: FacadeClient, operation: str, path: str) -> None:
    """What really comes is what the document says: status, headers, media type and every field."""
    document: dict[str, Any] = facade.http.get("/openapi.json").json()
    answer = facade.question(path)
    described = document["paths"][operation]["get"]["responses"][str(answer.status_code)]
    given = {name.lower() for name in answer.headers} - EVERYWHERE
    named = {name.lower() for name in described["headers"]}
    assert named - _SOMETIMES <= given <= named
    mediatype = answer.headers["Content-Type"]
    schema = described["content"][mediatype]["schema"] | {"components": document["components"]}
    jsonschema.Draft202012Validator(
        schema, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    ).validate(json.loads(answer.text))
