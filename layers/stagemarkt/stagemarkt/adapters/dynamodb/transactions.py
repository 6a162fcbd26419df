"""Several writes, all or none."""

import time
import uuid
from collections.abc import Callable
from random import uniform
from typing import TYPE_CHECKING, Final, TypeVar

from botocore.exceptions import ClientError

from stagemarkt.adapters.aws import as_storage_error
from stagemarkt.model.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from types_boto3_dynamodb.client import DynamoDBClient
    from types_boto3_dynamodb.type_defs import AttributeValueTypeDef, TransactWriteItemTypeDef

T = TypeVar("T")
# Before each next attempt where another was at the same item, at most; seconds.
_PAUSES: Final = (0.05, 0.1, 0.2, 0.4, 0.8)
# Why DynamoDB does nothing of it, and would do it a moment later.
_TRANSIENT: Final = frozenset({"TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"})


class Conflict(StorageError):
    """Others were at the same items for too long: nothing was written."""


def retry_on_conflict(run: "Callable[[], T]", wait: Callable[[float], None] = time.sleep) -> T:
    """What this gives; done again, a few times, while another transaction is at the same item.

    The fan-out numbers and the worker takes and gives back on one item of an abonnement. boto3 does not try
    this again by itself, and a message that comes back to its queue comes minutes later.
    """
    for pause in _PAUSES:
        try:
            return run()
        except ClientError as error:
            if not _is_conflict(error):
                raise
        wait(uniform(pause / 2, pause))  # noqa: S311 - only so that two do not collide again
    return run()


def write(
    client: "DynamoDBClient",
    steps: "Sequence[TransactWriteItemTypeDef]",
    wait: Callable[[float], None] = time.sleep,
) -> frozenset[int]:
    """Do all of these, or none; the places (from 0) of those whose condition was not met, none when done.

    Under one token: what was done, and whose answer was lost, is not refused when it is asked again. For ten
    minutes, and not by every DynamoDB that is not Amazon's: who must know looks what is there.

    Raises:
        StorageError: it is not, or may not be, done for another reason, such as another who was at it.
    """
    tag = uuid.uuid4().hex
    with as_storage_error():
        try:
            retry_on_conflict(
                lambda: client.transact_write_items(TransactItems=steps, ClientRequestToken=tag), wait
            )
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") != "TransactionCanceledException":
                raise
            reasons = _reasons(error)
            # The caller looks again; with any other reason among them there is nothing to conclude.
            if not reasons or set(reasons) - {"None", "ConditionalCheckFailed"}:
                kind = Conflict if _is_conflict(error) else StorageError
                raise kind("TransactionCanceledException") from error
            return frozenset(n for n, reason in enumerate(reasons) if reason != "None")
    return frozenset()


def new(table: str, item: "Mapping[str, AttributeValueTypeDef]") -> "TransactWriteItemTypeDef":
    """Put this item, if there is none with its key."""
    return {"Put": {"TableName": table, "Item": item, "ConditionExpression": "attribute_not_exists(pk)"}}


def _reasons(error: ClientError) -> list[str]:
    return [reason.get("Code", "None") for reason in error.response.get("CancellationReasons", [])]


def _is_conflict(error: ClientError) -> bool:
    code = error.response.get("Error", {}).get("Code")
    # Of a single write the conflict is the error itself.
    otherwise = set(_reasons(error)) - {"None", "ConditionalCheckFailed"}
    is_aborted = code == "TransactionCanceledException" and bool(otherwise) and otherwise <= _TRANSIENT
    return is_aborted or code == "TransactionConflictException"
