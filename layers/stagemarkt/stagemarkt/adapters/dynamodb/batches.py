"""Many items at once: what DynamoDB leaves over is offered again, a few times, and then it is a failure."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from stagemarkt.adapters.aws import als_opslagfout
from stagemarkt.model.errors import OpslagFout

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
_SCHRIJVEN: Final = 25
_LEZEN: Final = 100
# Before each next attempt for what was left over; seconds.
_PAUZES: Final = (0.05, 0.1, 0.2, 0.4)


def schrijf(
    client: "DynamoDBClient", tabel: str, items: "Sequence[Item]", wacht: Callable[[float], None] = time.sleep
) -> None:
    """Put all of these, no two with the same key.

    Raises:
        OpslagFout: not all of them.
    """
    for begin in range(0, len(items), _SCHRIJVEN):
        deel = items[begin : begin + _SCHRIJVEN]
        rest: Mapping[str, Sequence[WriteRequestTypeDef | WriteRequestOutputTypeDef]] = {
            tabel: [{"PutRequest": {"Item": item}} for item in deel]
        }
        for pauze in (0.0, *_PAUZES):
            if pauze:
                wacht(pauze)
            with als_opslagfout():
                over = client.batch_write_item(RequestItems=rest)["UnprocessedItems"]
            if not over:
                break
            rest = over
        else:
            raise OpslagFout("UnprocessedItems")


def lees(
    client: "DynamoDBClient",
    tabel: str,
    sleutels: "Sequence[Item]",
    wacht: Callable[[float], None] = time.sleep,
) -> "Iterator[Item]":
    """Those of these items that there are, in no order, as they are at this moment; no key twice.

    Raises:
        OpslagFout: not all could be looked up.
    """
    for begin in range(0, len(sleutels), _LEZEN):
        rest: Mapping[str, KeysAndAttributesTypeDef | KeysAndAttributesOutputTypeDef] = {
            tabel: {"Keys": sleutels[begin : begin + _LEZEN], "ConsistentRead": True}
        }
        for pauze in (0.0, *_PAUZES):
            if pauze:
                wacht(pauze)
            with als_opslagfout():
                antwoord = client.batch_get_item(RequestItems=rest)
            yield from antwoord["Responses"].get(tabel, [])
            rest = antwoord["UnprocessedKeys"]
            if not rest:
                break
        else:
            raise OpslagFout("UnprocessedKeys")
