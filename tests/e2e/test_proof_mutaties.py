"""The promise of the mutation service, kept by the real tables and queue, and its speed through the stack."""

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

import pytest
from botocore.exceptions import ClientError
from stagemarkt.adapters.dynamodb.abonnementen import AbonnementenTable
from stagemarkt.adapters.dynamodb.deliveries import DeliveryTable
from stagemarkt.adapters.dynamodb.feed import FeedTable
from stagemarkt.adapters.dynamodb.mutaties import MutatieTable
from stagemarkt.adapters.dynamodb.outbox import OutboxTable
from stagemarkt.adapters.queues import SqsDeliveryQueue
from stagemarkt.model.errors import StorageError

from local.stack.local_stack import LocalStack
from tests.e2e.client import FacadeClient
from tests.e2e.followers import Webhook, read_feed
from tests.e2e.simulator import SimulatorControl
from tests.integration.support.template import make_tables
from tests.unit.fakes.outbox import Disasters
from tests.unit.proof import make_traffic
from tests.unit.proof_run import try_out
from tests.unit.way_out import WayOut

# A twentieth of the whole: it is the adapters that are proven here, and they are the same in every call.
COUNT: Final = 500
LONGEST: Final = 12
_CALLS: Final = frozenset(
    {"get_item", "update_item", "query", "transact_write_items", "batch_get_item", "send_message"}
)


@contextmanager
def as_from_aws() -> Iterator[None]:
    """What goes wrong in here is told as AWS does when it has lost its way."""
    try:
        yield
    except StorageError as error:
        raise ClientError({"Error": {"Code": "InternalServerError"}}, str(error)) from error


class Flaky:
    """A client of AWS whose calls fail as `disasters` says, half of them after they were done."""

    def __init__(self, client: Any, disasters: Disasters) -> None:
        self._client = client
        self._disasters = disasters

    def __getattr__(self, name: str) -> Any:
        """A call, or whatever else the client has."""
        own = getattr(self._client, name)
        if name not in _CALLS:
            return own

        def call(**arguments: Any) -> Any:
            with as_from_aws():
                self._disasters.before()
                answer = own(**arguments)
                self._disasters.after()
            return answer

        return call

    def get_paginator(self, name: str) -> Any:
        """A paginator whose every page is such a call."""
        flaky, real = self, self._client.get_paginator(name)

        class Paginator:
            def paginate(self, **arguments: Any) -> Iterator[Any]:
                for page in real.paginate(**arguments):
                    with as_from_aws():
                        flaky._disasters.before()
                    yield page

        return Paginator()


@pytest.fixture
def way_out(this_stack: LocalStack) -> Iterator[WayOut]:
    """The way out over tables and a queue of its own, made as the template says, in the emulated AWS."""
    aws, _ = this_stack.deployed()
    disasters = Disasters(seed=7)
    way_out = WayOut(disasters, seed=11)
    real, sqs = aws.client("dynamodb"), aws.client("sqs")
    tables = make_tables(real)
    url = sqs.create_queue(QueueName="bewijs.fifo", Attributes={"FifoQueue": "true"})["QueueUrl"]
    client: Any = Flaky(real, disasters)
    way_out.mutaties = MutatieTable(client, tables.mutaties)
    way_out.feed = FeedTable(client, tables.outgoing)
    way_out.outbox = OutboxTable(client, tables.outgoing)
    way_out.numberer = DeliveryTable(client, tables.outgoing)
    way_out.abonnementen = AbonnementenTable(client, tables.abonnementen, tables.outgoing)
    flaky_sqs: Any = Flaky(sqs, disasters)
    way_out.waker = SqsDeliveryQueue(flaky_sqs, url)
    way_out.build()
    yield way_out
    sqs.delete_queue(QueueUrl=url)
    for table in tables:
        real.delete_table(TableName=table)


@pytest.mark.proof
def test_the_real_tables(way_out: WayOut) -> None:
    """The same with the adapters of DynamoDB and SQS, whose calls fail: each subscriber gets its events."""
    traffic = make_traffic(COUNT, LONGEST, seed=3)
    for listing in traffic.mutaties.values():
        way_out.mutaties.keep(listing)
    begin = time.monotonic()
    processing_result = try_out(way_out, traffic, chance=0.01, dead=0.002, seed=5)
    duration = time.monotonic() - begin
    print(f"\nwith the real tables, {duration:.0f} s: {traffic}; {processing_result}")  # noqa: T201 - the figures
    assert all(processing_result.happened.values())


@pytest.mark.proof
def test_how_fast(facade: FacadeClient, sbb: SimulatorControl, scale: Callable[[int], int]) -> None:
    """From SBB's acknowledgement to the receiver: every event once and in order, in seconds."""
    _, cursor = read_feed(facade, None)
    count = scale(400)
    confirmed: list[float] = []
    with Webhook(facade) as webhook:
        for _ in range(count):
            sbb.report(5)
            confirmed.append(time.monotonic())
        events = webhook.wait_until(lambda g: len(g) >= 5 * count)
        feed, _ = read_feed(facade, cursor)
    assert [g["volgnummer"] for g in events] == list(range(1, 5 * count + 1))
    assert [g["id"] for g in feed] == [g["id"] for g in events]
    waiting_times = [webhook.times[g["id"]] - confirmed[n // 5] for n, g in enumerate(events)]
    distribution = statistics.quantiles(waiting_times, n=100)
    print(  # noqa: T201 - the figures
        f"\n{len(waiting_times)} events in {count} messages through the deployed stack, acknowledgement to "
        f"delivery: median {statistics.median(waiting_times):.2f} s, p99 {distribution[98]:.2f} s"
    )
    assert distribution[98] < 60
