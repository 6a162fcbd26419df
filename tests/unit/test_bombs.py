"""What is sent to hurt: every function answers it with a problem, at once, and nothing of it in the log."""

import base64
import json
import time
from collections.abc import Mapping
from typing import Any, Final

import pytest
from stagemarkt.web.request import MAX_BODY
from stagemarkt.web.routes import ROUTES, Route

from functions.detailgegevens import app as detailgegevens
from functions.documentatie import app as documentatie
from functions.identificatie import app as identificatie
from functions.status import app as status
from functions.verificatie import app as verificatie
from functions.zoeken import app as zoeken
from tests.unit.conftest import LogCapture
from tests.unit.fakes.composition import FakeComposition, FakeContext
from tests.unit.requests import build_event, json_of

# CPU seconds; the slowest takes a hundredth of this.
AT_MOST: Final = 1.0
CANARY: Final = "KanarieVogel"
APPS: Final[Mapping[str, Any]] = {
    "identificatie": identificatie,
    "verificatie": verificatie,
    "detailgegevens": detailgegevens,
    "zoeken": zoeken,
    "status": status,
}
HERE: Final = [route for route in ROUTES if route.functie in APPS]

BODIES: Final[dict[str, tuple[str | bytes, int]]] = {
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
    "over-the-limit": ("x" * (MAX_BODY + 1), 413),
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
QUESTIONS: Final[dict[str, dict[str, list[str]]]] = {
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


def _do(route: Route, event: dict[str, Any], logbook: LogCapture) -> tuple[int, Any]:
    """The status and what came of it: in time, with all that every answer has, nothing of it logged."""
    handler = APPS[route.functie].make_handler(FakeComposition())
    begin = time.process_time()
    answer = handler(event, FakeContext())
    assert time.process_time() - begin < AT_MOST
    assert answer["headers"]["X-Content-Type-Options"] == "nosniff"
    assert CANARY not in logbook.tekst
    assert len(logbook.lines) == 1
    assert len(logbook.tekst) < 4000
    return answer["statusCode"], json_of(answer) if answer["body"] else None


@pytest.mark.parametrize("name", BODIES)
def test_bodies(name: str, logbook: LogCapture) -> None:
    """A body that is meant to hurt is refused with the status of the table; not all its faults are told."""
    body, expected = BODIES[name]
    route = next(route for route in HERE if route.method == "POST")
    given, problem = _do(route, build_event("POST", route.path, body=body), logbook)
    assert (given, problem["status"]) == (expected, expected)
    assert len(json.dumps(problem)) < 64 * 1024


@pytest.mark.parametrize("name", KOPPEN)
@pytest.mark.parametrize("route", HERE, ids=lambda route: route.operatie)
def test_headers(route: Route, name: str, logbook: LogCapture) -> None:
    """No header makes any route fail or take long."""
    path_fields = {"leerbedrijfId": "900000001", "code": "25998", "leerplaatsId": "-"}
    event = build_event(route.method, route.path, headers=KOPPEN[name], path_fields=path_fields, body=None)
    given, _ = _do(route, event, logbook)
    assert given != 500 or route.functie == "detailgegevens"


@pytest.mark.parametrize("name", QUESTIONS)
@pytest.mark.parametrize("route", HERE, ids=lambda route: route.operatie)
def test_queries(route: Route, name: str, logbook: LogCapture) -> None:
    """No query makes any route fail or take long; what it has too many of is told in few words."""
    path_fields = {"leerbedrijfId": "900000001", "code": "25998", "leerplaatsId": "-"}
    event = build_event(route.method, route.path, query=QUESTIONS[name], path_fields=path_fields)
    given, content = _do(route, event, logbook)
    assert 400 <= given < 500 or route.functie == "detailgegevens"
    assert len(json.dumps(content)) < 64 * 1024


@pytest.mark.parametrize("route", [r for r in HERE if r.method == "GET"], ids=lambda route: route.operatie)
@pytest.mark.parametrize(
    "body", ["{" * 5000, b"\xff" * 100, "x" * (MAX_BODY + 1)], ids=["json", "bytes", "big"]
)
def test_a_get_has_no_body(route: Route, body: str | bytes, logbook: LogCapture) -> None:
    """What comes in the body of a GET is not looked at: the answer is that of the same without one."""
    path_fields = {"leerbedrijfId": "-", "code": "-", "leerplaatsId": "-"}
    bare = build_event(route.method, route.path, path_fields=path_fields)
    with_body = build_event(route.method, route.path, path_fields=path_fields, body=body)
    handler = APPS[route.functie].make_handler(FakeComposition())
    without, using = handler(bare, FakeContext()), handler(with_body, FakeContext())
    assert (using["statusCode"], using["body"]) == (without["statusCode"], without["body"])
    assert logbook.lines[0]["status"] == logbook.lines[1]["status"]


def test_base64_that_is_no_base64(logbook: LogCapture) -> None:
    """A body whose encoding is broken is a body that cannot be read."""
    route = next(route for route in HERE if route.method == "POST")
    event = build_event("POST", route.path, body=b"{}")
    event["body"] = base64.b64encode(b'{"naam":"x"}').decode()[:-3] + "*=="
    assert _do(route, event, logbook)[0] == 400


@pytest.mark.parametrize("size", [MAX_BODY + 1, 7 * 1024 * 1024])
def test_also_where_there_is_no_route(size: int) -> None:
    """A large body to a method that does not exist is that problem, and is not looked at either."""
    event = build_event("POST", "/status", body=b"x" * size)
    begin = time.process_time()
    assert documentatie.handler(event, FakeContext())["statusCode"] == 405
    assert time.process_time() - begin < AT_MOST
