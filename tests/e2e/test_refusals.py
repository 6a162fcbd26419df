"""What the facade and API Gateway refuse: one shape of problem, in Dutch or English, every fault at once."""

import re
from typing import Any

import pytest

from local.sbb import examples as vb
from tests.e2e.client import Facade

_UUID = re.compile(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_VELDEN = {"type", "title", "status", "detail", "instance", "code", "herhaalbaar"}


def _is_probleem(antwoord: Any, status: int, code: str) -> None:
    inhoud = antwoord.json()
    assert (antwoord.status_code, inhoud["code"]) == (status, code)
    assert antwoord.headers["Content-Type"] == "application/problem+json"
    assert inhoud.keys() >= _VELDEN
    assert inhoud["status"] == status
    assert inhoud["type"] == f"/v1/problemen/{code}"
    assert _UUID.fullmatch(inhoud["instance"])
    assert inhoud["instance"].removeprefix("urn:uuid:") == antwoord.headers["X-Request-Id"]
    assert antwoord.headers["API-Version"]
    assert antwoord.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "koppen",
    [
        {},
        {"Authorization": "Bearer onzin"},
        {"Authorization": "Basic c21rOng="},
        {"Authorization": f"Bearer smk_abcdefgh_{'A' * 43}"},
        {"X-API-Key": "smk_abcdefgh"},
    ],
)
def test_zonder_goede_sleutel(facade: Facade, koppen: dict[str, str]) -> None:
    """No key, or not a right one, is 401 and never reaches SBB."""
    antwoord = facade.http.get(f"/leerbedrijven/{vb.TOONBEELD}", headers=koppen)
    _is_probleem(antwoord, 401, "niet-geauthenticeerd")
    assert antwoord.headers["WWW-Authenticate"] == "Bearer"
    assert facade.verzoeken() == []


def test_sleutel_met_een_ander_einde(facade: Facade) -> None:
    """A known prefix with another secret is no key."""
    sleutel = facade.stack["apiKey"]
    ander = sleutel[:-1] + ("A" if sleutel[-1] != "A" else "B")
    _is_probleem(facade.vraag(f"/leerbedrijven/{vb.TOONBEELD}", sleutel=ander), 401, "niet-geauthenticeerd")


@pytest.mark.parametrize("pad", ["/nergens", "/leerbedrijven/1/nergens", f"/leerbedrijven/{vb.TOONBEELD}/"])
def test_onbekend_adres(facade: Facade, pad: str) -> None:
    """An address that is not there is 404, one with a trailing slash as well."""
    _is_probleem(facade.vraag(pad), 404, "resource-onbekend")


@pytest.mark.parametrize(
    ("methode", "pad", "toegestaan"),
    [
        ("DELETE", "/leerbedrijven", "GET"),
        ("GET", "/leerbedrijven/_zoek", "POST"),
        ("PUT", f"/leerbedrijven/{vb.TOONBEELD}", "GET"),
        ("POST", "/leerbedrijven/1/erkenningen/25998", "GET"),
        ("PATCH", "/status", "GET"),
        ("POST", "/openapi.json", "GET"),
    ],
)
def test_verkeerde_methode(facade: Facade, methode: str, pad: str, toegestaan: str) -> None:
    """A wrong method is 405 with Allow."""
    antwoord = facade.vraag(pad, methode=methode)
    _is_probleem(antwoord, 405, "methode-niet-toegestaan")
    assert antwoord.headers["Allow"].split(", ")[0] == toegestaan


def test_alle_fouten_tegelijk(facade: Facade) -> None:
    """Every fault of the input is named, with the nearest known name for an unknown one."""
    vraag = {"nam": "x", "postcode": "0999AA", "huisnummer": "b12", "inclusiefHistorisch": "ja"}
    antwoord = facade.vraag("/leerbedrijven", params=vraag)
    _is_probleem(antwoord, 400, "ongeldige-invoer")
    fouten = {fout["naam"]: fout for fout in antwoord.json()["fouten"]}
    assert fouten.keys() == {"nam", "postcode", "huisnummer", "inclusiefHistorisch"}
    assert fouten["nam"]["code"] == "onbekende-parameter"
    assert "`naam`" in fouten["nam"]["detail"]
    assert facade.verzoeken() == []


@pytest.mark.parametrize(
    ("vraag", "code"),
    [
        ({}, "ontbrekende-combinatie"),
        ({"postcode": "3811MG"}, "ontbrekende-combinatie"),
        ({"huisnummer": "1"}, "ontbrekende-combinatie"),
        ({"naam": ""}, "ongeldige-invoer"),
        ({"naam": "bakker", "Postcode": "3811MG"}, "onbekende-parameter"),
    ],
)
def test_combinaties(facade: Facade, vraag: dict[str, str], code: str) -> None:
    """What is missing, empty or unknown is said as such."""
    _is_probleem(facade.vraag("/leerbedrijven", params=vraag), 400, code)


@pytest.mark.parametrize(
    ("pad", "query"),
    [
        ("/leerbedrijven/x-y", {}),
        (f"/leerbedrijven/{'9' * 41}", {}),
        (f"/leerbedrijven/{vb.TOONBEELD}/erkenningen/2599", {}),
        (f"/leerbedrijven/{vb.TOONBEELD}/erkenningen/25998", {"peildatum": "2026-02-30"}),
        (f"/leerbedrijven/{vb.TOONBEELD}/erkenningen/25998", {"peildatum": "20260201"}),
        (
            f"/leerbedrijven/{vb.TOONBEELD}/erkenningen/25998",
            {"peildatum": "2026-09-02", "totEnMet": "2026-09-01"},
        ),
    ],
)
def test_ongeldige_paden_en_datums(facade: Facade, pad: str, query: dict[str, str]) -> None:
    """IDs, codes and dates are checked before SBB is asked."""
    _is_probleem(facade.vraag(pad, params=query), 400, "ongeldige-invoer")
    assert facade.verzoeken() == []


@pytest.mark.parametrize(
    ("lichaam", "mediatype", "status", "code"),
    [
        (b"{", "application/json", 400, "ongeldige-invoer"),
        (b"[]", "application/json", 400, "ongeldige-invoer"),
        (b"\xff\xfe", "application/json", 400, "ongeldige-invoer"),
        (b'{"naam": 1}', "application/json", 400, "ongeldige-invoer"),
        (b'{"naam": "a", "naam": "b"}', "application/json", 400, "ongeldige-invoer"),
        (b"[" * 15000, "application/json", 400, "ongeldige-invoer"),
        (b"naam=x", "application/x-www-form-urlencoded", 415, "mediatype-niet-ondersteund"),
        (b'{"naam": "%s"}' % (b"x" * 20000), "application/json", 413, "invoer-te-groot"),
    ],
)
def test_rommel_in_de_body(facade: Facade, lichaam: bytes, mediatype: str, status: int, code: str) -> None:
    """Rubbish in a body is refused as what it is."""
    antwoord = facade.vraag(
        "/leerbedrijven/_zoek", methode="POST", content=lichaam, headers={"Content-Type": mediatype}
    )
    _is_probleem(antwoord, status, code)


def test_engels(facade: Facade) -> None:
    """Texts come in English for who asks so."""
    antwoord = facade.vraag(
        f"/leerbedrijven/{vb.ONBEKEND_LEERBEDRIJF}", headers={"Accept-Language": "en-GB,nl;q=0.1"}
    )
    assert antwoord.headers["Content-Language"] == "en"
    assert antwoord.json()["title"] == "Unknown leerbedrijf"


def test_geen_json_gewenst(facade: Facade) -> None:
    """Who does not take JSON gets 406."""
    antwoord = facade.vraag(f"/leerbedrijven/{vb.TOONBEELD}", headers={"Accept": "text/html"})
    _is_probleem(antwoord, 406, "niet-acceptabel")


@pytest.mark.usefixtures("lege_cache")
def test_onbekend_leerbedrijf(facade: Facade) -> None:
    """An ID that SBB does not know is 404, with its signaalcode."""
    antwoord = facade.vraag(f"/leerbedrijven/{vb.ONBEKEND_LEERBEDRIJF}")
    _is_probleem(antwoord, 404, "leerbedrijf-onbekend")
    assert antwoord.json()["bron"]["signaalcode"] == 101
