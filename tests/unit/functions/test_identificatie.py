"""Vaststellen, from event to answer."""

from typing import Any

import pytest
from stagemarkt.domain.cache.retention import CacheMode
from stagemarkt.model.errors import BronNietBeschikbaar, OpslagFout, Tekst
from stagemarkt.model.questions import Identificatievraag

from functions.identificatie.app import maak_handler
from tests.unit.conftest import Logboek
from tests.unit.fakes import (
    ANDERE_SCHOOL,
    BAKKERIJ,
    LEERBEDRIJF_ID,
    NU,
    SCHOOL,
    NepContext,
    NepOpbouw,
    NepSbb,
)
from tests.unit.fakes_cache import NepKast
from tests.unit.requests import json_van, laad_event, met_toegang

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


def test_na_een_dag_verouderd_en_na_drie_dagen_weg() -> None:
    """A kept answer is marked when its day is over, refreshed behind it, and gone in the end."""
    moment = [NU]
    opbouw = NepOpbouw(klok=lambda: moment[0] + 0.5)
    status, verouderd = [], []
    for moment[0] in (NU, NU + 86_399, NU + 86_400, NU + 3 * 86_400 - 1, NU + 3 * 86_400):
        antwoord = _vraag(opbouw)
        status.append(antwoord["headers"]["Cache-Status"].removeprefix("stagemarkt; "))
        verouderd.append(json_van(antwoord)["actualiteit"]["verouderd"])
    assert status == ["fwd=miss; stored", "hit; ttl=1", "hit; ttl=0", "hit; ttl=-172799", "fwd=miss; stored"]
    assert verouderd == [False, False, True, True, False]
    assert len(opbouw.kast.rij) == 2


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


def test_een_onbekend_leerbedrijf_wordt_even_onthouden(logboek: Logboek) -> None:
    """404 for an ID that SBB does not know; SBB is not asked again within minutes; the log says so."""
    opbouw = NepOpbouw(NepSbb([]))
    antwoorden = [_vraag(opbouw), _vraag(opbouw)]
    assert [json_van(antwoord)["code"] for antwoord in antwoorden] == ["leerbedrijf-onbekend"] * 2
    assert [antwoord["headers"]["Cache-Status"] for antwoord in antwoorden] == [
        "stagemarkt; fwd=miss; fwd-status=404; stored",
        "stagemarkt; hit; ttl=300",
    ]
    assert len(opbouw.nep_sbb.gevraagd) == 1
    assert [(regel["status"], regel["code"]) for regel in logboek.regels] == [
        (404, "leerbedrijf-onbekend")
    ] * 2


def test_een_lege_lijst_wordt_even_onthouden() -> None:
    """Nothing found is kept for minutes, a list that tells of somebody for a day, and of whom is known."""
    opbouw = NepOpbouw(NepSbb([]))
    assert _vraag(opbouw, "identificatie-naam")["headers"]["Cache-Control"] == "private, max-age=300"
    vol = NepOpbouw()
    assert _vraag(vol, "identificatie-naam")["headers"]["Cache-Control"] == "private, max-age=86400"
    (bewaard,) = vol.kast.bewaard.values()
    assert bewaard.over == (LEERBEDRIJF_ID,)


def _met_wens(kop: str) -> dict[str, Any]:
    event = laad_event("identificatie-id")
    event["multiValueHeaders"]["Cache-Control"] = [kop]
    return event


def test_alleen_bewaard_en_niets_bewaard() -> None:
    """`only-if-cached` with nothing kept is 504, and SBB is left alone."""
    opbouw = NepOpbouw()
    antwoord = _vraag(opbouw, _met_wens("only-if-cached"))
    assert (antwoord["statusCode"], json_van(antwoord)["code"]) == (504, "niet-in-cache")
    assert opbouw.nep_sbb.gevraagd == []


def test_geen_cache_en_een_dode_bron() -> None:
    """With `no-cache` a dead source is 503, though there is an answer; without it the answer is served."""
    opbouw = NepOpbouw()
    _vraag(opbouw)
    opbouw.nep_sbb.fout = BronNietBeschikbaar(Tekst("SBB is er niet.", "SBB is down."), opnieuw_na=30)
    antwoord = _vraag(opbouw, _met_wens("no-cache"))
    assert antwoord["statusCode"] == 503
    assert antwoord["headers"]["Cache-Status"] == "stagemarkt; fwd=request; fwd-status=503"
    assert _vraag(opbouw)["statusCode"] == 200


def test_een_onleesbare_wens() -> None:
    """What the header means to say cannot be guessed: 400."""
    antwoord = _vraag(NepOpbouw(), _met_wens("max-age=snel"))
    assert (antwoord["statusCode"], json_van(antwoord)["fouten"][0]["naam"]) == (400, "Cache-Control")


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
