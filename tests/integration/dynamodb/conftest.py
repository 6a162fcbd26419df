"""DynamoDB in this process, with the tables of the template."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.integration.support.template import Tables, make_tables

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient


@pytest.fixture(scope="module")
def dynamodb() -> Iterator["DynamoDBClient"]:
    """The client that the functions use; a module's tests share it, for making one is slow."""
    from stagemarkt.adapters.dynamodb.connection import make_quick_client

    from tests.integration.support.aws import fake_aws

    with fake_aws():
        client = make_quick_client()
        yield client
        client.close()


@pytest.fixture
def tables(dynamodb: "DynamoDBClient") -> Iterator[Tables]:
    """The names of the tables, which are there and empty."""
    yield make_tables(dynamodb)
    for table in dynamodb.list_tables()["TableNames"]:
        dynamodb.delete_table(TableName=table)
