"""The queue from the intake to the fan-out (implements `stagemarkt.ports.intake.FanOutQueue`).

FIFO; its group is the school. A message is `{"school": <BRIN>, "mutatieIds": [...]}`: no names, no addresses.
"""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from stagemarkt.adapters.aws import as_storage_error

if TYPE_CHECKING:
    from types_boto3_sqs.client import SQSClient

# Mutaties in one message of the queue: what the fan-out can do well within its time.
PER_MESSAGE: Final = 25


class SqsFanOutQueue:
    """Queues mutaties in the queue at `url`."""

    def __init__(self, client: "SQSClient", url: str) -> None:
        self._client = client
        self._url = url

    def plaats(self, school: str, mutatie_ids: Sequence[str], tag: str) -> None:
        """As the port says."""
        # One by one: of a batch the second can be queued where the first was not, and then order is gone.
        for begin in range(0, len(mutatie_ids), PER_MESSAGE):
            inhoud = {"school": school, "mutatieIds": list(mutatie_ids[begin : begin + PER_MESSAGE])}
            with as_storage_error():
                self._client.send_message(
                    QueueUrl=self._url,
                    MessageBody=json.dumps(inhoud),
                    MessageGroupId=school,
                    MessageDeduplicationId=f"{tag}.{begin}",
                )
