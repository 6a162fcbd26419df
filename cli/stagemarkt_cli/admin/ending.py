"""Ends the abonnementen of an afnemer that was removed, at every school, and all that waits for them."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Final

from stagemarkt.adapters.dynamodb.abonnementen import AbonnementenTable
from stagemarkt.adapters.dynamodb.deliveries import pk_of, state_key
from stagemarkt.model.abonnement import Abonnement, AbonnementKey

from stagemarkt_cli.messages import Notice

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient
    from types_boto3_dynamodb.type_defs import AttributeValueTypeDef, WriteRequestUnionTypeDef

    Item = dict[str, AttributeValueTypeDef]

# What DynamoDB deletes at a time.
_PIECE: Final = 25
# So often an abonnement may be changed under our hands before we give up.
_ATTEMPTS: Final = 5


class Ending:
    """Ends abonnementen in the table `table`, whose outbox is `outgoing`.

    Every step can be broken off and done again: an abonnement is deleted last, so that it is found until
    nothing of it is left.
    """

    def __init__(self, client: "DynamoDBClient", table: str, outgoing: str) -> None:
        self._client = client
        self._table = table
        self._outgoing = outgoing
        self._abonnementen = AbonnementenTable(client, table, outgoing)

    def has(self, afnemer_id: str) -> bool:
        """Whether there is an abonnement under this id of an afnemer."""
        return any(True for _ in self._of(afnemer_id))

    def end(self, afnemer_id: str) -> int:
        """End every abonnement of this afnemer, its secrets included; how many there were.

        Raises:
            Notice: one was changed again and again meanwhile.
        """
        count = 0
        for sleutel in list(self._of(afnemer_id)):
            # From here on nothing more is numbered for it, and nothing wakes it.
            self._close(sleutel)
            self._erase_deliveries(sleutel)
            self._remove(sleutel)
            count += 1
        return count

    def _of(self, afnemer_id: str) -> Iterator[AbonnementKey]:
        # At whichever school: what was withdrawn, or went, leaves the abonnement where it is.
        for sheet in self._client.get_paginator("scan").paginate(
            TableName=self._table,
            FilterExpression="afnemerId = :id AND begins_with(sk, :abonnement)",
            ExpressionAttributeValues={":id": {"S": afnemer_id}, ":abonnement": {"S": "abonnement#"}},
            ProjectionExpression="school, abonnementId",
            ConsistentRead=True,
        ):
            for item in sheet["Items"]:
                yield AbonnementKey(item["school"]["S"], item["abonnementId"]["S"])

    def _close(self, sleutel: AbonnementKey) -> None:
        try:
            self._client.update_item(
                TableName=self._outgoing,
                Key=state_key(sleutel),
                UpdateExpression="REMOVE teller, wachtrij, wekOp",
                ConditionExpression="attribute_exists(pk)",
            )
        except self._client.exceptions.ConditionalCheckFailedException:
            return

    def _erase_deliveries(self, sleutel: AbonnementKey) -> None:
        sheets = self._client.get_paginator("query").paginate(
            TableName=self._outgoing,
            KeyConditionExpression="pk = :pk AND begins_with(sk, :nr)",
            ExpressionAttributeValues={":pk": {"S": pk_of(sleutel)}, ":nr": {"S": "nr#"}},
            ProjectionExpression="pk, sk",
            ConsistentRead=True,
        )
        spots = (item for sheet in sheets for item in sheet["Items"])
        while piece := list(islice(spots, _PIECE)):
            self._erase(piece)

    def _erase(self, spots: "list[Item]") -> None:
        rest: Sequence[WriteRequestUnionTypeDef] = [{"DeleteRequest": {"Key": spot}} for spot in spots]
        while rest:
            answer = self._client.batch_write_item(RequestItems={self._outgoing: rest})
            rest = answer["UnprocessedItems"].get(self._outgoing, [])

    def _remove(self, sleutel: AbonnementKey) -> None:
        for _ in range(_ATTEMPTS):
            abonnement: Abonnement | None = self._abonnementen.read(sleutel)
            # Its owner may be changing it at this very moment, and whoever delivers to it switching it off.
            if abonnement is None or self._abonnementen.erase(abonnement):
                return
        raise Notice(
            f"Abonnement {sleutel.abonnement_id} verandert telkens terwijl het wordt beëindigd.",
            "Geef de opdracht nog eens.",
        )
