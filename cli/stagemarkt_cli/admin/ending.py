"""Ends the abonnementen of an afnemer that was removed, at every school, and all that waits for them."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Final

from stagemarkt.adapters.dynamodb.abonnementen import Abonnemententabel
from stagemarkt.adapters.dynamodb.deliveries import pk_van, standsleutel
from stagemarkt.model.abonnement import Abonnement, Abonnementsleutel

from stagemarkt_cli.messages import Melding

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient
    from types_boto3_dynamodb.type_defs import AttributeValueTypeDef, WriteRequestUnionTypeDef

    Item = dict[str, AttributeValueTypeDef]

# What DynamoDB deletes at a time.
_STUK: Final = 25
# So often an abonnement may be changed under our hands before we give up.
_POGINGEN: Final = 5


class Einde:
    """Ends abonnementen in the table `tabel`, whose outbox is `uitgaand`.

    Every step can be broken off and done again: an abonnement is deleted last, so that it is found until
    nothing of it is left.
    """

    def __init__(self, client: "DynamoDBClient", tabel: str, uitgaand: str) -> None:
        self._client = client
        self._tabel = tabel
        self._uitgaand = uitgaand
        self._abonnementen = Abonnemententabel(client, tabel, uitgaand)

    def heeft(self, afnemer_id: str) -> bool:
        """Whether there is an abonnement under this id of an afnemer."""
        return any(True for _ in self._van(afnemer_id))

    def beeindig(self, afnemer_id: str) -> int:
        """End every abonnement of this afnemer, its secrets included; how many there were.

        Raises:
            Melding: one was changed again and again meanwhile.
        """
        aantal = 0
        for sleutel in list(self._van(afnemer_id)):
            # From here on nothing more is numbered for it, and nothing wakes it.
            self._sluit(sleutel)
            self._wis_afleveringen(sleutel)
            self._verwijder(sleutel)
            aantal += 1
        return aantal

    def _van(self, afnemer_id: str) -> Iterator[Abonnementsleutel]:
        # At whichever school: what was withdrawn, or went, leaves the abonnement where it is.
        for blad in self._client.get_paginator("scan").paginate(
            TableName=self._tabel,
            FilterExpression="afnemerId = :id AND begins_with(sk, :abonnement)",
            ExpressionAttributeValues={":id": {"S": afnemer_id}, ":abonnement": {"S": "abonnement#"}},
            ProjectionExpression="school, abonnementId",
            ConsistentRead=True,
        ):
            for item in blad["Items"]:
                yield Abonnementsleutel(item["school"]["S"], item["abonnementId"]["S"])

    def _sluit(self, sleutel: Abonnementsleutel) -> None:
        try:
            self._client.update_item(
                TableName=self._uitgaand,
                Key=standsleutel(sleutel),
                UpdateExpression="REMOVE teller, wachtrij, wekOp",
                ConditionExpression="attribute_exists(pk)",
            )
        except self._client.exceptions.ConditionalCheckFailedException:
            return

    def _wis_afleveringen(self, sleutel: Abonnementsleutel) -> None:
        bladen = self._client.get_paginator("query").paginate(
            TableName=self._uitgaand,
            KeyConditionExpression="pk = :pk AND begins_with(sk, :nr)",
            ExpressionAttributeValues={":pk": {"S": pk_van(sleutel)}, ":nr": {"S": "nr#"}},
            ProjectionExpression="pk, sk",
            ConsistentRead=True,
        )
        plekken = (item for blad in bladen for item in blad["Items"])
        while stuk := list(islice(plekken, _STUK)):
            self._wis(stuk)

    def _wis(self, plekken: "list[Item]") -> None:
        rest: Sequence[WriteRequestUnionTypeDef] = [{"DeleteRequest": {"Key": plek}} for plek in plekken]
        while rest:
            antwoord = self._client.batch_write_item(RequestItems={self._uitgaand: rest})
            rest = antwoord["UnprocessedItems"].get(self._uitgaand, [])

    def _verwijder(self, sleutel: Abonnementsleutel) -> None:
        for _ in range(_POGINGEN):
            abonnement: Abonnement | None = self._abonnementen.lees(sleutel)
            # Its owner may be changing it at this very moment, and whoever delivers to it switching it off.
            if abonnement is None or self._abonnementen.wis(abonnement):
                return
        raise Melding(
            f"Abonnement {sleutel.abonnement_id} verandert telkens terwijl het wordt beëindigd.",
            "Geef de opdracht nog eens.",
        )
