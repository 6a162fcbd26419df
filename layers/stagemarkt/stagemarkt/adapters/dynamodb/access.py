"""The table of keys and what their afnemers may do (implements `stagemarkt.ports.access.SleutelRegistry`).

Read consistently: what was withdrawn a moment ago is withdrawn here. What stands where is in `access_items`,
apart: the command that writes there shares it.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from stagemarkt.adapters.dynamodb import access_items as items
from stagemarkt.adapters.dynamodb.connection import as_storage_error
from stagemarkt.model.toegang import Rights, SleutelData

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient
    from types_boto3_dynamodb.type_defs import AttributeValueTypeDef


class SleutelTable:
    """Knows the keys in `table`; `pepper` gives the secret that their hashes are made with."""

    def __init__(self, client: "DynamoDBClient", table: str, pepper: Callable[[], str]) -> None:
        self._client = client
        self._table = table
        self._pepper = pepper

    def search(self, prefix: str) -> SleutelData | None:
        """As the port says."""
        with as_storage_error():
            item = self._client.get_item(
                TableName=self._table, Key=items.place_of_sleutel(prefix), ConsistentRead=True
            ).get("Item")
        return None if item is None else items.as_sleutel(item)

    def rights(self, afnemer_id: str) -> Rights | None:
        """As the port says."""
        found: list[dict[str, AttributeValueTypeDef]] = []
        with as_storage_error():
            # A page holds 1 MB, some thousands of schools: this asks once.
            for sheet in self._client.get_paginator("query").paginate(
                TableName=self._table,
                KeyConditionExpression="pk = :pk",
                ExpressionAttributeValues={":pk": {"S": items.pk_of_afnemer(afnemer_id)}},
                ConsistentRead=True,
            ):
                found += sheet["Items"]
        return items.as_rights(found)

    def report_usage(self, prefix: str, now: int, interval: int) -> None:
        """As the port says."""
        with as_storage_error():
            try:
                self._client.update_item(
                    TableName=self._table,
                    Key=items.place_of_sleutel(prefix),
                    UpdateExpression=f"SET {items.LAST_USED} = :nu",
                    # A key that was deleted meanwhile must not come back, and one of many tells it.
                    ConditionExpression="attribute_exists(pk) AND "
                    f"(attribute_not_exists({items.LAST_USED}) OR {items.LAST_USED} <= :toen)",
                    ExpressionAttributeValues={":nu": {"N": str(now)}, ":toen": {"N": str(now - interval)}},
                )
            except self._client.exceptions.ConditionalCheckFailedException:
                return

    def pepper(self) -> bytes:
        """As the port says."""
        return self._pepper().encode()
