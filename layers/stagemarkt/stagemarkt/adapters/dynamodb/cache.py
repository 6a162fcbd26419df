"""The table of kept answers (implements the ports in `stagemarkt.ports.cache`).

How it looks inside: `cache_items`. Why nothing from before an invalidation is served:

- A reader reads consistently, and an invalidation deletes the entries before it is done.
- A writer holds the lease in the entry's own item since before it asked SBB, and its write is conditional
  on it. The invalidation deletes that item too: the write fails.
- What a list tells of is known only afterwards. Its writer reads the school's generation before it asks
  SBB, writes a pointer at each leerbedrijf that the list tells of, and reads the generation again. An
  invalidation changes the generation first and looks for pointers then: either the writer sees the change,
  or the invalidation sees the pointer. Pointers are never deleted, they expire; they outlive the list by as
  long as it lives, so that one that is fetched again and again has them already.
"""

import itertools
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final, cast

from stagemarkt.adapters.aws import as_storage_error
from stagemarkt.adapters.dynamodb import cache_items as form
from stagemarkt.adapters.dynamodb import own_success
from stagemarkt.model.age import CLOCKS_APART
from stagemarkt.model.errors import StorageError
from stagemarkt.ports.cache import AnswerKey, CacheLease, CacheState, KeptAnswer, SharedFailure, Taken

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient
    from types_boto3_dynamodb.type_defs import AttributeValueTypeDef, WriteRequestTypeDef

VORM: Final = form.VORM
# An item that holds nothing but a lease is cleaned up this many seconds after it.
_PURGE_AFTER: Final = 600
# By then every lease is over: in the year 5138.
_FAR_FUTURE: Final = 1e11
# As many as BatchWriteItem takes, and how often what it left over is offered again.
_BATCH: Final = 25
_TIMES: Final = 5


class AnswerTable:
    """Reads and keeps answers in `table`; one of which `is_sound` says that it cannot be ours, is none."""

    def __init__(
        self, client: "DynamoDBClient", table: str, is_sound: Callable[[AnswerKey, KeptAnswer], bool]
    ) -> None:
        self._is_sound = is_sound
        self._client = client
        self._table = table

    def read(self, sleutel: AnswerKey) -> CacheState:
        """As the port says."""
        return self._state(sleutel, self._read(form.key_of_answer(sleutel)))

    def take(self, sleutel: AnswerKey, lease: CacheLease, now: float, *, take_over: bool) -> Taken:
        """As the port says."""
        succeeded, item = self._write_lease(sleutel, lease, _FAR_FUTURE if take_over else now)
        if not succeeded:
            return Taken(None, self._state(sleutel, item))
        state = self._state(sleutel, item)._replace(lease=None)
        if sleutel.onderwerp.startswith("vraag#"):
            # What is no entry says nothing of who points to it either.
            ids, until = form.pointed(item if state.answer else {})
            generation = self._generation(sleutel.school)
            lease = lease._replace(generatie=generation, pointed=ids, pointed_until=until)
        return Taken(lease, state)

    def keep(
        self,
        sleutel: AnswerKey,
        answer: KeptAnswer,
        lease: CacheLease,
        expires_at: int,
        over: Sequence[str],
    ) -> bool:
        """As the port says."""
        pointers: form.Item = {}
        if sleutel.onderwerp.startswith("vraag#"):
            pointers = self._point(sleutel, over, lease, expires_at, answer.opgehaald_op)
            if self._generation(sleutel.school) != lease.generatie:
                self.give_up(sleutel, lease, None)
                return False
        item = {**form.key_of_answer(sleutel), **form.as_item(answer, expires_at), **pointers}
        with as_storage_error():
            try:
                self._client.put_item(
                    TableName=self._table,
                    Item=item,
                    ConditionExpression="pacht = :houder",
                    ExpressionAttributeValues={":houder": {"S": lease.holder}},
                    ReturnValuesOnConditionCheckFailure="ALL_OLD",
                )
            except self._client.exceptions.ConditionalCheckFailedException as error:
                return own_success.own_success(error, item) is not None
        return True

    def give_up(
        self, sleutel: AnswerKey, lease: CacheLease, failure: SharedFailure | None, *, forget: bool = False
    ) -> None:
        """As the port says."""
        values: dict[str, AttributeValueTypeDef] = {":houder": {"S": lease.holder}}
        change = "REMOVE pacht, pachtTot" + (f", {', '.join(form.CONTENT)}" if forget else "")
        if failure is not None:
            change += " SET mislukking = :mislukking"
            values[":mislukking"] = form.failure_to_item(failure)
        self._as(sleutel, change, "pacht = :houder", values)

    def claim_refresh(self, sleutel: AnswerKey, opgehaald_op: int, now: float, interval: int) -> bool:
        """As the port says."""
        return self._as(
            sleutel,
            "SET gemerktOp = :nu",
            "opgehaaldOp = :gezien "
            "AND (attribute_not_exists(gemerktOp) OR NOT gemerktOp > :toen OR gemerktOp = :nu)",
            {
                ":nu": {"N": f"{now:.3f}"},
                ":gezien": {"N": str(opgehaald_op)},
                ":toen": {"N": f"{now - interval:.3f}"},
            },
        )

    def _as(
        self,
        sleutel: AnswerKey,
        change: str,
        condition: str,
        values: "dict[str, AttributeValueTypeDef]",
    ) -> bool:
        """Change an item if this holds; whether it did."""
        with as_storage_error():
            try:
                self._client.update_item(
                    TableName=self._table,
                    Key=form.key_of_answer(sleutel),
                    UpdateExpression=change,
                    ConditionExpression=condition,
                    ExpressionAttributeValues=values,
                )
            except self._client.exceptions.ConditionalCheckFailedException:
                return False
        return True

    def _write_lease(self, sleutel: AnswerKey, lease: CacheLease, free_at: float) -> "tuple[bool, form.Item]":
        """Whether this lease is in the item now, not another's at `free_at`; and the item."""
        values: dict[str, AttributeValueTypeDef] = {
            ":houder": {"S": lease.holder},
            ":tot": {"N": f"{lease.until:.3f}"},
            ":opruimen": {"N": str(int(lease.until) + _PURGE_AFTER)},
            ":vrijOp": {"N": f"{free_at:.3f}"},
            ":wild": {"N": f"{lease.until + CLOCKS_APART:.3f}"},
        }
        with as_storage_error():
            try:
                taken = self._client.update_item(
                    TableName=self._table,
                    Key=form.key_of_answer(sleutel),
                    UpdateExpression=(
                        "SET pacht = :houder, pachtTot = :tot, "
                        "verlooptOp = if_not_exists(verlooptOp, :opruimen)"
                    ),
                    # NOT: an end that is not a number would never come otherwise. Whoever asks again, for
                    # the answer was lost, has it already.
                    ConditionExpression="attribute_not_exists(pacht) OR NOT pachtTot > :vrijOp "
                    "OR pachtTot > :wild OR pacht = :houder",
                    ExpressionAttributeValues=values,
                    ReturnValues="ALL_NEW",
                    ReturnValuesOnConditionCheckFailure="ALL_OLD",
                )
            except self._client.exceptions.ConditionalCheckFailedException as error:
                # Under contention that saves who waits a read.
                seen = cast("form.Item | None", error.response.get("Item"))
                return False, seen or self._read(form.key_of_answer(sleutel)) or {}
        return True, taken["Attributes"]

    def _point(
        self, sleutel: AnswerKey, over: Sequence[str], lease: CacheLease, expires_at: int, now: int
    ) -> "form.Item":
        """Have these leerbedrijven point to this list; those that do so for long enough do so already."""
        enough = lease.pointed_until >= expires_at
        until = lease.pointed_until if enough else 2 * expires_at - now
        new = [id_ for id_ in over if not (enough and id_ in lease.pointed)]
        write_in_batches(
            self._client,
            self._table,
            ({"PutRequest": {"Item": form.reference(sleutel, id_, until)}} for id_ in new),
        )
        return form.pointers_to_item(over, until)

    def _state(self, sleutel: AnswerKey, item: "form.Item | None") -> CacheState:
        return form.as_state(item, partial(self._is_sound, sleutel))

    def _generation(self, school: str) -> str:
        item = self._read(form.generation_key(school)) or {}
        return item.get("waarde", {}).get("S", "")

    def _read(self, sleutel: "form.Item") -> "form.Item | None":
        with as_storage_error():
            # Consistent: a read that lags behind could give what has just been forgotten.
            return self._client.get_item(TableName=self._table, Key=sleutel, ConsistentRead=True).get("Item")


def write_in_batches(client: "DynamoDBClient", table: str, commands: "Iterable[WriteRequestTypeDef]") -> None:
    """Carry these out, as many at a time as AWS takes. Raises StorageError when some were left undone."""
    rest = iter(commands)
    while batch := list(itertools.islice(rest, _BATCH)):
        _write_batch(client, table, batch)


def _write_batch(client: "DynamoDBClient", table: str, batch: "Sequence[WriteRequestTypeDef]") -> None:
    remaining = {table: batch}
    for _ in range(_TIMES):
        with as_storage_error():
            over = client.batch_write_item(RequestItems=remaining)["UnprocessedItems"]
        if not over:
            return
        # What comes back undone has the shape of what goes in, under another name.
        remaining = cast("dict[str, Sequence[WriteRequestTypeDef]]", over)
    raise StorageError("UnprocessedItems")
