"""The queue to whoever delivers (implements `stagemarkt.ports.outbox.Waker`).

FIFO; its group is the abonnement, so that one worker at a time has it. A message is
`{"school": <BRIN>, "abonnementId": <id>}`: what to deliver stands in the table.
"""

import json
import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING

from stagemarkt.adapters.aws import as_storage_error
from stagemarkt.model.abonnement import AbonnementKey

if TYPE_CHECKING:
    from types_boto3_sqs.client import SQSClient


class SqsDeliveryQueue:
    """Nudges whoever delivers, through the queue at `url`."""

    def __init__(self, client: "SQSClient", url: str) -> None:
        self._client = client
        self._url = url

    def wake(self, sleutels: Sequence[AbonnementKey], tag: str = "") -> None:
        """As the port says."""
        # Without a name each is another: what comes after this must not be taken for it.
        naam = tag or uuid.uuid4().hex
        for sleutel in sleutels:
            with as_storage_error():
                self._client.send_message(
                    QueueUrl=self._url,
                    MessageBody=json.dumps({"school": sleutel.school, "abonnementId": sleutel.abonnement_id}),
                    MessageGroupId=sleutel.abonnement_id,
                    MessageDeduplicationId=f"{naam}.{sleutel.abonnement_id}",
                )
