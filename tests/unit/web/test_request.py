"""API Gateway's event as a request."""

import base64
import uuid
from typing import Any

import pytest
from stagemarkt.web.request import lees_event

from tests.unit.fakes import SCHOOL
from tests.unit.requests import VERZOEK_ID, laad_event, maak_event, maak_verzoek


def test_een_event_van_api_gateway() -> None:
    """Every part of a real event ends up in its place."""
    verzoek = lees_event(laad_event("verificatie-periode"), 28.0)
    assert (verzoek.methode, verzoek.resource) == ("GET", "/leerbedrijven/{leerbedrijfId}/erkenningen/{code}")
    assert verzoek.pad == "/leerbedrijven/900000001/erkenningen/K0067"
    assert verzoek.padvelden == {"leerbedrijfId": "900000001", "code": "K0067"}
    assert verzoek.query == {"peildatum": ["2026-09-01"], "totEnMet": ["2027-01-31"]}
    assert (verzoek.afnemer_id, verzoek.toegang) == ("demo", {SCHOOL: ("identificatie", "verificatie")})
    assert (verzoek.taal, verzoek.lichaam, verzoek.school) == ("nl", b"", "")
    assert verzoek.koppen["accept-encoding"] == "gzip"


@pytest.mark.parametrize(
    "event",
    [
        {},
        {"headers": None, "multiValueHeaders": None, "requestContext": None, "body": None},
        {"requestContext": {"authorizer": None, "requestId": None}, "pathParameters": None},
        {"multiValueQueryStringParameters": None, "queryStringParameters": None, "isBase64Encoded": None},
    ],
)
def test_wat_ontbreekt_is_leeg(event: dict[str, Any]) -> None:
    """What API Gateway leaves out or sends as null is nothing, and no failure."""
    verzoek = lees_event(event, 28.0)
    assert (verzoek.koppen, verzoek.query, verzoek.padvelden, verzoek.toegang) == ({}, {}, {}, {})
    assert (verzoek.lichaam, verzoek.afnemer_id, verzoek.taal) == (b"", "", "nl")
    assert str(uuid.UUID(verzoek.id)) == verzoek.id


def test_koppen_zonder_hoofdletters_en_samengevoegd() -> None:
    """A header is found whatever its capitals; one that is sent twice is a list."""
    event = maak_event()
    event["multiValueHeaders"] = {"ACCEPT": ["text/html", "application/json"], "X-Iets": [""]}
    event["headers"] = {"ACCEPT": "application/json"}
    assert lees_event(event, 1.0).koppen == {"accept": "text/html, application/json", "x-iets": ""}


def test_zonder_meervoudige_koppen_gelden_de_enkele() -> None:
    """An event with single headers only, as tools at home make, is read as well."""
    event = maak_event()
    event["headers"] = {"Accept-Language": "en"}
    verzoek = lees_event(event, 1.0)
    assert (verzoek.koppen, verzoek.taal) == ({"accept-language": "en"}, "en")


@pytest.mark.parametrize(
    ("lichaam", "verwacht"),
    [
        ("{}", b"{}"),
        ("\u00e9", b"\xc3\xa9"),
        (b"\xff\x00", b"\xff\x00"),
        (b"", b""),
        (None, b""),
        ("\ud800", b"\xed\xa0\x80"),  # no UTF-8: what reads it refuses it
    ],
)
def test_het_lichaam_als_bytes(lichaam: str | bytes | None, verwacht: bytes) -> None:
    """A body is the bytes that were sent, in base64 or not."""
    assert maak_verzoek("POST", lichaam=lichaam).lichaam == verwacht


@pytest.mark.parametrize("kapot", ["e30", "e30=\n=", "geen base64!", "\u00e9\u00e9\u00e9\u00e9", "=", "e3=0"])
def test_kapotte_base64(kapot: str) -> None:
    """A body whose encoding is broken is none, not something else."""
    event = maak_event("POST", lichaam=b"x")
    event["body"] = kapot
    assert lees_event(event, 1.0).lichaam is None


def test_base64_op_een_regel() -> None:
    """A long body comes back whole."""
    event = maak_event("POST", lichaam=b"x")
    event["body"] = base64.b64encode(bytes(range(256)) * 40).decode()
    assert lees_event(event, 1.0).lichaam == bytes(range(256)) * 40


def test_het_id_van_api_gateway_blijft() -> None:
    """A request keeps the UUID that API Gateway logs it by."""
    assert maak_verzoek().id == VERZOEK_ID


@pytest.mark.parametrize("requestid", ["test-invoke-request", "", None, "1\r\nSet-Cookie: x"])
def test_een_ander_id_wordt_een_uuid(requestid: str | None) -> None:
    """An id that is no UUID is replaced by one: it goes into headers and `instance`."""
    event = maak_event()
    event["requestContext"]["requestId"] = requestid
    een, twee = lees_event(event, 1.0).id, lees_event(event, 1.0).id
    assert uuid.UUID(een) != uuid.UUID(twee)


@pytest.mark.parametrize(("seconden", "hooguit"), [(28.0, 23.0), (5.0, 0.0), (0.2, 0.0)])
def test_de_termijn_houdt_tijd_over(seconden: float, hooguit: float) -> None:
    """A second is left for writing the answer, and no deadline is negative."""
    over = lees_event(maak_event(), seconden).termijn.over
    assert max(0.0, hooguit - 1.0) <= over <= hooguit


def test_een_kop_op_meer_regels() -> None:
    """Lines of one header are one list, in order, however each spells its name."""
    event = maak_event()
    event["multiValueHeaders"] = {"Accept": ["", "text/html"], "accept": ["application/json"]}
    assert lees_event(event, 28).koppen == {"accept": ", text/html, application/json"}
