"""The queue to whoever delivers (implements `stagemarkt.ports.outbox.Wekker`).

FIFO; its group is the abonnement, so that one worker at a time has it. A message is
`{"school": <BRIN>, "abonnementId": <id>}`: what to deliver stands in the table.
"""

import json
import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING

from stagemarkt.adapters.aws import als_opslagfout
from stagemarkt.model.abonnement import Abonnementsleutel

if TYPE_CHECKING:
    from types_boto3_sqs.client import SQSClient


class Afleverrij:
    """Nudges whoever delivers, through the queue at `url`."""

    def __init__(self, client: "SQSClient", url: str) -> None:
        self._client = client
        self._url = url

    def wek(self, sleutels: Sequence[Abonnementsleutel], kenmerk: str = "") -> None:
        """As the port says."""
        # Without a name each is another: what comes after this must not be taken for it.
        naam = kenmerk or uuid.uuid4().hex
        for sleutel in sleutels:
            with als_opslagfout():
                self._client.send_message(
                    QueueUrl=self._url,
                    MessageBody=json.dumps({"school": sleutel.school, "abonnementId": sleutel.abonnement_id}),
                    MessageGroupId=sleutel.abonnement_id,
                    MessageDeduplicationId=f"{naam}.{sleutel.abonnement_id}",
                )
