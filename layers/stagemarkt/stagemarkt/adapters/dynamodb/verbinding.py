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
    client: DynamoDBClient = boto3.client(
        "dynamodb",
        config=Config(
            connect_timeout=1, read_timeout=1, retries={"mode": "standard", "total_max_attempts": 1}
        ),
    )
    return client


def maak_zekere_client() -> "DynamoDBClient":
    """A client that tries once more, soon: for a table without which nobody gets in, or no answer leaves."""
    client: DynamoDBClient = boto3.client(
        "dynamodb",
        config=Config(
            connect_timeout=1, read_timeout=1, retries={"mode": "standard", "total_max_attempts": 2}
        ),
    )
    return client


def maak_geduldige_client() -> "DynamoDBClient":
    """A client that tries again: for what must be stored before anybody is told that it was received."""
    client: DynamoDBClient = boto3.client(
        "dynamodb",
        config=Config(
            connect_timeout=1, read_timeout=2, retries={"mode": "standard", "total_max_attempts": 3}
        ),
    )
    return client
