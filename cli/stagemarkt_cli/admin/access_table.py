"""The operator's side of the table Toegang: what the functions only read is written here.

The items are those of `stagemarkt.adapters.dynamodb.access_items`. Beside what stands there, an afnemer's
item has `sleutels`, the prefixes of its keys: the functions have no use for them, and a key is added under
the condition that no other was meanwhile. Of one that was removed the id stays for ever: nothing can be
given to it, and nobody else gets it. What AWS raises goes through; the caller works within
`stagemarkt_cli.aws.errors.translated`.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from stagemarkt.adapters.dynamodb import access_items as items
from stagemarkt.adapters.dynamodb import own_success
from stagemarkt.adapters.dynamodb.readable import readable
from stagemarkt.model.toegang import Afnemer, Rights, School, SleutelData, Toegang

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient
    from types_boto3_dynamodb.type_defs import PutTypeDef, TransactWriteItemTypeDef


_IS_ALIVE: Final = f"attribute_exists(pk) AND attribute_not_exists({items.REMOVED})"


class Removed(NamedTuple):
    """An afnemer that was removed; its name as long as not all that it had has been taken away."""

    id: str
    naam: str | None


class ToegangTable:
    """Writes and lists what stands in `table`."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    # ------------------------------------------------------------ schools
    def scholen(self) -> list[School]:
        """Every school, by BRIN."""
        return list(readable(self._partition(items.SCHOLEN), items.as_school))

    def school(self, brin: str) -> School | None:
        """One school."""
        item = self._read(items.place_of_school(brin))
        return None if item is None else items.as_school(item)

    def store_school(self, school: School) -> None:
        """Add a school, or put it in place of what was known of it."""
        self._client.put_item(TableName=self._table, Item=items.of_school(school))

    def remove_school(self, brin: str) -> None:
        """Forget a school."""
        self._client.delete_item(TableName=self._table, Key=items.place_of_school(brin))

    def afnemers_of(self, brin: str) -> list[str]:
        """The ids of the afnemers that have, or had, toegang for this school."""
        found = self._search("sk = :sk", {":sk": items.place_of_toegang("", brin)["sk"]})
        return sorted(item["pk"]["S"].removeprefix(items.pk_of_afnemer("")) for item in found)

    # ------------------------------------------------------------ afnemers
    def afnemers(self) -> list[Afnemer]:
        """Every afnemer, by id."""
        found = self._search("sk = :sk", {":sk": {"S": items.AFNEMER}})
        rights = readable(found, lambda item: items.as_rights([item]))
        return sorted(right.afnemer for right in rights if right is not None)

    def rights(self, afnemer_id: str) -> Rights | None:
        """One afnemer with its toegang."""
        return items.as_rights(list(self._partition(items.pk_of_afnemer(afnemer_id))))

    def make_afnemer(self, afnemer: Afnemer) -> bool:
        """Add an afnemer; False when there is, or ever was, one with this id, which is left as it is."""
        try:
            self._client.put_item(
                TableName=self._table,
                Item=items.of_afnemer(afnemer),
                ConditionExpression="attribute_not_exists(pk)",
                ReturnValuesOnConditionCheckFailure="ALL_OLD",
            )
        except self._client.exceptions.ConditionalCheckFailedException as error:
            # The same to the letter, without a key yet: made a moment ago, and the answer was lost.
            own = {**items.of_afnemer(afnemer), "sleutels": None}
            return own_success.own_success(error, own) is not None
        return True

    def modify_afnemer(self, afnemer: Afnemer) -> None:
        """Put what is known of an afnemer in place of what was; its keys stay."""
        plaats = items.place_of_afnemer(afnemer.id)
        fields = {name: value for name, value in items.of_afnemer(afnemer).items() if name not in plaats}
        self._client.update_item(
            TableName=self._table,
            Key=plaats,
            UpdateExpression="SET " + ", ".join(f"#{name} = :{name}" for name in fields),
            ConditionExpression=_IS_ALIVE,
            ExpressionAttributeNames={f"#{name}": name for name in fields},
            ExpressionAttributeValues={f":{name}": value for name, value in fields.items()},
        )

    def remove_afnemer(self, afnemer_id: str, now: int) -> bool:
        """From now on this afnemer is not there, and never again; False when it never was.

        Its keys open nothing, and nothing more can be given to it; `purge` takes away what it had.
        """
        try:
            self._client.update_item(
                TableName=self._table,
                Key=items.place_of_afnemer(afnemer_id),
                UpdateExpression="SET #op = if_not_exists(#op, :nu) REMOVE contact",
                ConditionExpression="attribute_exists(pk)",
                ExpressionAttributeNames={"#op": items.REMOVED},
                ExpressionAttributeValues={":nu": {"N": str(now)}},
            )
        except self._client.exceptions.ConditionalCheckFailedException:
            return False
        return True

    def removed_afnemers(self) -> list[Removed]:
        """Every afnemer that was removed, by id."""
        found = self._search(f"sk = :sk AND attribute_exists({items.REMOVED})", {":sk": {"S": items.AFNEMER}})
        begin = items.pk_of_afnemer("")
        return sorted(
            Removed(item["pk"]["S"].removeprefix(begin), item.get("naam", {}).get("S")) for item in found
        )

    def purge(self, afnemer_id: str) -> int:
        """Take away what an afnemer had that was removed: its keys and its toegang; how many there were."""
        itself = items.place_of_afnemer(afnemer_id)
        own = [{"pk": i["pk"], "sk": i["sk"]} for i in self._partition(items.pk_of_afnemer(afnemer_id))]
        weg = [
            *(items.place_of_sleutel(prefix) for prefix in self.prefixes(afnemer_id)),
            *(plaats for plaats in own if plaats != itself),
        ]
        for plaats in weg:
            self._client.delete_item(TableName=self._table, Key=plaats)
        return len(weg)

    def forget_afnemer(self, afnemer_id: str) -> None:
        """Of an afnemer that was removed, and of which nothing is left, only the id remains."""
        self._client.update_item(
            TableName=self._table,
            Key=items.place_of_afnemer(afnemer_id),
            UpdateExpression="REMOVE naam, tempo, uitschieter, dagquotum, poortsleutel, sleutels",
            ConditionExpression=f"attribute_exists({items.REMOVED})",
        )

    # ------------------------------------------------------------ toegang
    def grant_toegang(self, afnemer_id: str, toegang: Toegang) -> None:
        """Grant, in place of what was granted for that school; only while afnemer and school are there."""
        self._set_toegang(afnemer_id, toegang, {"TableName": self._table, "Item": {}})

    def modify_toegang(self, afnemer_id: str, old: Toegang | None, new: Toegang) -> bool:
        """The same, in place of exactly `old` (None: of nothing); False when something else stands there."""
        additions: PutTypeDef = {"TableName": self._table, "Item": {}}
        if old is None:
            additions["ConditionExpression"] = "attribute_not_exists(pk)"
        else:
            additions["ConditionExpression"] = "scopes = :oud"
            additions["ExpressionAttributeValues"] = {":oud": items.of_toegang(afnemer_id, old)["scopes"]}
        try:
            self._set_toegang(afnemer_id, new, additions)
        except self._client.exceptions.TransactionCanceledException:
            return self._is_there(items.of_toegang(afnemer_id, new))
        return True

    def _set_toegang(self, afnemer_id: str, toegang: Toegang, additions: "PutTypeDef") -> None:
        there_are: list[TransactWriteItemTypeDef] = [
            {"ConditionCheck": {"TableName": self._table, "Key": plaats, "ConditionExpression": condition}}
            for plaats, condition in (
                (items.place_of_afnemer(afnemer_id), _IS_ALIVE),
                (items.place_of_school(toegang.brin), "attribute_exists(pk)"),
            )
        ]
        additions["Item"] = items.of_toegang(afnemer_id, toegang)
        self._client.transact_write_items(TransactItems=[*there_are, {"Put": additions}])

    def revoke_toegang(self, afnemer_id: str, brin: str) -> None:
        """Take back all that was granted for that school."""
        self._client.delete_item(TableName=self._table, Key=items.place_of_toegang(afnemer_id, brin))

    # ------------------------------------------------------------ keys
    def sleutel(self, prefix: str) -> SleutelData | None:
        """What is known of a key."""
        item = self._read(items.place_of_sleutel(prefix))
        return None if item is None else items.as_sleutel(item)

    def prefixes(self, afnemer_id: str) -> tuple[str, ...]:
        """Those of an afnemer's keys, dead ones included."""
        item = self._read(items.place_of_afnemer(afnemer_id)) or {}
        return tuple(sorted(item["sleutels"]["SS"])) if "sleutels" in item else ()

    def add_sleutel(self, sleutel: SleutelData, beside: Sequence[str]) -> bool:
        """Add a key to an afnemer that has exactly those; False when it has others meanwhile."""
        unchanged = "sleutels = :naast" if beside else "attribute_not_exists(sleutels)"
        values: Any = {":alle": {"SS": [*beside, sleutel.prefix]}} | (
            {":naast": {"SS": list(beside)}} if beside else {}
        )
        try:
            self._client.transact_write_items(
                TransactItems=[
                    {
                        "Put": {
                            "TableName": self._table,
                            "Item": items.of_sleutel(sleutel),
                            "ConditionExpression": "attribute_not_exists(pk)",
                        }
                    },
                    {
                        "Update": {
                            "TableName": self._table,
                            "Key": items.place_of_afnemer(sleutel.afnemer_id),
                            "UpdateExpression": "SET sleutels = :alle",
                            "ConditionExpression": f"{_IS_ALIVE} AND {unchanged}",
                            "ExpressionAttributeValues": values,
                        }
                    },
                ]
            )
        except self._client.exceptions.TransactionCanceledException:
            return sleutel.prefix not in beside and self._is_there(items.of_sleutel(sleutel))
        return True

    def revoke_sleutel(self, prefix: str, now: int) -> None:
        """Withdraw a key: its hash is gone, that it was there stays to be seen."""
        self._client.update_item(
            TableName=self._table,
            Key=items.place_of_sleutel(prefix),
            UpdateExpression="SET controlegetal = :niets, ingetrokkenOp = if_not_exists(ingetrokkenOp, :nu)",
            ConditionExpression="attribute_exists(pk)",
            ExpressionAttributeValues={":niets": {"S": ""}, ":nu": {"N": str(now)}},
        )

    def let_expire(self, prefix: str, at: int) -> None:
        """Give a key an end, in seconds since 1970."""
        self._client.update_item(
            TableName=self._table,
            Key=items.place_of_sleutel(prefix),
            UpdateExpression="SET verlooptOp = :op",
            ConditionExpression="attribute_exists(pk)",
            ExpressionAttributeValues={":op": {"N": str(at)}},
        )

    # ------------------------------------------------------------ reading
    def _is_there(self, item: "items.Item") -> bool:
        """Whether this is there to the letter: written a moment ago, and the answer was lost."""
        found = self._read({"pk": item["pk"], "sk": item["sk"]})
        return found is not None and own_success.has(found, item)

    def _read(self, plaats: "items.Item") -> "items.Item | None":
        return self._client.get_item(TableName=self._table, Key=plaats, ConsistentRead=True).get("Item")

    def _partition(self, pk: str) -> "Iterator[items.Item]":
        for sheet in self._client.get_paginator("query").paginate(
            TableName=self._table,
            KeyConditionExpression="pk = :pk",
            ExpressionAttributeValues={":pk": {"S": pk}},
            ConsistentRead=True,
        ):
            yield from sheet["Items"]

    def _search(self, filter_: str, values: "items.Item") -> "Iterator[items.Item]":
        # The whole table: some thousands of small items, and only an operator ever asks.
        for sheet in self._client.get_paginator("scan").paginate(
            TableName=self._table,
            FilterExpression=filter_,
            ExpressionAttributeValues=values,
            ConsistentRead=True,
        ):
            yield from sheet["Items"]
