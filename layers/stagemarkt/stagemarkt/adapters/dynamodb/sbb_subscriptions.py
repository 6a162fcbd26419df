"""The subscriptions that we made at SBB, in the table of mutaties (implements `Abonnementenboek`).

`pk` = `sbb-abonnementen`, `sk` = the subscription's GUID. There are few: one per school, as a rule.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from stagemarkt.adapters.aws import als_opslagfout
from stagemarkt.model.errors import OpslagFout
from stagemarkt.ports.sbb_subscriptions import BekendAbonnement

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient
    from types_boto3_dynamodb.type_defs import AttributeValueTypeDef

    Item = dict[str, AttributeValueTypeDef]

_PK: Final = "sbb-abonnementen"


class Abonnementtabel:
    """Remembers subscriptions in `tabel`."""

    def __init__(self, client: "DynamoDBClient", tabel: str) -> None:
        self._client = client
        self._tabel = tabel

    def onthoud(self, abonnement: BekendAbonnement) -> None:
        """As the port says."""
        velden = {"school": abonnement.school, "oin": abonnement.oin, "endpoint": abonnement.endpoint}
        with als_opslagfout():
            self._client.update_item(
                TableName=self._tabel,
                Key=_sleutel(abonnement.abonnement_id),
                UpdateExpression="SET school = :school, oin = :oin, endpoint = :endpoint, "
                "sinds = if_not_exists(sinds, :sinds)",
                ExpressionAttributeValues={
                    ":sinds": {"N": f"{abonnement.sinds:.3f}"},
                    **{f":{naam}": {"S": waarde} for naam, waarde in velden.items()},
                },
            )

    def vergeet(self, abonnement_id: str) -> None:
        """As the port says."""
        with als_opslagfout():
            self._client.delete_item(TableName=self._tabel, Key=_sleutel(abonnement_id))

    def vind(self, abonnement_id: str) -> BekendAbonnement | None:
        """As the port says."""
        with als_opslagfout():
            # As it is now: a message may come a second after the subscription was made.
            item = self._client.get_item(
                TableName=self._tabel, Key=_sleutel(abonnement_id), ConsistentRead=True
            ).get("Item")
        return None if item is None else _uit(item)

    def alle(self) -> Sequence[BekendAbonnement]:
        """As the port says."""
        bladen = self._client.get_paginator("query").paginate(
            TableName=self._tabel,
            KeyConditionExpression="pk = :pk",
            ExpressionAttributeValues={":pk": {"S": _PK}},
            ConsistentRead=True,
        )
        with als_opslagfout():
            gevonden = [_uit(item) for blad in bladen for item in blad["Items"]]
        return sorted(gevonden, key=lambda abonnement: abonnement.sinds)


def _sleutel(abonnement_id: str) -> "Item":
    return {"pk": {"S": _PK}, "sk": {"S": abonnement_id}}


def _uit(item: "Item") -> BekendAbonnement:
    try:
        return BekendAbonnement(
            abonnement_id=item["sk"]["S"],
            school=item["school"]["S"],
            oin=item["oin"]["S"],
            endpoint=item["endpoint"]["S"],
            sinds=float(item["sinds"]["N"]),
        )
    except (KeyError, ValueError) as fout:
        raise OpslagFout("a subscription without its attributes") from fout
