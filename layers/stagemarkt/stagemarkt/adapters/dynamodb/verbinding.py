"""The connection to DynamoDB, and its errors translated in one place."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from stagemarkt.model.fouten import OpslagFout

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient


def maak_client() -> "DynamoDBClient":
    """A client that gives up soon: no answer may wait long for a table that is only there for speed."""
    client: DynamoDBClient = boto3.client(
        "dynamodb",
        config=Config(
            connect_timeout=1, read_timeout=1, retries={"mode": "standard", "total_max_attempts": 1}
        ),
    )
    return client


@contextmanager
def als_opslagfout() -> Iterator[None]:
    """Whatever AWS raises becomes an `OpslagFout` that names the kind of error, not the item."""
    try:
        yield
    except ClientError as fout:
        raise OpslagFout(fout.response.get("Error", {}).get("Code", "ClientError")) from fout
    except BotoCoreError as fout:
        raise OpslagFout(type(fout).__name__) from fout
