"""The table of abonnementen (implements `stagemarkt.ports.abonnementen.AbonnementenRegistry`).

| pk | sk | what |
|---|---|---|
| `school#<BRIN>` | `abonnement#<abonnementId>` | an abonnement, with its signing secrets |
| `school#<BRIN>` | `bestemming#<kenmerk>` | that there is one with this destination and filter |
| `school#<BRIN>` | `houder#<afnemerId>` | the ids of all that an afnemer has: `abonnementen` |

The ids are kept with each that begins and ends, in one transaction: what is added twice is there once, so
that they cannot come to differ from what there is. They count once `volledig` says that those of before they
were kept are among them; whoever adds the next one sees to that, and `beeindigd`, how many were ended before
it, tells whether one went while they were counted.

How far it is stands in the table Uitgaand; an abonnement begins and ends in both at once.
"""

import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, cast, get_args

from stagemarkt.adapters.aws import as_storage_error
from stagemarkt.adapters.dynamodb import own_success, transactions
from stagemarkt.adapters.dynamodb.attributes import numeric
from stagemarkt.adapters.dynamodb.deliveries import make_due, state_key
from stagemarkt.adapters.dynamodb.readable import UNREADABLE, count_of, moment_of, readable
from stagemarkt.model.abonnement import (
    Abonnement,
    AbonnementKey,
    AbonnementToestand,
    DestinationKind,
    Filter,
    SigningKey,
)
from stagemarkt.model.aflevering import RETENTION
from stagemarkt.model.errors import AbonnementExists, Bilingual, StorageError
from stagemarkt.ports.abonnementen import AT_MOST

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient
    from types_boto3_dynamodb.type_defs import AttributeValueTypeDef, TransactWriteItemTypeDef

    Item = dict[str, AttributeValueTypeDef]

_UNCHANGED: Final = "versie = :oud"
# So often one may be ended while those of before are counted.
_TRIES: Final = 5


class AbonnementenTable:
    """Keeps abonnementen in `table`, `at_most` of an afnemer and school; how far they are in `outgoing`."""

    def __init__(self, client: "DynamoDBClient", table: str, outgoing: str, at_most: int = AT_MOST) -> None:
        self._at_most = at_most
        self._client = client
        self._table = table
        self._outgoing = outgoing

    def read(self, sleutel: AbonnementKey) -> Abonnement | None:
        """As the port says."""
        item = self._item(sleutel)
        return None if item is None else abonnement_from_item(item)

    def of_school(self, school: str) -> Sequence[Abonnement]:
        """As the port says."""
        sheets = self._client.get_paginator("query").paginate(
            TableName=self._table,
            KeyConditionExpression="pk = :school AND begins_with(sk, :abonnement)",
            ExpressionAttributeValues={
                ":school": {"S": f"school#{school}"},
                ":abonnement": {"S": "abonnement#"},
            },
            ConsistentRead=True,
        )
        with as_storage_error():
            items = [item for sheet in sheets for item in sheet["Items"]]
        return list(readable(items, abonnement_from_item))

    def make(self, abonnement: Abonnement, read_until: int, now: float) -> bool:
        """As the port says."""
        begin: Item = {
            **state_key(abonnement.sleutel),
            "teller": numeric(0),
            "gelezenTot": numeric(read_until),
            "begonnenOp": numeric(now),
        }
        steps: list[TransactWriteItemTypeDef] = [
            transactions.new(self._table, _destination(abonnement)),
            transactions.new(self._table, {**_sleutel(abonnement.sleutel), **abonnement_to_item(abonnement)}),
            transactions.new(self._outgoing, begin),
            self._one_more(abonnement),
        ]
        for _ in range(_TRIES):
            failed = transactions.write(self._client, steps)
            # Under an id that was just made up there is none but this one: written, its answer lost.
            if not failed or (1 in failed and self._item(abonnement.sleutel)):
                return True
            if 0 in failed:
                raise self._exists(abonnement)
            holder = self._get(_holder(abonnement))
            if "volledig" not in holder:
                self._count(abonnement, holder)
            elif len(holder.get("abonnementen", {}).get("SS", ())) >= self._at_most:
                return False
            # Else one ended since: there is room again.
        raise StorageError("another keeps ending abonnementen")

    def modify(self, old: Abonnement, new: Abonnement, due_at: float | None = None) -> bool:
        """As the port says."""
        steps: list[TransactWriteItemTypeDef] = [
            {
                "Put": {
                    "TableName": self._table,
                    "Item": {**_sleutel(new.sleutel), **abonnement_to_item(new)},
                    "ConditionExpression": _UNCHANGED,
                    "ExpressionAttributeValues": _version(old),
                }
            }
        ]
        wakes = new.toestand == "actief" and due_at is not None
        if wakes and due_at is not None:
            steps.append(make_due(self._outgoing, new.sleutel, due_at))
        if old.tag != new.tag:
            steps.append({"Delete": {"TableName": self._table, "Key": _spot(_destination(old))}})
            steps.append(transactions.new(self._table, _destination(new)))
        failed = transactions.write(self._client, steps)
        if 0 in failed:
            # Changed by another, or by ourselves a moment ago.
            return own_success.has(self._item(new.sleutel) or {}, abonnement_to_item(new))
        if wakes and 1 in failed:
            # Just ended: without its counter it is numbered no more, and never woken.
            return False
        if failed:
            raise self._exists(new)
        return True

    def remove(self, abonnement: Abonnement, now: float) -> bool:
        """As the port says."""
        tag = uuid.uuid4().hex
        failed = transactions.write(
            self._client,
            [
                *self._way(abonnement),
                {
                    "Update": {
                        "TableName": self._table,
                        "Key": _holder(abonnement),
                        "UpdateExpression": "DELETE abonnementen :id ADD beeindigd :een",
                        "ExpressionAttributeValues": {
                            ":id": {"SS": [abonnement.abonnement_id]},
                            ":een": numeric(1),
                        },
                    }
                },
                {
                    # Without its counter nothing is numbered for it any more.
                    "Update": {
                        "TableName": self._outgoing,
                        "Key": state_key(abonnement.sleutel),
                        "UpdateExpression": "SET verlooptOp = :op, beeindigdDoor = :wie, einde = :kenmerk "
                        "REMOVE teller, wachtrij, wekOp",
                        "ExpressionAttributeValues": {
                            ":op": numeric(int(now) + RETENTION),
                            ":wie": {"S": abonnement.afnemer_id},
                            ":kenmerk": {"S": tag},
                        },
                    }
                },
            ],
        )
        # Gone or changed: by another, or by this very call a moment ago.
        return not failed or self._end(abonnement.sleutel).get("einde") == {"S": tag}

    def is_ended(self, sleutel: AbonnementKey, afnemer_id: str) -> bool:
        """As the port says."""
        return self._end(sleutel).get("beeindigdDoor") == {"S": afnemer_id}

    def _end(self, sleutel: AbonnementKey) -> "Item":
        with as_storage_error():
            return self._client.get_item(
                TableName=self._outgoing, Key=state_key(sleutel), ConsistentRead=True
            ).get("Item", {})

    def _one_more(self, abonnement: Abonnement) -> "TransactWriteItemTypeDef":
        return {
            "Update": {
                "TableName": self._table,
                "Key": _holder(abonnement),
                "UpdateExpression": "ADD abonnementen :id",
                "ConditionExpression": "volledig = :ja AND "
                "(attribute_not_exists(abonnementen) OR size(abonnementen) < :hooguit)",
                "ExpressionAttributeValues": {
                    ":id": {"SS": [abonnement.abonnement_id]},
                    ":ja": {"BOOL": True},
                    ":hooguit": numeric(self._at_most),
                },
            }
        }

    def _count(self, abonnement: Abonnement, holder: "Item") -> None:
        """Keep the ids of all that its afnemer has; nothing where one was ended since `holder` was read."""
        ids = [
            other.abonnement_id
            for other in self.of_school(abonnement.school)
            if other.afnemer_id == abonnement.afnemer_id
        ]
        # Of an attribute that is not there nothing is equal: that it is not there is asked otherwise.
        ended = holder.get("beeindigd")
        unchanged = "attribute_not_exists(beeindigd)" if ended is None else "beeindigd = :beeindigd"
        transactions.write(
            self._client,
            [
                {
                    "Update": {
                        "TableName": self._table,
                        "Key": _holder(abonnement),
                        # A set cannot be empty.
                        "UpdateExpression": f"SET volledig = :ja{', abonnementen = :ids' if ids else ''}",
                        "ConditionExpression": f"attribute_not_exists(volledig) AND {unchanged}",
                        "ExpressionAttributeValues": {
                            ":ja": {"BOOL": True},
                            **({":ids": {"SS": ids}} if ids else {}),
                            **({} if ended is None else {":beeindigd": ended}),
                        },
                    }
                }
            ],
        )

    def _exists(self, abonnement: Abonnement) -> AbonnementExists | StorageError:
        """That its afnemer has one; which, so that who never got the answer knows what to do.

        Or that there was one a moment ago: then it is to be done again.
        """
        item = self._get(_spot(_destination(abonnement)))
        if not item:
            return StorageError("an abonnement that was there, and is gone")
        who = item["abonnementId"]["S"]
        return AbonnementExists(
            Bilingual(
                f"U heeft al een abonnement met deze bestemming en dit filter: {who}. Kent u het geheim "
                "ervan niet, doordat het antwoord u niet bereikte, vraag dan met sleutelrotaties een nieuw.",
                f"You have an abonnement with this destination and filter already: {who}. If you do not know "
                "its secret, for the answer did not reach you, ask for a new one with sleutelrotaties.",
            )
        )

    def _item(self, sleutel: AbonnementKey) -> "Item | None":
        return self._get(_sleutel(sleutel)) or None

    def _get(self, spot: "Item") -> "Item":
        with as_storage_error():
            return self._client.get_item(TableName=self._table, Key=spot, ConsistentRead=True).get("Item", {})

    def erase(self, abonnement: Abonnement) -> bool:
        """The same, and nothing is kept of how far it was: for an afnemer that is removed."""
        rest: list[TransactWriteItemTypeDef] = [
            {"Delete": {"TableName": self._outgoing, "Key": state_key(abonnement.sleutel)}},
            # What is left is counted again, should one more be made all the same.
            {"Delete": {"TableName": self._table, "Key": _holder(abonnement)}},
        ]
        return not transactions.write(self._client, [*self._way(abonnement), *rest])

    def _way(self, abonnement: Abonnement) -> "list[TransactWriteItemTypeDef]":
        return [
            {
                "Delete": {
                    "TableName": self._table,
                    "Key": _sleutel(abonnement.sleutel),
                    "ConditionExpression": _UNCHANGED,
                    "ExpressionAttributeValues": _version(abonnement),
                }
            },
            {"Delete": {"TableName": self._table, "Key": _spot(_destination(abonnement))}},
        ]


def _version(abonnement: Abonnement) -> "Item":
    return {":oud": numeric(abonnement.versie)}


def _sleutel(sleutel: AbonnementKey) -> "Item":
    return {"pk": {"S": f"school#{sleutel.school}"}, "sk": {"S": f"abonnement#{sleutel.abonnement_id}"}}


def _destination(abonnement: Abonnement) -> "Item":
    return {
        "pk": {"S": f"school#{abonnement.school}"},
        "sk": {"S": f"bestemming#{abonnement.tag}"},
        "abonnementId": {"S": abonnement.abonnement_id},
    }


def _holder(abonnement: Abonnement) -> "Item":
    return {"pk": {"S": f"school#{abonnement.school}"}, "sk": {"S": f"houder#{abonnement.afnemer_id}"}}


def _spot(item: "Item") -> "Item":
    return {"pk": item["pk"], "sk": item["sk"]}


def abonnement_to_item(abonnement: Abonnement) -> "Item":
    """The item without its key."""
    return {
        "abonnementId": {"S": abonnement.abonnement_id},
        "school": {"S": abonnement.school},
        "afnemerId": {"S": abonnement.afnemer_id},
        "soort": {"S": abonnement.soort},
        "adres": {"S": abonnement.adres},
        "filter": {
            "M": {
                name: {"L": [{"S": w} for w in values]}
                for name, values in abonnement.filter._asdict().items()
            }
        },
        "toestand": {"S": abonnement.toestand},
        "aangemaaktOp": numeric(float(abonnement.aangemaakt_op)),
        "actiefSinds": numeric(float(abonnement.actief_sinds)),
        "versie": numeric(abonnement.versie),
        "sleutels": {
            "L": [
                {
                    "M": {
                        "geheim": {"S": s.geheim},
                        **({} if s.until is None else {"tot": numeric(float(s.until))}),
                    }
                }
                for s in abonnement.sleutels
            ]
        },
        "bewijs": {"S": abonnement.bewijs},
    }


def abonnement_from_item(item: "Item") -> Abonnement:
    """The abonnement. Raises StorageError when the item is not one."""
    try:
        filter_ = cast("dict[str, Any]", item["filter"]["M"])
        return Abonnement(
            abonnement_id=item["abonnementId"]["S"],
            school=item["school"]["S"],
            afnemer_id=item["afnemerId"]["S"],
            soort=_one_of(DestinationKind, item["soort"]["S"]),
            adres=item["adres"]["S"],
            filter=Filter(**{name: tuple(w["S"] for w in values["L"]) for name, values in filter_.items()}),
            toestand=_one_of(AbonnementToestand, item["toestand"]["S"]),
            aangemaakt_op=moment_of(item["aangemaaktOp"]),
            actief_sinds=moment_of(item["actiefSinds"]),
            versie=count_of(item["versie"]),
            sleutels=tuple(_signing_key(cast("dict[str, Any]", s["M"])) for s in item["sleutels"]["L"]),
            bewijs=item["bewijs"]["S"],
        )
    except UNREADABLE as error:
        raise StorageError("an abonnement without its attributes") from error


def _signing_key(content: "dict[str, Any]") -> SigningKey:
    return SigningKey(content["geheim"]["S"], moment_of(content["tot"]) if "tot" in content else None)


def _one_of(kind: Any, text: str) -> Any:  # noqa: ANN401 - a Literal is no type that can be named
    if text not in get_args(kind):
        raise ValueError("an unknown word")
    return text
