"""What was refused or could not be read, in the table of mutaties (implements `ports.mutaties.Afkeurboek`).

`pk` = `afgekeurd`, `sk` = the digest that names it: the same message for the same reason is one item, however
often it comes. A mutatie that could not be read is one item too. There are few: only SBB gets this far.
"""

import gzip
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from stagemarkt.adapters.aws import als_opslagfout
from stagemarkt.adapters.dynamodb import batches
from stagemarkt.model.errors import OpslagFout
from stagemarkt.ports.mutaties import AFGEKEURD_BEWAARD, BEWAARTERMIJN, MAX_AFGEKEURD, Afgekeurd

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
        velden = _velden(afgekeurd, AFGEKEURD_BEWAARD)
        namen = {f"#{naam}": naam for naam in velden} | {"#keren": "keren", "#eerst": "eerstOp"}
        toekenningen = [f"#{naam} = :{naam}" for naam in velden]
        with als_opslagfout():
            self._client.update_item(
                TableName=self._tabel,
                Key=_sleutel(afgekeurd.kenmerk),
                UpdateExpression=f"SET {', '.join(toekenningen)}, #eerst = if_not_exists(#eerst, :laatstOp) "
                "ADD #keren :een",
                ExpressionAttributeNames=namen,
                ExpressionAttributeValues={
                    ":een": {"N": "1"},
                    **{f":{naam}": waarde for naam, waarde in velden.items()},
                },
            )

    def houd_apart(self, mutaties: Sequence[Afgekeurd]) -> None:
        """As the port says."""
        items: list[Item] = [
            {
                **_sleutel(een.kenmerk),
                **_velden(een, BEWAARTERMIJN),
                "keren": {"N": "1"},
                "eerstOp": {"N": f"{een.eerst_op:.3f}"},
            }
            for een in mutaties
        ]
        batches.schrijf(self._client, self._tabel, items)

    def vergeet(self, kenmerk: str) -> None:
        """As the port says."""
        with als_opslagfout():
            self._client.delete_item(TableName=self._tabel, Key=_sleutel(kenmerk))

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


def _sleutel(kenmerk: str) -> "Item":
    return {"pk": {"S": _PK}, "sk": {"S": kenmerk}}


def _velden(afgekeurd: Afgekeurd, termijn: int) -> "Item":
    velden: Item = {
        "reden": {"S": afgekeurd.reden},
        "toelichting": {"S": afgekeurd.toelichting},
        "oin": {"S": afgekeurd.oin},
        "inhoud": {"B": gzip.compress(afgekeurd.inhoud[:MAX_AFGEKEURD], 6, mtime=0)},
        "omvang": {"N": str(afgekeurd.omvang)},
        "laatstOp": {"N": f"{afgekeurd.laatst_op:.3f}"},
        "verlooptOp": {"N": str(int(afgekeurd.laatst_op) + termijn)},
    }
    if afgekeurd.school is not None:
        velden["school"] = {"S": afgekeurd.school}
    if afgekeurd.bericht_id is not None:
        velden["berichtId"] = {"S": afgekeurd.bericht_id}
    if afgekeurd.abonnement_id is not None and afgekeurd.positie is not None:
        velden |= {"abonnementId": {"S": afgekeurd.abonnement_id}, "positie": {"N": str(afgekeurd.positie)}}
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
            abonnement_id=item["abonnementId"]["S"] if "abonnementId" in item else None,
            positie=int(item["positie"]["N"]) if "positie" in item else None,
        )
    except (KeyError, ValueError, OSError, EOFError) as fout:
        raise OpslagFout("a refused message without its attributes") from fout
