"""Which abonnementen are due, and what was set aside, in the table Uitgaand.

Implements `DueList` and `AsideList`, over the index Wekkers.
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from botocore.exceptions import ClientError

from stagemarkt.adapters.aws import as_storage_error
from stagemarkt.adapters.dynamodb import batches, own_success, transactions
from stagemarkt.adapters.dynamodb.attributes import numeric
from stagemarkt.adapters.dynamodb.deliveries import PARTS, abonnement_of, due_values, is_number, state_key
from stagemarkt.adapters.dynamodb.outbox_items import delivery_from_item
from stagemarkt.adapters.dynamodb.readable import readable
from stagemarkt.model.abonnement import AbonnementKey
from stagemarkt.model.aflevering import Aflevering

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient
    from types_boto3_dynamodb.type_defs import AttributeValueTypeDef

    Item = dict[str, AttributeValueTypeDef]

_DUE_TIMES: Final = "Wekkers"


class DueTimeTable:
    """Knows in `table` what is due."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def due(self, now: float) -> Iterator[AbonnementKey]:
        """As the port says."""
        first = int(now // 60)
        for number in range(first, first + PARTS):
            yield from readable(self._from_index(f"wek#{number % PARTS}", now), abonnement_of)

    def set_due_time(self, sleutel: AbonnementKey, at: float) -> None:
        """As the port says."""
        self._wake(sleutel, at, "", "", {})

    def redeliver(self, sleutel: AbonnementKey, vanaf: int, until: int, now: float) -> None:
        """As the port says."""
        # An earlier stretch that is not done yet stays in it. Twice: it can be done between the two.
        for put, condition, values in 2 * (
            (
                ", opnieuwVanaf = :vanaf, opnieuwTot = :tot",
                " AND (attribute_not_exists(opnieuwVanaf) OR opnieuwVanaf >= :vanaf)",
                {":vanaf": numeric(vanaf), ":tot": numeric(until)},
            ),
            (", opnieuwTot = :tot", " AND attribute_exists(opnieuwVanaf)", {":tot": numeric(until)}),
        ):
            if self._wake(sleutel, now, put, condition, values):
                return

    def opzij(self) -> Iterator[tuple[AbonnementKey, Aflevering]]:
        """As the port says."""
        for number in range(PARTS):
            spots = [
                sleutel
                for sleutel in self._from_index(f"opzij#{number}", None)
                if is_number(sleutel["sk"]["S"])
            ]
            yield from readable(batches.read(self._client, self._table, spots), _with_owner)

    def update_if(
        self,
        spot: "Item",
        put: str,
        condition: str,
        values: "Item",
        own: "Mapping[str, AttributeValueTypeDef | None] | None" = None,
    ) -> "dict[str, Any] | None":
        """The whole item after the change, None when the condition was not met.

        Unless the item has the attributes `own` (None: has it not) already: then the change was made, by
        the attempt before this one, whose answer was lost.
        """

        def run() -> "dict[str, Any]":
            return self._client.update_item(
                TableName=self._table,
                Key=spot,
                UpdateExpression=put,
                ConditionExpression=condition,
                ExpressionAttributeValues=values,
                ReturnValues="ALL_NEW",
                ReturnValuesOnConditionCheckFailure="ALL_OLD",
            )["Attributes"]

        with as_storage_error():
            try:
                return transactions.retry_on_conflict(run)
            except ClientError as error:
                if error.response.get("Error", {}).get("Code") != "ConditionalCheckFailedException":
                    raise
                return own_success.own_success(error, own)

    def _wake(self, sleutel: AbonnementKey, at: float, put: str, condition: str, values: "Item") -> bool:
        item = self.update_if(
            state_key(sleutel),
            f"SET wachtrij = :deel, wekOp = :op{put} ADD gewekt :een",
            f"attribute_exists(teller){condition}",
            {**due_values(sleutel, at), **values},
        )
        return item is not None

    def _from_index(self, message_queue: str, until: float | None) -> "Iterator[Item]":
        values: Item = {":deel": {"S": message_queue}}
        question = "wachtrij = :deel"
        if until is not None:
            question += " AND wekOp <= :tot"
            values[":tot"] = numeric(until)
        sheets = self._client.get_paginator("query").paginate(
            TableName=self._table,
            IndexName=_DUE_TIMES,
            KeyConditionExpression=question,
            ExpressionAttributeValues=values,
        )
        with as_storage_error():
            for sheet in sheets:
                for item in sheet["Items"]:
                    yield {"pk": item["pk"], "sk": item["sk"]}


def _with_owner(item: "Item") -> tuple[AbonnementKey, Aflevering]:
    return abonnement_of(item), delivery_from_item(item)
