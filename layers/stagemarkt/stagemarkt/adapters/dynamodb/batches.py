"""Many items at once: what DynamoDB leaves over is offered again, a few times, and then it is a failure."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from stagemarkt.adapters.aws import as_storage_error
from stagemarkt.model.errors import StorageError

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient
    from types_boto3_dynamodb.type_defs import (
        AttributeValueTypeDef,
        KeysAndAttributesOutputTypeDef,
        KeysAndAttributesTypeDef,
        WriteRequestOutputTypeDef,
        WriteRequestTypeDef,
    )

    Item = dict[str, AttributeValueTypeDef]

# What DynamoDB takes, and gives, in one call.
_WRITING: Final = 25
_READING: Final = 100
# Before each next attempt for what was left over; seconds.
_PAUSES: Final = (0.05, 0.1, 0.2, 0.4)


def write(
    client: "DynamoDBClient", table: str, items: "Sequence[Item]", wait: Callable[[float], None] = time.sleep
) -> None:
    """Put all of these, no two with the same key.

    Raises:
        StorageError: not all of them.
    """
    for begin in range(0, len(items), _WRITING):
        part = items[begin : begin + _WRITING]
        rest: Mapping[str, Sequence[WriteRequestTypeDef | WriteRequestOutputTypeDef]] = {
            table: [{"PutRequest": {"Item": item}} for item in part]
        }
        for pause in (0.0, *_PAUSES):
            if pause:
                wait(pause)
            with as_storage_error():
                over = client.batch_write_item(RequestItems=rest)["UnprocessedItems"]
            if not over:
                break
            rest = over
        else:
            raise StorageError("UnprocessedItems")


def read(
    client: "DynamoDBClient",
    table: str,
    sleutels: "Sequence[Item]",
    wait: Callable[[float], None] = time.sleep,
) -> "Iterator[Item]":
    """Those of these items that there are, in no order, as they are at this moment; no key twice.

    Raises:
        StorageError: not all could be looked up.
    """
    for begin in range(0, len(sleutels), _READING):
        rest: Mapping[str, KeysAndAttributesTypeDef | KeysAndAttributesOutputTypeDef] = {
            table: {"Keys": sleutels[begin : begin + _READING], "ConsistentRead": True}
        }
        for pause in (0.0, *_PAUSES):
            if pause:
                wait(pause)
            with as_storage_error():
                answer = client.batch_get_item(RequestItems=rest)
            yield from answer["Responses"].get(table, [])
            rest = answer["UnprocessedKeys"]
            if not rest:
                break
        else:
            raise StorageError("UnprocessedKeys")
