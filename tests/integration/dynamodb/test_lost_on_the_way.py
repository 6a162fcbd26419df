"""Answers lost and workers killed at random, over the real tables: nothing is lost, or waits for ever."""

from collections.abc import Iterator
from random import Random
from typing import TYPE_CHECKING, Any, Final

import pytest
from stagemarkt.adapters.dynamodb.abonnementen import AbonnementenTable
from stagemarkt.adapters.dynamodb.deliveries import DeliveryTable, state_key
from stagemarkt.adapters.dynamodb.feed import FeedTable
from stagemarkt.adapters.dynamodb.outbox import OutboxTable
from stagemarkt.model.abonnement import Abonnement, AbonnementKey

from tests.integration.support.loss import WRITES, after_moto, losing, persistent_client, work_of
from tests.integration.support.template import Tables
from tests.unit.fakes.outbox import Disasters, Killed
from tests.unit.proof import make_abonnementen, make_traffic
from tests.unit.proof_run import WakeState, check_woken, try_out
from tests.unit.way_out import WayOut

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient

LOST: Final = 0.2
KILLED: Final = 0.01


class LostOnTheWay(WayOut):
    """A way out over the tables, of which answers get lost and workers die."""

    def __init__(self, client: "DynamoDBClient", tables: Tables, seed: int) -> None:
        super().__init__(Disasters(), seed=seed)
        self.client = client
        self.table = tables.outgoing
        self.feed = FeedTable(client, tables.outgoing)
        self.outbox = OutboxTable(client, tables.outgoing)
        self.numberer = DeliveryTable(client, tables.outgoing)
        self.abonnementen = AbonnementenTable(client, tables.abonnementen, tables.outgoing)
        self.sleutels = [who.sleutel for who in make_abonnementen()]
        self.check = self._check
        self.build()

    def subscribe(self, abonnement: Abonnement) -> Abonnement:
        """An abonnement that begins now, in the tables."""
        assert self.abonnementen.make(abonnement, self.feed.stand(abonnement.school), self.now)
        return abonnement

    def _check(self) -> None:
        for sleutel in self.sleutels:
            check_woken(self.outbox.wachtend(sleutel), self._state(sleutel), self.now)

    def _state(self, sleutel: AbonnementKey) -> WakeState:
        item: dict[str, Any] = self.client.get_item(
            TableName=self.table, Key=state_key(sleutel), ConsistentRead=True
        )["Item"]
        moment = {n: float(item[n]["N"]) for n in ("wekOp", "pachtTot", "rustTot") if n in item}
        return WakeState(moment.get("wekOp"), moment.get("pachtTot", 0.0), moment.get("rustTot", 0.0))


@pytest.fixture
def mortal(tables: Tables) -> Iterator[LostOnTheWay]:
    """Workers that can be killed after any write: from then on they write nothing more."""
    client = persistent_client()
    way_out, randomness = LostOnTheWay(client, tables, seed=7), Random(13)  # noqa: S311 - repeatable, no secret
    events: Any = client.meta.events

    def dead(**_: Any) -> None:
        if way_out.disasters.is_dead:
            raise Killed

    def die(request: Any, **_: Any) -> None:
        if work_of(request) in WRITES and way_out.disasters.dead and randomness.random() < KILLED:
            way_out.disasters.is_dead = True
            way_out.disasters.tally["gedood"] += 1
            raise Killed

    events.register_first("before-call.dynamodb", dead)
    after_moto(client, die)
    yield way_out
    client.close()


def test_nothing_waits_for_ever(mortal: LostOnTheWay) -> None:
    """One answer in five lost, workers killed: all arrives, in order and without gaps; what waits is due."""
    traffic = make_traffic(40, 12, seed=3)
    mortal.mutaties.inhoud = {m.mutatie_id: m for listing in traffic.mutaties.values() for m in listing}
    randomness = Random(5)  # noqa: S311 - repeatable, no secret
    lost: list[int] = []

    def lose(number: int) -> bool:
        weg = randomness.random() < LOST
        lost.extend([number] if weg else [])
        return weg

    with losing(mortal.client, lose):
        processing_result = try_out(mortal, traffic, chance=0.0, dead=0.001, seed=5)
    assert len(lost) > 10
    assert processing_result.happened["gedood"] > 0
    assert processing_result.deliveries > 30
