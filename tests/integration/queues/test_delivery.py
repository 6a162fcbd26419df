"""The queue to whoever delivers: a group per abonnement, and a sweep that is done twice nudges once."""

import json
from collections.abc import Iterator

import pytest
from stagemarkt.adapters.queues import SqsDeliveryQueue
from stagemarkt.adapters.sqs_client import make_sqs_client
from stagemarkt.model.abonnement import AbonnementKey
from stagemarkt.model.errors import StorageError

from tests.integration.queues.test_processing import FifoQueue
from tests.integration.support.aws import fake_aws
from tests.integration.support.template import sources

ONE, OTHER = AbonnementKey("99XX", "a1"), AbonnementKey("30AA", "a2")


@pytest.fixture
def queue() -> Iterator[FifoQueue]:
    """The queue of the template."""
    with fake_aws():
        client = make_sqs_client()
        properties = sources("AWS::SQS::Queue")["Aflevering"]
        features = {
            name: str(value).lower() if isinstance(value, bool) else str(value)
            for name, value in properties.items()
            if name != "RedrivePolicy"
        }
        url = client.create_queue(QueueName="aflevering.fifo", Attributes=features)["QueueUrl"]  # type: ignore[arg-type] # as the template has them
        yield FifoQueue(client, url)
        client.close()


def _content(queue: FifoQueue) -> list[tuple[str, dict[str, str]]]:
    found = []
    while messages := queue.client.receive_message(
        QueueUrl=queue.url, MaxNumberOfMessages=10, AttributeNames=["MessageGroupId"]
    ).get("Messages", []):
        for message in messages:
            found.append((message["Attributes"]["MessageGroupId"], json.loads(message["Body"])))
            queue.client.delete_message(QueueUrl=queue.url, ReceiptHandle=message["ReceiptHandle"])
    return found


def test_a_nudge_says_which_abonnement(queue: FifoQueue) -> None:
    """A message names the school and the abonnement, and nothing of what is to be delivered."""
    SqsDeliveryQueue(queue.client, queue.url).wake([ONE, OTHER])
    assert _content(queue) == [
        ("a1", {"school": "99XX", "abonnementId": "a1"}),
        ("a2", {"school": "30AA", "abonnementId": "a2"}),
    ]


def test_one_name_once(queue: FifoQueue) -> None:
    """Under one name an abonnement is nudged once; without a name each time."""
    waker = SqsDeliveryQueue(queue.client, queue.url)
    waker.wake([ONE], "veger.1")
    waker.wake([ONE, OTHER], "veger.1")
    waker.wake([ONE])
    waker.wake([ONE])
    assert sorted(group for group, _ in _content(queue)) == ["a1", "a1", "a1", "a2"]


def test_a_queue_that_does_not_exist(queue: FifoQueue) -> None:
    """A failure of the queue is a failure of storage."""
    with pytest.raises(StorageError):
        SqsDeliveryQueue(queue.client, f"{queue.url}x").wake([ONE])
