"""Vaststellen, from event to answer."""

from typing import Any

import pytest
from stagemarkt.domein.bewaren import CacheMode
from stagemarkt.model.fouten import BronNietBeschikbaar, OpslagFout, Tekst
from stagemarkt.model.vragen import Identificatievraag

from functions.identificatie.app import maak_handler
from tests.unit.conftest import Logboek
from tests.unit.nep import (
    ANDERE_SCHOOL,
    BAKKERIJ,
    LEERBEDRIJF_ID,
    NU,
    SCHOOL,
    NepContext,
    NepKast,
    NepOpbouw,
    NepSbb,
)
from tests.unit.verzoeken import json_van, laad_event, met_toegang

HISTORISCH = BAKKERIJ.model_copy(update={"status": "historisch"})


def _vraag(opbouw: NepOpbouw, event: str | dict[str, Any] = "identificatie-id") -> dict[str, Any]:
    return maak_handler(opbouw)(laad_event(event) if isinstance(event, str) else event, NepContext())


@pytest.mark.parametrize(
    ("event", "vraag"),
    [
        (
            "identificatie-naam",
            Identificatievraag(naam="Bakkerij De Gouden Korst", postcode="3811MG", huisnummer=1),
        ),
        (
            "identificatie-zoek",
            Identificatievraag(naam="Bakkerij De Gouden Korst", inclusief_historisch=True),
        ),
        ("identificatie-id", Identificatievraag(leerbedrijf_id=LEERBEDRIJF_ID, inclusief_historisch=True)),
    ],
)
def test_sbb_krijgt_de_vraag(event: str, vraag: Identificatievraag) -> None:
    """What was asked reaches SBB, on behalf of the school."""
    opbouw = NepOpbouw()
    assert _vraag(opbouw, event)["statusCode"] == 200
    assert (opbouw.nep_sbb.gevraagd, opbouw.scholen) == ([vraag], [SCHOOL])


@pytest.mark.parametrize("event", ["identificatie-naam", "identificatie-zoek", "identificatie-id"])
def test_de_tweede_keer_uit_de_kast(event: str) -> None:
    """The same question again is answered from what was kept, with the same tag, and says so."""
    opbouw = NepOpbouw()
    eerst, daarna = _vraag(opbouw, event), _vraag(opbouw, event)
    assert eerst["headers"]["Cache-Status"] == "stagemarkt; fwd=miss; stored"
    assert daarna["headers"]["Cache-Status"] == "stagemarkt; hit; ttl=86400"
    assert len(opbouw.nep_sbb.gevraagd) == 1
    assert eerst["headers"]["ETag"] == daarna["headers"]["ETag"]
    assert str(json_van(daarna)).replace("'bron': 'cache'", "'bron': 'sbb'") == str(json_van(eerst))


def test_wie_het_al_heeft_krijgt_304() -> None:
    """A hit that the caller has already is 304, and SBB is left alone."""
    opbouw = NepOpbouw()
    event = laad_event("identificatie-id")
    event["multiValueHeaders"]["If-None-Match"] = [_vraag(opbouw)["headers"]["ETag"]]
    antwoord = _vraag(opbouw, event)
    assert (antwoord["statusCode"], antwoord["body"]) == (304, "")
    assert antwoord["headers"]["Age"] == "0"
    assert len(opbouw.nep_sbb.gevraagd) == 1


def test_een_andere_school_vraagt_zelf() -> None:
    """What was kept for one school is not for another."""
    opbouw = NepOpbouw()
    _vraag(opbouw)
    antwoord = _vraag(opbouw, met_toegang(laad_event("identificatie-id"), {ANDERE_SCHOOL: ["identificatie"]}))
    assert antwoord["headers"]["Cache-Status"] == "stagemarkt; fwd=miss; stored"
    assert opbouw.scholen == [SCHOOL, ANDERE_SCHOOL]
    assert {sleutel.school for sleutel in opbouw.kast.inhoud} == {SCHOOL, ANDERE_SCHOOL}


def test_na_een_dag_opnieuw() -> None:
    """A kept answer is asked for again when its day is over, to the second."""
    moment = [NU]
    opbouw = NepOpbouw(klok=lambda: moment[0] + 0.5)
    status = []
    for moment[0] in (NU, NU + 86_399, NU + 86_400):
        status.append(_vraag(opbouw)["headers"]["Cache-Status"])
    assert status == [
        "stagemarkt; fwd=miss; stored",
        "stagemarkt; hit; ttl=1",
        "stagemarkt; fwd=miss; stored",
    ]


@pytest.mark.parametrize("modus", [CacheMode.UIT, CacheMode.ZONDER_PERSOONSGEGEVENS])
def test_wie_niets_mag_bewaren_vraagt_elke_keer(modus: CacheMode) -> None:
    """Without leave to keep it, every question goes to SBB and nobody may keep the answer."""
    opbouw = NepOpbouw(kast=NepKast(modus))
    antwoorden = [_vraag(opbouw), _vraag(opbouw)]
    assert [antwoord["headers"]["Cache-Status"] for antwoord in antwoorden] == ["stagemarkt; fwd=bypass"] * 2
    assert {antwoord["headers"]["Cache-Control"] for antwoord in antwoorden} == {"private, no-store"}
    assert (len(opbouw.nep_sbb.gevraagd), opbouw.kast.inhoud) == (2, {})


@pytest.mark.parametrize("stuk", ["lezen", "bewaren", "maken"])
def test_een_kapotte_kast_kost_geen_antwoord(stuk: str) -> None:
    """A table that fails costs speed, not the answer."""
    assert _vraag(NepOpbouw(kast=NepKast(stuk=frozenset({stuk}))))["statusCode"] == 200


def test_historisch() -> None:
    """A leerbedrijf that is no longer actueel is left out of a search, and found by ID."""
    sbb = NepSbb([HISTORISCH])
    assert json_van(_vraag(NepOpbouw(sbb), "identificatie-naam")) == {"resultaten": [], "totaal": 0}
    assert json_van(_vraag(NepOpbouw(sbb), "identificatie-zoek"))["totaal"] == 1
    assert json_van(_vraag(NepOpbouw(sbb)))["status"] == "historisch"


def test_een_onbekend_leerbedrijf_wordt_niet_bewaard() -> None:
    """404 for an ID that SBB does not know, asked again the next time."""
    opbouw = NepOpbouw(NepSbb([]))
    antwoorden = [_vraag(opbouw), _vraag(opbouw)]
    assert [json_van(antwoord)["code"] for antwoord in antwoorden] == ["leerbedrijf-onbekend"] * 2
    assert (len(opbouw.nep_sbb.gevraagd), opbouw.kast.inhoud) == (2, {})


def test_sbb_is_er_niet() -> None:
    """A source that is down is 503 with when to try again, and nothing is kept."""
    fout = BronNietBeschikbaar(Tekst("SBB is er niet.", "SBB is down."), opnieuw_na=30)
    opbouw = NepOpbouw(NepSbb(fout=fout))
    antwoord = _vraag(opbouw)
    assert (antwoord["statusCode"], antwoord["headers"]["Retry-After"]) == (503, "30")
    assert opbouw.kast.inhoud == {}


def test_een_geheim_dat_niet_te_lezen_is(logboek: Logboek) -> None:
    """Our own storage of secrets that fails is our fault, and its text stays in here."""
    antwoord = _vraag(NepOpbouw(NepSbb(fout=OpslagFout("kanarie"))))
    assert (antwoord["statusCode"], json_van(antwoord)["code"]) == (500, "interne-fout")
    assert "kanarie" not in str(antwoord) + logboek.tekst


@pytest.mark.parametrize("event", ["identificatie-naam", "identificatie-zoek", "identificatie-id"])
def test_niets_van_de_vraag_in_het_logboek(event: str, logboek: Logboek) -> None:
    """Neither what was searched for, nor what was found, nor the key is logged: fresh, or from the cache."""
    opbouw = NepOpbouw()
    _vraag(opbouw, event)
    _vraag(opbouw, event)
    assert [regel["school"] for regel in logboek.regels] == [SCHOOL, SCHOOL]
    geheim = ["Bakkerij", "Korst", "Dorpsstraat", "3811", "Amersfoort", LEERBEDRIJF_ID, "smk_", "192.0.2"]
    assert [woord for woord in geheim if woord in logboek.tekst] == []
