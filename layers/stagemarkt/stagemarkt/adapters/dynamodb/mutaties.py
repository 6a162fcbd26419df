"""The table of mutaties (implements `stagemarkt.ports.mutaties.Mutatieopslag`).

| pk | sk | what |
|---|---|---|
| `mutatie#<mutatieId>` | `mutatie` | a mutatie |
| `bericht#<BerichtID>` | `bericht` | what is known of a message; `afgerond` is its marker |
| `school#<BRIN>` | moment in ms, `#`, BerichtID | the messages of a school in order of arrival |

`verlooptOp` is the TTL attribute of them all. The ids of a message's mutaties follow from its BerichtID and
their number, so the third needs no list of them.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from stagemarkt.adapters.aws import als_opslagfout
from stagemarkt.adapters.dynamodb import batches
from stagemarkt.adapters.dynamodb.mutatie_items import in_item, uit_item
from stagemarkt.model.errors import OpslagFout
from stagemarkt.model.mutatie import Mutatie, mutatie_id_van
from stagemarkt.ports.mutaties import BEWAARTERMIJN, Aanname, Berichtkop

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient
    from types_boto3_dynamodb.type_defs import AttributeValueTypeDef

    Item = dict[str, AttributeValueTypeDef]

# Digits of a moment in milliseconds since 1970, so that text sorts as time does.
_CIJFERS: Final = 15


class Mutatietabel:
    """Keeps mutaties, and what is known of their messages, in `tabel`."""

    def __init__(self, client: "DynamoDBClient", tabel: str) -> None:
        self._client = client
        self._tabel = tabel

    def neem_aan(self, kop: Berichtkop, nu: float) -> Aanname:
        """As the port says."""
        # To the millisecond, as it is kept: who reads it back must find the same moment.
        nu = round(nu, 3)
        try:
            with als_opslagfout():
                self._client.transact_write_items(
                    TransactItems=[
                        {
                            "Put": {
                                "TableName": self._tabel,
                                "Item": _bericht(kop, nu),
                                "ConditionExpression": "attribute_not_exists(pk)",
                            }
                        },
                        {"Put": {"TableName": self._tabel, "Item": _in_volgorde(kop, nu)}},
                    ]
                )
        except OpslagFout as fout:
            if str(fout) != "TransactionCanceledException":
                raise
            # Known already, or being claimed by another at this moment: then there is nothing to read yet.
            return self._bekend(kop.bericht_id)
        return Aanname(kop.controlegetal, nu, afgerond=False)

    def bewaar(self, mutaties: Sequence[Mutatie]) -> None:
        """As the port says."""
        batches.schrijf(self._client, self._tabel, [in_item(mutatie) for mutatie in mutaties])

    def rond_af(self, bericht_id: str) -> None:
        """As the port says."""
        with als_opslagfout():
            self._client.update_item(
                TableName=self._tabel,
                Key=_berichtsleutel(bericht_id),
                UpdateExpression="SET afgerond = :ja",
                ConditionExpression="attribute_exists(pk)",
                ExpressionAttributeValues={":ja": {"BOOL": True}},
            )

    def lees(self, mutatie_id: str) -> Mutatie | None:
        """As the port says."""
        return next(iter(self.lees_alle([mutatie_id])), None)

    def lees_alle(self, mutatie_ids: Sequence[str]) -> Sequence[Mutatie]:
        """As the port says."""
        sleutels = [_mutatiesleutel(mutatie_id) for mutatie_id in dict.fromkeys(mutatie_ids)]
        gelezen = (uit_item(item) for item in batches.lees(self._client, self._tabel, sleutels))
        op_id = {mutatie.mutatie_id: mutatie for mutatie in gelezen}
        return [op_id[mutatie_id] for mutatie_id in mutatie_ids if mutatie_id in op_id]

    def doorloop(self, school: str, vanaf: float) -> Iterator[Mutatie]:
        """As the port says."""
        for bericht_id, aantal in self._berichten(school, vanaf):
            ids = [mutatie_id_van(bericht_id, positie) for positie in range(1, aantal + 1)]
            yield from self.lees_alle(ids)

    def _berichten(self, school: str, vanaf: float) -> Iterator[tuple[str, int]]:
        bladen = self._client.get_paginator("query").paginate(
            TableName=self._tabel,
            KeyConditionExpression="pk = :school AND sk >= :vanaf",
            ExpressionAttributeValues={
                ":school": {"S": f"school#{school}"},
                ":vanaf": {"S": _moment(vanaf)},
            },
            ConsistentRead=True,
        )
        with als_opslagfout():
            for blad in bladen:
                for item in blad["Items"]:
                    yield item["sk"]["S"].partition("#")[2], int(item["aantal"]["N"])

    def _bekend(self, bericht_id: str) -> Aanname:
        with als_opslagfout():
            item = self._client.get_item(
                TableName=self._tabel, Key=_berichtsleutel(bericht_id), ConsistentRead=True
            ).get("Item")
        if item is None:
            raise OpslagFout("a message that two brought at once")
        return Aanname(item["controlegetal"]["S"], float(item["gelogdOp"]["N"]), item["afgerond"]["BOOL"])


def _bericht(kop: Berichtkop, nu: float) -> "Item":
    return {
        **_berichtsleutel(kop.bericht_id),
        "abonnementId": {"S": kop.abonnement_id},
        "school": {"S": kop.school},
        "aantal": {"N": str(kop.aantal)},
        "controlegetal": {"S": kop.controlegetal},
        "gelogdOp": {"N": f"{nu:.3f}"},
        "afgerond": {"BOOL": False},
        "verlooptOp": _verloopt(nu),
    }


def _in_volgorde(kop: Berichtkop, nu: float) -> "Item":
    return {
        "pk": {"S": f"school#{kop.school}"},
        "sk": {"S": f"{_moment(nu)}#{kop.bericht_id}"},
        "aantal": {"N": str(kop.aantal)},
        "verlooptOp": _verloopt(nu),
    }


def _berichtsleutel(bericht_id: str) -> "Item":
    return {"pk": {"S": f"bericht#{bericht_id}"}, "sk": {"S": "bericht"}}


def _mutatiesleutel(mutatie_id: str) -> "Item":
    return {"pk": {"S": f"mutatie#{mutatie_id}"}, "sk": {"S": "mutatie"}}


def _moment(seconden: float) -> str:
    return f"{max(0, round(seconden * 1000)):0{_CIJFERS}d}"


def _verloopt(nu: float) -> "AttributeValueTypeDef":
    return {"N": str(int(nu) + BEWAARTERMIJN)}
