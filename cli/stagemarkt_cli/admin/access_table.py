"""The operator's side of the table Toegang: what the functions only read is written here.

The items are those of `stagemarkt.adapters.dynamodb.access_items`. Beside what stands there, an afnemer's
item has `sleutels`, the prefixes of its keys: the functions have no use for them, and a key is added under
the condition that no other was meanwhile. Of one that was removed the id stays for ever: nothing can be
given to it, and nobody else gets it. What AWS raises goes through; the caller works within
`stagemarkt_cli.aws.errors.vertaald`.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from stagemarkt.adapters.dynamodb import access_items as items
from stagemarkt.adapters.dynamodb import own_success
from stagemarkt.model.toegang import Afnemer, Rechten, School, Sleutelgegevens, Toegang

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient
    from types_boto3_dynamodb.type_defs import PutTypeDef, TransactWriteItemTypeDef


_LEEFT: Final = f"attribute_exists(pk) AND attribute_not_exists({items.VERWIJDERD})"


class Verwijderd(NamedTuple):
    """An afnemer that was removed; its name as long as not all that it had has been taken away."""

    id: str
    naam: str | None


class Toegangtabel:
    """Writes and lists what stands in `tabel`."""

    def __init__(self, client: "DynamoDBClient", tabel: str) -> None:
        self._client = client
        self._tabel = tabel

    # ------------------------------------------------------------ schools
    def scholen(self) -> list[School]:
        """Every school, by BRIN."""
        return [items.als_school(item) for item in self._partitie(items.SCHOLEN)]

    def school(self, brin: str) -> School | None:
        """One school."""
        item = self._lees(items.plaats_van_school(brin))
        return None if item is None else items.als_school(item)

    def bewaar_school(self, school: School) -> None:
        """Add a school, or put it in place of what was known of it."""
        self._client.put_item(TableName=self._tabel, Item=items.van_school(school))

    def verwijder_school(self, brin: str) -> None:
        """Forget a school."""
        self._client.delete_item(TableName=self._tabel, Key=items.plaats_van_school(brin))

    def afnemers_van(self, brin: str) -> list[str]:
        """The ids of the afnemers that have, or had, toegang for this school."""
        gevonden = self._zoek("sk = :sk", {":sk": items.plaats_van_toegang("", brin)["sk"]})
        return sorted(item["pk"]["S"].removeprefix(items.pk_van_afnemer("")) for item in gevonden)

    # ------------------------------------------------------------ afnemers
    def afnemers(self) -> list[Afnemer]:
        """Every afnemer, by id."""
        gevonden = self._zoek("sk = :sk", {":sk": {"S": items.AFNEMER}})
        rechten = [items.als_rechten([item]) for item in gevonden]
        return sorted(recht.afnemer for recht in rechten if recht is not None)

    def rechten(self, afnemer_id: str) -> Rechten | None:
        """One afnemer with its toegang."""
        return items.als_rechten(list(self._partitie(items.pk_van_afnemer(afnemer_id))))

    def maak_afnemer(self, afnemer: Afnemer) -> bool:
        """Add an afnemer; False when there is, or ever was, one with this id, which is left as it is."""
        try:
            self._client.put_item(
                TableName=self._tabel,
                Item=items.van_afnemer(afnemer),
                ConditionExpression="attribute_not_exists(pk)",
                ReturnValuesOnConditionCheckFailure="ALL_OLD",
            )
        except self._client.exceptions.ConditionalCheckFailedException as fout:
            # The same to the letter, without a key yet: made a moment ago, and the answer was lost.
            eigen = {**items.van_afnemer(afnemer), "sleutels": None}
            return own_success.eigen_werk(fout, eigen) is not None
        return True

    def wijzig_afnemer(self, afnemer: Afnemer) -> None:
        """Put what is known of an afnemer in place of what was; its keys stay."""
        plaats = items.plaats_van_afnemer(afnemer.id)
        velden = {naam: waarde for naam, waarde in items.van_afnemer(afnemer).items() if naam not in plaats}
        self._client.update_item(
            TableName=self._tabel,
            Key=plaats,
            UpdateExpression="SET " + ", ".join(f"#{naam} = :{naam}" for naam in velden),
            ConditionExpression=_LEEFT,
            ExpressionAttributeNames={f"#{naam}": naam for naam in velden},
            ExpressionAttributeValues={f":{naam}": waarde for naam, waarde in velden.items()},
        )

    def verwijder_afnemer(self, afnemer_id: str, nu: int) -> bool:
        """From now on this afnemer is not there, and never again; False when it never was.

        Its keys open nothing, and nothing more can be given to it; `ruim_op` takes away what it had.
        """
        try:
            self._client.update_item(
                TableName=self._tabel,
                Key=items.plaats_van_afnemer(afnemer_id),
                UpdateExpression="SET #op = if_not_exists(#op, :nu) REMOVE contact",
                ConditionExpression="attribute_exists(pk)",
                ExpressionAttributeNames={"#op": items.VERWIJDERD},
                ExpressionAttributeValues={":nu": {"N": str(nu)}},
            )
        except self._client.exceptions.ConditionalCheckFailedException:
            return False
        return True

    def verwijderde(self) -> list[Verwijderd]:
        """Every afnemer that was removed, by id."""
        gevonden = self._zoek(
            f"sk = :sk AND attribute_exists({items.VERWIJDERD})", {":sk": {"S": items.AFNEMER}}
        )
        begin = items.pk_van_afnemer("")
        return sorted(
            Verwijderd(item["pk"]["S"].removeprefix(begin), item.get("naam", {}).get("S"))
            for item in gevonden
        )

    def ruim_op(self, afnemer_id: str) -> int:
        """Take away what an afnemer had that was removed: its keys and its toegang; how many there were."""
        zelf = items.plaats_van_afnemer(afnemer_id)
        eigen = [{"pk": i["pk"], "sk": i["sk"]} for i in self._partitie(items.pk_van_afnemer(afnemer_id))]
        weg = [
            *(items.plaats_van_sleutel(prefix) for prefix in self.prefixen(afnemer_id)),
            *(plaats for plaats in eigen if plaats != zelf),
        ]
        for plaats in weg:
            self._client.delete_item(TableName=self._tabel, Key=plaats)
        return len(weg)

    def vergeet_afnemer(self, afnemer_id: str) -> None:
        """Of an afnemer that was removed, and of which nothing is left, only the id remains."""
        self._client.update_item(
            TableName=self._tabel,
            Key=items.plaats_van_afnemer(afnemer_id),
            UpdateExpression="REMOVE naam, tempo, uitschieter, dagquotum, poortsleutel, sleutels",
            ConditionExpression=f"attribute_exists({items.VERWIJDERD})",
        )

    # ------------------------------------------------------------ toegang
    def geef_toegang(self, afnemer_id: str, toegang: Toegang) -> None:
        """Grant, in place of what was granted for that school; only while afnemer and school are there."""
        self._zet_toegang(afnemer_id, toegang, {"TableName": self._tabel, "Item": {}})

    def wijzig_toegang(self, afnemer_id: str, oud: Toegang | None, nieuw: Toegang) -> bool:
        """The same, in place of exactly `oud` (None: of nothing); False when something else stands there."""
        erbij: PutTypeDef = {"TableName": self._tabel, "Item": {}}
        if oud is None:
            erbij["ConditionExpression"] = "attribute_not_exists(pk)"
        else:
            erbij["ConditionExpression"] = "scopes = :oud"
            erbij["ExpressionAttributeValues"] = {":oud": items.van_toegang(afnemer_id, oud)["scopes"]}
        try:
            self._zet_toegang(afnemer_id, nieuw, erbij)
        except self._client.exceptions.TransactionCanceledException:
            return self._staat_er(items.van_toegang(afnemer_id, nieuw))
        return True

    def _zet_toegang(self, afnemer_id: str, toegang: Toegang, erbij: "PutTypeDef") -> None:
        er_zijn: list[TransactWriteItemTypeDef] = [
            {"ConditionCheck": {"TableName": self._tabel, "Key": plaats, "ConditionExpression": voorwaarde}}
            for plaats, voorwaarde in (
                (items.plaats_van_afnemer(afnemer_id), _LEEFT),
                (items.plaats_van_school(toegang.brin), "attribute_exists(pk)"),
            )
        ]
        erbij["Item"] = items.van_toegang(afnemer_id, toegang)
        self._client.transact_write_items(TransactItems=[*er_zijn, {"Put": erbij}])

    def trek_toegang_in(self, afnemer_id: str, brin: str) -> None:
        """Take back all that was granted for that school."""
        self._client.delete_item(TableName=self._tabel, Key=items.plaats_van_toegang(afnemer_id, brin))

    # ------------------------------------------------------------ keys
    def sleutel(self, prefix: str) -> Sleutelgegevens | None:
        """What is known of a key."""
        item = self._lees(items.plaats_van_sleutel(prefix))
        return None if item is None else items.als_sleutel(item)

    def prefixen(self, afnemer_id: str) -> tuple[str, ...]:
        """Those of an afnemer's keys, dead ones included."""
        item = self._lees(items.plaats_van_afnemer(afnemer_id)) or {}
        return tuple(sorted(item["sleutels"]["SS"])) if "sleutels" in item else ()

    def voeg_sleutel_toe(self, sleutel: Sleutelgegevens, naast: Sequence[str]) -> bool:
        """Add a key to an afnemer that has exactly those; False when it has others meanwhile."""
        onveranderd = "sleutels = :naast" if naast else "attribute_not_exists(sleutels)"
        waarden: Any = {":alle": {"SS": [*naast, sleutel.prefix]}} | (
            {":naast": {"SS": list(naast)}} if naast else {}
        )
        try:
            self._client.transact_write_items(
                TransactItems=[
                    {
                        "Put": {
                            "TableName": self._tabel,
                            "Item": items.van_sleutel(sleutel),
                            "ConditionExpression": "attribute_not_exists(pk)",
                        }
                    },
                    {
                        "Update": {
                            "TableName": self._tabel,
                            "Key": items.plaats_van_afnemer(sleutel.afnemer_id),
                            "UpdateExpression": "SET sleutels = :alle",
                            "ConditionExpression": f"{_LEEFT} AND {onveranderd}",
                            "ExpressionAttributeValues": waarden,
                        }
                    },
                ]
            )
        except self._client.exceptions.TransactionCanceledException:
            return sleutel.prefix not in naast and self._staat_er(items.van_sleutel(sleutel))
        return True

    def trek_sleutel_in(self, prefix: str, nu: int) -> None:
        """Withdraw a key: its hash is gone, that it was there stays to be seen."""
        self._client.update_item(
            TableName=self._tabel,
            Key=items.plaats_van_sleutel(prefix),
            UpdateExpression="SET controlegetal = :niets, ingetrokkenOp = if_not_exists(ingetrokkenOp, :nu)",
            ConditionExpression="attribute_exists(pk)",
            ExpressionAttributeValues={":niets": {"S": ""}, ":nu": {"N": str(nu)}},
        )

    def laat_verlopen(self, prefix: str, op: int) -> None:
        """Give a key an end, in seconds since 1970."""
        self._client.update_item(
            TableName=self._tabel,
            Key=items.plaats_van_sleutel(prefix),
            UpdateExpression="SET verlooptOp = :op",
            ConditionExpression="attribute_exists(pk)",
            ExpressionAttributeValues={":op": {"N": str(op)}},
        )

    # ------------------------------------------------------------ reading
    def _staat_er(self, item: "items.Item") -> bool:
        """Whether this is there to the letter: written a moment ago, and the answer was lost."""
        gevonden = self._lees({"pk": item["pk"], "sk": item["sk"]})
        return gevonden is not None and own_success.heeft(gevonden, item)

    def _lees(self, plaats: "items.Item") -> "items.Item | None":
        return self._client.get_item(TableName=self._tabel, Key=plaats, ConsistentRead=True).get("Item")

    def _partitie(self, pk: str) -> "Iterator[items.Item]":
        for blad in self._client.get_paginator("query").paginate(
            TableName=self._tabel,
            KeyConditionExpression="pk = :pk",
            ExpressionAttributeValues={":pk": {"S": pk}},
            ConsistentRead=True,
        ):
            yield from blad["Items"]

    def _zoek(self, filter_: str, waarden: "items.Item") -> "Iterator[items.Item]":
        # The whole table: some thousands of small items, and only an operator ever asks.
        for blad in self._client.get_paginator("scan").paginate(
            TableName=self._tabel,
            FilterExpression=filter_,
            ExpressionAttributeValues=waarden,
            ConsistentRead=True,
        ):
            yield from blad["Items"]
