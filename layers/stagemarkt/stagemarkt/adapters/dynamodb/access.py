"""The table of keys and what their afnemers may do (implements `stagemarkt.ports.access.Sleutelregister`).

Read consistently: what was withdrawn a moment ago is withdrawn here. What stands where: `toegangitems`.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from stagemarkt.adapters.dynamodb import access_items as items
from stagemarkt.adapters.dynamodb.connection import als_opslagfout
from stagemarkt.model.toegang import Rechten, Sleutelgegevens

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient
    from types_boto3_dynamodb.type_defs import AttributeValueTypeDef


class Sleuteltabel:
    """Knows the keys in `tabel`; `peper` gives the secret that their hashes are made with."""

    def __init__(self, client: "DynamoDBClient", tabel: str, peper: Callable[[], str]) -> None:
        self._client = client
        self._tabel = tabel
        self._peper = peper

    def zoek(self, prefix: str) -> Sleutelgegevens | None:
        """As the port says."""
        with als_opslagfout():
            item = self._client.get_item(
                TableName=self._tabel, Key=items.plaats_van_sleutel(prefix), ConsistentRead=True
            ).get("Item")
        return None if item is None else items.als_sleutel(item)

    def rechten(self, afnemer_id: str) -> Rechten | None:
        """As the port says."""
        gevonden: list[dict[str, AttributeValueTypeDef]] = []
        with als_opslagfout():
            # A page holds 1 MB, some thousands of schools: this asks once.
            for blad in self._client.get_paginator("query").paginate(
                TableName=self._tabel,
                KeyConditionExpression="pk = :pk",
                ExpressionAttributeValues={":pk": {"S": items.pk_van_afnemer(afnemer_id)}},
                ConsistentRead=True,
            ):
                gevonden += blad["Items"]
        return items.als_rechten(gevonden)

    def meld_gebruik(self, prefix: str, nu: int, tussentijd: int) -> None:
        """As the port says."""
        with als_opslagfout():
            try:
                self._client.update_item(
                    TableName=self._tabel,
                    Key=items.plaats_van_sleutel(prefix),
                    UpdateExpression=f"SET {items.LAATST_GEBRUIKT} = :nu",
                    # A key that was deleted meanwhile must not come back, and one of many tells it.
                    ConditionExpression="attribute_exists(pk) AND "
                    f"(attribute_not_exists({items.LAATST_GEBRUIKT}) OR {items.LAATST_GEBRUIKT} <= :toen)",
                    ExpressionAttributeValues={":nu": {"N": str(nu)}, ":toen": {"N": str(nu - tussentijd)}},
                )
            except self._client.exceptions.ConditionalCheckFailedException:
                return

    def peper(self) -> bytes:
        """As the port says."""
        return self._peper().encode()
