"""The queue from the intake to the fan-out (implements `stagemarkt.ports.mutaties.Verwerkwachtrij`).

FIFO; its group is the school. A message is `{"school": <BRIN>, "mutatieIds": [...]}`: no names, no addresses.
"""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from stagemarkt.adapters.aws import als_opslagfout

if TYPE_CHECKING:
    from types_boto3_sqs.client import SQSClient

# Mutaties in one message of the queue: what the fan-out can do well within its time.
PER_BERICHT: Final = 25


class Verwerkrij:
    """Queues mutaties in the queue at `url`."""

    def __init__(self, client: "SQSClient", url: str) -> None:
        self._client = client
        self._url = url

    def plaats(self, school: str, mutatie_ids: Sequence[str], kenmerk: str) -> None:
        """As the port says."""
        # One by one: of a batch the second can be queued where the first was not, and then order is gone.
        for begin in range(0, len(mutatie_ids), PER_BERICHT):
            inhoud = {"school": school, "mutatieIds": list(mutatie_ids[begin : begin + PER_BERICHT])}
            with als_opslagfout():
                self._client.send_message(
                    QueueUrl=self._url,
                    MessageBody=json.dumps(inhoud),
                    MessageGroupId=school,
                    MessageDeduplicationId=f"{kenmerk}.{begin}",
                )
