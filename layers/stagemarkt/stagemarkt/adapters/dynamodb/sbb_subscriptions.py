"""The subscriptions that we made at SBB, in the table of mutaties (implements `AbonnementenBook`).

`pk` = `sbb-abonnementen`, `sk` = the subscription's GUID. There are few: one per school, as a rule.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from stagemarkt.adapters.aws import as_storage_error
from stagemarkt.adapters.dynamodb.readable import UNREADABLE, moment_of, readable
from stagemarkt.model.errors import StorageError
from stagemarkt.ports.sbb_subscriptions import KnownSubscription

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient
    from types_boto3_dynamodb.type_defs import AttributeValueTypeDef

    Item = dict[str, AttributeValueTypeDef]

_PK: Final = "sbb-abonnementen"


class SubscriptionTable:
    """Remembers subscriptions in `table`."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def remember(self, abonnement: KnownSubscription) -> None:
        """As the port says."""
        fields = {"school": abonnement.school, "oin": abonnement.oin, "endpoint": abonnement.endpoint}
        with as_storage_error():
            self._client.update_item(
                TableName=self._table,
                Key=_sleutel(abonnement.abonnement_id),
                UpdateExpression="SET school = :school, oin = :oin, endpoint = :endpoint, "
                "sinds = if_not_exists(sinds, :sinds)",
                ExpressionAttributeValues={
                    ":sinds": {"N": f"{abonnement.sinds:.3f}"},
                    **{f":{name}": {"S": value} for name, value in fields.items()},
                },
            )

    def forget(self, abonnement_id: str) -> None:
        """As the port says."""
        with as_storage_error():
            self._client.delete_item(TableName=self._table, Key=_sleutel(abonnement_id))

    def find(self, abonnement_id: str) -> KnownSubscription | None:
        """As the port says."""
        with as_storage_error():
            # As it is now: a message may come a second after the subscription was made.
            item = self._client.get_item(
                TableName=self._table, Key=_sleutel(abonnement_id), ConsistentRead=True
            ).get("Item")
        return None if item is None else _from_item(item)

    def everything(self) -> Sequence[KnownSubscription]:
        """As the port says."""
        sheets = self._client.get_paginator("query").paginate(
            TableName=self._table,
            KeyConditionExpression="pk = :pk",
            ExpressionAttributeValues={":pk": {"S": _PK}},
            ConsistentRead=True,
        )
        with as_storage_error():
            items = [item for sheet in sheets for item in sheet["Items"]]
        return sorted(readable(items, _from_item), key=lambda abonnement: abonnement.sinds)


def _sleutel(abonnement_id: str) -> "Item":
    return {"pk": {"S": _PK}, "sk": {"S": abonnement_id}}


def _from_item(item: "Item") -> KnownSubscription:
    try:
        return KnownSubscription(
            abonnement_id=item["sk"]["S"],
            school=item["school"]["S"],
            oin=item["oin"]["S"],
            endpoint=item["endpoint"]["S"],
            sinds=moment_of(item["sinds"]),
        )
    except UNREADABLE as error:
        raise StorageError("a subscription without its attributes") from error
