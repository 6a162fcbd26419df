"""Several writes, all or none."""

from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from stagemarkt.adapters.aws import als_opslagfout
from stagemarkt.model.fouten import OpslagFout

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from types_boto3_dynamodb.client import DynamoDBClient
    from types_boto3_dynamodb.type_defs import AttributeValueTypeDef, TransactWriteItemTypeDef


def schrijf(client: "DynamoDBClient", stappen: "Sequence[TransactWriteItemTypeDef]") -> frozenset[int]:
    """Do all of these, or none; the places (from 0) of those whose condition was not met, none when done.

    Raises:
        OpslagFout: it is not, or may not be, done for another reason, such as another who was at it.
    """
    with als_opslagfout():
        try:
            client.transact_write_items(TransactItems=stappen)
        except ClientError as fout:
            if fout.response.get("Error", {}).get("Code") != "TransactionCanceledException":
                raise
            redenen = [reden.get("Code", "None") for reden in fout.response.get("CancellationReasons", [])]
            # The caller looks again; with any other reason among them there is nothing to conclude.
            if not redenen or set(redenen) - {"None", "ConditionalCheckFailed"}:
                raise OpslagFout("TransactionCanceledException") from fout
            return frozenset(n for n, reden in enumerate(redenen) if reden != "None")
    return frozenset()


def nieuw(tabel: str, item: "Mapping[str, AttributeValueTypeDef]") -> "TransactWriteItemTypeDef":
    """Put this item, if there is none with its key."""
    return {"Put": {"TableName": tabel, "Item": item, "ConditionExpression": "attribute_not_exists(pk)"}}
