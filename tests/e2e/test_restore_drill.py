"""The drill of docs/runbooks/herstel.md: damaged tables brought back to a moment, in the whole stack.

The emulator knows no moment but now. So at the moment of the drill each table is copied aside, and what
DynamoDB would make of its log is made of that copy; all else the command does, as an operator types it.
"""

import datetime as dt
import io
import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import pytest
from botocore.exceptions import ClientError
from rich.console import Console
from stagemarkt.domain.access import new_sleutel
from stagemarkt_cli.admin.queue_workers import QueueWorkers
from stagemarkt_cli.admin.restored_tables import RESTORABLE, RestoredTables
from stagemarkt_cli.aws.stack import DeployedStack
from stagemarkt_cli.commands.herstel import RESOURCES_FILE, TEMPLATE_FILE
from stagemarkt_cli.commands.toolbox import Toolbox
from stagemarkt_cli.main import app
from stagemarkt_cli.views.screens import Screens
from typer.testing import CliRunner

from local.deployment.cloudformation import deploy
from local.sbb.register import examples
from local.settings import Settings
from local.stack.local_stack import LocalStack
from tests.e2e.client import FacadeClient
from tests.e2e.followers import Sweeper, Webhook, end, read_feed
from tests.e2e.intake import IntakeClient
from tests.e2e.simulator import SimulatorControl
from tests.waiting import wait_until

DETAILS: Final = f"/leerbedrijven/{examples.SHOWPIECE}/detailgegevens"


class Drill:
    """A stack with a moment to go back to."""

    def __init__(self, own: LocalStack, work_dir: Path) -> None:
        self.aws, deployed = own.deployed()
        self.clients: list[Any] = []
        self.deployed = DeployedStack(deployed.stack, deployed.output, self.client)
        self._work_dir = work_dir
        self._dynamodb = self.deployed.client("dynamodb")
        self._aside: dict[str, str] = {}
        self.calls: Counter[str] = Counter()
        self.moment = dt.datetime.now(dt.UTC)
        for name in RESTORABLE:
            # So says the template; the emulator's CloudFormation passes it over.
            self._dynamodb.update_continuous_backups(
                TableName=self.deployed.output(f"{name}Tabel"),
                PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True},
            )
        events = self._dynamodb.meta.events
        events.register("provide-client-params.dynamodb.RestoreTableToPointInTime", self._from_aside)
        events.register("after-call.dynamodb.DescribeContinuousBackups", self._since_always)
        events.register("before-call.dynamodb", lambda model, **_: self.calls.update([model.name]))

    def take_moment(self, serial: int) -> None:
        """This is what it must become again."""
        self.moment = dt.datetime.now(dt.UTC).replace(microsecond=0)
        for name in RESTORABLE:
            table = self.deployed.output(f"{name}Tabel")
            aside = f"{table}-ijkmoment-{serial}"
            self._dynamodb.restore_table_to_point_in_time(
                SourceTableName=table, TargetTableName=aside, UseLatestRestorableTime=True
            )
            self._aside[table] = aside

    def __call__(self, words: str) -> tuple[int, str, str]:
        """One command: its exit code, what it gave and what it said."""
        out, told = io.StringIO(), io.StringIO()
        helper = Toolbox(
            self._work_dir,
            Screens(Console(file=out, width=200), Console(file=told, width=200)),
            this_stack=lambda _: self.deployed,
            cloudformation=lambda: self.client("cloudformation"),
            # The emulator does at once what AWS takes its time for.
            sleep=lambda _: None,
        )
        result = CliRunner().invoke(app, words.split(), obj=helper)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result.exit_code, out.getvalue() + result.stdout, told.getvalue() + result.stderr

    def restore(self, *names: str, more: str = "") -> dict[str, Any]:
        """Both commands of the runbook, twice each: again is no harm."""
        which = " ".join(f"--tabel {name}" for name in names) + f" --moment {self.moment:%Y-%m-%dT%H:%M:%SZ}"
        for _ in range(2):
            code, _, told = self(f"herstel maak {which} --ja")
            assert code == 0, told
        results = []
        for _ in range(2):
            code, out, told = self(f"herstel zet-over {which} {more} --ja --json")
            assert code == 0, told
            results.append(json.loads(out))
        self.deployed.refresh()
        return dict(results[0])

    def require_settings(self) -> None:
        """Each table in use is a restored one, and set as the template says."""
        tables = RestoredTables(self.deployed, lambda _: None)
        for name, expires in RESTORABLE.items():
            table = self.deployed.output(f"{name}Tabel")
            assert "-herstel-" in table
            settings = tables.settings(table)
            assert (settings.ttl, settings.recovery) == (expires, True), name

    def items(self, name: str) -> list[dict[str, Any]]:
        """All that is in this table, as the functions use it."""
        pages = self._dynamodb.get_paginator("scan").paginate(TableName=self.deployed.output(f"{name}Tabel"))
        return [item for page in pages for item in page["Items"]]

    def marks(self) -> list[str]:
        """Which mutaties are taken for told."""
        return [i["pk"]["S"] for i in self.items("Uitgaand") if i["pk"]["S"].startswith("mutatie#")]

    def delete(self, name: str, which: Callable[[dict[str, Any]], bool]) -> int:
        """Damage this table; how many items it lost."""
        lost = [item for item in self.items(name) if which(item)]
        for item in lost:
            self._dynamodb.delete_item(
                TableName=self.deployed.output(f"{name}Tabel"), Key={"pk": item["pk"], "sk": item["sk"]}
            )
        return len(lost)

    def client(self, service: Any) -> Any:
        """A client of the emulated AWS, closed with the others."""
        self.clients.append(self.aws.client(service))
        return self.clients[-1]

    def _from_aside(self, params: dict[str, Any], **_: Any) -> None:
        # What is put aside is of the table itself.
        if "RestoreDateTime" in params:
            params["SourceTableName"] = self._aside[params["SourceTableName"]]

    def _since_always(self, parsed: dict[str, Any], **_: Any) -> None:
        window = parsed["ContinuousBackupsDescription"]["PointInTimeRecoveryDescription"]
        window["EarliestRestorableDateTime"] = self.moment - dt.timedelta(days=1)


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalStack]:
    """A stack to damage; each drill goes on where the one before left it."""
    this_stack = LocalStack(Settings(tmp_path_factory.mktemp("herstel")), report=lambda _: None)
    this_stack.up()
    yield this_stack
    this_stack.down()


@pytest.fixture(scope="module")
def facade(own: LocalStack) -> Iterator[FacadeClient]:
    """Its client."""
    with FacadeClient(own.stack_json.parent) as client:
        yield client


@pytest.fixture(scope="module")
def drill(own: LocalStack) -> Iterator[Drill]:
    """What is done to it."""
    drill = Drill(own, own.stack_json.parent)
    yield drill
    for client in drill.clients:
        client.close()


@pytest.fixture(scope="module")
def sweeper(own: LocalStack) -> Sweeper:
    """The sweep, without waiting for its minute."""
    aws, deployed = own.deployed()
    return Sweeper(aws, deployed.stack)


@pytest.fixture
def sbb(own: LocalStack, facade: FacadeClient) -> Iterator[SimulatorControl]:
    """SBB, which brings mutaties."""
    intake = IntakeClient(own, facade.stack)
    with intake.client(intake.sbb) as client:
        yield SimulatorControl(intake, client)


def _key(drill: Drill, name: str) -> dict[str, str]:
    code, out, told = drill(f"sleutel maken --afnemer {name} --school 99XX --scope identificatie --json")
    assert code == 0, told
    return dict(json.loads(out))


def _may(facade: FacadeClient, key: dict[str, str]) -> int:
    return facade.question(f"/leerbedrijven/{examples.SHOWPIECE}", sleutel=key["sleutel"]).status_code


def _require_consistent(events: list[Any]) -> None:
    """What comes again has its id, and no number of the abonnement was given to two."""
    by_number: dict[int, set[str]] = {}
    for one in events:
        by_number.setdefault(one["volgnummer"], set()).add(one["id"])
    assert all(len(ids) == 1 for ids in by_number.values()), by_number


def test_all_tables_brought_back(
    drill: Drill, facade: FacadeClient, sbb: SimulatorControl, sweeper: Sweeper
) -> None:
    """What was there or came since is there afterwards; nothing is told twice but under its own id."""
    with Webhook(facade) as webhook, Webhook(facade, 1) as left:
        sbb.report(12)
        webhook.wait_until(lambda g: len(g) == 12)
        gone, kept = _key(drill, "ingetrokken-pakket"), _key(drill, "blijvend-pakket")
        facade.question(DETAILS).raise_for_status()
        recorded = drill.items("Audit")[-1]
        drill.take_moment(1)
        # Since then: more of everything, one key withdrawn, one abonnement ended.
        sbb.report(7)
        webhook.wait_until(lambda g: len(g) == 19)
        before, cursor = read_feed(facade, None)
        own_list, own_cursor = read_feed(facade, None, abonnementId=webhook.abonnement["abonnementId"])
        assert (len(before), len(own_list)) == (19, 19)
        assert drill(f"sleutel intrekken {gone['prefix']}")[0] == 0
        late = _key(drill, "later-pakket")
        end(facade, left.path)
        facade.question(DETAILS).raise_for_status()
        audited = {item["verzoekId"]["S"] for item in drill.items("Audit")}
        # And then the slip: most of what there was is deleted.
        slips: dict[str, Callable[[dict[str, Any]], bool]] = {
            "Uitgaand": lambda i: i["pk"]["S"][:4] != "uit#" or "einde" not in i,
            "Abonnementen": lambda _: True,
            "Audit": lambda i: bool(i == recorded),
            "Mutaties": lambda i: i["pk"]["S"].startswith("mutatie#"),
            "Toegang": lambda i: i["pk"]["S"] == "afnemer#blijvend-pakket",
        }
        assert sum(drill.delete(*slip) for slip in slips.items()) > 60
        # What SBB brings meanwhile is taken in.
        sbb.report(3)
        wait_until(lambda: len(drill.marks()) == 3, 30, "a damaged feed that begins anew")
        drill.calls.clear()
        done = drill.restore(*RESTORABLE)
        # Both commands, twice: so many calls on DynamoDB, and more for what there is.
        assert drill.calls.total() < 400
        assert [table["onleesbaarGelaten"] for table in done["tabellen"]] == [0, 0, 0, 0, 3]
        drill.require_settings()
        assert (_may(facade, kept), _may(facade, late), _may(facade, gone)) == (200, 200, 401)
        # That its owner ended is not there again; the other is.
        assert facade.question(left.path).status_code == 404
        assert facade.question(webhook.path).json()["toestand"] == "actief"
        assert {item["verzoekId"]["S"] for item in drill.items("Audit")} >= audited
        # The cursors that vendors have go on, and lose nothing that came.
        sbb.report(5)
        told = {e["id"] for e in before}
        new = 3 + 5
        events = webhook.wait_until(
            lambda g: len({e["id"] for e in g} - told) == new, meanwhile=sweeper.sweep
        )
        _require_consistent(events)
        assert len({e["id"] for e in events}) == 19 + new
        from_feed, _ = read_feed(facade, cursor)
        assert {e["id"] for e in from_feed} >= {e["id"] for e in events} - told
        from_own, _ = read_feed(facade, own_cursor, abonnementId=webhook.abonnement["abonnementId"])
        assert {e["id"] for e in from_own} >= {e["id"] for e in events} - told
        everything, _ = read_feed(facade, None)
        assert {e["id"] for e in everything} >= {e["id"] for e in events} - (
            told - {e["id"] for e in from_feed}
        )


def test_without_what_came_since(
    drill: Drill, facade: FacadeClient, sbb: SimulatorControl, sweeper: Sweeper
) -> None:
    """With nothing of the table before, what was told since is told again: its id, another number."""
    beginning, _ = read_feed(facade, None)
    with Webhook(facade) as webhook:
        sbb.report(6)
        webhook.wait_until(lambda g: len(g) == 6)
        _, behind = read_feed(facade, None)
        drill.take_moment(2)
        sbb.report(4)
        webhook.wait_until(lambda g: len(g) == 10)
        _, ahead = read_feed(facade, None)
        drill.restore("Uitgaand", more="--niet-aanvullen")
        # Between: the cursor is ahead of all that was restored, and is good.
        events = webhook.wait_until(lambda g: len(g) >= 14, meanwhile=sweeper.sweep)
        _require_consistent(events)
        assert Counter(Counter(e["id"] for e in events).values()) == {1: 6, 2: 4}
        again = {e["id"] for e in events[-4:]}
        assert min(e["volgnummer"] for e in events[-4:]) > 10
        for cursor in (behind, ahead):
            found, _ = read_feed(facade, cursor)
            assert {e["id"] for e in found} == again
        assert len(read_feed(facade, None)[0]) == len(beginning) + 10
        sbb.report(2)
        webhook.wait_until(lambda g: len(g) == 16)


def test_nothing_is_done_unasked(drill: Drill) -> None:
    """Without --ja it says what it would do; what cannot be is refused with what can, and nothing is made."""
    drill.take_moment(3)
    at = f"{drill.moment:%Y-%m-%dT%H:%M:%SZ}"
    before = {name: drill.deployed.output(f"{name}Tabel") for name in RESTORABLE}
    code, _, told = drill(f"herstel maak --tabel uitgaand --moment {at}")
    assert (code, "is er nog niet" in told, "--ja" in told) == (2, True, True)
    code, _, told = drill(f"herstel zet-over --tabel Uitgaand --moment {at} --ja")
    assert (code, "stagemarkt herstel maak" in told) == (1, True)
    code, _, told = drill("herstel maak --tabel Uitgaand --moment 2020-01-01T00:00 --ja")
    assert (code, "tussen" in told) == (2, True)
    code, _, told = drill(f"herstel maak --tabel Antwoorden --moment {at} --ja")
    assert (code, "Uitgaand" in told) == (2, True)
    code, _, told = drill("herstel maak --tabel Uitgaand --moment gisteren --ja")
    assert (code, "Schrijf" in told) == (2, True)
    drill.deployed.refresh()
    assert before == {name: drill.deployed.output(f"{name}Tabel") for name in RESTORABLE}


def test_what_stands_when_the_stack_is_not_switched(drill: Drill) -> None:
    """Refused: all is as it was. Halfway: nobody works on two tables. The same command again does it."""
    drill.take_moment(4)
    words = f"--tabel Abonnementen --moment {drill.moment:%Y-%m-%dT%H:%M:%SZ} --ja"
    workers = QueueWorkers(drill.deployed, lambda _: None)
    before = drill.deployed.output("AbonnementenTabel")
    # As the template has it with `Stage=productie`: the restored one is protected as well.
    drill.deployed.client("dynamodb").update_table(TableName=before, DeletionProtectionEnabled=True)
    assert drill(f"herstel maak {words}")[0] == 0
    cloudformation = drill.deployed.client("cloudformation")

    def refuse(**_: Any) -> None:
        raise ClientError({"Error": {"Code": "ValidationError", "Message": "no"}}, "UpdateStack")

    def halfway(parsed: dict[str, Any], **_: Any) -> None:
        parsed["Stacks"][0]["StackStatus"] = "UPDATE_ROLLBACK_FAILED"

    def gradual(parsed: dict[str, Any], **_: Any) -> None:
        (uitrol,) = [one for one in parsed["Stacks"][0]["Parameters"] if one["ParameterKey"] == "Uitrol"]
        if before == drill.deployed.output("AbonnementenTabel"):
            uitrol["ParameterValue"] = "kanarie"

    with _hooked(cloudformation, "provide-client-params.cloudformation.UpdateStack", refuse):
        code, _, told = drill(f"herstel zet-over {words}")
    assert (code, "niets omgezet" in told, "AWS weigert UpdateStack" in told) == (1, True, True)
    assert set(workers.states()) == {"Enabled"}
    asked: list[object] = []

    def gone(**_: Any) -> None:
        asked.append(None)
        # Once to plan, and then never again.
        if len(asked) > 1:
            refuse()

    with _hooked(cloudformation, "provide-client-params.cloudformation.DescribeStacks", gone):
        code, _, told = drill(f"herstel zet-over {words}")
    assert (code, "niet te zien" in told, "AWS weigert" in told) == (1, True, True), told
    assert set(workers.states()) == {"Disabled"}
    with (
        _hooked(cloudformation, "before-call.cloudformation.UpdateStack", lambda **_: (_Done(), {})),
        _hooked(cloudformation, "after-call.cloudformation.DescribeStacks", halfway),
    ):
        code, _, told = drill(f"herstel zet-over {words}")
    assert (code, "continue-update-rollback" in told, "nog eens" in told) == (1, True, True)
    assert set(workers.states()) == {"Disabled"}
    drill.deployed.refresh()
    assert drill.deployed.output("AbonnementenTabel") == before
    with _hooked(cloudformation, "after-call.cloudformation.DescribeStacks", gradual):
        code, _, told = drill(f"herstel zet-over {words}")
    assert (code, "Uitrol was kanarie en is nu ineens" in told) == (0, True), told
    assert set(workers.states()) == {"Enabled"}
    after = drill.deployed.output("AbonnementenTabel")
    assert after != before
    assert RestoredTables(drill.deployed, lambda _: None).settings(after).protection
    # And what fails after that: switched, and not done.
    with _hooked(drill.deployed.client("dynamodb"), "provide-client-params.dynamodb.Scan", refuse):
        code, _, told = drill(f"herstel zet-over {words}")
    assert (code, "gebruiken de herstelde tabellen al" in told) == (1, True), told
    assert set(workers.states()) == {"Disabled"}
    assert drill(f"herstel zet-over {words}")[0] == 0
    assert set(workers.states()) == {"Enabled"}


class _Done:
    """What botocore takes for an answer."""

    status_code = 200
    headers: Final[dict[str, str]] = {}


@contextmanager
def _hooked(client: Any, event: str, hook: Callable[..., object]) -> Iterator[None]:
    client.meta.events.register(event, hook)
    try:
        yield
    finally:
        client.meta.events.unregister(event, hook)


def _physical(drill: Drill) -> dict[str, str]:
    pages = drill.deployed.client("cloudformation").get_paginator("list_stack_resources")
    return {
        one["LogicalResourceId"]: one["PhysicalResourceId"]
        for page in pages.paginate(StackName=drill.deployed.naam)
        for one in page["StackResourceSummaries"]
    }


def test_a_new_stack_takes_over(drill: Drill, facade: FacadeClient, tmp_path: Path) -> None:
    """The stack is deleted, and what it kept imported into a new one: tables, items and keys are the same."""
    key = _key(drill, "overgenomen-pakket")
    assert _may(facade, key) == 200
    cloudformation = drill.deployed.client("cloudformation")
    (old,) = cloudformation.describe_stacks(StackName=drill.deployed.naam)["Stacks"]
    before = {name: drill.deployed.output(f"{name}Tabel") for name in RESTORABLE}
    # They were restored above: what the functions use is not what the stack made.
    assert "-herstel-" in before["Uitgaand"]
    items = {name: len(drill.items(name)) for name in RESTORABLE}
    pepper = drill.deployed.client("secretsmanager").get_secret_value(
        SecretId=drill.deployed.output("PeperGeheim")
    )["SecretString"]
    physical = _physical(drill)
    cloudformation.delete_stack(StackName=drill.deployed.naam)
    cloudformation.get_waiter("stack_delete_complete").wait(
        StackName=old["StackId"], WaiterConfig={"Delay": 1, "MaxAttempts": 120}
    )
    code, out, told = drill(f"herstel overname --map {tmp_path}")
    assert code == 0, told
    template = json.loads((tmp_path / TEMPLATE_FILE).read_text())
    resources = json.loads((tmp_path / RESOURCES_FILE).read_text())
    assert f"--stack-name {drill.deployed.naam} " in out
    found = {one["LogicalResourceId"]: next(iter(one["ResourceIdentifier"].values())) for one in resources}
    assert found == before | {name: physical[name] for name in ("Versleuteling", "Peper")}
    # The emulator takes the whole of it, and says what it cannot do: that secret.
    assert _import(cloudformation, old, template, resources) == (
        7,
        "Resource import is not supported by this emulator for AWS::SecretsManager::Secret",
    )
    del template["Resources"]["Peper"]
    resources = [one for one in resources if one["LogicalResourceId"] != "Peper"]
    assert _import(cloudformation, old, template, resources) == (6, "")
    parameters = {one["ParameterKey"]: one["ParameterValue"] for one in old["Parameters"]}
    parameters |= {f"{name}Hersteld": "" for name in RESTORABLE}
    deployed = deploy(drill.aws, parameters, over=True)
    drill.deployed.refresh()
    # As the page says where the secret could not be imported.
    drill.deployed.client("secretsmanager").put_secret_value(
        SecretId=drill.deployed.output("PeperGeheim"), SecretString=pepper
    )
    now = _physical(drill)
    assert now == now | before | {"Versleuteling": physical["Versleuteling"]}
    assert {name: drill.deployed.output(f"{name}Tabel") for name in RESTORABLE} == before
    assert {name: len(drill.items(name)) for name in RESTORABLE} == items
    question = f"{deployed.api_url}/leerbedrijven/{examples.SHOWPIECE}"
    assert facade.question(question, sleutel=key["sleutel"]).status_code == 200
    assert facade.question(question, sleutel=new_sleutel().sleutel).status_code == 401
    # The next restore is made of the stack's own table, whatever that was called before.
    code, _, told = drill(
        f"herstel maak --tabel Toegang --moment {dt.datetime.now(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"
    )
    assert f"{before['Toegang']}-herstel-" in told


def _import(
    cloudformation: Any, old: dict[str, Any], template: dict[str, Any], resources: list[dict[str, Any]]
) -> tuple[int, str]:
    """How many would be imported, and why not; where nothing is against it, it is done."""
    name = {"StackName": old["StackName"], "ChangeSetName": f"overname-{len(resources)}"}
    cloudformation.create_change_set(
        **name,
        ChangeSetType="IMPORT",
        TemplateBody=json.dumps(template),
        ResourcesToImport=resources,
        Parameters=[one for one in old["Parameters"] if one["ParameterKey"] in template["Parameters"]],
    )
    made = cloudformation.describe_change_set(**name)
    assert {change["ResourceChange"]["Action"] for change in made["Changes"]} == {"Import"}
    if made["ExecutionStatus"] != "AVAILABLE":
        cloudformation.delete_change_set(**name)
        return len(made["Changes"]), made["StatusReason"]
    cloudformation.execute_change_set(**name)
    cloudformation.get_waiter("stack_import_complete").wait(
        StackName=old["StackName"], WaiterConfig={"Delay": 1, "MaxAttempts": 60}
    )
    return len(made["Changes"]), ""
