"""The queue to the fan-out: in order per school, divided, and once for a message that is brought twice."""

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

import pytest
from stagemarkt.adapters.queues import PER_MESSAGE, SqsFanOutQueue
from stagemarkt.adapters.sqs_client import make_sqs_client
from stagemarkt.model.errors import StorageError

from tests.integration.support.aws import fake_aws
from tests.integration.support.template import sources

if TYPE_CHECKING:
    from types_boto3_sqs.client import SQSClient


class FifoQueue(NamedTuple):
    """The queue, and a client to look at it."""

    client: "SQSClient"
    url: str

    def inhoud(self) -> list[tuple[str, list[str]]]:
        """Group and ids of every message, in order, taken out."""
        found = []
        while messages := self.client.receive_message(
            QueueUrl=self.url, MaxNumberOfMessages=10, AttributeNames=["MessageGroupId"]
        ).get("Messages", []):
            for message in messages:
                body = json.loads(message["Body"])
                assert body["school"] == message["Attributes"]["MessageGroupId"]
                found.append((body["school"], body["mutatieIds"]))
                self.client.delete_message(QueueUrl=self.url, ReceiptHandle=message["ReceiptHandle"])
        return found


@pytest.fixture
def queue() -> Iterator[FifoQueue]:
    """The queue of the template, as far as it can be made alone."""
    properties = sources("AWS::SQS::Queue")["Verwerking"]
    assert properties["FifoQueue"]
    with fake_aws():
        client = make_sqs_client()
        url = client.create_queue(QueueName="verwerking.fifo", Attributes={"FifoQueue": "true"})["QueueUrl"]
        yield FifoQueue(client, url)
        client.close()


def test_in_parts_and_in_order(queue: FifoQueue) -> None:
    """A message of many mutaties is divided, and the parts keep their order within the school."""
    ids = [f"m{n}" for n in range(2 * PER_MESSAGE + 1)]
    SqsFanOutQueue(queue.client, queue.url).enqueue("99XX", ids, "bericht")
    found = queue.inhoud()
    assert [school for school, _ in found] == ["99XX"] * 3
    assert [m for _, part in found for m in part] == ids


def test_twice_under_one_name_is_once(queue: FifoQueue) -> None:
    """What is queued again under the same name is queued once; under another name again."""
    message_queue = SqsFanOutQueue(queue.client, queue.url)
    for tag in ("een", "een", "twee"):
        message_queue.enqueue("99XX", ["m1"], tag)
    assert queue.inhoud() == [("99XX", ["m1"])] * 2


def test_what_does_not_enter_the_queue_is_a_storage_error(queue: FifoQueue) -> None:
    """A queue that refuses is told, so that the message is not acknowledged."""
    with pytest.raises(StorageError, match=r"NonExistentQueue|QueueDoesNotExist"):
        SqsFanOutQueue(queue.client, queue.url.replace("verwerking", "weg")).enqueue("99XX", ["m1"], "een")
