"""A school's subscription at SBB, as an operator types it, and a change that comes in by it."""

import json
from pathlib import Path

import pytest

from local.sbb import examples as vb
from local.stack import Stapel
from tests.e2e.client import Facade
from tests.e2e.intake import Intake
from tests.e2e.test_admin import Opdracht


@pytest.fixture
def opdracht(stapel: Stapel, tmp_path: Path) -> Opdracht:
    """Types a command."""
    return Opdracht(json.loads(stapel.stack_json.read_text())["awsEndpointUrl"], tmp_path)


@pytest.fixture
def intake(stapel: Stapel, facade: Facade) -> Intake:
    """The intake of the stack, and what is stored behind it."""
    return Intake(stapel, facade.stack)


def _lopend(facade: Facade, brin: str) -> list[tuple[str, str]]:
    """What SBB itself says."""
    abonnementen = facade.sbb.get("/abonnementen").json()["abonnementen"]
    return [(a["abonnementId"], a["endpoint"]) for a in abonnementen if a["brin"] == brin]


def test_abonneren_en_opzeggen(opdracht: Opdracht, facade: Facade, intake: Intake) -> None:
    """`abonneer` subscribes at SBB and here, again is the same one, `opzeggen` ends it at both."""
    opdracht("school opzeggen --school 99XX")
    assert _lopend(facade, "99XX") == []
    uitkomsten = [opdracht("school abonneer --school 99XX --json") for _ in range(2)]
    (nummer,) = {json.loads(uitkomst.stdout)["abonnementId"] for uitkomst in uitkomsten}
    assert all(list(json.loads(uitkomst.stdout)) == ["abonnementId"] for uitkomst in uitkomsten)
    assert _lopend(facade, "99XX") == [(nummer, intake.url)]
    bekend = intake.abonnementen.vind(nummer)
    assert bekend is not None
    assert (bekend.school, bekend.oin) == ("99XX", "0000000700099XX00000")
    getoond = json.loads(opdracht("school abonnementen --school 99XX --json").stdout)["abonnementen"]
    assert [(a["abonnementId"], a["stand"]) for a in getoond if a["stand"] != "weg"] == [(nummer, "loopt")]
    assert nummer in opdracht("school opzeggen --school 99XX").stderr
    assert (_lopend(facade, "99XX"), intake.abonnementen.vind(nummer)) == ([], None)
    opdracht("school abonneer --school 99XX")


def test_een_school_die_er_niet_is(opdracht: Opdracht) -> None:
    """What SBB cannot be asked for is told in words, with an exit code."""
    uitkomst = opdracht("school abonneer --school 99ZZ")
    assert uitkomst.returncode == 1
    assert "bron-licentie" in uitkomst.stderr


def test_een_wijziging_bij_sbb_komt_binnen(opdracht: Opdracht, facade: Facade, intake: Intake) -> None:
    """The demo school is subscribed from the start: one command, and the change has been taken in."""
    code = "25168"
    opdracht("school abonneer --school 99XX")
    uitkomst = opdracht(
        f"simulatie wijzig-erkenning --leerbedrijf {vb.HISTORISCH} --code {code} --status ingetrokken "
        f"--einddatum 2026-01-31 --json --bediening {facade.sbb.base_url}"
    )
    assert uitkomst.returncode == 0, uitkomst.stderr
    (zending,) = json.loads(uitkomst.stdout)["zendingen"]
    assert (zending["toestand"], zending["signaalcode"]) == ("bevestigd", "0")
    (mutatie,) = [m for m in intake.opslag.doorloop("99XX", 0) if m.bericht_id == zending["berichtId"]]
    assert (mutatie.leerbedrijf_id, mutatie.code, mutatie.status) == (vb.HISTORISCH, code, "ingetrokken")


def test_dubbel_komt_eenmaal_binnen(opdracht: Opdracht, facade: Facade, intake: Intake) -> None:
    """A message that SBB sends three times is acknowledged three times and stored once."""
    opdracht("school abonneer --school 99XX")
    antwoord = facade.sbb.post("/mutaties", json={"brin": "99XX", "aantal": 30, "storing": "dubbel"}).json()
    (gestuurd,) = antwoord["zendingen"]
    zendingen = facade.sbb.get("/zendingen", params={"sinds": gestuurd["nr"] - 1, "wacht": 20}).json()[
        "zendingen"
    ]
    (zending,) = [z for z in zendingen if z["nr"] == gestuurd["nr"]]
    assert (zending["toestand"], zending["bevestigingen"]) == ("bevestigd", 3)
    bewaard = [m for m in intake.opslag.doorloop("99XX", 0) if m.bericht_id == zending["berichtId"]]
    assert len(bewaard) == 30


def test_de_dagelijkse_controle(stapel: Stapel, opdracht: Opdracht, facade: Facade) -> None:
    """The check of the schedule finds a subscription that SBB has lost; the operator can see it too."""
    nummer = json.loads(opdracht("school abonneer --school 99XX --json").stdout)["abonnementId"]
    aws, uitgerold = stapel.uitgerold()

    def controleer() -> dict[str, str]:
        antwoord = aws.client("lambda").invoke(
            FunctionName=uitgerold.uitvoer["SchoolabonnementenFunctie"],
            Payload=b'{"opdracht": "controleer"}',
        )
        uitkomst = json.loads(antwoord["Payload"].read())["uitkomst"]
        return {a["abonnementId"]: a["stand"] for a in uitkomst["abonnementen"]}

    assert controleer()[nummer] == "loopt"
    facade.sbb.delete(f"/abonnementen/{nummer}").raise_for_status()
    assert controleer()[nummer] == "weg"
    assert "loopt niet meer" in opdracht("school abonnementen --school 99XX").stdout
    opdracht("school opzeggen --school 99XX")
    opdracht("school abonneer --school 99XX")
