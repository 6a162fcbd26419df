"""A rate of an abonnement's own, kept beside how far it is, in the table Uitgaand.

`<naam>VrijOp` says from when on its full room is there again (GCRA): it moves on by one interval each time,
and may be ahead of now by as many as may come at once. `<naam>Door` names who moved it last: asked again
for a lost answer, nobody pays twice.
"""

import uuid
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from stagemarkt.adapters.aws import as_storage_error
from stagemarkt.adapters.dynamodb import own_success, transactions
from stagemarkt.adapters.dynamodb.attributes import numeric
from stagemarkt.adapters.dynamodb.deliveries import state_key
from stagemarkt.model.abonnement import AbonnementKey
from stagemarkt.ports.outbox import Pace

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient
    from types_boto3_dynamodb.type_defs import AttributeValueTypeDef

    Item = dict[str, AttributeValueTypeDef]


class PaceTable:
    """Counts in `table` (implements `stagemarkt.ports.outbox.PaceGuard`)."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def take_turn(self, sleutel: AbonnementKey, tempo: Pace, now: float) -> float:
        """As the port says."""
        room = tempo.between * tempo.at_most
        own: Item = {f"{tempo.naam}Door": {"S": uuid.uuid4().hex}}
        # Begun anew where it is in the past, or further ahead than it can be: a clock that ran wild.
        again: Item = {
            ":nieuw": numeric(now + tempo.between),
            ":nu": numeric(now),
            ":dol": numeric(now + room),
        }
        additions: Item = {
            ":tussen": numeric(tempo.between),
            ":nu": numeric(now),
            ":grens": numeric(now + room - tempo.between),
        }
        item: dict[str, Any] = {}
        for put, condition, values in (
            (":nieuw", "attribute_not_exists(#op) OR #op <= :nu OR #op > :dol", again),
            ("#op + :tussen", "#op > :nu AND #op <= :grens", additions),
        ):
            found = self._write(sleutel, tempo.naam, put, condition, values, own)
            if found is None:
                return 0.0
            item = found
        free_at = float(item.get(f"{tempo.naam}VrijOp", {}).get("N", now))
        # At least a moment: it was full just now.
        return max(1.0, free_at - room + tempo.between - now)

    def _write(
        self,
        sleutel: AbonnementKey,
        name: str,
        put: str,
        condition: str,
        values: "Item",
        own: "Item",
    ) -> "dict[str, Any] | None":
        """None when it was done; else the item that was there."""
        [(door, who)] = own.items()

        def run() -> None:
            self._client.update_item(
                TableName=self._table,
                Key=state_key(sleutel),
                UpdateExpression=f"SET #op = {put}, #door = :wie",
                # Asked again it would fit a second time.
                ConditionExpression=f"attribute_exists(teller) AND ({condition}) "
                "AND (attribute_not_exists(#door) OR #door <> :wie)",
                ExpressionAttributeNames={"#op": f"{name}VrijOp", "#door": door},
                ExpressionAttributeValues={**values, ":wie": who},
                ReturnValuesOnConditionCheckFailure="ALL_OLD",
            )

        with as_storage_error():
            try:
                transactions.retry_on_conflict(run)
            except ClientError as error:
                if error.response.get("Error", {}).get("Code") != "ConditionalCheckFailedException":
                    raise
                if own_success.own_success(error, own) is not None:
                    return None
                # boto3's types do not know that the item comes along.
                answer: Any = error.response
                found: dict[str, Any] = answer.get("Item", {})
                return found
        return None
