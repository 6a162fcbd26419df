"""DynamoDB in this process, with the tables of the template."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.integration.support.template import Tabellen, maak_tabellen

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient


@pytest.fixture(scope="module")
def dynamodb() -> Iterator["DynamoDBClient"]:
    """The client that the functions use; a module's tests share it, for making one is slow."""
    from stagemarkt.adapters.dynamodb.connection import maak_client

    from tests.integration.support.aws import nagemaakte_aws

    with nagemaakte_aws():
        client = maak_client()
        yield client
        client.close()


@pytest.fixture
def tabellen(dynamodb: "DynamoDBClient") -> Iterator[Tabellen]:
    """The names of the tables, which are there and empty."""
    yield maak_tabellen(dynamodb)
    for tabel in dynamodb.list_tables()["TableNames"]:
        dynamodb.delete_table(TableName=tabel)
