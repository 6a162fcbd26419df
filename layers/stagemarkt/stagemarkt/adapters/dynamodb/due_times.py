"""Which abonnementen are due, and what was set aside, in the table Uitgaand.

Implements `Wekkerlijst` and `Opzijlijst`, over the index Wekkers.
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from botocore.exceptions import ClientError

from stagemarkt.adapters.aws import als_opslagfout
from stagemarkt.adapters.dynamodb import batches, own_success, transactions
from stagemarkt.adapters.dynamodb.deliveries import DELEN, is_nummer, sleutel_van, standsleutel, wekwaarden
from stagemarkt.adapters.dynamodb.outbox_items import aflevering_uit, getal
from stagemarkt.model.abonnement import Abonnementsleutel
from stagemarkt.model.aflevering import Aflevering

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient
    from types_boto3_dynamodb.type_defs import AttributeValueTypeDef

    Item = dict[str, AttributeValueTypeDef]

_WEKKERS: Final = "Wekkers"


class Wekkertabel:
    """Knows in `tabel` what is due."""

    def __init__(self, client: "DynamoDBClient", tabel: str) -> None:
        self._client = client
        self._tabel = tabel

    def te_wekken(self, nu: float) -> Iterator[Abonnementsleutel]:
        """As the port says."""
        eerste = int(nu // 60)
        for nummer in range(eerste, eerste + DELEN):
            for sleutel in self._uit_index(f"wek#{nummer % DELEN}", nu):
                yield sleutel_van(sleutel["pk"]["S"])

    def zet_wekker(self, sleutel: Abonnementsleutel, op: float) -> None:
        """As the port says."""
        self._wek(sleutel, op, "", "", {})

    def herlever(self, sleutel: Abonnementsleutel, vanaf: int, tot: int, nu: float) -> None:
        """As the port says."""
        # An earlier stretch that is not done yet stays in it. Twice: it can be done between the two.
        for zet, voorwaarde, waarden in 2 * (
            (
                ", opnieuwVanaf = :vanaf, opnieuwTot = :tot",
                " AND (attribute_not_exists(opnieuwVanaf) OR opnieuwVanaf >= :vanaf)",
                {":vanaf": getal(vanaf), ":tot": getal(tot)},
            ),
            (", opnieuwTot = :tot", " AND attribute_exists(opnieuwVanaf)", {":tot": getal(tot)}),
        ):
            if self._wek(sleutel, nu, zet, voorwaarde, waarden):
                return

    def opzij(self) -> Iterator[tuple[Abonnementsleutel, Aflevering]]:
        """As the port says."""
        for nummer in range(DELEN):
            plekken = [
                sleutel
                for sleutel in self._uit_index(f"opzij#{nummer}", None)
                if is_nummer(sleutel["sk"]["S"])
            ]
            for item in batches.lees(self._client, self._tabel, plekken):
                yield sleutel_van(item["pk"]["S"]), aflevering_uit(item)

    def werk_bij(
        self,
        plek: "Item",
        zet: str,
        voorwaarde: str,
        waarden: "Item",
        eigen: "Mapping[str, AttributeValueTypeDef | None] | None" = None,
    ) -> "dict[str, Any] | None":
        """The whole item after the change, None when the condition was not met.

        Unless the item has the attributes `eigen` (None: has it not) already: then the change was made, by
        the attempt before this one, whose answer was lost.
        """

        def doe() -> "dict[str, Any]":
            return self._client.update_item(
                TableName=self._tabel,
                Key=plek,
                UpdateExpression=zet,
                ConditionExpression=voorwaarde,
                ExpressionAttributeValues=waarden,
                ReturnValues="ALL_NEW",
                ReturnValuesOnConditionCheckFailure="ALL_OLD",
            )["Attributes"]

        with als_opslagfout():
            try:
                return transactions.na_botsing(doe)
            except ClientError as fout:
                if fout.response.get("Error", {}).get("Code") != "ConditionalCheckFailedException":
                    raise
                return own_success.eigen_werk(fout, eigen)

    def _wek(self, sleutel: Abonnementsleutel, op: float, zet: str, voorwaarde: str, waarden: "Item") -> bool:
        item = self.werk_bij(
            standsleutel(sleutel),
            f"SET wachtrij = :deel, wekOp = :op{zet} ADD gewekt :een",
            f"attribute_exists(teller){voorwaarde}",
            {**wekwaarden(sleutel, op), **waarden},
        )
        return item is not None

    def _uit_index(self, wachtrij: str, tot: float | None) -> "Iterator[Item]":
        waarden: Item = {":deel": {"S": wachtrij}}
        vraag = "wachtrij = :deel"
        if tot is not None:
            vraag += " AND wekOp <= :tot"
            waarden[":tot"] = getal(tot)
        bladen = self._client.get_paginator("query").paginate(
            TableName=self._tabel,
            IndexName=_WEKKERS,
            KeyConditionExpression=vraag,
            ExpressionAttributeValues=waarden,
        )
        with als_opslagfout():
            for blad in bladen:
                for item in blad["Items"]:
                    yield {"pk": item["pk"], "sk": item["sk"]}
