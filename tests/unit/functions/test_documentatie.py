"""What the API says of itself."""

import base64
import json
from typing import Any

import pytest
from stagemarkt.version import VERSION
from stagemarkt.web.routes import ROUTES, methods

from functions.documentatie.app import handler
from tests.unit.fakes.composition import FakeContext
from tests.unit.requests import ROOT, build_event, bytes_of, json_of, load_event

PATHS = sorted({route.path for route in ROUTES})


def _ask(event: dict[str, Any]) -> dict[str, Any]:
    return handler(event, FakeContext())


def _without_address(event: dict[str, Any]) -> dict[str, Any]:
    """An event that does not tell where the API was called."""
    return {**event, "requestContext": {"requestId": event["requestContext"]["requestId"]}}


@pytest.mark.parametrize("name", ["openapi", "asyncapi"])
def test_the_document_itself(name: str) -> None:
    """The very document that was written, compressed for who reads that, for any page."""
    answer = _ask(_without_address(load_event(name)))
    assert bytes_of(answer) == (ROOT / f"functions/documentatie/{name}.json").read_bytes()
    assert answer["isBase64Encoded"]
    assert answer["headers"]["Content-Type"] == "application/json"
    assert answer["headers"]["Access-Control-Allow-Origin"] == "*"
    assert answer["headers"]["Cache-Control"].startswith("public, max-age=")


@pytest.mark.parametrize(
    ("domain", "path", "url"),
    [
        (
            "a1b2.execute-api.eu-west-1.amazonaws.com",
            "/v1/openapi.json",
            "https://a1b2.execute-api.eu-west-1.amazonaws.com/v1",
        ),
        ("api.bpv.example", "/v1/openapi.json", "https://api.bpv.example/v1"),
        ("api.bpv.example", "/stagemarkt/v1/openapi.json", "https://api.bpv.example/stagemarkt/v1"),
        (
            "localhost:8080",
            "/_aws/execute-api/x/v1/openapi.json",
            "http://localhost:8080/_aws/execute-api/x/v1",
        ),
    ],
)
def test_the_address_that_was_called(domain: str, path: str, url: str) -> None:
    """The document has the address by which it was asked, whatever the caller says; the rest is the same."""
    event = load_event("openapi")
    event["requestContext"] |= {"domainName": domain, "path": path}
    event["multiValueHeaders"] |= {"Host": ["elders.example"], "X-Forwarded-Host": ["elders.example"]}
    document = json_of(_ask(event))
    written = json.loads((ROOT / "functions/documentatie/openapi.json").read_bytes())
    assert [server["url"] for server in document["servers"]] == [url]
    assert {**document, "servers": []} == {**written, "servers": []}


def test_each_address_has_a_tag_of_its_own() -> None:
    """What one has of the one address is not what another has."""
    event = load_event("openapi")
    here, there = _ask(event), _ask(_without_address(event))
    assert here["headers"]["ETag"] != there["headers"]["ETag"]
    event["multiValueHeaders"]["If-None-Match"] = [here["headers"]["ETag"]]
    assert _ask(event)["statusCode"] == 304


def test_the_document_knows_every_route() -> None:
    """Every route is in the document, and nothing else; its version is that of the API."""
    document = json_of(_ask(load_event("openapi")))
    operations = {
        (path, method.upper(), operation["operationId"])
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    }
    assert operations == {(route.path, route.method, route.operatie) for route in ROUTES}
    assert document["info"]["version"] == VERSION


@pytest.mark.parametrize(
    ("method", "path"),
    [
        (method, path)
        for method in ("HEAD", "OPTIONS", "PUT", "PATCH", "DELETE")
        for path in PATHS
        if method not in methods(path)
    ],
)
def test_a_method_that_does_not_exist(method: str, path: str) -> None:
    """Every address answers every wrong method here, with those that it has."""
    answer = _ask(build_event(method, path, path_fields={"leerbedrijfId": "1", "code": "2"}))
    assert answer["statusCode"] == 405
    assert answer["headers"]["Allow"] == ", ".join(methods(path))


@pytest.mark.parametrize("path", PATHS)
def test_which_methods_there_are(path: str) -> None:
    """OPTIONS at any address: 204 with those that it has; for any page where any may read."""
    answer = _ask(build_event("OPTIONS", path, path_fields={"leerbedrijfId": "1", "code": "2"}))
    assert (answer["statusCode"], answer["body"]) == (204, "")
    allowed = answer["headers"]["Allow"].split(", ")
    own = {route.method for route in ROUTES if route.path == path}
    assert set(allowed) == own | {"OPTIONS"} | {"HEAD" for method in own if method == "GET"}
    is_public = any(route.scope is None for route in ROUTES if route.path == path)
    assert ("Access-Control-Allow-Origin" in answer["headers"]) == is_public


@pytest.mark.parametrize("name", ["openapi", "asyncapi"])
def test_the_document_as_head(name: str) -> None:
    """HEAD gives the headers of the GET, with the length that it has, and no body."""
    event = load_event(name)
    parsed, header = _ask(event), _ask({**event, "httpMethod": "HEAD"})
    length = str(len(base64.b64decode(parsed["body"])))
    assert header["headers"] == {**parsed["headers"], "Content-Length": length}
    assert (header["statusCode"], header["body"], header["isBase64Encoded"]) == (200, "", False)


@pytest.mark.parametrize("name", ["openapi", "asyncapi"])
def test_what_leaves_was_compressed_before(name: str) -> None:
    """To who reads gzip goes the very file that `make openapi` made; to who does not, the document itself."""
    event = _without_address(load_event(name))
    folder = ROOT / "functions/documentatie"
    assert base64.b64decode(_ask(event)["body"]) == (folder / f"{name}.json.gz").read_bytes()
    plain = _ask(build_event("GET", event["resource"]))
    assert not plain["isBase64Encoded"]
    assert plain["body"].encode() == (folder / f"{name}.json").read_bytes()


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("name", ["openapi", "asyncapi"])
def test_who_has_it_already(name: str, method: str) -> None:
    """By its tag: 304 without a body. The tag is the same whichever way it left."""
    event = _without_address(load_event(name))
    given = _ask(event)["headers"]
    path = event["resource"]
    assert _ask(build_event("GET", path))["headers"]["ETag"] == given["ETag"]
    known = _ask(build_event(method, path, headers={"If-None-Match": given["ETag"]}))
    assert (known["statusCode"], known["body"]) == (304, "")
    assert {name: known["headers"][name] for name in ("ETag", "Cache-Control", "Vary")} == {
        name: given[name] for name in ("ETag", "Cache-Control", "Vary")
    }
    other = _ask(build_event(method, path, headers={"If-None-Match": 'W/"anders"'}))
    assert other["statusCode"] == 200


def test_each_document_has_a_tag_of_its_own() -> None:
    """What one has of the one says nothing of the other."""
    assert len({_ask(load_event(name))["headers"]["ETag"] for name in ("openapi", "asyncapi")}) == 2


@pytest.mark.parametrize(
    ("path", "meant"),
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
def test_the_address_that_was_meant(path: str, meant: str, resource: str) -> None:
    """An address that there is not is 404, and says which one is meant."""
    answer = _ask({**build_event("GET", resource), "path": path})
    assert (answer["statusCode"], json_of(answer)["code"]) == (404, "resource-onbekend")
    assert f"`{meant}`" in json_of(answer)["detail"]


@pytest.mark.parametrize(
    "path",
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
@pytest.mark.parametrize("method", ["GET", "OPTIONS", "DELETE"])
def test_rather_no_advice_than_wrong_advice(path: str, method: str) -> None:
    """Where none is near, the list of addresses is named and nothing else."""
    answer = _ask({**build_event(method, "/{adres+}"), "path": path})
    assert answer["statusCode"] == 404
    assert json_of(answer)["detail"] == "Dit adres bestaat niet. De adressen staan in `/v1/openapi.json`."


def test_an_unknown_parameter() -> None:
    """Strict here as everywhere."""
    answer = _ask(build_event("GET", "/openapi.json", query={"format": ["yaml"]}))
    assert (answer["statusCode"], json_of(answer)["code"]) == (400, "onbekende-parameter")
