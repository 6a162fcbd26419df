"""Messages that were refused, in the table of mutaties (implements `stagemarkt.poorten.mutaties.Afkeurboek`).

`pk` = `afgekeurd`, `sk` = the digest that names it: the same message for the same reason is one item, however
often it comes. There are few, by nature: only SBB gets this far.
"""

import gzip
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from stagemarkt.adapters.aws import als_opslagfout
from stagemarkt.model.fouten import OpslagFout
from stagemarkt.poorten.mutaties import AFGEKEURD_BEWAARD, MAX_AFGEKEURD, Afgekeurd

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient
    from types_boto3_dynamodb.type_defs import AttributeValueTypeDef

    Item = dict[str, AttributeValueTypeDef]

_PK: Final = "afgekeurd"


class Afkeurtabel:
    """Keeps what was refused in `tabel`."""

    def __init__(self, client: "DynamoDBClient", tabel: str) -> None:
        self._client = client
        self._tabel = tabel

    def keur_af(self, afgekeurd: Afgekeurd) -> None:
        """As the port says."""
        velden = _velden(afgekeurd)
        namen = {f"#{naam}": naam for naam in velden} | {"#keren": "keren", "#eerst": "eerstOp"}
        toekenningen = [f"#{naam} = :{naam}" for naam in velden]
        with als_opslagfout():
            self._client.update_item(
                TableName=self._tabel,
                Key={"pk": {"S": _PK}, "sk": {"S": afgekeurd.kenmerk}},
                UpdateExpression=f"SET {', '.join(toekenningen)}, #eerst = if_not_exists(#eerst, :laatstOp) "
                "ADD #keren :een",
                ExpressionAttributeNames=namen,
                ExpressionAttributeValues={
                    ":een": {"N": "1"},
                    **{f":{naam}": waarde for naam, waarde in velden.items()},
                },
            )

    def afgekeurde(self) -> Iterator[Afgekeurd]:
        """As the port says."""
        bladen = self._client.get_paginator("query").paginate(
            TableName=self._tabel,
            KeyConditionExpression="pk = :pk",
            ExpressionAttributeValues={":pk": {"S": _PK}},
        )
        with als_opslagfout():
            for blad in bladen:
                for item in blad["Items"]:
                    yield _uit(item)


def _velden(afgekeurd: Afgekeurd) -> "Item":
    velden: Item = {
        "reden": {"S": afgekeurd.reden},
        "toelichting": {"S": afgekeurd.toelichting},
        "oin": {"S": afgekeurd.oin},
        "inhoud": {"B": gzip.compress(afgekeurd.inhoud[:MAX_AFGEKEURD], 6, mtime=0)},
        "omvang": {"N": str(afgekeurd.omvang)},
        "laatstOp": {"N": f"{afgekeurd.laatst_op:.3f}"},
        "verlooptOp": {"N": str(int(afgekeurd.laatst_op) + AFGEKEURD_BEWAARD)},
    }
    if afgekeurd.school is not None:
        velden["school"] = {"S": afgekeurd.school}
    if afgekeurd.bericht_id is not None:
        velden["berichtId"] = {"S": afgekeurd.bericht_id}
    return velden


def _uit(item: "Item") -> Afgekeurd:
    try:
        return Afgekeurd(
            kenmerk=item["sk"]["S"],
            reden=item["reden"]["S"],
            toelichting=item["toelichting"]["S"],
            oin=item["oin"]["S"],
            school=item["school"]["S"] if "school" in item else None,
            bericht_id=item["berichtId"]["S"] if "berichtId" in item else None,
            inhoud=gzip.decompress(item["inhoud"]["B"]),
            omvang=int(item["omvang"]["N"]),
            eerst_op=float(item["eerstOp"]["N"]),
            laatst_op=float(item["laatstOp"]["N"]),
            keren=int(item["keren"]["N"]),
        )
    except (KeyError, ValueError, OSError, EOFError) as fout:
        raise OpslagFout("a refused message without its attributes") from fout
