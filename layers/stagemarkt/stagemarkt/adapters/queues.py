"""SQS: the queues between the functions. A message holds keys and numbers: no names, no addresses."""

import json
import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from stagemarkt.adapters.aws import as_storage_error
from stagemarkt.model.abonnement import AbonnementKey
from stagemarkt.ports.cache import AnswerKey

if TYPE_CHECKING:
    from types_boto3_sqs.client import SQSClient

# Mutaties in one message of the queue: what the fan-out can do well within its time.
PER_MESSAGE: Final = 25


class SqsFanOutQueue:
    """From the intake to the fan-out, through the queue at `url` (implements `ports.intake.FanOutQueue`).

    FIFO; its group is the school. A message is `{"school": <BRIN>, "mutatieIds": [...]}`.
    """

    def __init__(self, client: "SQSClient", url: str) -> None:
        self._client = client
        self._url = url

    def enqueue(self, school: str, mutatie_ids: Sequence[str], tag: str) -> None:
        """As the port says."""
        # One by one: of a batch the second can be queued where the first was not, and then order is gone.
        for begin in range(0, len(mutatie_ids), PER_MESSAGE):
            content = {"school": school, "mutatieIds": list(mutatie_ids[begin : begin + PER_MESSAGE])}
            with as_storage_error():
                self._client.send_message(
                    QueueUrl=self._url,
                    MessageBody=json.dumps(content),
                    MessageGroupId=school,
                    MessageDeduplicationId=f"{tag}.{begin}",
                )


class SqsRefreshQueue:
    """Answers to refresh, in the queue at `url` (implements `ports.cache.RefreshQueue`).

    A message is the key of an entry and nothing else: what was asked stands in the entry, and is forgotten
    with it.
    """

    def __init__(self, client: "SQSClient", url: str) -> None:
        self._client = client
        self._url = url

    def enqueue(self, sleutel: AnswerKey) -> None:
        """As the port says."""
        with as_storage_error():
            self._client.send_message(QueueUrl=self._url, MessageBody=json.dumps(sleutel._asdict()))


class SqsDeliveryQueue:
    """Nudges whoever delivers, through the queue at `url` (implements `ports.outbox.Waker`).

    FIFO; its group is the abonnement, so that one worker at a time has it. A message is
    `{"school": <BRIN>, "abonnementId": <id>}`: what to deliver stands in the table.
    """

    def __init__(self, client: "SQSClient", url: str) -> None:
        self._client = client
        self._url = url

    def wake(self, sleutels: Sequence[AbonnementKey], tag: str = "") -> None:
        """As the port says."""
        # Without a name each is another: what comes after this must not be taken for it.
        name = tag or uuid.uuid4().hex
        for sleutel in sleutels:
            with as_storage_error():
                self._client.send_message(
                    QueueUrl=self._url,
                    MessageBody=json.dumps({"school": sleutel.school, "abonnementId": sleutel.abonnement_id}),
                    MessageGroupId=sleutel.abonnement_id,
                    MessageDeduplicationId=f"{name}.{sleutel.abonnement_id}",
                )
