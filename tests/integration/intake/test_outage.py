"""AWS fails at each single call of taking in a message, before or after it is done: nothing is lost."""

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ReadTimeoutError
from stagemarkt.adapters.dynamodb.connection import make_quick_client
from stagemarkt.adapters.dynamodb.mutaties import MutatieTable
from stagemarkt.adapters.dynamodb.rejects import RejectsTable
from stagemarkt.adapters.dynamodb.sbb_subscriptions import SubscriptionTable
from stagemarkt.adapters.queues import SqsFanOutQueue
from stagemarkt.adapters.sqs_client import make_sqs_client
from stagemarkt.domain.changes.intake import IntakeContext, take_in
from stagemarkt.model.errors import StorageError
from stagemarkt.model.mutatie import Mutatiebericht, UnreadableMutatie
from stagemarkt.ports.sbb_subscriptions import KnownSubscription

from tests.integration.support.aws import fake_aws
from tests.integration.support.template import make_tables
from tests.mutatie_examples import ABONNEMENT, MESSAGE, NOW, mutaties

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient
    from types_boto3_sqs.client import SQSClient

COUNT = 60
# Of so many more nothing can be read.
APART = 30
ALL = COUNT + APART
# A look at the subscriptions, a claim, two batches to set apart, three to store, three to queue, the marker.
CALLS = 11
MESSAGE_FROM_SBB = Mutatiebericht(
    MESSAGE,
    ABONNEMENT,
    "99XX",
    tuple(mutaties(COUNT)),
    onleesbaar=tuple(
        UnreadableMutatie(n, "Mutatie/Einddatum", b"<Mutatie/>") for n in range(COUNT + 1, ALL + 1)
    ),
    content_digest="som",
)


class Outage:
    """AWS, of which the nth call fails: it never arrives, or its answer does not."""

    def __init__(self, dynamodb: "DynamoDBClient", sqs: "SQSClient", table: str, url: str) -> None:
        self.sqs, self.url = sqs, url
        self.storage = MutatieTable(dynamodb, table)
        abonnementen = SubscriptionTable(dynamodb, table)
        abonnementen.remember(KnownSubscription(ABONNEMENT, "99XX", "0" * 20, "https://x", NOW))
        self.book = RejectsTable(dynamodb, table)
        self.intake = IntakeContext(self.storage, SqsFanOutQueue(sqs, url), abonnementen, "1" * 20, self.book)
        self.run, self.moment, self.counted = 0, "before-call", 0
        for client in (dynamodb, sqs):
            for moment in ("before-call", "after-call"):
                client.meta.events.register(moment, self._count(moment))

    def _count(self, moment: str) -> Any:
        def count(**_: object) -> None:
            self.counted += moment == "before-call"
            if self.counted == self.run and moment == self.moment:
                self.run = 0
                raise ReadTimeoutError(endpoint_url="https://aws.example")

        return count

    def drain_queue(self) -> list[str]:
        """The ids in the queue, in order, taken out."""
        ids: list[str] = []
        while messages := self.sqs.receive_message(QueueUrl=self.url, MaxNumberOfMessages=10).get("Messages"):
            for message in messages:
                ids += json.loads(message["Body"])["mutatieIds"]
                self.sqs.delete_message(QueueUrl=self.url, ReceiptHandle=message["ReceiptHandle"])
        return ids


@pytest.fixture
def aws() -> Iterator[Outage]:
    """The template's tables and a FIFO queue, in this process."""
    with fake_aws():
        dynamodb, sqs = make_quick_client(), make_sqs_client()
        url = sqs.create_queue(QueueName="v.fifo", Attributes={"FifoQueue": "true"})["QueueUrl"]
        yield Outage(dynamodb, sqs, make_tables(dynamodb).mutaties, url)
        dynamodb.close()
        sqs.close()


def test_there_are_so_many_calls(aws: Outage) -> None:
    """What is made to fail below is all that there is."""
    aws.counted = 0
    take_in(MESSAGE_FROM_SBB, aws.intake, NOW)
    assert aws.counted == CALLS


# Before the claim nothing is known of the first time.
VOOR_DE_CLAIM = dict.fromkeys([(1, "before-call"), (1, "after-call"), (2, "before-call")], NOW + 60)


@pytest.mark.parametrize("moment", ["before-call", "after-call"])
@pytest.mark.parametrize("run", range(1, CALLS + 1))
def test_every_call_can_fail(aws: Outage, run: int, moment: str) -> None:
    """It is not acknowledged; sent again it is whole: stored, queued once and in order, as first logged."""
    aws.counted, aws.run, aws.moment = 0, run, moment
    with pytest.raises(StorageError):
        take_in(MESSAGE_FROM_SBB, aws.intake, NOW)
    take_in(MESSAGE_FROM_SBB, aws.intake, NOW + 60)
    assert not take_in(MESSAGE_FROM_SBB, aws.intake, NOW + 120)
    kept = list(aws.storage.walk("99XX", 0))
    logged = VOOR_DE_CLAIM.get((run, moment), NOW)
    assert kept == mutaties(COUNT, gelogd_op=round(logged, 3))
    set_apart = list(aws.book.rejected_messages())
    assert sorted(one.positie or 0 for one in set_apart) == list(range(COUNT + 1, ALL + 1))
    assert {(one.times, one.first_at) for one in set_apart} == {(1, round(logged, 3))}
    assert aws.drain_queue() == [m.mutatie_id for m in kept]
