"""`stagemarkt controleer`: a facade that does one thing wrong is told of at that part, and at no other."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import httpx
import pytest

from tests.unit.cli.command_line import SLEUTEL, CommandLine

ID: Final = str(UUID(int=1))
HEADERS: Final = {
    "API-Version": "1.0.0",
    "X-Request-Id": ID,
    "Strict-Transport-Security": "max-age=31536000",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}
IN_ORDER: Final = {"status": "in-orde", "uitleg": "Goed."}
BROKEN: Final = {"status": "verstoord", "uitleg": "Kapot."}
DOCUMENT: Final = {"openapi": "3.1.0", "info": {"version": "1.0.0"}}
SCHOOL: Final = {"school": "99XX", "status": "in-orde", "certificaat": IN_ORDER, "licentie": IN_ORDER}
LEERBEDRIJF: Final = "leerbedrijven/000000000"
Answer = Callable[[httpx.Request], httpx.Response]


def _json(content: Any, status: int = 200, **headers: str) -> httpx.Response:
    return httpx.Response(status, headers=HEADERS | headers, json=content)


def _problem(status: int, code: str, **headers: str) -> httpx.Response:
    content = {"code": code, "detail": "Waarom.", "instance": f"urn:uuid:{ID}"}
    answer = httpx.Response(status, headers=HEADERS, content=json.dumps(content).encode())
    answer.headers.update({"Content-Type": "application/problem+json", "Allow": "GET", **headers})
    return answer


def _facade(request: httpx.Request) -> httpx.Response:
    """One that does all of it well."""
    path = request.url.path.removeprefix("/v1/")
    has_document = request.headers.get("If-None-Match") == "W/1"
    open_ones = {
        ("DELETE", "status"): _problem(405, "methode-niet-toegestaan"),
        ("GET", "status"): _json({"facade": IN_ORDER, "sbb": IN_ORDER}),
        ("GET", "bestaat-niet"): _problem(404, "resource-onbekend"),
        ("GET", "openapi.json"): _json(DOCUMENT, {True: 304, False: 200}[has_document], ETag="W/1"),
    }
    keyed = {
        "status/school": _json(SCHOOL),
        "mutaties": _json({"resultaten": [], "volgendeCursor": "x", "meer": False}),
    }
    if found := open_ones.get((request.method, path)):
        return found
    if request.headers.get("Authorization") != f"Bearer {SLEUTEL}":
        return _problem(401, "niet-geauthenticeerd")
    return keyed.get(path, _problem(400, "onbekende-parameter"))


def _but(path: str, answer: httpx.Response, *, method: str = "GET") -> Answer:
    """The same, with another answer at one place."""

    def facade(request: httpx.Request) -> httpx.Response:
        there = request.url.path.removeprefix("/v1/") == path and request.method == method
        return answer if there else _facade(request)

    return facade


def _checks(tmp_path: Path, answer: Answer) -> tuple[int, dict[str, tuple[str, str]]]:
    outcome = CommandLine(tmp_path, answer)("controleer", "--json")
    found = json.loads(outcome.out)["controles"]
    return outcome.code, {one["onderdeel"]: (one["uitkomst"], one["toelichting"]) for one in found}


def test_all_is_well(tmp_path: Path) -> None:
    """Then all is told to be well."""
    code, found = _checks(tmp_path, _facade)
    assert (code, len(found), {outcome for outcome, _ in found.values()}) == (0, 13, {"goed"})


@pytest.mark.parametrize(
    ("path", "answer", "part", "outcome", "told"),
    [
        ("status", _json({"facade": BROKEN, "sbb": IN_ORDER}), "Bereikbaar", "fout", "verstoord. Kapot."),
        ("status", httpx.Response(200, text="<html>"), "Bereikbaar", "fout", "is deze API niet (HTTP 200)"),
        (
            "status",
            httpx.Response(200, headers={"API-Version": "1.0.0"}, json={"facade": IN_ORDER, "sbb": IN_ORDER}),
            "Koppen",
            "fout",
            "Strict-Transport-Security, X-Content-Type-Options, Cache-Control.",
        ),
        (
            "openapi.json",
            _json({"openapi": "3.1.0", "info": {"version": "2.0.0"}}),
            "API-document",
            "fout",
            "2.0.0",
        ),
        (
            "openapi.json",
            _json({"openapi": "3.1.0", "info": {"version": "1.0.0"}}),
            "API-document",
            "fout",
            "304",
        ),
        ("openapi.json", _problem(500, "interne-fout"), "API-document", "fout", "HTTP 500"),
        ("bestaat-niet", _problem(403, "geen-toegang"), "Onbekend adres", "fout", "404 resource-onbekend"),
        (
            "bestaat-niet",
            _problem(404, "resource-onbekend", **{"X-Request-Id": "2"}),
            "Onbekend adres",
            "fout",
            "verschillen",
        ),
        (
            "bestaat-niet",
            _problem(404, "resource-onbekend", **{"Content-Type": "application/json"}),
            "Onbekend adres",
            "fout",
            "niet als problem+json",
        ),
        (
            "leerbedrijven/000000000",
            _problem(500, "interne-fout"),
            "Identificatie",
            "fout",
            "HTTP 500 interne-fout",
        ),
        (
            "leerbedrijven/000000000",
            _problem(403, "geen-toegang"),
            "Identificatie",
            "overgeslagen",
            "scope identificatie",
        ),
        ("leerplaatsen/0", _json({}), "Zoeken", "fout", "Verwacht was 400 onbekende-parameter. HTTP 200."),
        ("mutaties", _problem(500, "interne-fout"), "Mutaties", "fout", "HTTP 500 interne-fout: Waarom."),
    ],
)
def test_one_thing_is_wrong(
    tmp_path: Path, path: str, answer: httpx.Response, part: str, outcome: str, told: str
) -> None:
    """That part is told of, and what is found; what was looked at besides is good."""
    code, found = _checks(tmp_path, _but(path, answer))
    assert code == {"fout": 1, "overgeslagen": 0}[outcome]
    assert found[part][0] == outcome
    assert told in found[part][1]
    assert {name for name, (one, _) in found.items() if one != "goed"} == {part}


def test_a_made_up_key_that_is_let_in(tmp_path: Path) -> None:
    """That is the worst of all, and said so."""
    code, found = _checks(tmp_path, _but("status/school", _json(SCHOOL)))
    assert (code, found["Verkeerde sleutel"]) == (1, ("fout", "Een verzonnen sleutel wordt TOEGELATEN."))


def test_a_refusal_that_depends_on_accept(tmp_path: Path) -> None:
    """What API Gateway says by itself is a problem for everybody, whatever he reads."""

    def facade(request: httpx.Request) -> httpx.Response:
        if "xml" in request.headers["Accept"]:
            return httpx.Response(401, headers=HEADERS, json={"message": "Unauthorized"})
        return _facade(request)

    code, found = _checks(tmp_path, facade)
    told = "Aan wie XML vraagt: Verwacht was 401 niet-geauthenticeerd. HTTP 401."
    assert (code, found["Verkeerde sleutel"]) == (1, ("fout", told))


def test_a_405_that_does_not_say_what_can(tmp_path: Path) -> None:
    """Allow is part of it."""
    answer = _problem(405, "methode-niet-toegestaan", Allow="")
    code, found = _checks(tmp_path, _but("status", answer, method="DELETE"))
    assert (code, found["Verkeerde methode"]) == (1, ("fout", "405 zonder Allow."))


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (httpx.ReadTimeout("x"), "Geen antwoord binnen 35 seconden."),
        (httpx.RemoteProtocolError("x"), "Niet bereikbaar (RemoteProtocolError)."),
    ],
)
def test_no_answer(tmp_path: Path, error: Exception, told: str) -> None:
    """Exit code 3, and nothing else is tried."""

    def nobody(_: httpx.Request) -> httpx.Response:
        raise error

    code, found = _checks(tmp_path, nobody)
    assert (code, found) == (3, {"Bereikbaar": ("onbereikbaar", told)})
