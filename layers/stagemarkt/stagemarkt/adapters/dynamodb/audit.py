"""The log of processings in DynamoDB (implements `ports.audit.AuditLog`).

One item per answer: `pk` = `<BRIN>#<day in UTC>`, `sk` = the moment and the request's UUID. Written once,
never changed, gone by TTL after the operator's term.
"""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from stagemarkt.adapters.dynamodb import own_success
from stagemarkt.adapters.dynamodb.connection import as_storage_error
from stagemarkt.ports.audit import Processing

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient
    from types_boto3_dynamodb.type_defs import AttributeValueTypeDef

_DAY: Final = 86_400


class ProcessingTable:
    """Keeps them in `table` for `days` days."""

    def __init__(self, client: "DynamoDBClient", table: str, days: int) -> None:
        self._client = client
        self._table = table
        self._days = days

    def record(self, processing: Processing) -> None:
        """As the port says."""
        item = _in(processing, self._days)
        with as_storage_error():
            try:
                self._client.put_item(
                    TableName=self._table,
                    Item=item,
                    # What is on record is not written over.
                    ConditionExpression="attribute_not_exists(pk)",
                    ReturnValuesOnConditionCheckFailure="ALL_OLD",
                )
            except self._client.exceptions.ConditionalCheckFailedException as error:
                # Written by the attempt before this one, whose answer was lost: it is on record.
                if own_success.own_success(error, item) is None:
                    raise


def _in(processing: Processing, days: int) -> "dict[str, AttributeValueTypeDef]":
    moment = datetime.fromtimestamp(processing.at, UTC)
    item: dict[str, AttributeValueTypeDef] = {
        "pk": {"S": f"{processing.school}#{moment.date().isoformat()}"},
        "sk": {"S": f"{moment.isoformat(timespec='milliseconds')}#{processing.request_id}"},
        "verzoekId": {"S": processing.request_id},
        "operatie": {"S": processing.operatie},
        "afnemerId": {"S": processing.afnemer_id},
        "sleutel": {"S": processing.sleutel},
        "school": {"S": processing.school},
        "leerbedrijven": {"L": [{"S": name} for name in processing.leerbedrijven]},
        "velden": {"L": [{"S": field} for field in processing.velden]},
        "bron": {"S": processing.bron},
        "op": {"N": f"{processing.at:.3f}"},
        "verlooptOp": {"N": str(int(processing.at) + days * _DAY)},
    }
    if processing.trail is not None and processing.parent_id is not None:
        item |= {"spoor": {"S": processing.trail}, "vanuit": {"S": processing.parent_id}}
    return item
