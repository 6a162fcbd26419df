"""Content negotiation, HEAD, OPTIONS and wrong addresses on the deployed stack."""

import json
from itertools import product

import httpx
import pytest

from local.sbb import examples as vb
from tests.e2e.client import Facade

PAD = f"/leerbedrijven/{vb.TOONBEELD}"
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
_GEEN_JSON = {"*/*;q=0", "text/html"}
_WEIGERT_TEKST = {"*;q=0", "identity;q=0", "identity;q=0, gzip"}
_LEEST_GZIP = {"gzip", "x-gzip", "identity;q=0, gzip", "br, *"}
# Where API Gateway finds a media type first, so that it hands out bytes.
_BYTES = {"*/*", "application/json", "text/html, */*;q=0.1", "*/*;q=0", "text/html"}


def _vraag(facade: Facade, methode: str, pad: str, koppen: dict[str, str | None]) -> httpx.Response:
    """A request with these headers and none that a client adds by itself."""
    verzoek = facade.http.build_request(
        methode, pad, headers={"Authorization": f"Bearer {facade.stack['apiKey']}"}
    )
    for naam, waarde in koppen.items():
        verzoek.headers.pop(naam, None)
        if waarde is not None:
            verzoek.headers[naam] = waarde
    return facade.http.send(verzoek)


@pytest.mark.parametrize(
    ("pad", "status"), [(PAD, 200), ("/openapi.json", 200), ("/leerbedrijven?naam=x&nam=y", 400)]
)
def test_de_matrix(facade: Facade, pad: str, status: int) -> None:
    """Whatever is accepted, kept, large or a problem: readable JSON, in a coding that is accepted, or 406."""
    for accept, codering in product(ACCEPT, CODERING):
        antwoord = _vraag(facade, "GET", pad, {"Accept": accept, "Accept-Encoding": codering})
        gzip = codering in _LEEST_GZIP and accept in _BYTES
        goed = accept not in _GEEN_JSON and (gzip or codering not in _WEIGERT_TEKST)
        assert antwoord.status_code == {True: status, False: 406}[goed], (accept, codering)
        # A body that is no gzip and says that it is, cannot be read here.
        assert ("code" in json.loads(antwoord.text)) == (antwoord.status_code != 200)
        if "Content-Encoding" in antwoord.headers:
            assert (antwoord.headers["Content-Encoding"], gzip) == ("gzip", True)
        else:
            assert not goed or codering not in _WEIGERT_TEKST
        afhankelijk = {deel.strip() for deel in antwoord.headers["Vary"].split(",")}
        assert {"Accept", "Accept-Encoding"} <= afhankelijk


@pytest.mark.parametrize(
    "pad", [PAD, "/status", "/openapi.json", "/leerbedrijven/-", f"{PAD}/detailgegevens"]
)
def test_head(facade: Facade, pad: str) -> None:
    """HEAD gives the status and the headers of GET, with the length, and no body."""
    koppen: dict[str, str | None] = {"Accept": "*/*", "Accept-Encoding": "gzip"}
    _vraag(facade, "GET", pad, koppen)
    gelezen, kop = (_vraag(facade, methode, pad, koppen) for methode in ("GET", "HEAD"))
    assert (kop.status_code, kop.content) == (gelezen.status_code, b"")
    wisselt = {"date", "x-request-id", "x-amz-request-id", "x-amzn-requestid", "age", "cache-status"}
    assert {n: w for n, w in kop.headers.items() if n not in wisselt} == {
        n: w for n, w in gelezen.headers.items() if n not in wisselt
    }


def test_head_vraagt_een_sleutel(facade: Facade) -> None:
    """HEAD needs what GET needs."""
    assert facade.http.head(PAD).status_code == 401


@pytest.mark.parametrize(
    ("pad", "methoden"),
    [
        (PAD, "GET, HEAD, OPTIONS"),
        ("/leerbedrijven/_zoek", "POST, OPTIONS"),
        ("/abonnementen", "GET, HEAD, POST, OPTIONS"),
        ("/openapi.json", "GET, HEAD, OPTIONS"),
    ],
)
def test_options(facade: Facade, pad: str, methoden: str) -> None:
    """OPTIONS says which methods there are, without a key; TRACE is none of them."""
    antwoord = facade.http.options(pad)
    assert (antwoord.status_code, antwoord.content, antwoord.headers["Allow"]) == (204, b"", methoden)
    assert ("Access-Control-Allow-Origin" in antwoord.headers) == (pad == "/openapi.json")
    geen = facade.http.request("TRACE", pad)
    assert (geen.status_code, geen.headers["Allow"]) == (405, methoden)


@pytest.mark.parametrize(
    ("pad", "bedoeld"),
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
def test_een_verkeerd_adres(facade: Facade, pad: str, bedoeld: str) -> None:
    """An address that there is not is 404 and names the right one, in the caller's language."""
    for taal, woord in (("nl", "bestaat niet"), ("en", "does not exist")):
        antwoord = facade.vraag(facade.stack["apiUrl"] + pad, headers={"Accept-Language": taal})
        assert (antwoord.status_code, antwoord.headers["Content-Language"]) == (404, taal)
        assert bedoeld in antwoord.json()["detail"]
        assert woord in antwoord.json()["detail"]


def test_wat_de_poort_zelf_weigert_is_in_beide_talen(facade: Facade) -> None:
    """A text that API Gateway gives cannot follow the caller's language: it is in both, and says so."""
    antwoord = facade.http.get(PAD, headers={"Accept-Language": "en"})
    assert (antwoord.status_code, antwoord.headers["Content-Language"]) == (401, "nl, en")
    assert "Stuur een geldige sleutel" in antwoord.json()["detail"]
    assert "Send a valid key" in antwoord.json()["detail"]
