"""`stagemarkt afnemer verwijderen`: its abonnementen end, at every school, with what waits for them."""

from dataclasses import replace
from typing import Any

import pytest
from botocore.exceptions import ClientError
from stagemarkt.adapters.dynamodb.abonnementen import AbonnementenTable
from stagemarkt.adapters.dynamodb.deliveries import DeliveryTable
from stagemarkt.adapters.dynamodb.outbox import OutboxTable
from stagemarkt.model.abonnement import Abonnement, Filter, SigningKey
from stagemarkt.model.aflevering import Aflevering, DeliveryStand, FeedLine
from stagemarkt_cli.aws.stack import DeployedStack

from tests.integration.cli.conftest import NOW, TABLES, StoredLine, maak_leeg, write
from tests.mutatie_examples import mutaties

# More than are deleted at a time.
MANY = 30


class RemovedWayOut:
    """The abonnementen and the outbox of the stack."""

    def __init__(self, regel: StoredLine) -> None:
        self.dynamodb: Any = regel.admin.this_stack.client("dynamodb")
        self.abonnementen = AbonnementenTable(self.dynamodb, "abonnementen", "uitgaand")
        self.outbox = OutboxTable(self.dynamodb, "uitgaand")
        self.deliveries = DeliveryTable(self.dynamodb, "uitgaand")

    def subscribe(self, afnemer_id: str, school: str, count: int = MANY) -> Abonnement:
        """An abonnement with a secret, for which so many events wait."""
        abonnement = Abonnement(
            abonnement_id=f"{afnemer_id}-{school}",
            school=school,
            afnemer_id=afnemer_id,
            soort="webhook",
            adres="https://ontvanger.example/",
            filter=Filter(),
            toestand="actief",
            aangemaakt_op=float(NOW),
            actief_sinds=float(NOW),
            sleutels=(SigningKey("whsec_GEHEIM"),),
        )
        self.abonnementen.make(abonnement, 0, NOW)
        lines = [FeedLine(m.positie, m, earlier=False, numbered_at=NOW) for m in mutaties(count)]
        listing = [Aflevering(line.number, line, "wacht", 0, NOW, NOW) for line in lines]
        assert self.deliveries.number(abonnement.sleutel, DeliveryStand(0, 0), listing, count)
        return abonnement

    def alles(self) -> str:
        """What stands in both tables."""
        return repr([self.dynamodb.scan(TableName=t)["Items"] for t in ("abonnementen", "uitgaand")])


Items = dict[str, list[dict[str, Any]]]


@pytest.fixture(scope="module")
def begin(this_stack: DeployedStack, tmp_path_factory: pytest.TempPathFactory) -> Items:
    """What stands in each table when a test begins, made once: moto copies a table for each transaction."""
    line = StoredLine(this_stack, tmp_path_factory.mktemp("werk"))
    assert line("school toevoegen 99XX").code == 0
    for name in ("pakket", "ander"):
        assert line("sleutel maken --school 99XX --scope mutaties --afnemer", name).code == 0
    way_out = RemovedWayOut(line)
    for school in ("99XX", "30AA"):
        way_out.subscribe("pakket", school)
    way_out.subscribe("ander", "99XX", 3)
    items = {table: way_out.dynamodb.scan(TableName=table)["Items"] for table in TABLES}
    maak_leeg(this_stack)
    return items


@pytest.fixture
def way_out(begin: Items, line: StoredLine) -> RemovedWayOut:
    """With an afnemer `package` that has two abonnementen, one at a school that is gone, and another's."""
    way_out = RemovedWayOut(line)
    for table, items in begin.items():
        write(way_out.dynamodb, table, [{"PutRequest": {"Item": item}} for item in items])
    return way_out


def test_nothing_is_left(line: StoredLine, way_out: RemovedWayOut) -> None:
    """Abonnementen, secrets, deliveries and wake-ups are gone; of another afnemer nothing is."""
    outcome = line("afnemer verwijderen pakket --ja")
    assert outcome.code == 0
    assert "wachtte: 2" in outcome.fout
    assert "pakket" not in way_out.alles()
    (rest,) = way_out.abonnementen.of_school("99XX")
    assert rest.afnemer_id == "ander"
    assert [one.volgnummer for one in way_out.outbox.wachtend(rest.sleutel)] == [1, 2, 3]
    assert list(way_out.outbox.due(NOW)) == [rest.sleutel]


@pytest.mark.parametrize("after", range(15))
def test_broken_off_halfway(line: StoredLine, way_out: RemovedWayOut, after: int) -> None:
    """Broken off at any write it is not there any more, and doing it again finishes it, by the same name."""
    _break_off(line, after)
    assert line.admin.table.rights("pakket") is None
    again = line("afnemer verwijderen pakket --ja")
    assert again.code == 0 or "al verwijderd" in again.fout
    assert "pakket" not in way_out.alles()
    items = way_out.dynamodb.scan(TableName="toegang")["Items"]
    (over,) = [item for item in items if "pakket" in repr(item)]
    assert set(over) == {"pk", "sk", "verwijderdOp"}
    assert line.admin.usage_plans.remove("pakket") is False
    assert len(way_out.abonnementen.of_school("99XX")) == 1


def test_what_changes_meanwhile_ends_too(line: StoredLine, way_out: RemovedWayOut) -> None:
    """An abonnement that is changed while it is being ended, by its owner or by us, ends all the same."""
    done: list[bool] = []

    def modify(**_: object) -> None:
        if not done:
            done.append(False)
            (old,) = way_out.abonnementen.of_school("30AA")
            done.append(way_out.abonnementen.modify(old, replace(old, versie=2)))

    way_out.dynamodb.meta.events.register("before-call.dynamodb.TransactWriteItems", modify)
    try:
        assert line("afnemer verwijderen pakket --ja").code == 0
    finally:
        way_out.dynamodb.meta.events.unregister("before-call.dynamodb.TransactWriteItems", modify)
    assert "pakket" not in way_out.alles()


def test_nobody_begins_under_what_was_left(line: StoredLine, way_out: RemovedWayOut) -> None:
    """An id under which abonnementen were left behind is not given: their new owner would find them."""
    way_out.subscribe("vorig", "99XX", 1)
    told = line("afnemer toevoegen vorig").fout
    assert "Afnemer vorig-2 is toegevoegd" in told
    # Its usage plan is new to API Gateway.
    assert "403 geen-toegang" in told
    assert "403" not in line("afnemer toevoegen vorig").fout
    assert line("afnemer toevoegen --id vorig", "Iets anders").code == 1


def _break_off(line: StoredLine, after: int) -> None:
    """Remove, on an AWS that takes `na` writes and then no more."""
    written: list[str] = []

    def refuse(model: Any, **_: object) -> None:
        if model.name.startswith(("Put", "Update", "Delete", "Batch", "Transact")):
            written.append(model.name)
            if len(written) > after + 1:
                raise ClientError({"Error": {"Code": "InternalServerError"}}, model.name)

    services = [line.admin.this_stack.client(service) for service in ("dynamodb", "apigateway")]
    for service in services:
        service.meta.events.register("before-call.*.*", refuse)
    try:
        line("afnemer verwijderen pakket --ja")
    finally:
        for service in services:
            service.meta.events.unregister("before-call.*.*", refuse)
