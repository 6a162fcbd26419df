"""The queue to whoever delivers (implements `stagemarkt.poorten.uitbak.Wekker`).

FIFO; its group is the abonnement, so that one worker at a time has it. A message is
`{"school": <BRIN>, "abonnementId": <id>}`: what to deliver stands in the table.
"""

import json
import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from stagemarkt.adapters.aws import als_opslagfout
from stagemarkt.model.abonnement import Abonnementsleutel
from stagemarkt.model.fouten import OpslagFout

if TYPE_CHECKING:
    from types_boto3_sqs.client import SQSClient
    from types_boto3_sqs.type_defs import SendMessageBatchRequestEntryTypeDef

# What SQS takes in one call.
_SAMEN: Final = 10


class Afleverrij:
    """Nudges whoever delivers, through the queue at `url`."""

    def __init__(self, client: "SQSClient", url: str) -> None:
        self._client = client
        self._url = url

    def wek(self, sleutels: Sequence[Abonnementsleutel], kenmerk: str = "") -> None:
        """As the port says."""
        # Without a name each is another: what comes after this must not be taken for it.
        naam = kenmerk or uuid.uuid4().hex
        mislukt = 0
        for begin in range(0, len(sleutels), _SAMEN):
            berichten: list[SendMessageBatchRequestEntryTypeDef] = [
                {
                    "Id": str(nummer),
                    "MessageBody": json.dumps(
                        {"school": sleutel.school, "abonnementId": sleutel.abonnement_id}
                    ),
                    "MessageGroupId": sleutel.abonnement_id,
                    "MessageDeduplicationId": f"{naam}.{sleutel.abonnement_id}",
                }
                for nummer, sleutel in enumerate(sleutels[begin : begin + _SAMEN])
            ]
            with als_opslagfout():
                antwoord = self._client.send_message_batch(QueueUrl=self._url, Entries=berichten)
            # One that is refused keeps nobody from the others.
            mislukt += len(antwoord.get("Failed", []))
        if mislukt:
            raise OpslagFout("SendMessageBatch")
