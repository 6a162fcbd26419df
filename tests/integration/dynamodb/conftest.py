"""DynamoDB in this process (moto), with the tables of the template."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from stagemarkt.adapters.dynamodb.verbinding import maak_client

from tests.integration.hulp.sjabloon import REGIO, Tabellen, maak_tabellen

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient


@pytest.fixture
def dynamodb(monkeypatch: pytest.MonkeyPatch) -> Iterator["DynamoDBClient"]:
    """The client that the functions use, on a DynamoDB of this test's own."""
    from moto import mock_aws

    monkeypatch.setenv("AWS_DEFAULT_REGION", REGIO)
    with mock_aws():
        client = maak_client()
        yield client
        client.close()


@pytest.fixture
def tabellen(dynamodb: "DynamoDBClient") -> Tabellen:
    """The names of the tables, which are there."""
    return maak_tabellen(dynamodb)
