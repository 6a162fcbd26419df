"""Content negotiation, HEAD, OPTIONS and wrong addresses on the deployed stack."""

import json
from itertools import product

import httpx
import pytest

from local.sbb.register import examples
from tests.e2e.client import FacadeClient

PATH = f"/leerbedrijven/{examples.SHOWPIECE}"
ACCEPT = (None, "", "*/*", "application/json", ", */*", "text/html, */*;q=0.1", "*/*;q=0", "text/html")
CODERING = (
    None,
    "",
    "gzip",
    "x-gzip",
    "identity",
    "gzip;q=0",
    "*;q=0",
    "identity;q=0",
    "identity;q=0, gzip",
    "br, *",
)
_NO_JSON = {"*/*;q=0", "text/html"}
_REFUSES_TEXT = {"*;q=0", "identity;q=0", "identity;q=0, gzip"}
_READS_GZIP = {"gzip", "x-gzip", "identity;q=0, gzip", "br, *"}
# Where API Gateway finds a media type first, so that it hands out bytes.
_BYTES = {"*/*", "application/json", "text/html, */*;q=0.1", "*/*;q=0", "text/html"}


def _ask(facade: FacadeClient, method: str, path: str, headers: dict[str, str | None]) -> httpx.Response:
    """A request with these headers and none that a client adds by itself."""
    request = facade.http.build_request(
        method, path, headers={"Authorization": f"Bearer {facade.stack['apiKey']}"}
    )
    for name, value in headers.items():
        request.headers.pop(name, None)
        if value is not None:
            request.headers[name] = value
    return facade.http.send(request)


@pytest.mark.parametrize(
    ("path", "status"), [(PATH, 200), ("/openapi.json", 200), ("/leerbedrijven?naam=x&nam=y", 400)]
)
def test_the_matrix(facade: FacadeClient, path: str, status: int) -> None:
    """Whatever is accepted, kept, large or a problem: readable JSON, in a coding that is accepted, or 406."""
    for accept, encoding in product(ACCEPT, CODERING):
        answer = _ask(facade, "GET", path, {"Accept": accept, "Accept-Encoding": encoding})
        gzip = encoding in _READS_GZIP and accept in _BYTES
        good = accept not in _NO_JSON and (gzip or encoding not in _REFUSES_TEXT)
        assert answer.status_code == {True: status, False: 406}[good], (accept, encoding)
        # A body that is no gzip and says that it is, cannot be read here.
        assert ("code" in json.loads(answer.text)) == (answer.status_code != 200)
        if "Content-Encoding" in answer.headers:
            assert (answer.headers["Content-Encoding"], gzip) == ("gzip", True)
        else:
            assert not good or encoding not in _REFUSES_TEXT
        varies_by = {part.strip() for part in answer.headers["Vary"].split(",")}
        assert {"Accept", "Accept-Encoding"} <= varies_by


@pytest.mark.parametrize(
    "path", [PATH, "/status", "/openapi.json", "/leerbedrijven/-", f"{PATH}/detailgegevens"]
)
def test_head(facade: FacadeClient, path: str) -> None:
    """HEAD gives the status and the headers of GET, with the length, and no body."""
    headers: dict[str, str | None] = {"Accept": "*/*", "Accept-Encoding": "gzip"}
    _ask(facade, "GET", path, headers)
    parsed, header = (_ask(facade, method, path, headers) for method in ("GET", "HEAD"))
    assert (header.status_code, header.content) == (parsed.status_code, b"")
    varying = {"date", "x-request-id", "x-amz-request-id", "x-amzn-requestid", "age", "cache-status"}
    assert {n: w for n, w in header.headers.items() if n not in varying} == {
        n: w for n, w in parsed.headers.items() if n not in varying
    }


def test_head_needs_a_sleutel(facade: FacadeClient) -> None:
    """HEAD needs what GET needs."""
    assert facade.http.head(PATH).status_code == 401


@pytest.mark.parametrize(
    ("path", "methods"),
    [
        (PATH, "GET, HEAD, OPTIONS"),
        ("/leerbedrijven/_zoek", "POST, OPTIONS"),
        ("/abonnementen", "GET, HEAD, POST, OPTIONS"),
        ("/openapi.json", "GET, HEAD, OPTIONS"),
    ],
)
def test_options(facade: FacadeClient, path: str, methods: str) -> None:
    """OPTIONS says which methods there are, without a key; TRACE is none of them."""
    answer = facade.http.options(path)
    assert (answer.status_code, answer.content, answer.headers["Allow"]) == (204, b"", methods)
    assert ("Access-Control-Allow-Origin" in answer.headers) == (path == "/openapi.json")
    none = facade.http.request("TRACE", path)
    assert (none.status_code, none.headers["Allow"]) == (405, methods)


@pytest.mark.parametrize(
    ("path", "meant"),
    [
        ("/leerbedrijven/", "`/v1/leerbedrijven`"),
        ("/Leerbedrijven", "`/v1/leerbedrijven`"),
        ("/v2/leerbedrijven/1", "`/v1/leerbedrijven/1`"),
        ("/leerbedrijf/900000001/erkenning/25998", "`/v1/leerbedrijven/900000001/erkenningen/25998`"),
        ("", "`/v1/openapi.json`"),
        ("/", "`/v1/openapi.json`"),
        ("/iets/heel/anders", "`/v1/openapi.json`"),
    ],
)
def test_a_wrong_address(facade: FacadeClient, path: str, meant: str) -> None:
    """An address that there is not is 404 and names the right one, in the caller's language."""
    for language, word in (("nl", "bestaat niet"), ("en", "does not exist")):
        answer = facade.question(facade.stack["apiUrl"] + path, headers={"Accept-Language": language})
        assert (answer.status_code, answer.headers["Content-Language"]) == (404, language)
        assert meant in answer.json()["detail"]
        assert word in answer.json()["detail"]


def test_what_the_gateway_itself_refuses_is_in_both_languages(facade: FacadeClient) -> None:
    """A text that API Gateway gives cannot follow the caller's language: it is in both, and says so."""
    answer = facade.http.get(PATH, headers={"Accept-Language": "en"})
    assert (answer.status_code, answer.headers["Content-Language"]) == (401, "nl, en")
    assert "Stuur een geldige sleutel" in answer.json()["detail"]
    assert "Send a valid key" in answer.json()["detail"]
