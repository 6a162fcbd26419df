"""The connection to SQS. Apart: the command brings one of its own, and boto3 takes long to import."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import boto3

from stagemarkt.adapters.aws import config, with_fresh_connections

if TYPE_CHECKING:
    from types_boto3_sqs.client import SQSClient


def make_sqs_client(clock: Callable[[], float] = time.time) -> "SQSClient":
    """A client that tries again: what it queues is lost to who waits for it when it gives up."""
    client: SQSClient = boto3.client("sqs", config=config(connect=1, read=3, attempts=3))
    return with_fresh_connections(client, clock)
