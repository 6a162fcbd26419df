"""Several writes, all or none."""

import time
import uuid
from collections.abc import Callable
from random import uniform
from typing import TYPE_CHECKING, Final, TypeVar

from botocore.exceptions import ClientError

from stagemarkt.adapters.aws import als_opslagfout
from stagemarkt.model.errors import OpslagFout

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from types_boto3_dynamodb.client import DynamoDBClient
    from types_boto3_dynamodb.type_defs import AttributeValueTypeDef, TransactWriteItemTypeDef

T = TypeVar("T")
# Before each next attempt where another was at the same item, at most; seconds.
_PAUZES: Final = (0.05, 0.1, 0.2, 0.4, 0.8)
# Why DynamoDB does nothing of it, and would do it a moment later.
_VOORBIJGAAND: Final = frozenset({"TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"})


class Botsing(OpslagFout):
    """Others were at the same items for too long: nothing was written."""


def na_botsing(doe: "Callable[[], T]", wacht: Callable[[float], None] = time.sleep) -> T:
    """What this gives; done again, a few times, while another transaction is at the same item.

    The fan-out numbers and the worker takes and gives back on one item of an abonnement. boto3 does not try
    this again by itself, and a message that comes back to its queue comes minutes later.
    """
    for pauze in _PAUZES:
        try:
            return doe()
        except ClientError as fout:
            if not _is_botsing(fout):
                raise
        wacht(uniform(pauze / 2, pauze))  # noqa: S311 - only so that two do not collide again
    return doe()


def schrijf(
    client: "DynamoDBClient",
    stappen: "Sequence[TransactWriteItemTypeDef]",
    wacht: Callable[[float], None] = time.sleep,
) -> frozenset[int]:
    """Do all of these, or none; the places (from 0) of those whose condition was not met, none when done.

    Under one token: what was done, and whose answer was lost, is not refused when it is asked again. For ten
    minutes, and not by every DynamoDB that is not Amazon's: who must know looks what is there.

    Raises:
        OpslagFout: it is not, or may not be, done for another reason, such as another who was at it.
    """
    kenmerk = uuid.uuid4().hex
    with als_opslagfout():
        try:
            na_botsing(
                lambda: client.transact_write_items(TransactItems=stappen, ClientRequestToken=kenmerk), wacht
            )
        except ClientError as fout:
            if fout.response.get("Error", {}).get("Code") != "TransactionCanceledException":
                raise
            redenen = _redenen(fout)
            # The caller looks again; with any other reason among them there is nothing to conclude.
            if not redenen or set(redenen) - {"None", "ConditionalCheckFailed"}:
                soort = Botsing if _is_botsing(fout) else OpslagFout
                raise soort("TransactionCanceledException") from fout
            return frozenset(n for n, reden in enumerate(redenen) if reden != "None")
    return frozenset()


def nieuw(tabel: str, item: "Mapping[str, AttributeValueTypeDef]") -> "TransactWriteItemTypeDef":
    """Put this item, if there is none with its key."""
    return {"Put": {"TableName": tabel, "Item": item, "ConditionExpression": "attribute_not_exists(pk)"}}


def _redenen(fout: ClientError) -> list[str]:
    return [reden.get("Code", "None") for reden in fout.response.get("CancellationReasons", [])]


def _is_botsing(fout: ClientError) -> bool:
    code = fout.response.get("Error", {}).get("Code")
    # Of a single write the conflict is the error itself.
    anders = set(_redenen(fout)) - {"None", "ConditionalCheckFailed"}
    is_afgebroken = code == "TransactionCanceledException" and bool(anders) and anders <= _VOORBIJGAAND
    return is_afgebroken or code == "TransactionConflictException"
