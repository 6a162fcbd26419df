"""Emptying the table of answers of what may be kept no longer (implements `ports.cache.Purger`)."""

from typing import TYPE_CHECKING

from stagemarkt.adapters.aws import as_storage_error
from stagemarkt.adapters.dynamodb import cache_items as form
from stagemarkt.adapters.dynamodb.cache import write_in_batches

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from types_boto3_dynamodb.client import DynamoDBClient


class AnswerPurger:
    """Empties `table`."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def purge(self, allowed: "Collection[str]") -> int:
        """As the port says."""
        count = 0

        def commands() -> "Iterator[form.Command]":
            nonlocal count
            for sleutel in self._sleutels():
                kind = sleutel["sk"]["S"]
                # The generation tells of nobody, and a list that is being fetched is judged by it.
                if kind == form.GENERATION or kind.rpartition("#")[2] in allowed:
                    continue
                count += 1
                yield {"DeleteRequest": {"Key": sleutel}}

        write_in_batches(self._client, self._table, commands())
        return count

    def _sleutels(self) -> "Iterator[form.Item]":
        sheets = self._client.get_paginator("scan").paginate(
            TableName=self._table, ProjectionExpression="pk, sk", ConsistentRead=True
        )
        with as_storage_error():
            for sheet in sheets:
                yield from sheet["Items"]
