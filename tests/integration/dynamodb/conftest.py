"""DynamoDB in this process, with the tables of the template."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from tests.integration.dynamodb.later import FROM_LATER
from tests.integration.support.template import Tables, make_tables

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient


def _as_a_later_release_wrote_it(parsed: dict[str, Any], **_: object) -> None:
    """Every item that is read has an attribute that no reader knows: releases run beside each other."""
    items = [parsed.get("Item"), parsed.get("Attributes"), *parsed.get("Items", ())]
    items += [item for found in parsed.get("Responses", {}).values() for item in found]
    for item in filter(None, items):
        item.update(FROM_LATER)


@pytest.fixture(scope="module")
def dynamodb() -> Iterator["DynamoDBClient"]:
    """The client that the functions use; a module's tests share it, for making one is slow."""
    from stagemarkt.adapters.dynamodb.connection import make_quick_client

    from tests.integration.support.aws import fake_aws

    with fake_aws():
        client = make_quick_client()
        client.meta.events.register("after-call.dynamodb", _as_a_later_release_wrote_it)
        yield client
        client.close()


@pytest.fixture
def tables(dynamodb: "DynamoDBClient") -> Iterator[Tables]:
    """The names of the tables, which are there and empty."""
    yield make_tables(dynamodb)
    for table in dynamodb.list_tables()["TableNames"]:
        dynamodb.delete_table(TableName=table)
