"""The queue of refreshes: a message holds the key of an entry and nothing else."""

import json

import pytest
from stagemarkt.adapters.queues import SqsRefreshQueue
from stagemarkt.adapters.sqs_client import make_sqs_client
from stagemarkt.model.errors import StorageError
from stagemarkt.ports.cache import AnswerKey

from tests.integration.support.aws import fake_aws

SLEUTEL = AnswerKey("99XX", "vraag#0a1b", "identificatie")


def test_a_message_is_a_key() -> None:
    """What goes in is the key; a queue that is gone is a failure with the code of AWS."""
    with fake_aws():
        client = make_sqs_client()
        url = client.create_queue(QueueName="verversingen")["QueueUrl"]
        SqsRefreshQueue(client, url).enqueue(SLEUTEL)
        (message,) = client.receive_message(QueueUrl=url)["Messages"]
        assert json.loads(message["Body"]) == {
            "school": "99XX",
            "onderwerp": "vraag#0a1b",
            "soort": "identificatie",
        }
        client.delete_queue(QueueUrl=url)
        with pytest.raises(StorageError, match=r"NonExistentQueue|QueueDoesNotExist"):
            SqsRefreshQueue(client, url).enqueue(SLEUTEL)
        client.close()
