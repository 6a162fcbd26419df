"""Natrekken, from event to answer."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from stagemarkt.model.detailgegevens import Contactpersoon, Detailgegevens
from stagemarkt.model.errors import BronTimeout, CodeOnbekend, Fout, LeerbedrijfOnbekend, Signaal, Tekst
from stagemarkt.model.questions import Erkenningsvraag
from stagemarkt.ports.results import Details

from functions.verificatie.app import maak_handler
from tests.unit.conftest import Logboek
from tests.unit.fakes import ERKENNING, LEERBEDRIJF_ID, NU, SCHOOL, VANDAAG, NepContext, NepOpbouw, NepSbb
from tests.unit.fakes_cache import NepKast
from tests.unit.requests import json_van, laad_event

TEKST = Tekst("Nee.", "No.")


def _vraag(opbouw: NepOpbouw, event: str | dict[str, Any] = "verificatie") -> dict[str, Any]:
    return maak_handler(opbouw)(laad_event(event) if isinstance(event, str) else event, NepContext())


def _verdicten(opbouw: NepOpbouw) -> list[object]:
    return [vraag for vraag in opbouw.nep_sbb.gevraagd if isinstance(vraag, Erkenningsvraag)]


@pytest.mark.parametrize(
    ("event", "vraag"),
    [
        ("verificatie", Erkenningsvraag(LEERBEDRIJF_ID, "25998", VANDAAG)),
        ("verificatie-periode", Erkenningsvraag(LEERBEDRIJF_ID, "K0067", VANDAAG, date(2027, 1, 31))),
    ],
)
def test_sbb_krijgt_de_vraag(event: str, vraag: Erkenningsvraag) -> None:
    """What was asked reaches SBB, on behalf of the school."""
    opbouw = NepOpbouw()
    assert json_van(_vraag(opbouw, event))["erkend"] is True
    assert (opbouw.nep_sbb.gevraagd, opbouw.scholen) == ([vraag, LEERBEDRIJF_ID], [SCHOOL])


def test_elke_keer_opnieuw() -> None:
    """An erkenning is asked of SBB each time: nothing is kept, by a caller neither."""
    kast = NepKast()
    opbouw = NepOpbouw(kast=kast)
    antwoorden = [_vraag(opbouw), _vraag(opbouw)]
    assert len(_verdicten(opbouw)) == 2
    assert (kast.gelezen, kast.gemaakt, kast.inhoud) == ([], 0, {})
    assert [antwoord["headers"]["Cache-Status"] for antwoord in antwoorden] == ["stagemarkt; fwd=bypass"] * 2
    assert antwoorden[0]["headers"]["Cache-Control"] == "no-store"


@pytest.mark.parametrize("event", ["verificatie", "erkenningen"])
def test_alleen_bewaard_is_er_niet(event: str) -> None:
    """Nothing is kept, so whoever wants a kept answer or nothing gets nothing, and SBB is left alone."""
    opbouw = NepOpbouw()
    geladen = laad_event(event)
    geladen["multiValueHeaders"]["Cache-Control"] = ["only-if-cached"]
    antwoord = _vraag(opbouw, geladen)
    assert (antwoord["statusCode"], json_van(antwoord)["code"]) == (504, "niet-in-cache")
    assert opbouw.nep_sbb.gevraagd == []


def test_er_is_niets_om_te_vergelijken() -> None:
    """What nobody should keep has no tag, and is never answered with 304."""
    opbouw = NepOpbouw()
    event = laad_event("verificatie")
    event["multiValueHeaders"]["If-None-Match"] = ["*"]
    antwoord = _vraag(opbouw, event)
    assert (antwoord["statusCode"], "ETag" in antwoord["headers"]) == (200, False)


def test_niet_erkend_is_200() -> None:
    """Not erkend is an answer, not an error."""
    antwoord = _vraag(NepOpbouw(NepSbb(erkenning=ERKENNING.model_copy(update={"in_orde": False}))))
    inhoud = json_van(antwoord)
    assert (antwoord["statusCode"], inhoud["erkend"], inhoud["status"]) == (200, False, "nietErkend")


@pytest.mark.parametrize(
    ("moment", "dag"),
    [
        (datetime(2026, 8, 31, 21, 59, 59, tzinfo=UTC), "2026-08-31"),
        (datetime(2026, 8, 31, 22, 0, tzinfo=UTC), "2026-09-01"),
    ],
)
def test_vandaag_is_vandaag_in_nederland(moment: datetime, dag: str) -> None:
    """Without a peildatum it is today in Amsterdam, while Lambda's clock is UTC."""
    opbouw = NepOpbouw(klok=moment.timestamp)
    inhoud = json_van(_vraag(opbouw))
    assert inhoud["peildatum"] == dag
    assert inhoud["actualiteit"]["opgehaaldOp"] == moment.isoformat().replace("+00:00", "Z")


def test_een_andere_erkenning_wordt_niet_doorgegeven() -> None:
    """SBB's answer about another leerbedrijf is 502."""
    antwoord = _vraag(NepOpbouw(NepSbb(erkenning=ERKENNING.model_copy(update={"leerbedrijf_id": "1"}))))
    assert (antwoord["statusCode"], json_van(antwoord)["code"]) == (502, "bron-antwoord-ongeldig")
    assert "Gouden Korst" not in str(antwoord)


@pytest.mark.parametrize(
    ("fout", "status", "signaalcode"),
    [
        (LeerbedrijfOnbekend(TEKST, signaal=Signaal(102, "Onbekend leerbedrijf", "b-1")), 404, 102),
        (CodeOnbekend(TEKST, signaal=Signaal(103, None, "b-2")), 404, 103),
        (BronTimeout(TEKST, opnieuw_na=10), 504, None),
    ],
)
def test_wat_sbb_raakt(fout: Fout, status: int, signaalcode: int | None, logboek: Logboek) -> None:
    """What SBB says or fails in is told with its own code, and its melding stays out of the log."""
    antwoord = _vraag(NepOpbouw(NepSbb(fout=fout)))
    inhoud = json_van(antwoord)
    assert (antwoord["statusCode"], inhoud["code"]) == (status, fout.code)
    assert inhoud.get("bron", {}).get("signaalcode") == signaalcode
    assert [regel["code"] for regel in logboek.regels] == [fout.code]
    assert "Onbekend leerbedrijf" not in logboek.tekst


def _met_leerweg(leerweg: str) -> dict[str, Any]:
    event = laad_event("verificatie")
    event["multiValueQueryStringParameters"] = {"leerweg": [leerweg]}
    return event


@pytest.mark.parametrize(("leerweg", "erkend"), [("BOL", False), ("bol", False), ("BBL", True)])
def test_leerweg(leerweg: str, *, erkend: bool) -> None:
    """With a leerweg the answer is about that one; neither way does any of SBB's details of people leave."""
    opbouw = NepOpbouw()
    bbl = ERKENNING.model_copy(update={"code": "25998", "leerweg": "BBL"})
    gegevens = Detailgegevens(
        leerbedrijf_id=LEERBEDRIJF_ID, contactpersonen=(Contactpersoon(naam="Pietersen"),)
    )
    opbouw.nep_sbb.details = Details(gegevens, [bbl])
    antwoord = _vraag(opbouw, _met_leerweg(leerweg))
    inhoud = json_van(antwoord)
    assert (inhoud["erkend"], inhoud["leerweg"], inhoud["leerwegBekend"]) == (erkend, leerweg.upper(), True)
    assert [(deel["leerweg"], deel["erkend"]) for deel in inhoud["leerwegen"]] == [
        ("BOL", False),
        ("BBL", True),
    ]
    assert "Pietersen" not in str(antwoord)


def test_zonder_de_lijst_van_sbb(logboek: Logboek) -> None:
    """A list that does not come is in the log and the answer; with a leerweg it is the caller's problem."""
    opbouw = NepOpbouw()
    opbouw.nep_sbb.details_fout = BronTimeout(TEKST, intern="deadline", opnieuw_na=10)
    inhoud = json_van(_vraag(opbouw))
    assert (inhoud["erkend"], inhoud["leerwegBekend"], inhoud["leerwegReden"]) == (
        True,
        False,
        "nietOpgehaald",
    )
    regel = next(regel for regel in logboek.regels if regel["message"] == "leerweg")
    assert (regel["level"], regel["code"], regel["intern"]) == ("WARNING", "bron-timeout", "deadline")
    antwoord = _vraag(opbouw, _met_leerweg("BBL"))
    assert (antwoord["statusCode"], json_van(antwoord)["code"]) == (504, "bron-timeout")


def test_een_onleesbare_vraag_bereikt_sbb_niet() -> None:
    """All faults at once, before anything is asked or any school's secret is read."""
    event = laad_event("verificatie-periode")
    event["pathParameters"] = {"leerbedrijfId": "!", "code": "x"}
    event["multiValueQueryStringParameters"] = {
        "peildatum": ["morgen"],
        "totenmet": ["2027-01-31"],
        "leerweg": ["BLO"],
    }
    opbouw = NepOpbouw()
    antwoord = _vraag(opbouw, event)
    assert antwoord["statusCode"] == 400
    assert [punt["naam"] for punt in json_van(antwoord)["fouten"]] == [
        "leerbedrijfId",
        "code",
        "peildatum",
        "totenmet",
        "leerweg",
    ]
    assert (opbouw.nep_sbb.gevraagd, opbouw.scholen) == ([], [])


def test_de_klok_wordt_een_keer_gelezen() -> None:
    """The peildatum and the moment of the answer are of one and the same now."""
    keren: list[int] = []

    def klok() -> float:
        keren.append(1)
        return float(NU)

    _vraag(NepOpbouw(klok=klok))
    assert len(keren) == 1
