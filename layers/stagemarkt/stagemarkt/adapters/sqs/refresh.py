"""The queue of answers to refresh (implements `ports.cache.RefreshQueue`).

A message holds the key of an entry and nothing else: what was asked stands in the entry, and is forgotten
with it.
"""

import json
from typing import TYPE_CHECKING

from stagemarkt.adapters.aws import as_storage_error
from stagemarkt.ports.cache import AnswerKey

if TYPE_CHECKING:
    from types_boto3_sqs.client import SQSClient


class SqsRefreshQueue:
    """Puts keys in the queue at `url`."""

    def __init__(self, client: "SQSClient", url: str) -> None:
        self._client = client
        self._url = url

    def plaats(self, sleutel: AnswerKey) -> None:
        """As the port says."""
        with as_storage_error():
            self._client.send_message(QueueUrl=self._url, MessageBody=json.dumps(sleutel._asdict()))
