"""`GET /status`, from event to answer."""

from typing import Any

import pytest
from stagemarkt.model.errors import BronNietBeschikbaar, Tekst
from stagemarkt.ports.guard import Drukte, Zekering
from stagemarkt.ports.records import EndpointRecord, Sightings
from stagemarkt.web.documents.shapes import Schoolstatus

from functions.status.app import maak_handler
from tests.unit.conftest import Logboek
from tests.unit.fakes import NU, NepContext, NepOpbouw, NepPeiler
from tests.unit.nep_records import NepRecords
from tests.unit.requests import json_van, laad_event

GOED = EndpointRecord(seen=Sightings(NU - 5))
DICHT = BronNietBeschikbaar(Tekst("SBB is niet te bereiken.", "SBB cannot be reached."))


def _vraag(opbouw: NepOpbouw, event: dict[str, Any] | None = None) -> dict[str, Any]:
    return maak_handler(opbouw)(event or laad_event("status"), NepContext())


@pytest.mark.parametrize(
    ("gezien", "peiler", "status", "gepeild"),
    [
        (Sightings(last_success=NU - 5), NepPeiler(DICHT), "in-orde", 0),
        (Sightings(last_failure=NU - 5, failure_code="bron-timeout"), NepPeiler(), "verstoord", 0),
        (Sightings(), NepPeiler(), "in-orde", 1),
        (Sightings(), NepPeiler(DICHT), "verstoord", 1),
    ],
)
def test_de_toestand(gezien: Sightings, peiler: NepPeiler, status: str, gepeild: int) -> None:
    """What was seen lately, or else a look at the door; 200 whatever it is, and SBB is asked nothing."""
    opbouw = NepOpbouw(records=NepRecords(EndpointRecord(seen=gezien)), peiler=peiler)
    antwoord = _vraag(opbouw)
    assert (antwoord["statusCode"], json_van(antwoord)["status"]) == (200, status)
    assert (peiler.keren, opbouw.nep_sbb.gevraagd, opbouw.scholen) == (gepeild, [], [])


def test_een_kapot_logboek_kost_geen_antwoord(logboek: Logboek) -> None:
    """Without the record nobody knows, which is an answer; the operator reads why."""
    opbouw = NepOpbouw(records=NepRecords(stuk=frozenset({"endpoint"})))
    assert json_van(_vraag(opbouw))["status"] == "onbekend"
    assert [(regel["level"], regel["message"]) for regel in logboek.regels] == [
        ("WARNING", "opslag"),
        ("INFO", "verzoek"),
    ]


def test_open_voor_iedereen() -> None:
    """Without a key, in the language of the caller, for any page to read, and kept by nobody."""
    antwoord = _vraag(NepOpbouw())
    koppen = antwoord["headers"]
    assert (koppen["Content-Language"], koppen["Access-Control-Allow-Origin"]) == ("en", "*")
    assert koppen["Cache-Control"] == "no-store"


def test_een_onbekende_parameter() -> None:
    """Strict here as everywhere, before anything is looked at."""
    records = NepRecords(stuk=frozenset({"endpoint"}))
    event = {**laad_event("status"), "multiValueQueryStringParameters": {"school": ["99XX"]}}
    antwoord = _vraag(NepOpbouw(records=records), event)
    assert json_van(antwoord)["code"] == "onbekende-parameter"


def test_een_open_zekering() -> None:
    """An open zekering is told."""
    opbouw = NepOpbouw()
    opbouw.nep_records.bron = Zekering(5, 5, "bron-timeout", 0.0, NU - 1.0, NU + 14.0)
    assert json_van(_vraag(opbouw))["sbb"]["zekering"]["status"] == "open"


OPEN = Zekering(5, 5, "bron-licentie", 0.0, NU - 1.0, NU + 14.0)


def _van_school(opbouw: NepOpbouw) -> Schoolstatus:
    antwoord = _vraag(opbouw, laad_event("status-school"))
    assert antwoord["statusCode"] == 200
    return Schoolstatus.model_validate(json_van(antwoord))


def test_de_school_en_wat_er_naar_sbb_gaat() -> None:
    """Beside certificate and licence: facade, SBB, the school's zekering, and its limits with what runs."""
    opbouw = NepOpbouw(records=NepRecords(GOED))
    opbouw.nep_records.zet(room=Drukte(0.0, {"a": NU + 5.0, "dood": NU - 1.0}, nieuw=False))
    status = _van_school(opbouw)
    assert (status.facade.status, status.sbb.status) == ("in-orde", "in-orde")
    assert status.zekering is not None
    assert status.zekering.status == "gesloten"
    assert status.limiet is not None
    assert (status.limiet.per_seconde, status.limiet.tegelijk, status.limiet.lopend) == (20, 10, 1)


def test_een_open_zekering_van_de_school() -> None:
    """A school that SBB refused too often sees until when; SBB is not blamed for it."""
    opbouw = NepOpbouw(records=NepRecords(GOED))
    opbouw.nep_records.zet(OPEN)
    status = _van_school(opbouw)
    assert status.zekering is not None
    assert (status.zekering.status, status.sbb.status) == ("open", "in-orde")
    assert status.zekering.volgende_poging is not None


def test_zonder_sbb_is_ook_de_school_verstoord() -> None:
    """When SBB fails, nothing works for any school, however good her certificate."""
    fout = Sightings(last_failure=NU - 5, failure_code="bron-timeout")
    status = _van_school(NepOpbouw(records=NepRecords(EndpointRecord(seen=fout))))
    assert (status.status, status.sbb.status) == ("verstoord", "storing")


def test_wat_niet_te_lezen_is_ontbreekt(logboek: Logboek) -> None:
    """A record of SBB that cannot be read leaves out what it would tell; the school is told, and why."""
    status = _van_school(NepOpbouw(records=NepRecords(stuk=frozenset({"endpoint"}))))
    assert (status.sbb.zekering, status.sbb.status) == (None, "onbekend")
    assert status.zekering is not None
    assert logboek.regels[0]["bewerking"] == "waarnemen"


def test_een_deel_van_sbb_ligt_plat() -> None:
    """Of two services one can fail: it is named, and so is that the other goes on."""
    opbouw = NepOpbouw(records=NepRecords(GOED))
    opbouw.nep_elders = {
        "Zoeken": EndpointRecord(Zekering(1, 5, "bron-timeout", open_sinds=NU - 3.0, proef_na=NU + 12.0)),
        "GeefDetails": EndpointRecord(),
    }
    for event in ("status", "status-school"):
        inhoud = json_van(_vraag(opbouw, laad_event(event)))
        assert (inhoud["status"], inhoud["sbb"]["status"]) == ("verstoord", "storing")
        assert "Zoeken" in inhoud["sbb"]["uitleg"]
        assert "GeefDetails" not in inhoud["sbb"]["uitleg"]
        assert inhoud["sbb"]["zekering"]["status"] == "gesloten"
        elders = {deel["operatie"]: deel["zekering"]["status"] for deel in inhoud["sbb"]["elders"]}
        assert elders == {"Zoeken": "open", "GeefDetails": "gesloten"}
    opbouw.nep_elders = dict.fromkeys(opbouw.nep_elders, EndpointRecord())
    assert json_van(_vraag(opbouw))["status"] == "in-orde"
