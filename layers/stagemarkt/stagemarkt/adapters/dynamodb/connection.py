"""The connection to DynamoDB."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import boto3

from stagemarkt.adapters.aws import SecondTry, as_storage_error, config, with_fresh_connections

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient

__all__ = ["as_storage_error", "make_patient_client", "make_quick_client", "make_sure_client"]


def make_quick_client(clock: Callable[[], float] = time.time) -> "DynamoDBClient":
    """A client that gives up soon: no answer may wait long for a table that is only there for speed.

    It tries once more where the connection may have died meanwhile (`SecondTry`), which takes no time.
    """
    client = _make(seconds=1, pogingen=1, clock=clock)
    SecondTry(clock).of(client)
    return client


def make_sure_client(clock: Callable[[], float] = time.time) -> "DynamoDBClient":
    """A client that tries once more, soon: for a table without which nobody gets in, or no answer leaves."""
    return _make(seconds=1, pogingen=2, clock=clock)


def make_patient_client(clock: Callable[[], float] = time.time) -> "DynamoDBClient":
    """A client that tries again: for what must be stored before anybody is told that it was received."""
    return _make(seconds=2, pogingen=3, clock=clock)


def _make(seconds: int, pogingen: int, clock: Callable[[], float]) -> "DynamoDBClient":
    client: DynamoDBClient = boto3.client(
        "dynamodb", config=config(connect=1, read=seconds, attempts=pogingen)
    )
    return with_fresh_connections(client, clock)
