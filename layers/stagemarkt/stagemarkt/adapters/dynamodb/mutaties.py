"""The table of mutaties (implements `stagemarkt.ports.intake.MutatieStore`).

| pk | sk | what |
|---|---|---|
| `mutatie#<mutatieId>` | `mutatie` | a mutatie |
| `bericht#<BerichtID>` | `bericht` | what is known of a message; `afgerond` is its marker |
| `school#<BRIN>` | moment in ms, `#`, BerichtID | the messages of a school in order of arrival |

`verlooptOp` is the TTL attribute of them all. The ids of a message's mutaties follow from its BerichtID and
their number, so the third needs no list of them.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Final, cast, get_args

from stagemarkt.adapters.aws import as_storage_error
from stagemarkt.adapters.dynamodb import batches
from stagemarkt.adapters.dynamodb.readable import UNREADABLE, count_of, moment_of, readable
from stagemarkt.model.errors import StorageError
from stagemarkt.model.mutatie import Mutatie, Mutatiestatus, mutatie_id_of
from stagemarkt.ports.intake import RETENTION, Acceptance, MessageHeader

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient
    from types_boto3_dynamodb.type_defs import AttributeValueTypeDef

    Item = dict[str, AttributeValueTypeDef]

# Digits of a moment in milliseconds since 1970, so that text sorts as time does.
_DIGITS: Final = 15


class MutatieTable:
    """Keeps mutaties, and what is known of their messages, in `table`."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def accept(self, header: MessageHeader, now: float) -> Acceptance:
        """As the port says."""
        # To the millisecond, as it is kept: who reads it back must find the same moment.
        now = round(now, 3)
        try:
            with as_storage_error():
                self._client.transact_write_items(
                    TransactItems=[
                        {
                            "Put": {
                                "TableName": self._table,
                                "Item": _message(header, now),
                                "ConditionExpression": "attribute_not_exists(pk)",
                            }
                        },
                        {"Put": {"TableName": self._table, "Item": _in_order(header, now)}},
                    ]
                )
        except StorageError as error:
            if str(error) != "TransactionCanceledException":
                raise
            # Known already, or being claimed by another at this moment: then there is nothing to read yet.
            return self._known(header.bericht_id)
        return Acceptance(header.checksum, now, completed=False)

    def keep(self, mutaties: Sequence[Mutatie]) -> None:
        """As the port says."""
        batches.write(self._client, self._table, [mutatie_to_item(mutatie) for mutatie in mutaties])

    def complete(self, bericht_id: str) -> None:
        """As the port says."""
        with as_storage_error():
            self._client.update_item(
                TableName=self._table,
                Key=_message_key(bericht_id),
                UpdateExpression="SET afgerond = :ja",
                ConditionExpression="attribute_exists(pk)",
                ExpressionAttributeValues={":ja": {"BOOL": True}},
            )

    def read(self, mutatie_id: str) -> Mutatie | None:
        """As the port says."""
        found = batches.read(self._client, self._table, [_mutatie_key(mutatie_id)])
        return next(map(mutatie_from_item, found), None)

    def read_all(self, mutatie_ids: Sequence[str]) -> Sequence[Mutatie]:
        """As the port says."""
        sleutels = [_mutatie_key(mutatie_id) for mutatie_id in dict.fromkeys(mutatie_ids)]
        parsed = readable(batches.read(self._client, self._table, sleutels), mutatie_from_item)
        by_id = {mutatie.mutatie_id: mutatie for mutatie in parsed}
        return [by_id[mutatie_id] for mutatie_id in mutatie_ids if mutatie_id in by_id]

    def walk(self, school: str, vanaf: float) -> Iterator[Mutatie]:
        """As the port says."""
        for bericht_id, count in self._messages(school, vanaf):
            ids = [mutatie_id_of(bericht_id, position) for position in range(1, count + 1)]
            yield from self.read_all(ids)

    def _messages(self, school: str, vanaf: float) -> Iterator[tuple[str, int]]:
        sheets = self._client.get_paginator("query").paginate(
            TableName=self._table,
            KeyConditionExpression="pk = :school AND sk >= :vanaf",
            ExpressionAttributeValues={
                ":school": {"S": f"school#{school}"},
                ":vanaf": {"S": _moment(vanaf)},
            },
            ConsistentRead=True,
        )
        with as_storage_error():
            for sheet in sheets:
                yield from readable(sheet["Items"], _message_from_item)

    def _known(self, bericht_id: str) -> Acceptance:
        with as_storage_error():
            item = self._client.get_item(
                TableName=self._table, Key=_message_key(bericht_id), ConsistentRead=True
            ).get("Item")
        if item is None:
            raise StorageError("a message that two brought at once")
        try:
            return Acceptance(
                item["controlegetal"]["S"], moment_of(item["gelogdOp"]), item["afgerond"]["BOOL"]
            )
        except UNREADABLE as error:
            raise StorageError("a message without its attributes") from error


def _message(header: MessageHeader, now: float) -> "Item":
    return {
        **_message_key(header.bericht_id),
        "abonnementId": {"S": header.abonnement_id},
        "school": {"S": header.school},
        "aantal": {"N": str(header.aantal)},
        "controlegetal": {"S": header.checksum},
        "gelogdOp": {"N": f"{now:.3f}"},
        "afgerond": {"BOOL": False},
        "verlooptOp": _expires(now),
    }


def _in_order(header: MessageHeader, now: float) -> "Item":
    return {
        "pk": {"S": f"school#{header.school}"},
        "sk": {"S": f"{_moment(now)}#{header.bericht_id}"},
        "aantal": {"N": str(header.aantal)},
        "verlooptOp": _expires(now),
    }


def _message_from_item(item: "Item") -> tuple[str, int]:
    try:
        return item["sk"]["S"].partition("#")[2], count_of(item["aantal"])
    except UNREADABLE as error:
        raise StorageError("a message without its attributes") from error


def _message_key(bericht_id: str) -> "Item":
    return {"pk": {"S": f"bericht#{bericht_id}"}, "sk": {"S": "bericht"}}


def _mutatie_key(mutatie_id: str) -> "Item":
    return {"pk": {"S": f"mutatie#{mutatie_id}"}, "sk": {"S": "mutatie"}}


def _moment(seconds: float) -> str:
    return f"{max(0, round(seconds * 1000)):0{_DIGITS}d}"


def _expires(now: float) -> "AttributeValueTypeDef":
    return {"N": str(int(now) + RETENTION)}


def mutatie_to_item(mutatie: Mutatie) -> "Item":
    """The item, its key and its end included."""
    item: Item = {
        "pk": {"S": f"mutatie#{mutatie.mutatie_id}"},
        "sk": {"S": "mutatie"},
        "school": {"S": mutatie.school},
        "berichtId": {"S": mutatie.bericht_id},
        "positie": {"N": str(mutatie.positie)},
        "abonnementId": {"S": mutatie.abonnement_id},
        "leerbedrijfId": {"S": mutatie.leerbedrijf_id},
        "naam": {"S": mutatie.naam},
        "code": {"S": mutatie.code},
        "status": {"S": mutatie.status},
        "gelogdOp": {"N": f"{mutatie.gelogd_op:.3f}"},
        "verlooptOp": {"N": str(int(mutatie.gelogd_op) + RETENTION)},
    }
    if mutatie.startdatum is not None:
        item["startdatum"] = {"S": mutatie.startdatum.isoformat()}
    if mutatie.mutatietijdstip is not None:
        item["mutatietijdstip"] = {"S": mutatie.mutatietijdstip.astimezone(UTC).isoformat()}
    if mutatie.einddatum is not None:
        item["einddatum"] = {"S": mutatie.einddatum.isoformat()}
    return item


def mutatie_from_item(item: "Item") -> Mutatie:
    """The mutatie. Raises StorageError when the item is not one."""
    try:
        return Mutatie(
            mutatie_id=item["pk"]["S"].partition("#")[2],
            school=item["school"]["S"],
            bericht_id=item["berichtId"]["S"],
            positie=count_of(item["positie"]),
            abonnement_id=item["abonnementId"]["S"],
            leerbedrijf_id=item["leerbedrijfId"]["S"],
            naam=item["naam"]["S"],
            code=item["code"]["S"],
            status=_status(item["status"]["S"]),
            startdatum=date.fromisoformat(item["startdatum"]["S"]) if "startdatum" in item else None,
            einddatum=date.fromisoformat(item["einddatum"]["S"]) if "einddatum" in item else None,
            mutatietijdstip=(_with_zone(item["mutatietijdstip"]["S"]) if "mutatietijdstip" in item else None),
            gelogd_op=moment_of(item["gelogdOp"]),
        )
    except UNREADABLE as error:
        raise StorageError("a mutatie without its attributes") from error


def _with_zone(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError("a moment of no zone")
    return at


def _status(text: str) -> Mutatiestatus:
    if text not in get_args(Mutatiestatus):
        raise ValueError("an unknown status")
    return cast("Mutatiestatus", text)
