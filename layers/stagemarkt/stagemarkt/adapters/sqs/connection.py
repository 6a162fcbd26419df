"""The connection to SQS."""

from typing import TYPE_CHECKING

import boto3
from botocore.config import Config

if TYPE_CHECKING:
    from types_boto3_sqs.client import SQSClient


def make_client() -> "SQSClient":
    """A client that tries again: what it queues is lost to who waits for it when it gives up."""
    client: SQSClient = boto3.client(
        "sqs",
        config=Config(
            connect_timeout=1, read_timeout=3, retries={"mode": "standard", "total_max_attempts": 3}
        ),
    )
    return client
