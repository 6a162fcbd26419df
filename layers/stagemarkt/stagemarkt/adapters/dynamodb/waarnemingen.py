"""The item that says what was last seen of SBB (implements `poorten.waarnemingen.Waarnemingen`)."""

import uuid
from typing import TYPE_CHECKING, Final

from stagemarkt.adapters.dynamodb.verbinding import als_opslagfout
from stagemarkt.model.fouten import OpslagFout
from stagemarkt.poorten.waarnemingen import Waarneming

if TYPE_CHECKING:
    from collections.abc import Mapping

    from types_boto3_dynamodb.client import DynamoDBClient
    from types_boto3_dynamodb.type_defs import AttributeValueTypeDef

_SLEUTEL: Final = "bron#sbb"


class Waarnemingentabel:
    """Keeps the record in `tabel`."""

    def __init__(self, client: "DynamoDBClient", tabel: str) -> None:
        self._client = client
        self._tabel = tabel

    def lees(self) -> Waarneming:
        """As the port says."""
        with als_opslagfout():
            item = self._client.get_item(TableName=self._tabel, Key={"pk": {"S": _SLEUTEL}}).get("Item", {})

        try:
            return Waarneming(
                laatste_succes=_moment(item, "laatsteSucces"),
                laatste_fout=_moment(item, "laatsteFout"),
                foutcode=item["foutcode"]["S"] if "foutcode" in item else None,
            )
        except (KeyError, ValueError) as fout:
            raise OpslagFout("a record without its attributes") from fout

    def meld_succes(self, op: float) -> None:
        """As the port says."""
        with als_opslagfout():
            self._client.update_item(
                TableName=self._tabel,
                Key={"pk": {"S": _SLEUTEL}},
                UpdateExpression="SET laatsteSucces = :op",
                ExpressionAttributeValues={":op": {"N": f"{op:.3f}"}},
            )

    def meld_fout(self, op: float, code: str) -> None:
        """As the port says."""
        with als_opslagfout():
            self._client.update_item(
                TableName=self._tabel,
                Key={"pk": {"S": _SLEUTEL}},
                UpdateExpression="SET laatsteFout = :op, foutcode = :code",
                ExpressionAttributeValues={":op": {"N": f"{op:.3f}"}, ":code": {"S": code}},
            )

    def eis_peiling_op(self, nu: int, tussentijd: int) -> bool:
        """As the port says."""
        with als_opslagfout():
            try:
                self._client.update_item(
                    TableName=self._tabel,
                    Key={"pk": {"S": _SLEUTEL}},
                    UpdateExpression="SET peilingOp = :nu, peiler = :wie",
                    # The name is of this one call, which may be asked again for a lost answer.
                    ConditionExpression="attribute_not_exists(peilingOp) OR peilingOp <= :toen "
                    "OR peiler = :wie",
                    ExpressionAttributeValues={
                        ":nu": {"N": str(nu)},
                        ":toen": {"N": str(nu - tussentijd)},
                        ":wie": {"S": uuid.uuid4().hex},
                    },
                )
            except self._client.exceptions.ConditionalCheckFailedException:
                return False
        return True


def _moment(item: "Mapping[str, AttributeValueTypeDef]", naam: str) -> float | None:
    return float(item[naam]["N"]) if naam in item else None
