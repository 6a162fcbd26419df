"""The log of processings in DynamoDB (implements `ports.audit.Verwerkingenlog`).

One item per answer: `pk` = `<BRIN>#<day in UTC>`, `sk` = the moment and the request's UUID. Written once,
never changed, gone by TTL after the operator's term.
"""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from stagemarkt.adapters.dynamodb import own_success
from stagemarkt.adapters.dynamodb.connection import als_opslagfout
from stagemarkt.ports.audit import Verwerking

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient
    from types_boto3_dynamodb.type_defs import AttributeValueTypeDef

_DAG: Final = 86_400


class Verwerkingentabel:
    """Keeps them in `tabel` for `dagen` days."""

    def __init__(self, client: "DynamoDBClient", tabel: str, dagen: int) -> None:
        self._client = client
        self._tabel = tabel
        self._dagen = dagen

    def leg_vast(self, verwerking: Verwerking) -> None:
        """As the port says."""
        item = _in(verwerking, self._dagen)
        with als_opslagfout():
            try:
                self._client.put_item(
                    TableName=self._tabel,
                    Item=item,
                    # What is on record is not written over.
                    ConditionExpression="attribute_not_exists(pk)",
                    ReturnValuesOnConditionCheckFailure="ALL_OLD",
                )
            except self._client.exceptions.ConditionalCheckFailedException as fout:
                # Written by the attempt before this one, whose answer was lost: it is on record.
                if own_success.eigen_werk(fout, item) is None:
                    raise


def _in(verwerking: Verwerking, dagen: int) -> "dict[str, AttributeValueTypeDef]":
    moment = datetime.fromtimestamp(verwerking.op, UTC)
    item: dict[str, AttributeValueTypeDef] = {
        "pk": {"S": f"{verwerking.school}#{moment.date().isoformat()}"},
        "sk": {"S": f"{moment.isoformat(timespec='milliseconds')}#{verwerking.verzoek_id}"},
        "verzoekId": {"S": verwerking.verzoek_id},
        "operatie": {"S": verwerking.operatie},
        "afnemerId": {"S": verwerking.afnemer_id},
        "sleutel": {"S": verwerking.sleutel},
        "school": {"S": verwerking.school},
        "leerbedrijven": {"L": [{"S": naam} for naam in verwerking.leerbedrijven]},
        "velden": {"L": [{"S": veld} for veld in verwerking.velden]},
        "bron": {"S": verwerking.bron},
        "op": {"N": f"{verwerking.op:.3f}"},
        "verlooptOp": {"N": str(int(verwerking.op) + dagen * _DAG)},
    }
    if verwerking.spoor is not None and verwerking.vanuit is not None:
        item |= {"spoor": {"S": verwerking.spoor}, "vanuit": {"S": verwerking.vanuit}}
    return item
