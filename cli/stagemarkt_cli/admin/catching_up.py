"""What came after the moment that a table was brought back to, added to it from the table before.

Added is what the restored table lacks and can be read; what it has stays as it was at the moment. Where the
table before says that something was ended or withdrawn since, that holds: what nobody may use any more does
not come back.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from stagemarkt.adapters.dynamodb import batches
from stagemarkt.adapters.dynamodb.abonnementen import abonnement_from_item
from stagemarkt.adapters.dynamodb.access_items import REMOVED, as_sleutel
from stagemarkt.adapters.dynamodb.attributes import numeric
from stagemarkt.adapters.dynamodb.mutaties import mutatie_from_item
from stagemarkt.adapters.dynamodb.outbox_items import (
    NUMBERS,
    STATE,
    delivery_from_item,
    line_from_item,
    number_key,
)
from stagemarkt.adapters.dynamodb.own_success import own_success
from stagemarkt.model.errors import StorageError

from stagemarkt_cli.admin.restored_tables import TTL_ATTRIBUTE

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient
    from types_boto3_dynamodb.type_defs import AttributeValueTypeDef

    Item = dict[str, AttributeValueTypeDef]

# Read at a time, and looked for in the other table.
_TOGETHER: Final = 100
_REVOKED: Final = "ingetrokkenOp"
_READ_UNTIL: Final = "gelezenTot"


class CaughtUp(NamedTuple):
    """What was done for one table.

    Attributes:
        read: how many items the table before has.
        added: those that were missing.
        withdrawn: those that were ended or withdrawn since the moment, and are again.
        unreadable: those that were missing and cannot be read: they stay out.
        returned: the keys of what the table before does not have any more, and is there again.
    """

    read: int = 0
    added: int = 0
    withdrawn: int = 0
    unreadable: int = 0
    returned: tuple[str, ...] = ()


class CatchingUp:
    """Adds to `restored` what `before` has, of the table with this logical ID."""

    def __init__(self, client: "DynamoDBClient", name: str, before: str, restored: str) -> None:
        self._client = client
        self._name = name
        self._before = before
        self._restored = restored

    def run(self, now: float) -> CaughtUp:
        """Do so; again is no harm. `now` in seconds since 1970: what has expired by then stays out."""
        read = added = withdrawn = unreadable = 0
        seen: set[tuple[str, str]] = set()
        for piece in self._pieces():
            read += len(piece)
            there = {key_of(item): item for item in self._of_restored(piece)}
            for item in piece:
                seen.add(key_of(item))
                own = there.get(key_of(item))
                if own is not None:
                    withdrawn += self._follow(own, item)
                elif _expired(item, now):
                    continue
                elif not self._is_fit(item):
                    unreadable += 1
                else:
                    added += self._add(item)
        return CaughtUp(read, added, withdrawn, unreadable, tuple(self._returned(seen, now)))

    def _pieces(self) -> "Iterator[list[Item]]":
        for sheet in self._client.get_paginator("scan").paginate(TableName=self._before, ConsistentRead=True):
            items = sheet["Items"]
            for begin in range(0, len(items), _TOGETHER):
                yield items[begin : begin + _TOGETHER]

    def _of_restored(self, piece: "list[Item]") -> "Iterator[Item]":
        return batches.read(self._client, self._restored, [_spot(item) for item in piece])

    def _add(self, item: "Item") -> int:
        try:
            self._client.put_item(
                TableName=self._restored,
                Item=item,
                ConditionExpression="attribute_not_exists(pk)",
                ReturnValuesOnConditionCheckFailure="ALL_OLD",
            )
        except self._client.exceptions.ConditionalCheckFailedException as error:
            # Ours, of which the answer was lost; or the functions, which use the table already, made one.
            return int(own_success(error, item) is not None)
        return 1

    def _follow(self, own: "Item", before: "Item") -> int:
        """What the restored table has, but was ended or went on since."""
        words = [word for word in (_REVOKED, REMOVED) if word in before and word not in own]
        if self._name == "Toegang" and words:
            self._client.put_item(TableName=self._restored, Item=before)
            return 1
        if self._name == "Abonnementen" and _version(before) > _version(own):
            self._client.put_item(TableName=self._restored, Item=before)
            return 0
        if self._name == "Uitgaand" and before["sk"]["S"] == STATE and "teller" in own:
            if "beeindigdDoor" in before:
                self._client.put_item(TableName=self._restored, Item=before)
                return 1
            self._read_on(own, before)
        return 0

    def _read_on(self, own: "Item", before: "Item") -> None:
        """An abonnement goes on where it had read to: what was numbered for it is not numbered again."""
        until = max(_whole(before, _READ_UNTIL), _whole(own, _READ_UNTIL))
        # Further already: by this very call, whose answer was lost.
        with suppress(self._client.exceptions.ConditionalCheckFailedException):
            self._client.update_item(
                TableName=self._restored,
                Key=_spot(own),
                UpdateExpression=f"SET {_READ_UNTIL} = :tot",
                ConditionExpression=f"{_READ_UNTIL} < :tot",
                ExpressionAttributeValues={":tot": numeric(until)},
            )

    def _is_fit(self, item: "Item") -> bool:
        """Whether those who read it can: what was damaged must not come along."""
        is_mark = self._name == "Uitgaand" and item["pk"]["S"].startswith("mutatie#")
        try:
            _READERS.get(self._name, _anything)(item)
            # A mark without its line would have a mutatie taken for told that nobody was told of.
            return not is_mark or self._has_line(item)
        except (StorageError, KeyError, ValueError):
            return False

    def _has_line(self, mark: "Item") -> bool:
        spot: Item = {
            "pk": {"S": f"feed#{mark['school']['S']}"},
            "sk": {"S": number_key(int(mark["nummer"]["N"]))},
        }
        for table in (self._restored, self._before):
            # A damaged feed may have begun anew: then another mutatie has that number in the restored one.
            if line := self._client.get_item(TableName=table, Key=spot, ConsistentRead=True).get("Item"):
                return line_from_item(line).mutatie.mutatie_id == mark["pk"]["S"].partition("#")[2]
        return False

    def _returned(self, seen: set[tuple[str, str]], now: float) -> Iterator[str]:
        """What was deleted since the moment, by whoever may or by the slip that this is for."""
        if self._name not in {"Toegang", "Abonnementen"}:
            return
        for sheet in self._client.get_paginator("scan").paginate(
            TableName=self._restored, ConsistentRead=True
        ):
            for item in sheet["Items"]:
                if key_of(item) not in seen and not _expired(item, now):
                    yield " ".join(key_of(item))


def key_of(item: "Item") -> tuple[str, str]:
    """The key of an item."""
    return item["pk"]["S"], item["sk"]["S"]


def _spot(item: "Item") -> "Item":
    return {"pk": item["pk"], "sk": item["sk"]}


def _expired(item: "Item", now: float) -> bool:
    # Of a key in Toegang it says when that ends; it stays on record.
    is_key = item["pk"]["S"].startswith("sleutel#")
    return TTL_ATTRIBUTE in item and not is_key and _whole(item, TTL_ATTRIBUTE) <= now


def _version(item: "Item") -> int:
    try:
        return abonnement_from_item(item).versie
    except StorageError:
        return 0


def _whole(item: "Item", name: str) -> int:
    try:
        return int(item[name]["N"])
    except (KeyError, ValueError):
        return 0


def _anything(_: "Item") -> None:
    """Nothing is asked of it."""


def _outgoing(item: "Item") -> Any:  # noqa: ANN401 - what it is does not matter
    if not item["sk"]["S"].startswith(NUMBERS):
        return None
    return line_from_item(item) if item["pk"]["S"].startswith("feed#") else delivery_from_item(item)


def _stored(item: "Item") -> Any:  # noqa: ANN401
    return mutatie_from_item(item) if item["pk"]["S"].startswith("mutatie#") else None


def _destination_or_abonnement(item: "Item") -> Any:  # noqa: ANN401
    return abonnement_from_item(item) if item["sk"]["S"].startswith("abonnement#") else None


def _access(item: "Item") -> Any:  # noqa: ANN401
    return as_sleutel(item) if item["pk"]["S"].startswith("sleutel#") else None


_READERS: "Final[Mapping[str, Callable[[Item], object]]]" = {
    "Uitgaand": _outgoing,
    "Mutaties": _stored,
    "Abonnementen": _destination_or_abonnement,
    "Toegang": _access,
}
