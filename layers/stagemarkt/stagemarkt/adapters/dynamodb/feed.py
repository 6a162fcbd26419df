"""The feeds of the schools, in the table Uitgaand (implements `stagemarkt.ports.feed.Feed`).

| pk | sk | what |
|---|---|---|
| `feed#<BRIN>` | `stand` | the number of the last line |
| `feed#<BRIN>` | `nr#<number>` | a line |
| `mutatie#<mutatieId>` | `regel` | where a mutatie stands: nothing gets a second line |
| `gezien#<BRIN>#<leerbedrijfId>` | code | that the school has heard of these; never expires |
"""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from stagemarkt.adapters.aws import as_storage_error
from stagemarkt.adapters.dynamodb import batches, transactions
from stagemarkt.adapters.dynamodb.attributes import numeric
from stagemarkt.adapters.dynamodb.outbox_items import STATE, line_from_item, line_to_item, number_key
from stagemarkt.adapters.dynamodb.readable import UNREADABLE, count_of, readable
from stagemarkt.model.aflevering import RETENTION, FeedLine
from stagemarkt.model.errors import StorageError
from stagemarkt.ports.feed import Location

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient
    from types_boto3_dynamodb.type_defs import AttributeValueTypeDef, TransactWriteItemTypeDef

    Item = dict[str, AttributeValueTypeDef]


class FeedTable:
    """Numbers mutaties in `table`, and reads them back."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def stand(self, school: str) -> int:
        """As the port says."""
        with as_storage_error():
            item = self._client.get_item(
                TableName=self._table, Key=_sleutel(_feed(school), STATE), ConsistentRead=True
            ).get("Item")
        return 0 if item is None else _number(item)

    def read(self, school: str, after: int, count: int) -> Sequence[FeedLine]:
        """As the port says; fewer when they are large."""
        behind: AttributeValueTypeDef = {"S": number_key(after)}
        while True:
            with as_storage_error():
                sheet = self._client.query(
                    TableName=self._table,
                    KeyConditionExpression="pk = :feed AND sk > :na",
                    ExpressionAttributeValues={":feed": {"S": _feed(school)}, ":na": behind},
                    ConsistentRead=True,
                    # The counter sorts behind the lines.
                    Limit=count,
                )
            items = [item for item in sheet["Items"] if item["sk"]["S"] != STATE]
            lines = list(readable(items, line_from_item))
            # None of these can be read: what follows can, or there is nothing more.
            if lines or not items:
                return lines
            behind = items[-1]["sk"]

    def has_heard(self, school: str, leerbedrijf_id: str, code: str | None) -> bool:
        """As the port says."""
        values: Item = {":wie": _seen(school, (leerbedrijf_id, ""))["pk"]}
        with as_storage_error():
            sheet = self._client.query(
                TableName=self._table,
                KeyConditionExpression="pk = :wie" + ("" if code is None else " AND sk = :code"),
                ExpressionAttributeValues=values if code is None else {**values, ":code": {"S": code}},
                ConsistentRead=True,
                Limit=1,
            )
        return bool(sheet["Items"])

    def search(self, mutatie_id: str) -> Location | None:
        """As the port says."""
        with as_storage_error():
            item = self._client.get_item(
                TableName=self._table, Key=_mark(mutatie_id), ConsistentRead=True
            ).get("Item")
        return None if item is None else _location(item)

    def numbered(self, mutatie_ids: Sequence[str]) -> frozenset[str]:
        """As the port says."""
        sleutels = [_mark(mutatie_id) for mutatie_id in dict.fromkeys(mutatie_ids)]
        found = batches.read(self._client, self._table, sleutels)
        return frozenset(item["pk"]["S"].partition("#")[2] for item in found)

    def seen(self, school: str, lanes: Collection[tuple[str, str]]) -> frozenset[tuple[str, str]]:
        """As the port says."""
        sleutels = [_seen(school, lane) for lane in lanes]
        found = batches.read(self._client, self._table, sleutels)
        return frozenset((item["pk"]["S"].rpartition("#")[2], item["sk"]["S"]) for item in found)

    def write(self, school: str, lines: Sequence[FeedLine]) -> bool:
        """As the port says."""
        lanes = dict.fromkeys((r.mutatie.leerbedrijf_id, r.mutatie.code) for r in lines if not r.earlier)
        steps = [self._count(school, lines[0].number - 1, lines[-1].number)]
        steps += [self._put_item(line_to_item(_feed(school), line)) for line in lines]
        steps += [self._mark(school, line) for line in lines]
        steps += [self._put_item(_seen(school, lane), new=False) for lane in lanes]
        return not transactions.write(self._client, steps)

    def _count(self, school: str, van: int, until: int) -> "TransactWriteItemTypeDef":
        condition = "nummer = :van" if van else "attribute_not_exists(pk)"
        return {
            "Update": {
                "TableName": self._table,
                "Key": _sleutel(_feed(school), STATE),
                "UpdateExpression": "SET nummer = :tot",
                "ConditionExpression": condition,
                "ExpressionAttributeValues": {
                    ":tot": numeric(until),
                    **({":van": numeric(van)} if van else {}),
                },
            }
        }

    def _mark(self, school: str, line: FeedLine) -> "TransactWriteItemTypeDef":
        where: Item = {"school": {"S": school}, "nummer": numeric(line.number)}
        # Later than the mutatie itself expires: while that can come by again, this is known.
        verloopt: Item = {"verlooptOp": numeric(int(line.numbered_at) + RETENTION + 24 * 3600)}
        return self._put_item({**_mark(line.mutatie.mutatie_id), **where, **verloopt})

    def _put_item(self, item: "Item", *, new: bool = True) -> "TransactWriteItemTypeDef":
        return (
            transactions.new(self._table, item) if new else {"Put": {"TableName": self._table, "Item": item}}
        )


def _number(item: "Item") -> int:
    try:
        return count_of(item["nummer"])
    except UNREADABLE as error:
        raise StorageError("a feed without its number") from error


def _location(item: "Item") -> Location:
    try:
        return Location(item["school"]["S"], count_of(item["nummer"]))
    except UNREADABLE as error:
        raise StorageError("a mutatie without its place") from error


def _feed(school: str) -> str:
    return f"feed#{school}"


def _sleutel(pk: str, sk: str) -> "Item":
    return {"pk": {"S": pk}, "sk": {"S": sk}}


def _mark(mutatie_id: str) -> "Item":
    return _sleutel(f"mutatie#{mutatie_id}", "regel")


def _seen(school: str, lane: tuple[str, str]) -> "Item":
    return _sleutel(f"gezien#{school}#{lane[0]}", lane[1])
