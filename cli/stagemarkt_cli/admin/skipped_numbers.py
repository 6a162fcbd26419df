"""Numbers that a restored table must not give out again: they were told after the moment it is of.

A cursor of a vendor may be ahead of a feed that was restored, a receiver may have heard of volgnummers that
the restored outbox has not given yet. So both go on beyond whatever was given, and what lies between stays
empty; who reads passes over it (`stagemarkt.domain.changes.feed_reading`).
"""

from typing import TYPE_CHECKING, Final

from stagemarkt.adapters.dynamodb import batches
from stagemarkt.adapters.dynamodb.attributes import numeric
from stagemarkt.adapters.dynamodb.outbox_items import STATE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from types_boto3_dynamodb.client import DynamoDBClient
    from types_boto3_dynamodb.type_defs import AttributeValueTypeDef

    Item = dict[str, AttributeValueTypeDef]

# Beyond the last number that the table before knows of: nobody numbers meanwhile, but for what was under way.
BEYOND: Final = 100
# Beyond that of the moment, where the table before lost its own: more than a school hears in 35 days.
FAR_BEYOND: Final = 100_000
# By the start of a partition: what counts there.
_COUNTERS: Final = {"feed#": "nummer", "uit#": "teller"}
_FENCE: Final = "hek"


class SkippedNumbers:
    """Counters of the table `restored`, over which those of `before` are held."""

    def __init__(self, client: "DynamoDBClient", before: str, restored: str) -> None:
        self._client = client
        self._before = before
        self._restored = restored

    def skip(self) -> int:
        """Have every counter go on beyond what was given; how many there were. Again is no harm."""
        count = 0
        there = {item["pk"]["S"]: item for item in self._states(self._restored)}
        before = {item["pk"]["S"]: item for item in self._states(self._before)}
        for pk in sorted(there.keys() | before.keys()):
            name = next((name for start, name in _COUNTERS.items() if pk.startswith(start)), None)
            item = there.get(pk) or before.get(pk) or {}
            if name is None or name not in item:
                # Of one that was ended nothing is counted any more.
                continue
            own, other = _whole(there.get(pk), name), _whole(before.get(pk), name)
            until = other + BEYOND if other >= own else own + FAR_BEYOND
            fence = max(_whole(there.get(pk), _FENCE), _whole(before.get(pk), _FENCE)) + 1
            # A delivery that was noted since takes none of a worker with a lower number.
            fenced: Item = {_FENCE: numeric(fence)} if name == "teller" else {}
            batches.write(self._client, self._restored, [{**item, name: numeric(until), **fenced}])
            count += 1
        return count

    def _states(self, table: str) -> "Iterator[Item]":
        sheets = self._client.get_paginator("scan").paginate(
            TableName=table,
            FilterExpression="sk = :stand",
            ExpressionAttributeValues={":stand": {"S": STATE}},
            ConsistentRead=True,
        )
        for sheet in sheets:
            yield from sheet["Items"]


def _whole(item: "Item | None", name: str) -> int:
    """This attribute of the item; 0 when it is not there, or no whole number."""
    try:
        return int((item or {})[name]["N"])
    except (KeyError, ValueError):
        return 0
