"""What was refused or unreadable, in the table of mutaties (implements `ports.intake.RejectsRegister`).

`pk` = `afgekeurd`, `sk` = the digest that names it: the same message for the same reason is one item, however
often it comes. A mutatie that could not be read is one item too. There are few: only SBB gets this far.
"""

import gzip
import zlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from stagemarkt.adapters.aws import as_storage_error
from stagemarkt.adapters.dynamodb import batches
from stagemarkt.adapters.dynamodb.readable import UNREADABLE, count_of, moment_of, readable
from stagemarkt.model.errors import StorageError
from stagemarkt.ports.intake import MAX_REJECTED, REJECTED_RETENTION, RETENTION, Rejected

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient
    from types_boto3_dynamodb.type_defs import AttributeValueTypeDef

    Item = dict[str, AttributeValueTypeDef]

_PK: Final = "afgekeurd"


class RejectsTable:
    """Keeps what was refused in `table`."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def reject(self, rejected: Rejected) -> None:
        """As the port says; counted once for each moment, however often the SDK asks."""
        fields = _fields(rejected, REJECTED_RETENTION)
        names = {f"#{name}": name for name in fields} | {"#keren": "keren", "#eerst": "eerstOp"}
        assignments = [f"#{name} = :{name}" for name in fields]
        # What stands there with this very moment was written by this call, whose answer was lost.
        with as_storage_error(), suppress(self._client.exceptions.ConditionalCheckFailedException):
            self._client.update_item(
                TableName=self._table,
                Key=_sleutel(rejected.tag),
                UpdateExpression=f"SET {', '.join(assignments)}, #eerst = if_not_exists(#eerst, :laatstOp) "
                "ADD #keren :een",
                ConditionExpression="attribute_not_exists(#laatstOp) OR #laatstOp <> :laatstOp",
                ExpressionAttributeNames=names,
                ExpressionAttributeValues={
                    ":een": {"N": "1"},
                    **{f":{name}": value for name, value in fields.items()},
                },
            )

    def keep_apart(self, mutaties: Sequence[Rejected]) -> None:
        """As the port says."""
        items: list[Item] = [
            {
                **_sleutel(one.tag),
                **_fields(one, RETENTION),
                "keren": {"N": "1"},
                "eerstOp": {"N": f"{one.first_at:.3f}"},
            }
            for one in mutaties
        ]
        batches.write(self._client, self._table, items)

    def forget(self, tag: str) -> None:
        """As the port says."""
        with as_storage_error():
            self._client.delete_item(TableName=self._table, Key=_sleutel(tag))

    def rejected_messages(self) -> Iterator[Rejected]:
        """As the port says."""
        sheets = self._client.get_paginator("query").paginate(
            TableName=self._table,
            KeyConditionExpression="pk = :pk",
            ExpressionAttributeValues={":pk": {"S": _PK}},
        )
        with as_storage_error():
            for sheet in sheets:
                yield from readable(sheet["Items"], _from_item)


def _sleutel(tag: str) -> "Item":
    return {"pk": {"S": _PK}, "sk": {"S": tag}}


def _fields(rejected: Rejected, deadline: int) -> "Item":
    fields: Item = {
        "reden": {"S": rejected.reden},
        "toelichting": {"S": rejected.explanation},
        "oin": {"S": rejected.oin},
        "inhoud": {"B": gzip.compress(rejected.inhoud[:MAX_REJECTED], 6, mtime=0)},
        "omvang": {"N": str(rejected.size)},
        "laatstOp": {"N": f"{rejected.last_at:.3f}"},
        "verlooptOp": {"N": str(int(rejected.last_at) + deadline)},
    }
    if rejected.school is not None:
        fields["school"] = {"S": rejected.school}
    if rejected.bericht_id is not None:
        fields["berichtId"] = {"S": rejected.bericht_id}
    if rejected.abonnement_id is not None and rejected.positie is not None:
        fields |= {"abonnementId": {"S": rejected.abonnement_id}, "positie": {"N": str(rejected.positie)}}
    return fields


def _from_item(item: "Item") -> Rejected:
    try:
        return Rejected(
            tag=item["sk"]["S"],
            reden=item["reden"]["S"],
            explanation=item["toelichting"]["S"],
            oin=item["oin"]["S"],
            school=item["school"]["S"] if "school" in item else None,
            bericht_id=item["berichtId"]["S"] if "berichtId" in item else None,
            inhoud=gzip.decompress(item["inhoud"]["B"]),
            size=int(item["omvang"]["N"]),
            first_at=moment_of(item["eerstOp"]),
            last_at=moment_of(item["laatstOp"]),
            times=count_of(item["keren"]),
            abonnement_id=item["abonnementId"]["S"] if "abonnementId" in item else None,
            positie=count_of(item["positie"]) if "positie" in item else None,
        )
    except (*UNREADABLE, OSError, EOFError, zlib.error) as error:
        raise StorageError("a refused message without its attributes") from error
