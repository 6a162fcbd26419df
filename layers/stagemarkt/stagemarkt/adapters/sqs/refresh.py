"""The queue of answers to refresh (implements `ports.cache.Verversrij`).

A message holds the key of an entry and nothing else: what was asked stands in the entry, and is forgotten
with it.
"""

import json
from typing import TYPE_CHECKING

from stagemarkt.adapters.aws import als_opslagfout
from stagemarkt.ports.cache import Antwoordsleutel

if TYPE_CHECKING:
    from types_boto3_sqs.client import SQSClient


class Verversingsrij:
    """Puts keys in the queue at `url`."""

    def __init__(self, client: "SQSClient", url: str) -> None:
        self._client = client
        self._url = url

    def plaats(self, sleutel: Antwoordsleutel) -> None:
        """As the port says."""
        with als_opslagfout():
            self._client.send_message(QueueUrl=self._url, MessageBody=json.dumps(sleutel._asdict()))
