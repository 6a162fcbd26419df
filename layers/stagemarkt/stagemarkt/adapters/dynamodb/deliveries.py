"""What was numbered for an abonnement, in the table Uitgaand (implements `DeliveryReader` and `Numberer`).

| pk | sk | what |
|---|---|---|
| `uit#<BRIN>#<abonnementId>` | `stand` | how far it is, who delivers, and when it is due |
| `uit#<BRIN>#<abonnementId>` | `nr#<volgnummer>` | a delivery |

A delivery that waits has `wacht` (its volgnummer): the local index `Wachtend` holds those alone, in order,
and is read consistently. What is due at a moment has `wachtrij` and `wekOp`: the index `Wekkers`. Its key is
one of a few parts by the abonnement's id, so that no part is hot; what was set aside is in `opzij#…`.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final
from zlib import crc32

from stagemarkt.adapters.aws import as_storage_error
from stagemarkt.adapters.dynamodb import batches, transactions
from stagemarkt.adapters.dynamodb.attributes import numeric
from stagemarkt.adapters.dynamodb.outbox_items import (
    NUMBERS,
    STATE,
    delivery_from_item,
    delivery_to_item,
    number_key,
)
from stagemarkt.adapters.dynamodb.readable import UNREADABLE, count_of, readable
from stagemarkt.model.abonnement import AbonnementKey
from stagemarkt.model.aflevering import Aflevering, DeliveryStand
from stagemarkt.model.errors import StorageError
from stagemarkt.ports.outbox import Numbering

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient
    from types_boto3_dynamodb.type_defs import AttributeValueTypeDef, TransactWriteItemTypeDef

    Item = dict[str, AttributeValueTypeDef]

PARTS: Final = 8
_LAST: Final = 2**31


class DeliveryTable:
    """Numbers deliveries in `table`, and reads them back."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def stand(self, sleutel: AbonnementKey) -> DeliveryStand | None:
        """As the port says."""
        with as_storage_error():
            item = self._client.get_item(
                TableName=self._table, Key=state_key(sleutel), ConsistentRead=True
            ).get("Item")
        # What was ended leaves an item without a counter, until it expires.
        if item is None or "teller" not in item:
            return None
        return _stand_from_item(item)[1]

    def number(
        self, sleutel: AbonnementKey, old: DeliveryStand, deliveries: Sequence[Aflevering], read_until: int
    ) -> bool:
        """As the port says."""
        [done] = self.number_together([Numbering(sleutel, old, deliveries, read_until)])
        return done

    def number_together(self, numberings: Sequence[Numbering]) -> Sequence[bool]:
        """As the port says."""
        done = [False] * len(numberings)
        over = list(range(len(numberings)))
        while over:
            try:
                failed = self._write([numberings[n] for n in over])
            except transactions.Conflict:
                if len(over) == 1:
                    raise
                # One of them was being worked at all the while: it must not hold up the others.
                for n in over:
                    with suppress(transactions.Conflict):
                        [done[n]] = self.number_together([numberings[n]])
                break
            refused = [over[spot] for spot in failed]
            if refused:
                # Nothing was written now. What was there already may be ours, of which the answer was lost:
                # the same lines give the same deliveries, whoever numbers them.
                there_is = self.states([numberings[n].sleutel for n in refused])
                for n in refused:
                    done[n] = there_is.get(numberings[n].sleutel) == numberings[n].new
                over = [n for n in over if n not in refused]
            else:
                for n in over:
                    done[n] = True
                break
        return done

    def states(self, sleutels: Sequence[AbonnementKey]) -> Mapping[AbonnementKey, DeliveryStand]:
        """As the port says."""
        found = batches.read(self._client, self._table, [state_key(sleutel) for sleutel in sleutels])
        return dict(readable((item for item in found if "teller" in item), _stand_from_item))

    def _write(self, numberings: Sequence[Numbering]) -> frozenset[int]:
        """All of these or none; the places of those that were refused."""
        steps: list[TransactWriteItemTypeDef] = []
        van: list[int] = []
        for spot, numbering in enumerate(numberings):
            own = self._steps(numbering)
            steps += own
            van += [spot] * len(own)
        return frozenset(van[spot] for spot in transactions.write(self._client, steps))

    def _steps(self, numbering: Numbering) -> "list[TransactWriteItemTypeDef]":
        sleutel, old, deliveries, read_until = numbering
        put = "SET teller = :teller, gelezenTot = :gelezen"
        values: Item = {
            ":oud": numeric(old.counter),
            ":van": numeric(old.read_until),
            ":teller": numeric(old.counter + len(deliveries)),
            ":gelezen": numeric(read_until),
        }
        now = deliveries[0].poging_op if deliveries else 0.0
        if deliveries:
            put += ", wachtrij = :deel, wekOp = :op ADD gewekt :een"
            values |= due_values(sleutel, now)
        return [
            {
                "Update": {
                    "TableName": self._table,
                    "Key": state_key(sleutel),
                    "UpdateExpression": put,
                    "ConditionExpression": "teller = :oud AND gelezenTot = :van",
                    "ExpressionAttributeValues": values,
                }
            },
            *(
                transactions.new(self._table, delivery_to_item(pk_of(sleutel), delivery, now))
                for delivery in deliveries
            ),
        ]

    def read(self, sleutel: AbonnementKey, after: int, count: int) -> Sequence[Aflevering]:
        """As the port says; fewer when they are large."""
        return self._read(sleutel, after + 1, _LAST, count, ahead=True)

    def read_back(self, sleutel: AbonnementKey, before: int | None, count: int) -> Sequence[Aflevering]:
        """As the port says; fewer when they are large."""
        return self._read(sleutel, 0, _LAST if before is None else before - 1, count, ahead=False)

    def _read(
        self, sleutel: AbonnementKey, van: int, until: int, count: int, *, ahead: bool
    ) -> Sequence[Aflevering]:
        begin: dict[str, Any] = {}
        while True:
            with as_storage_error():
                sheet = self._client.query(
                    TableName=self._table,
                    KeyConditionExpression="pk = :pk AND sk BETWEEN :van AND :tot",
                    ExpressionAttributeValues={
                        ":pk": {"S": pk_of(sleutel)},
                        ":van": {"S": number_key(van)},
                        ":tot": {"S": number_key(until)},
                    },
                    ConsistentRead=True,
                    ScanIndexForward=ahead,
                    Limit=count,
                    **begin,
                )
            found = list(readable(sheet["Items"], delivery_from_item))
            last = sheet.get("LastEvaluatedKey")
            # None of these can be read: what follows can, or there is nothing more.
            if found or last is None:
                return found
            begin = {"ExclusiveStartKey": last}


def pk_of(sleutel: AbonnementKey) -> str:
    """The partition of an abonnement."""
    return f"uit#{sleutel.school}#{sleutel.abonnement_id}"


def abonnement_of(item: "Item") -> AbonnementKey:
    """In whose partition this item is. Raises StorageError when it is nobody's."""
    try:
        _from_item, school, abonnement_id = item["pk"]["S"].split("#", 2)
    except UNREADABLE as error:
        raise StorageError("a partition of no abonnement") from error
    return AbonnementKey(school, abonnement_id)


def _stand_from_item(item: "Item") -> tuple[AbonnementKey, DeliveryStand]:
    try:
        stand = DeliveryStand(count_of(item["teller"]), count_of(item["gelezenTot"]))
    except UNREADABLE as error:
        raise StorageError("a stand without its attributes") from error
    return abonnement_of(item), stand


def state_key(sleutel: AbonnementKey) -> "Item":
    """The key of what is known of an abonnement as a whole."""
    return {"pk": {"S": pk_of(sleutel)}, "sk": {"S": STATE}}


def delivery_key(sleutel: AbonnementKey, volgnummer: int) -> "Item":
    """The key of a delivery."""
    return {"pk": {"S": pk_of(sleutel)}, "sk": {"S": number_key(volgnummer)}}


def part(sleutel: AbonnementKey, kind: str = "wek") -> str:
    """The part of the index Wekkers that an abonnement is in."""
    return f"{kind}#{crc32(sleutel.abonnement_id.encode()) % PARTS}"


def make_due(table: str, sleutel: AbonnementKey, at: float) -> "TransactWriteItemTypeDef":
    """That an abonnement is due at `at`, as a part of another change."""
    return {
        "Update": {
            "TableName": table,
            "Key": state_key(sleutel),
            # Whoever delivers at the moment finds that it was woken meanwhile.
            "UpdateExpression": "SET wachtrij = :deel, wekOp = :op ADD gewekt :een",
            "ConditionExpression": "attribute_exists(teller)",
            "ExpressionAttributeValues": due_values(sleutel, at),
        }
    }


def due_values(sleutel: AbonnementKey, at: float) -> "Item":
    """The values with which an abonnement is made due."""
    return {":deel": {"S": part(sleutel)}, ":op": numeric(float(at)), ":een": numeric(1)}


def is_number(sk: str) -> bool:
    """Whether this sort key is that of a delivery."""
    return sk.startswith(NUMBERS)
