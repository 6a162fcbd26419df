"""What is sent to hurt: every function answers it with a problem, at once, and nothing of it in the log."""

import base64
import json
import time
from collections.abc import Mapping
from typing import Any, Final

import pytest
from stagemarkt.web.request import MAX_LICHAAM
from stagemarkt.web.routes import ROUTES, Route

from functions.detailgegevens import app as detailgegevens
from functions.documentatie import app as documentatie
from functions.identificatie import app as identificatie
from functions.status import app as status
from functions.verificatie import app as verificatie
from functions.zoeken import app as zoeken
from tests.unit.conftest import Logboek
from tests.unit.fakes import NepContext, NepOpbouw
from tests.unit.requests import json_van, maak_event

# CPU seconds; the slowest takes a hundredth of this.
HOOGSTENS: Final = 1.0
CANARY: Final = "KanarieVogel"
APPS: Final[Mapping[str, Any]] = {
    "identificatie": identificatie,
    "verificatie": verificatie,
    "detailgegevens": detailgegevens,
    "zoeken": zoeken,
    "status": status,
}
HIER: Final = [route for route in ROUTES if route.functie in APPS]

LICHAMEN: Final[dict[str, tuple[str | bytes, int]]] = {
    "deep-lists": ("[" * 8000 + "]" * 8000, 400),
    "deep-objects": ('{"a":' * 2700 + "1" + "}" * 2700, 400),
    "deep-unclosed": ('{"naam":' * 2000, 400),
    "long-number": ('{"huisnummer": ' + "9" * 16000 + "}", 400),
    "long-fraction": ('{"huisnummer": 0.' + "9" * 16000 + "}", 400),
    "infinite-number": ('{"huisnummer": 1e99999}', 400),
    "nan": ('{"huisnummer": NaN}', 400),
    "infinity": ('{"huisnummer": -Infinity}', 400),
    "twice": (f'{{"naam": "{CANARY}", "naam": "y"}}', 400),
    "many-keys": (json.dumps({f"{CANARY}{n}": n for n in range(500)}), 400),
    "ten-thousand-keys": (json.dumps({f"{CANARY}{n}": n for n in range(10_000)}), 413),
    "key-of-kilobytes": (json.dumps({CANARY * 1200: 1}), 400),
    "lone-surrogate": ('{"naam": "\\ud800' + CANARY + '"}', 400),
    "lone-surrogate-raw": ('{"naam": "\ud800"}', 400),
    "nul": (json.dumps({"naam": f"a\x00{CANARY}"}), 400),
    "bom": ("\ufeff{}", 400),
    "utf-16": ('{"naam": "x"}'.encode("utf-16"), 400),
    "half-a-character": (b'{"naam": "\xc3"}', 400),
    "overlong": (b'{"naam": "\xc0\xaf"}', 400),
    "a-list": (f'["{CANARY}"]', 400),
    "a-text": (f'"{CANARY}"', 400),
    "nothing": ("", 400),
    "just-over-the-route": ("x" * (16 * 1024 + 1), 413),
    "over-the-limit": ("x" * (MAX_LICHAAM + 1), 413),
    "far-over-the-limit": ("x" * (9 * 1024 * 1024), 413),
    "far-over-the-limit-base64": (b"x" * (6 * 1024 * 1024), 413),
}
KOPPEN: Final[dict[str, dict[str, str]]] = {
    "accept-of-many": {"Accept": ",".join(f"a/{n};q=0.{n}" for n in range(2000))},
    "accept-weights": {"Accept": "*/*;q=nan, application/json;q=1e999999"},
    "language-of-many": {"Accept-Language": "nl;q=0.5," * 3000},
    "language-weights": {"Accept-Language": "en;q=" + "9" * 9000},
    "encoding-of-many": {"Accept-Encoding": "gzip;q=0," * 3000},
    "tags-of-many": {"If-None-Match": ",".join(f'W/"{n}"' for n in range(3000))},
    "freshness": {"Cache-Control": "max-age=" + "9" * 9000},
    "freshness-of-many": {"Cache-Control": "max-stale," * 1000},
    "freshness-of-none": {"Cache-Control": "max-age=-1, max-stale=NaN, ====, ,,,"},
    "school-of-kilobytes": {"Namens-School": CANARY * 800},
    "school-in-other-digits": {"Namens-School": "\u0662\u0665BE"},
    "type-of-kilobytes": {"Content-Type": "application/json;" + "a=b;" * 2000},
    "trace": {"traceparent": "00-" + "a" * 9000},
    "names-of-kilobytes": {CANARY * 700: "x"},
    "hundreds": {f"X-{CANARY}-{n}": "y" for n in range(900)},
    "bytes": {"User-Agent": "\x00\x01\xff\ud800"},
}
VRAGEN: Final[dict[str, dict[str, list[str]]]] = {
    "thousands-of-keys": {f"{CANARY}{n}": ["1"] for n in range(3000)},
    "one-key-a-thousand-times": {"naam": [CANARY] * 3000},
    "kilobytes": {"naam": [CANARY * 800]},
    "numbers-of-kilobytes": {"huisnummer": ["9" * 8000], "limit": ["9" * 8000], "afstand": ["-" * 8000]},
    "dates": {"peildatum": ["9" * 8000], "totEnMet": ["0000-00-00"]},
    "fields": {"fields": [",".join(["contactpersonen.naam"] * 400)]},
    "fields-of-dots": {"fields": ["." * 8000]},
    "fields-that-are-not": {"fields": [",".join(f"{CANARY}{n}" for n in range(600))]},
    "cursor": {"cursor": ["A" * 8000], "naam": ["x"]},
    "control-characters": {"naam": ["\x00\x1b[31m\r\nSet-Cookie: x"]},
    "surrogates": {"naam": ["\ud800"], "\udfff": ["x"]},
}


def _doe(route: Route, event: dict[str, Any], logboek: Logboek) -> tuple[int, Any]:
    """The status and what came of it: in time, with all that every answer has, nothing of it logged."""
    handler = APPS[route.functie].maak_handler(NepOpbouw())
    begin = time.process_time()
    antwoord = handler(event, NepContext())
    assert time.process_time() - begin < HOOGSTENS
    assert antwoord["headers"]["X-Content-Type-Options"] == "nosniff"
    assert CANARY not in logboek.tekst
    assert len(logboek.regels) == 1
    assert len(logboek.tekst) < 4000
    return antwoord["statusCode"], json_van(antwoord) if antwoord["body"] else None


@pytest.mark.parametrize("naam", LICHAMEN)
def test_lichamen(naam: str, logboek: Logboek) -> None:
    """A body that is meant to hurt is refused with the status of the table; not all its faults are told."""
    lichaam, verwacht = LICHAMEN[naam]
    route = next(route for route in HIER if route.methode == "POST")
    gegeven, probleem = _doe(route, maak_event("POST", route.pad, lichaam=lichaam), logboek)
    assert (gegeven, probleem["status"]) == (verwacht, verwacht)
    assert len(json.dumps(probleem)) < 64 * 1024


@pytest.mark.parametrize("naam", KOPPEN)
@pytest.mark.parametrize("route", HIER, ids=lambda route: route.operatie)
def test_koppen(route: Route, naam: str, logboek: Logboek) -> None:
    """No header makes any route fail or take long."""
    padvelden = {"leerbedrijfId": "900000001", "code": "25998", "leerplaatsId": "-"}
    event = maak_event(route.methode, route.pad, koppen=KOPPEN[naam], padvelden=padvelden, lichaam=None)
    gegeven, _ = _doe(route, event, logboek)
    assert gegeven != 500 or route.functie == "detailgegevens"


@pytest.mark.parametrize("naam", VRAGEN)
@pytest.mark.parametrize("route", HIER, ids=lambda route: route.operatie)
def test_vragen(route: Route, naam: str, logboek: Logboek) -> None:
    """No query makes any route fail or take long; what it has too many of is told in few words."""
    padvelden = {"leerbedrijfId": "900000001", "code": "25998", "leerplaatsId": "-"}
    event = maak_event(route.methode, route.pad, query=VRAGEN[naam], padvelden=padvelden)
    gegeven, inhoud = _doe(route, event, logboek)
    assert 400 <= gegeven < 500 or route.functie == "detailgegevens"
    assert len(json.dumps(inhoud)) < 64 * 1024


@pytest.mark.parametrize("route", [r for r in HIER if r.methode == "GET"], ids=lambda route: route.operatie)
@pytest.mark.parametrize(
    "lichaam", ["{" * 5000, b"\xff" * 100, "x" * (MAX_LICHAAM + 1)], ids=["json", "bytes", "big"]
)
def test_een_get_heeft_geen_lichaam(route: Route, lichaam: str | bytes, logboek: Logboek) -> None:
    """What comes in the body of a GET is not looked at: the answer is that of the same without one."""
    padvelden = {"leerbedrijfId": "-", "code": "-", "leerplaatsId": "-"}
    kaal = maak_event(route.methode, route.pad, padvelden=padvelden)
    with_body = maak_event(route.methode, route.pad, padvelden=padvelden, lichaam=lichaam)
    handler = APPS[route.functie].maak_handler(NepOpbouw())
    zonder, met = handler(kaal, NepContext()), handler(with_body, NepContext())
    assert (met["statusCode"], met["body"]) == (zonder["statusCode"], zonder["body"])
    assert logboek.regels[0]["status"] == logboek.regels[1]["status"]


def test_base64_dat_geen_base64_is(logboek: Logboek) -> None:
    """A body whose encoding is broken is a body that cannot be read."""
    route = next(route for route in HIER if route.methode == "POST")
    event = maak_event("POST", route.pad, lichaam=b"{}")
    event["body"] = base64.b64encode(b'{"naam":"x"}').decode()[:-3] + "*=="
    assert _doe(route, event, logboek)[0] == 400


@pytest.mark.parametrize("grootte", [MAX_LICHAAM + 1, 7 * 1024 * 1024])
def test_ook_waar_geen_route_is(grootte: int) -> None:
    """A large body to a method that does not exist is that problem, and is not looked at either."""
    event = maak_event("POST", "/status", lichaam=b"x" * grootte)
    begin = time.process_time()
    assert documentatie.handler(event, NepContext())["statusCode"] == 405
    assert time.process_time() - begin < HOOGSTENS
