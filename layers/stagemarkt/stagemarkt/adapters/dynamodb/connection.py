"""The connection to DynamoDB."""

from typing import TYPE_CHECKING

import boto3
from botocore.config import Config

from stagemarkt.adapters.aws import als_opslagfout

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient

__all__ = ["als_opslagfout", "maak_client", "maak_geduldige_client", "maak_zekere_client"]


def maak_client() -> "DynamoDBClient":
    """A client that gives up soon: no answer may wait long for a table that is only there for speed."""
    return _maak(seconden=1, pogingen=1)


def maak_zekere_client() -> "DynamoDBClient":
    """A client that tries once more, soon: for a table without which nobody gets in, or no answer leaves."""
    return _maak(seconden=1, pogingen=2)


def maak_geduldige_client() -> "DynamoDBClient":
    """A client that tries again: for what must be stored before anybody is told that it was received."""
    return _maak(seconden=2, pogingen=3)


def _maak(seconden: int, pogingen: int) -> "DynamoDBClient":
    client: DynamoDBClient = boto3.client(
        "dynamodb",
        config=Config(
            connect_timeout=1,
            read_timeout=seconden,
            retries={"mode": "standard", "total_max_attempts": pogingen},
        ),
    )
    return client
