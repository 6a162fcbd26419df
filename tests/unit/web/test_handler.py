"""The way in: every request ends in an answer."""

from collections.abc import Mapping
from typing import Any, NoReturn

import pytest
from stagemarkt.model.errors import BronNietBeschikbaar, Fout, LeerbedrijfOnbekend, Tekst
from stagemarkt.web.documents.shapes import Probleem
from stagemarkt.web.handler import ingang
from stagemarkt.web.request import Verzoek
from stagemarkt.web.response import Antwoord
from stagemarkt.web.routes import ROUTES, SCOPES

from tests.unit.fakes import ANDERE_SCHOOL, SCHOOL, NepContext
from tests.unit.requests import VERZOEK_ID, bytes_van, json_van, maak_event, met_toegang

TEKST = Tekst("Dat kan nu niet.", "Not now.")
ID = {"leerbedrijfId": "900000001"}


class Acties:
    """Actions for every operation: they note the request, and answer or raise `fout`."""

    def __init__(self, fout: Exception | None = None) -> None:
        self.fout = fout
        self.verzoeken: list[Verzoek] = []
        self.handler = ingang({route.operatie: self._doe for route in ROUTES})

    def op(self, event: dict[str, Any]) -> dict[str, Any]:
        """Handle this event."""
        return self.handler(event, NepContext())

    def _doe(self, verzoek: Verzoek) -> Antwoord:
        self.verzoeken.append(verzoek)
        if self.fout is not None:
            raise self.fout
        return Antwoord(200, b'{"goed":true}')


def _probleem(antwoord: Mapping[str, Any], status: int, code: str) -> Probleem:
    assert (antwoord["statusCode"], antwoord["headers"]["Content-Type"]) == (
        status,
        "application/problem+json",
    )
    probleem = Probleem.model_validate_json(bytes_van(antwoord))
    assert (probleem.status, probleem.code, probleem.instance) == (status, code, f"urn:uuid:{VERZOEK_ID}")
    return probleem


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.operatie)
def test_een_goede_aanroep(route: Any) -> None:
    """Every route comes to its action, with the school when it asks for a scope."""
    acties = Acties()
    antwoord = acties.op(maak_event(route.methode, route.pad, padvelden={**ID, "code": "25998"}))
    assert (antwoord["statusCode"], json_van(antwoord)) == (200, {"goed": True})
    assert [verzoek.school for verzoek in acties.verzoeken] == [{None: ""}.get(route.scope, SCHOOL)]


@pytest.mark.parametrize(
    ("methode", "resource", "allow"),
    [
        ("POST", "/leerbedrijven", "GET, HEAD, OPTIONS"),
        ("TRACE", "/leerbedrijven", "GET, HEAD, OPTIONS"),
        ("PUT", "/leerbedrijven/_zoek", "POST, OPTIONS"),
        ("get", "/leerbedrijven", "GET, HEAD, OPTIONS"),
        ("GET", "/leerbedrijven/_zoek", "POST, OPTIONS"),
        ("DELETE", "/leerbedrijven/{leerbedrijfId}", "GET, HEAD, OPTIONS"),
        ("PATCH", "/status", "GET, HEAD, OPTIONS"),
        ("PUT", "/openapi.json", "GET, HEAD, OPTIONS"),
    ],
)
def test_405(methode: str, resource: str, allow: str) -> None:
    """A method that an address does not have is 405 with `Allow`, for whoever calls, key or not."""
    acties = Acties()
    event = maak_event(methode, resource, padvelden=ID)
    del event["requestContext"]["authorizer"]
    antwoord = acties.op(event)
    assert methode in _probleem(antwoord, 405, "methode-niet-toegestaan").detail
    assert (antwoord["headers"]["Allow"], acties.verzoeken) == (allow, [])


@pytest.mark.parametrize(
    ("resource", "pad"),
    [
        ("/leerbedrijven", "/leerbedrijven/"),
        ("/leerbedrijven/{leerbedrijfId}", "/leerbedrijven/900000001/"),
        ("/status", "/status/"),
        ("/bestaat/niet", "/bestaat/niet"),
        ("/", "/"),
        ("", ""),
    ],
)
@pytest.mark.parametrize("methode", ["GET", "DELETE"])
def test_404(methode: str, resource: str, pad: str) -> None:
    """An address that there is not, or one with a slash behind it, is 404, whatever the method."""
    acties = Acties()
    _probleem(
        acties.op({**maak_event(methode, resource, padvelden=ID), "path": pad}), 404, "resource-onbekend"
    )
    assert acties.verzoeken == []


def test_head_is_get_zonder_lichaam() -> None:
    """HEAD does what GET does, rights and faults included, and gives no body."""
    acties = Acties()
    goed = acties.op(maak_event("HEAD", "/leerbedrijven/{leerbedrijfId}", padvelden=ID))
    assert (goed["statusCode"], goed["body"], goed["headers"]["Content-Length"]) == (200, "", "13")
    assert [verzoek.school for verzoek in acties.verzoeken] == [SCHOOL]
    fout = acties.op(met_toegang(maak_event("HEAD"), {}))
    assert (fout["statusCode"], fout["body"]) == (403, "")
    assert int(fout["headers"]["Content-Length"]) > 100
    geen = acties.op(maak_event("HEAD", "/leerbedrijven/_zoek"))
    assert (geen["statusCode"], geen["headers"]["Allow"], geen["body"]) == (405, "POST, OPTIONS", "")


@pytest.mark.parametrize("accept_encoding", ["*;q=0", "identity;q=0", "br, identity;q=0", "gzip;q=0, *;q=0"])
def test_geen_codering_die_mag(accept_encoding: str) -> None:
    """Who refuses every coding that there is, the plain one included, hears so."""
    event = maak_event(koppen={"Accept": "*/*", "Accept-Encoding": accept_encoding})
    _probleem(Acties().op(event), 406, "niet-acceptabel")


@pytest.mark.parametrize("accept", ["text/html", "application/xml", "application/json;q=0"])
def test_406(accept: str) -> None:
    """Who accepts no JSON gets none, but hears so as a problem."""
    acties = Acties()
    _probleem(acties.op(maak_event(koppen={"Accept": accept})), 406, "niet-acceptabel")
    assert acties.verzoeken == []


@pytest.mark.parametrize(
    ("toegang", "kop", "status", "code"),
    [
        ({}, None, 403, "geen-toegang"),
        ({SCHOOL: ["verificatie"]}, None, 403, "geen-toegang"),
        ({SCHOOL: ["verificatie"], ANDERE_SCHOOL: ["identificatie"]}, SCHOOL, 403, "geen-toegang"),
        ({SCHOOL: ["identificatie"]}, ANDERE_SCHOOL, 403, "school-niet-toegestaan"),
        ({SCHOOL: ["identificatie"], ANDERE_SCHOOL: ["identificatie"]}, None, 400, "school-vereist"),
        ({SCHOOL: ["identificatie"]}, "x", 400, "ongeldige-invoer"),
    ],
)
def test_geen_recht(toegang: dict[str, list[str]], kop: str | None, status: int, code: str) -> None:
    """A key without the scope, or for another school, is refused here as well, and told why."""
    acties = Acties()
    event = maak_event(koppen=None if kop is None else {"namens-SCHOOL": kop})
    _probleem(acties.op(met_toegang(event, toegang)), status, code)
    assert acties.verzoeken == []


def test_namens_een_van_meer_scholen() -> None:
    """With more schools, the header says for which."""
    acties = Acties()
    event = maak_event(koppen={"Namens-School": ANDERE_SCHOOL.lower()})
    acties.op(met_toegang(event, {SCHOOL: SCOPES, ANDERE_SCHOOL: SCOPES}))
    assert [verzoek.school for verzoek in acties.verzoeken] == [ANDERE_SCHOOL]


@pytest.mark.parametrize(
    ("fout", "status", "retry_after"),
    [(LeerbedrijfOnbekend(TEKST), 404, None), (BronNietBeschikbaar(TEKST, opnieuw_na=30), 503, "30")],
)
def test_een_fout_wordt_een_probleem(fout: Fout, status: int, retry_after: str | None) -> None:
    """What an action raises is told as its problem, in the caller's language."""
    antwoord = Acties(fout).op(maak_event(koppen={"Accept-Language": "en"}))
    assert _probleem(antwoord, status, fout.code).detail == TEKST.en
    assert (antwoord["headers"].get("Retry-After"), antwoord["headers"]["Content-Language"]) == (
        retry_after,
        "en",
    )


@pytest.mark.parametrize(
    "fout", [ValueError("KANARIE"), KeyError("KANARIE"), AssertionError("KANARIE"), RecursionError("KANARIE")]
)
def test_wat_niemand_verwacht_is_500_zonder_zijn_tekst(fout: Exception) -> None:
    """Whatever else goes wrong is a problem of ours, and its text stays here."""
    antwoord = Acties(fout).op(maak_event())
    assert _probleem(antwoord, 500, "interne-fout").herhaalbaar
    assert "KANARIE" not in str(antwoord)


def test_een_operatie_zonder_actie_is_500() -> None:
    """A function that is sent what it does not do says that it is our fault."""
    _probleem(ingang({})(maak_event(), NepContext()), 500, "interne-fout")


def test_een_onderbreking_gaat_door() -> None:
    """Lambda that wants to stop is not told that something went wrong."""

    def stop(_verzoek: Verzoek) -> NoReturn:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ingang({"zoekLeerbedrijven": stop})(maak_event(), NepContext())


def test_rechten_die_niet_te_lezen_zijn_zijn_500() -> None:
    """A context of the authorizer that is broken is our fault, and told in the one shape."""
    event = maak_event()
    event["requestContext"]["authorizer"]["toegang"] = "{"
    _probleem(Acties().op(event), 500, "interne-fout")
