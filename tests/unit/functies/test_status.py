"""`GET /status`, from event to answer."""

from typing import Any

import pytest
from stagemarkt.model.fouten import BronNietBeschikbaar, OpslagFout, Tekst
from stagemarkt.poorten.bewaking import Drukte, Stand, Zekering
from stagemarkt.poorten.waarnemingen import Waarneming
from stagemarkt.web.uitgaand import Schoolstatus

from functions.status.app import maak_handler
from tests.unit.conftest import Logboek
from tests.unit.nep import NU, NepContext, NepOpbouw, NepPeiler, NepWaarnemingen
from tests.unit.verzoeken import json_van, laad_event

DICHT = BronNietBeschikbaar(Tekst("SBB is niet te bereiken.", "SBB cannot be reached."))


def _vraag(opbouw: NepOpbouw, event: dict[str, Any] | None = None) -> dict[str, Any]:
    return maak_handler(opbouw)(event or laad_event("status"), NepContext())


@pytest.mark.parametrize(
    ("gezien", "peiler", "status", "gepeild"),
    [
        (Waarneming(laatste_succes=NU - 5), NepPeiler(DICHT), "in-orde", 0),
        (Waarneming(laatste_fout=NU - 5, foutcode="bron-timeout"), NepPeiler(), "verstoord", 0),
        (Waarneming(), NepPeiler(), "in-orde", 1),
        (Waarneming(), NepPeiler(DICHT), "verstoord", 1),
    ],
)
def test_de_toestand(gezien: Waarneming, peiler: NepPeiler, status: str, gepeild: int) -> None:
    """What was seen lately, or else a look at the door; 200 whatever it is, and SBB is asked nothing."""
    opbouw = NepOpbouw(waarnemingen=NepWaarnemingen(gezien), peiler=peiler)
    antwoord = _vraag(opbouw)
    assert (antwoord["statusCode"], json_van(antwoord)["status"]) == (200, status)
    assert (peiler.keren, opbouw.nep_sbb.gevraagd, opbouw.scholen) == (gepeild, [], [])


def test_een_kapot_logboek_kost_geen_antwoord(logboek: Logboek) -> None:
    """Without the record nobody knows, which is an answer; the operator reads why."""
    opbouw = NepOpbouw(waarnemingen=NepWaarnemingen(stuk=frozenset({"lees"})))
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
    waarnemingen = NepWaarnemingen(stuk=frozenset({"lees"}))
    event = {**laad_event("status"), "multiValueQueryStringParameters": {"school": ["99XX"]}}
    antwoord = _vraag(NepOpbouw(waarnemingen=waarnemingen), event)
    assert json_van(antwoord)["code"] == "onbekende-parameter"


def test_een_zekering_die_niet_te_lezen_is(logboek: Logboek) -> None:
    """Without the zekering the rest is told; the operator reads why."""
    opbouw = NepOpbouw()
    opbouw.nep_bewaking.fout = OpslagFout("AccessDenied")
    sbb = json_van(_vraag(opbouw))["sbb"]
    assert (sbb["status"], "zekering" in sbb) == ("in-orde", False)
    assert logboek.regels[0]["bewerking"] == "bewaken"


def test_een_open_zekering() -> None:
    """An open zekering is told."""
    opbouw = NepOpbouw()
    opbouw.nep_bewaking.stand = Stand(Zekering(5, 5, "bron-timeout", 0.0, NU - 1.0, NU + 14.0))
    assert json_van(_vraag(opbouw))["sbb"]["zekering"]["status"] == "open"


OPEN = Zekering(5, 5, "bron-licentie", 0.0, NU - 1.0, NU + 14.0)


def _van_school(opbouw: NepOpbouw) -> Schoolstatus:
    antwoord = _vraag(opbouw, laad_event("status-school"))
    assert antwoord["statusCode"] == 200
    return Schoolstatus.model_validate(json_van(antwoord))


def test_de_school_en_wat_er_naar_sbb_gaat() -> None:
    """Beside certificate and licence: facade, SBB, the school's zekering, and its limits with what runs."""
    opbouw = NepOpbouw(waarnemingen=NepWaarnemingen(Waarneming(laatste_succes=NU - 5)))
    opbouw.nep_bewaking.stand = Stand(drukte=Drukte(0.0, {"a": NU + 5.0, "dood": NU - 1.0}, nieuw=False))
    status = _van_school(opbouw)
    assert (status.facade.status, status.sbb.status) == ("in-orde", "in-orde")
    assert status.zekering is not None
    assert status.zekering.status == "gesloten"
    assert status.limiet is not None
    assert (status.limiet.per_seconde, status.limiet.tegelijk, status.limiet.lopend) == (20, 10, 1)


def test_een_open_zekering_van_de_school() -> None:
    """A school that SBB refused too often sees until when; SBB is not blamed for it."""
    opbouw = NepOpbouw(waarnemingen=NepWaarnemingen(Waarneming(laatste_succes=NU - 5)))
    opbouw.nep_bewaking.stand = Stand(school=OPEN)
    status = _van_school(opbouw)
    assert status.zekering is not None
    assert (status.zekering.status, status.sbb.status) == ("open", "in-orde")
    assert status.zekering.volgende_poging is not None


def test_zonder_sbb_is_ook_de_school_verstoord() -> None:
    """When SBB fails, nothing works for any school, however good her certificate."""
    fout = Waarneming(laatste_fout=NU - 5, foutcode="bron-timeout")
    status = _van_school(NepOpbouw(waarnemingen=NepWaarnemingen(fout)))
    assert (status.status, status.sbb.status) == ("verstoord", "storing")


def test_wat_niet_te_lezen_is_ontbreekt() -> None:
    """Records that cannot be read leave out what they would tell; the rest is told."""
    opbouw = NepOpbouw(waarnemingen=NepWaarnemingen(stuk=frozenset({"lees"})))
    opbouw.nep_bewaking.fout = OpslagFout("AccessDenied")
    status = _van_school(opbouw)
    assert (status.zekering, status.limiet, status.sbb.status) == (None, None, "onbekend")


def test_een_deel_van_sbb_ligt_plat() -> None:
    """Of two services one can fail: it is named, and so is that the other goes on."""
    opbouw = NepOpbouw(waarnemingen=NepWaarnemingen(Waarneming(laatste_succes=NU - 5)))
    opbouw.nep_elders = {
        "Zoeken": Zekering(1, 5, "bron-timeout", open_sinds=NU - 3.0, proef_na=NU + 12.0),
        "GeefDetails": Zekering(),
    }
    for event in ("status", "status-school"):
        inhoud = json_van(_vraag(opbouw, laad_event(event)))
        assert (inhoud["status"], inhoud["sbb"]["status"]) == ("verstoord", "storing")
        assert "Zoeken" in inhoud["sbb"]["uitleg"]
        assert "GeefDetails" not in inhoud["sbb"]["uitleg"]
        assert inhoud["sbb"]["zekering"]["status"] == "gesloten"
        elders = {deel["operatie"]: deel["zekering"]["status"] for deel in inhoud["sbb"]["elders"]}
        assert elders == {"Zoeken": "open", "GeefDetails": "gesloten"}
    opbouw.nep_elders = dict.fromkeys(opbouw.nep_elders, Zekering())
    assert json_van(_vraag(opbouw))["status"] == "in-orde"
