"""Every failure as a problem: one shape, the right status, nothing that does not belong."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from stagemarkt.model import errors
from stagemarkt.model.errors import (
    Bronfout,
    Fout,
    Invoerfout,
    MethodeNietToegestaan,
    OngeldigeInvoer,
    Signaal,
    Tekst,
)
from stagemarkt.web.documents.shapes import Probleem
from stagemarkt.web.negotiation import Taal
from stagemarkt.web.problems import MEDIATYPE, PROBLEMEN, als_antwoord, code_van
from stagemarkt.web.response import Antwoord

from tests.unit.requests import VERZOEK_ID

DETAIL = Tekst("Zo zit het.", "That is how it is.")
SIGNAAL = Signaal(101, "Onbekende code", "bericht-1")
PUNT = Invoerfout("query", "naam", "ongeldige-invoer", DETAIL)
# The API's whole table; what an address does not offer yet need not be in the code.
STATUS = {
    400: "ongeldige-invoer onbekende-parameter ontbrekende-combinatie te-veel-resultaten batch-te-groot"
    " school-vereist",
    401: "niet-geauthenticeerd",
    403: "geen-toegang school-niet-toegestaan",
    404: "leerbedrijf-onbekend code-onbekend resource-onbekend",
    405: "methode-niet-toegestaan",
    406: "niet-acceptabel",
    409: "abonnement-bestaat",
    410: "cursor-verlopen",
    412: "versie-gewijzigd",
    413: "invoer-te-groot",
    415: "mediatype-niet-ondersteund",
    428: "if-match-vereist",
    429: "limiet-overschreden quotum-overschreden",
    500: "interne-fout",
    502: "bron-antwoord-ongeldig bron-licentie bron-certificaat",
    503: "bron-niet-beschikbaar bron-overbelast",
    504: "bron-timeout niet-in-cache",
}


def _alle(soort: type[Fout] = Fout) -> Iterator[type[Fout]]:
    for onder in soort.__subclasses__():
        if onder is not Bronfout:
            yield onder
        yield from _alle(onder)


def _maak(soort: type[Fout], signaal: Signaal | None = None) -> Fout:
    if issubclass(soort, OngeldigeInvoer):
        return soort((PUNT,), signaal=signaal)
    if issubclass(soort, MethodeNietToegestaan):
        return soort("DELETE", ("GET", "POST"))
    return soort(DETAIL, signaal=signaal, intern="KANARIE")


def _lichaam(antwoord: Antwoord) -> dict[str, Any]:
    inhoud: dict[str, Any] = json.loads(antwoord.lichaam)
    return inhoud


def test_de_tabel_is_die_van_de_api() -> None:
    """Every code has the status that the API's table gives it."""
    op_code = {code: status for status, codes in STATUS.items() for code in codes.split()}
    assert {code: probleem.status for code, probleem in PROBLEMEN.items()} == {
        code: op_code.get(code) for code in PROBLEMEN
    }


@pytest.mark.parametrize("soort", list(_alle()), ids=lambda soort: soort.__name__)
@pytest.mark.parametrize("taal", ["nl", "en"])
def test_elke_fout_is_een_probleem(soort: type[Fout], taal: Taal) -> None:
    """Every failure there is has its kind of problem, in the one shape and the language of the caller."""
    assert soort.code in PROBLEMEN
    probleem, antwoord = PROBLEMEN[soort.code], als_antwoord(_maak(soort), VERZOEK_ID, taal)
    lichaam = _lichaam(antwoord)
    # What a kind of failure does not say itself, its problem says.
    herhaalbaar: dict[bool | None, bool] = {None: probleem.herhaalbaar, True: True, False: False}
    assert {
        naam: lichaam[naam] for naam in ("type", "title", "status", "instance", "code", "herhaalbaar")
    } == {
        "type": f"/v1/problemen/{soort.code}",
        "title": getattr(probleem.titel, taal),
        "status": probleem.status,
        "instance": f"urn:uuid:{VERZOEK_ID}",
        "code": soort.code,
        "herhaalbaar": herhaalbaar[soort.herhaalbaar],
    }
    assert (antwoord.status, antwoord.mediatype) == (probleem.status, "application/problem+json")
    assert antwoord.koppen["Content-Language"] == taal
    assert antwoord.koppen["Cache-Control"] == "no-store"
    assert "bron" not in lichaam
    assert Probleem.model_validate_json(antwoord.lichaam).code == soort.code
    assert "KANARIE" not in str(antwoord)


@pytest.mark.parametrize("code", PROBLEMEN)
def test_titels_in_twee_talen(code: str) -> None:
    """A kind of problem has a Dutch and an English title; only a failure of ours or SBB's can be repeated."""
    probleem = PROBLEMEN[code]
    assert all(probleem.titel)
    assert probleem.titel.nl != probleem.titel.en
    assert not probleem.herhaalbaar or probleem.status >= 429


@pytest.mark.parametrize(("taal", "detail"), [("nl", DETAIL.nl), ("en", DETAIL.en)])
def test_detail_in_de_taal(taal: Taal, detail: str) -> None:
    """What is wrong is said in the language of the caller, for each point too."""
    assert _lichaam(als_antwoord(errors.BronTimeout(DETAIL), VERZOEK_ID, taal))["detail"] == detail
    (punt,) = _lichaam(als_antwoord(OngeldigeInvoer((PUNT,)), VERZOEK_ID, taal))["fouten"]
    assert punt == {"in": "query", "naam": "naam", "code": "ongeldige-invoer", "detail": detail}


@pytest.mark.parametrize(
    ("punt", "plek"),
    [
        (PUNT, {"in": "query", "naam": "naam"}),
        (PUNT._replace(plaats="path", naam="code"), {"in": "path", "naam": "code"}),
        (PUNT._replace(plaats="header", naam="Namens-School"), {"in": "header", "naam": "Namens-School"}),
        (PUNT._replace(plaats="body"), {"in": "body", "pointer": "#/naam"}),
        (PUNT._replace(plaats="body", naam=""), {"in": "body", "pointer": "#"}),
        pytest.param(
            PUNT._replace(plaats="body", naam="a/b~c"),
            {"in": "body", "pointer": "#/a~1b~0c"},
        ),
        pytest.param(
            PUNT._replace(plaats="body", naam="een naam"),
            {"in": "body", "pointer": "#/een%20naam"},
        ),
    ],
)
def test_de_plek_van_een_punt(punt: Invoerfout, plek: dict[str, str]) -> None:
    """A fault in the body has a JSON Pointer (RFC 6901, as a fragment), any other the name of its place."""
    (gegeven,) = _lichaam(als_antwoord(OngeldigeInvoer((punt,)), VERZOEK_ID, "nl"))["fouten"]
    assert {naam: waarde for naam, waarde in gegeven.items() if naam not in {"code", "detail"}} == plek


@pytest.mark.parametrize("taal", ["nl", "en"])
def test_alle_punten_met_hun_gezamenlijke_code(taal: Taal) -> None:
    """All points are in the answer, which has their common code, with that code's status and title."""
    fout = OngeldigeInvoer((PUNT._replace(code="onbekende-parameter"),) * 3)
    antwoord = als_antwoord(fout, VERZOEK_ID, taal)
    assert (code_van(fout), _lichaam(antwoord)["code"]) == ("onbekende-parameter", "onbekende-parameter")
    assert len(_lichaam(antwoord)["fouten"]) == 3


def test_geen_punten_geen_lijst() -> None:
    """Where SBB says that the question is invalid, there are no points to tell, and who says so is told."""
    antwoord = _lichaam(als_antwoord(OngeldigeInvoer((), signaal=SIGNAAL), VERZOEK_ID, "nl"))
    assert "fouten" not in antwoord
    assert "SBB" in antwoord["detail"]


@pytest.mark.parametrize("seconden", [1, 30])
def test_retry_after(seconden: int) -> None:
    """Where it is known when to try again, the answer says so."""
    fout = errors.BronNietBeschikbaar(DETAIL, opnieuw_na=seconden)
    assert als_antwoord(fout, VERZOEK_ID, "nl").koppen["Retry-After"] == str(seconden)


@pytest.mark.parametrize("soort", [errors.LeerbedrijfOnbekend, errors.BronCertificaat, errors.InterneFout])
def test_geen_retry_after(soort: type[Fout]) -> None:
    """Where it is not known, it says nothing."""
    assert "Retry-After" not in als_antwoord(_maak(soort), VERZOEK_ID, "nl").koppen


def test_allow() -> None:
    """405 lists the methods in `Allow`, and nothing else does."""
    assert (
        als_antwoord(MethodeNietToegestaan("PUT", ("GET", "POST")), VERZOEK_ID, "nl").koppen["Allow"]
        == "GET, POST"
    )
    assert "Allow" not in als_antwoord(errors.ResourceOnbekend(DETAIL), VERZOEK_ID, "nl").koppen


@pytest.mark.parametrize(
    ("signaal", "bron"),
    [
        (SIGNAAL, {"signaalcode": 101, "melding": "Onbekende code", "berichtId": "bericht-1"}),
        (SIGNAAL._replace(melding=None), {"signaalcode": 101, "berichtId": "bericht-1"}),
        (
            SIGNAAL._replace(signaalcode=0, melding=""),
            {"signaalcode": 0, "melding": "", "berichtId": "bericht-1"},
        ),
    ],
)
def test_bron_bij_een_signaalcode(signaal: Signaal, bron: dict[str, object]) -> None:
    """What SBB said stands in `bron`, beside its signaalcode only."""
    lichaam = _lichaam(als_antwoord(_maak(errors.CodeOnbekend, signaal), VERZOEK_ID, "nl"))
    assert lichaam["bron"] == bron


def test_een_naam_die_geen_tekst_is() -> None:
    """A JSON name with half a character in it, which JSON allows, is told like any other."""
    punt = PUNT._replace(plaats="body", naam="\ud800")
    assert als_antwoord(OngeldigeInvoer((punt,)), VERZOEK_ID, "nl").status == 400


def test_het_mediatype() -> None:
    """Problems have their own media type."""
    assert MEDIATYPE == "application/problem+json"
