"""Two vendors are never one; one that was removed has nothing, hears nothing and leaves nothing behind."""

import copy
import json
from pathlib import Path

from local.receiver.behaviour import BEHAVIOURS
from local.sbb.register import examples
from local.stack.local_stack import LocalStack
from tests.e2e.client import FacadeClient
from tests.e2e.followers import Sweeper, Webhook
from tests.e2e.simulator import SimulatorControl
from tests.e2e.test_admin import CommandRun

MAKE = "sleutel maken --school 99XX --scope detailgegevens,mutaties --json --afnemer"
DETAILS = f"/leerbedrijven/{examples.SHOWPIECE}/detailgegevens"


def _as(facade: FacadeClient, sleutel: str) -> FacadeClient:
    """The same stack, as the caller with this key."""
    other = copy.copy(facade)
    other.stack = {**facade.stack, "apiKey": sleutel}
    return other


def test_a_name_that_resembles_another(this_stack: LocalStack, facade: FacadeClient, tmp_path: Path) -> None:
    """`C#Stage` gets nothing of `C++Stage`: it is refused, and under an id of its own it is another."""
    command = CommandRun(json.loads(this_stack.stack_json.read_text())["awsEndpointUrl"], tmp_path)
    one = json.loads(command(f"{MAKE} C++Stage").stdout)["sleutel"]
    refused = command(f"{MAKE} C#Stage")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "c-stage" in refused.stderr
    assert command("afnemer toevoegen C#Stage --id c-sharp-stage").returncode == 0
    other = json.loads(command("sleutel maken --json --afnemer C#Stage").stdout)["sleutel"]
    assert facade.question(DETAILS, sleutel=one).status_code == 200
    assert facade.question(DETAILS, sleutel=other).status_code == 403
    with Webhook(_as(facade, one)) as webhook:
        path = f"{webhook.path}/sleutelrotaties"
        assert facade.question(path, method="POST", sleutel=other).status_code == 403
        assert command("toegang geven --afnemer C#Stage --school 99XX --scope mutaties").returncode == 0
        new = json.loads(command("sleutel maken --json --afnemer C#Stage").stdout)["sleutel"]
        assert facade.question(path, method="POST", sleutel=new).status_code == 404
        assert facade.question("/abonnementen", sleutel=new).json()["resultaten"] == []


def test_a_removed_afnemer(
    this_stack: LocalStack, facade: FacadeClient, sbb: SimulatorControl, tmp_path: Path
) -> None:
    """Its abonnement ends with what waits for it; who comes back under its name finds nothing of it."""
    command = CommandRun(json.loads(this_stack.stack_json.read_text())["awsEndpointUrl"], tmp_path)
    aws, deployed = this_stack.deployed()
    sweeper = Sweeper(aws, deployed.stack)
    sleutel, second = (json.loads(command(f"{MAKE} A+Systems").stdout)["sleutel"] for _ in range(2))
    they = _as(facade, sleutel)
    with Webhook(facade, number=1) as witness, Webhook(they) as webhook:
        webhook.receiver.behaviour = BEHAVIOURS["fout"]
        sbb.report(3)
        webhook.wait_until(lambda g: len(g) >= 3)
        witness.wait_until(lambda g: len(g) == 3)
        removed = command("afnemer verwijderen A+Systems --ja")
        assert removed.returncode == 0, removed.stderr
        already_arrived = len(webhook.events)
        webhook.receiver.behaviour = BEHAVIOURS["goed"]
        assert facade.question(DETAILS, sleutel=second).status_code == 401
        again = json.loads(command(f"{MAKE} A+Systems").stdout)["sleutel"]
        assert facade.question("/abonnementen", sleutel=again).json()["resultaten"] == []
        assert facade.question(webhook.path, sleutel=again).status_code == 404
        # One for which it waited, and some that are new: the witness has them all, and was woken after.
        sbb.report(2)
        witness.wait_until(lambda g: len(g) == 5, meanwhile=sweeper.sweep)
        assert len(webhook.events) == already_arrived
        dynamodb = aws.client("dynamodb")
        for table in ("AbonnementenTabel", "UitgaandTabel"):
            for sheet in dynamodb.get_paginator("scan").paginate(TableName=deployed.output[table]):
                assert not [i for i in sheet["Items"] if webhook.abonnement["abonnementId"] in repr(i)]
        they.stack = facade.stack
    assert command("afnemer verwijderen a-systems --ja").returncode == 1
    assert command("afnemer verwijderen A+Systems --ja").returncode == 0
