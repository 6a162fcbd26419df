"""What the API says of itself."""

from typing import Any

import pytest
from stagemarkt import __version__
from stagemarkt.web.routes import ROUTES, methoden

from functions.documentatie.app import handler
from tests.unit.nep import NepContext
from tests.unit.verzoeken import WORTEL, bytes_van, json_van, laad_event, maak_event

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
    assert antwoord["headers"]["Allow"] == ", ".join(r.methode for r in ROUTES if r.pad == pad)


def test_een_onbekende_parameter() -> None:
    """Strict here as everywhere."""
    antwoord = _vraag(maak_event("GET", "/openapi.json", query={"format": ["yaml"]}))
    assert (antwoord["statusCode"], json_van(antwoord)["code"]) == (400, "onbekende-parameter")
