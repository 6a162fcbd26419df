"""A school's subscription at SBB, as an operator types it, and a change that comes in by it."""

import json
from pathlib import Path

import pytest

from local.sbb.register import examples
from local.stack.local_stack import LocalStack
from tests.e2e.client import FacadeClient
from tests.e2e.intake import IntakeClient
from tests.e2e.test_admin import CommandRun


@pytest.fixture
def command(this_stack: LocalStack, tmp_path: Path) -> CommandRun:
    """Types a command."""
    return CommandRun(json.loads(this_stack.stack_json.read_text())["awsEndpointUrl"], tmp_path)


@pytest.fixture
def intake(this_stack: LocalStack, facade: FacadeClient) -> IntakeClient:
    """The intake of the stack, and what is stored behind it."""
    return IntakeClient(this_stack, facade.stack)


def _running(facade: FacadeClient, brin: str) -> list[tuple[str, str]]:
    """What SBB itself says."""
    abonnementen = facade.sbb.get("/abonnementen").json()["abonnementen"]
    return [(a["abonnementId"], a["endpoint"]) for a in abonnementen if a["brin"] == brin]


def test_subscribing_and_unsubscribing(
    command: CommandRun, facade: FacadeClient, intake: IntakeClient
) -> None:
    """`abonneer` subscribes at SBB and here, again is the same one, `opzeggen` ends it at both."""
    command("school opzeggen --school 99XX")
    assert _running(facade, "99XX") == []
    outcomes = [command("school abonneer --school 99XX --json") for _ in range(2)]
    (number,) = {json.loads(outcome.stdout)["abonnementId"] for outcome in outcomes}
    assert all(list(json.loads(outcome.stdout)) == ["abonnementId"] for outcome in outcomes)
    assert _running(facade, "99XX") == [(number, intake.url)]
    known = intake.abonnementen.find(number)
    assert known is not None
    assert (known.school, known.oin) == ("99XX", "0000000700099XX00000")
    shown = json.loads(command("school abonnementen --school 99XX --json").stdout)["abonnementen"]
    assert [(a["abonnementId"], a["stand"]) for a in shown if a["stand"] != "weg"] == [(number, "loopt")]
    assert number in command("school opzeggen --school 99XX").stderr
    assert (_running(facade, "99XX"), intake.abonnementen.find(number)) == ([], None)
    command("school abonneer --school 99XX")


def test_a_school_that_does_not_exist(command: CommandRun) -> None:
    """What SBB cannot be asked for is told in words, with an exit code."""
    outcome = command("school abonneer --school 99ZZ")
    assert outcome.returncode == 1
    assert "bron-licentie" in outcome.stderr


def test_a_change_at_sbb_comes_in(command: CommandRun, facade: FacadeClient, intake: IntakeClient) -> None:
    """The demo school is subscribed from the start: one command, and the change has been taken in."""
    code = "25168"
    command("school abonneer --school 99XX")
    outcome = command(
        f"simulatie wijzig-erkenning --leerbedrijf {examples.HISTORICAL} --code {code} --status ingetrokken "
        f"--einddatum 2026-01-31 --json --bediening {facade.sbb.base_url}"
    )
    assert outcome.returncode == 0, outcome.stderr
    (shipment,) = json.loads(outcome.stdout)["zendingen"]
    assert (shipment["toestand"], shipment["signaalcode"]) == ("bevestigd", "0")
    (mutatie,) = [m for m in intake.storage.walk("99XX", 0) if m.bericht_id == shipment["berichtId"]]
    assert (mutatie.leerbedrijf_id, mutatie.code, mutatie.status) == (
        examples.HISTORICAL,
        code,
        "ingetrokken",
    )


def test_a_duplicate_comes_in_once(command: CommandRun, facade: FacadeClient, intake: IntakeClient) -> None:
    """A message that SBB sends three times is acknowledged three times and stored once."""
    command("school abonneer --school 99XX")
    answer = facade.sbb.post("/mutaties", json={"brin": "99XX", "aantal": 30, "storing": "dubbel"}).json()
    (sent,) = answer["zendingen"]
    shipments = facade.sbb.get("/zendingen", params={"sinds": sent["nr"] - 1, "wacht": 20}).json()[
        "zendingen"
    ]
    (shipment,) = [z for z in shipments if z["nr"] == sent["nr"]]
    assert (shipment["toestand"], shipment["bevestigingen"]) == ("bevestigd", 3)
    kept = [m for m in intake.storage.walk("99XX", 0) if m.bericht_id == shipment["berichtId"]]
    assert len(kept) == 30


def test_the_daily_check(this_stack: LocalStack, command: CommandRun, facade: FacadeClient) -> None:
    """The check of the schedule finds a subscription that SBB has lost; the operator can see it too."""
    number = json.loads(command("school abonneer --school 99XX --json").stdout)["abonnementId"]
    aws, deployed = this_stack.deployed()

    def check() -> dict[str, str]:
        answer = aws.client("lambda").invoke(
            FunctionName=deployed.output["SchoolabonnementenFunctie"],
            Payload=b'{"opdracht": "controleer"}',
        )
        outcome = json.loads(answer["Payload"].read())["uitkomst"]
        return {a["abonnementId"]: a["stand"] for a in outcome["abonnementen"]}

    assert check()[number] == "loopt"
    facade.sbb.delete(f"/abonnementen/{number}").raise_for_status()
    assert check()[number] == "weg"
    assert "loopt niet meer" in command("school abonnementen --school 99XX").stdout
    command("school opzeggen --school 99XX")
    command("school abonneer --school 99XX")
