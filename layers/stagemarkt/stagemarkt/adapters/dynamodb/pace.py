"""A rate of an abonnement's own, kept beside how far it is, in the table Uitgaand.

`<naam>VrijOp` says from when on its full room is there again (GCRA): it moves on by one interval each time,
and may be ahead of now by as many as may come at once. `<naam>Door` names who moved it last: asked again
for a lost answer, nobody pays twice.
"""

import uuid
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from stagemarkt.adapters.aws import als_opslagfout
from stagemarkt.adapters.dynamodb import own_success, transactions
from stagemarkt.adapters.dynamodb.deliveries import standsleutel
from stagemarkt.adapters.dynamodb.outbox_items import getal
from stagemarkt.model.abonnement import Abonnementsleutel
from stagemarkt.ports.outbox import Tempo

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient
    from types_boto3_dynamodb.type_defs import AttributeValueTypeDef

    Item = dict[str, AttributeValueTypeDef]


class Tempotabel:
    """Counts in `tabel` (implements `stagemarkt.ports.outbox.Tempobewaker`)."""

    def __init__(self, client: "DynamoDBClient", tabel: str) -> None:
        self._client = client
        self._tabel = tabel

    def neem_beurt(self, sleutel: Abonnementsleutel, tempo: Tempo, nu: float) -> float:
        """As the port says."""
        ruimte = tempo.tussen * tempo.hoogstens
        eigen: Item = {f"{tempo.naam}Door": {"S": uuid.uuid4().hex}}
        # Begun anew where it is in the past, or further ahead than it can be: a clock that ran wild.
        opnieuw: Item = {":nieuw": getal(nu + tempo.tussen), ":nu": getal(nu), ":dol": getal(nu + ruimte)}
        erbij: Item = {
            ":tussen": getal(tempo.tussen),
            ":nu": getal(nu),
            ":grens": getal(nu + ruimte - tempo.tussen),
        }
        item: dict[str, Any] = {}
        for zet, voorwaarde, waarden in (
            (":nieuw", "attribute_not_exists(#op) OR #op <= :nu OR #op > :dol", opnieuw),
            ("#op + :tussen", "#op > :nu AND #op <= :grens", erbij),
        ):
            gevonden = self._schrijf(sleutel, tempo.naam, zet, voorwaarde, waarden, eigen)
            if gevonden is None:
                return 0.0
            item = gevonden
        vrij_op = float(item.get(f"{tempo.naam}VrijOp", {}).get("N", nu))
        # At least a moment: it was full just now.
        return max(1.0, vrij_op - ruimte + tempo.tussen - nu)

    def _schrijf(
        self,
        sleutel: Abonnementsleutel,
        naam: str,
        zet: str,
        voorwaarde: str,
        waarden: "Item",
        eigen: "Item",
    ) -> "dict[str, Any] | None":
        """None when it was done; else the item that was there."""
        [(door, wie)] = eigen.items()

        def doe() -> None:
            self._client.update_item(
                TableName=self._tabel,
                Key=standsleutel(sleutel),
                UpdateExpression=f"SET #op = {zet}, #door = :wie",
                # Asked again it would fit a second time.
                ConditionExpression=f"attribute_exists(teller) AND ({voorwaarde}) "
                "AND (attribute_not_exists(#door) OR #door <> :wie)",
                ExpressionAttributeNames={"#op": f"{naam}VrijOp", "#door": door},
                ExpressionAttributeValues={**waarden, ":wie": wie},
                ReturnValuesOnConditionCheckFailure="ALL_OLD",
            )

        with als_opslagfout():
            try:
                transactions.na_botsing(doe)
            except ClientError as fout:
                if fout.response.get("Error", {}).get("Code") != "ConditionalCheckFailedException":
                    raise
                if own_success.eigen_werk(fout, eigen) is not None:
                    return None
                # boto3's types do not know that the item comes along.
                antwoord: Any = fout.response
                gevonden: dict[str, Any] = antwoord.get("Item", {})
                return gevonden
        return None
