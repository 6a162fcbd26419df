"""What waits, in the table Uitgaand (implements `Outbox`, and what `adapters.dynamodb.due_times` does).

The shape of the items stands in `adapters.dynamodb.deliveries`.
"""

import uuid
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from stagemarkt.adapters.aws import as_storage_error
from stagemarkt.adapters.dynamodb.attributes import numeric
from stagemarkt.adapters.dynamodb.deliveries import delivery_key, part, pk_of, state_key
from stagemarkt.adapters.dynamodb.due_times import DueTimeTable
from stagemarkt.adapters.dynamodb.outbox_items import delivery_from_item
from stagemarkt.adapters.dynamodb.readable import UNREADABLE, count_of, moment_of, readable
from stagemarkt.model.abonnement import AbonnementKey
from stagemarkt.model.aflevering import RETENTION, Aflevering
from stagemarkt.model.age import CLOCKS_APART
from stagemarkt.model.errors import StorageError
from stagemarkt.ports.outbox import DeliveryLease

if TYPE_CHECKING:
    from types_boto3_dynamodb.type_defs import AttributeValueTypeDef

    Item = dict[str, AttributeValueTypeDef]

_WAITING: Final = "Wachtend"
_ZERO: Final = {":nul": numeric(0)}


class OutboxTable(DueTimeTable):
    """Knows in `table` what waits, who delivers it and when it is due."""

    def lease(self, sleutel: AbonnementKey, now: float, until: float) -> DeliveryLease | None:
        """As the port says."""
        # The name is of this one call: asked again for a lost answer, it finds its own right, not another's.
        item = self.update_if(
            state_key(sleutel),
            "SET pachtTot = :tot, houder = :wie ADD hek :een",
            "attribute_exists(teller) AND "
            "(attribute_not_exists(pachtTot) OR pachtTot <= :nu OR pachtTot > :wild OR houder = :wie)",
            {
                ":wild": numeric(until + CLOCKS_APART),
                ":tot": numeric(until),
                ":nu": numeric(now),
                ":een": numeric(1),
                ":wie": {"S": uuid.uuid4().hex},
            },
        )
        if item is None:
            return None
        return _lease_from_item(item)

    def wachtend(self, sleutel: AbonnementKey) -> Iterator[Aflevering]:
        """As the port says."""
        sheets = self._client.get_paginator("query").paginate(
            TableName=self._table,
            IndexName=_WAITING,
            KeyConditionExpression="pk = :pk",
            ExpressionAttributeValues={":pk": {"S": pk_of(sleutel)}},
            ConsistentRead=True,
            PaginationConfig={"PageSize": 200},
        )
        with as_storage_error():
            for sheet in sheets:
                yield from readable(sheet["Items"], delivery_from_item)

    def note(self, sleutel: AbonnementKey, fence: int, delivery: Aflevering) -> bool:
        """As the port says."""
        put = "SET stand = :stand, pogingen = :pogingen, pogingOp = :op, hek = :hek"
        weg = []
        values: Item = {
            ":stand": {"S": delivery.stand},
            ":pogingen": numeric(delivery.pogingen),
            ":op": numeric(delivery.poging_op),
            ":hek": numeric(fence),
        }
        if delivery.laatste is not None:
            put += ", laatsteOp = :laatst"
            values[":laatst"] = numeric(delivery.laatste.at)
            for name, value in (
                ("laatsteStatus", delivery.laatste.http_status),
                ("laatsteReden", delivery.laatste.reden),
            ):
                if value is None:
                    weg.append(name)
                else:
                    put += f", {name} = :{name}"
                    values[f":{name}"] = numeric(value) if isinstance(value, int) else {"S": value}
        if delivery.stand != "wacht":
            weg.append("wacht")
        if delivery.stand == "opzij":
            put += ", wachtrij = :deel, wekOp = :op"
            values[":deel"] = {"S": part(sleutel, "opzij")}
        put += f" REMOVE {', '.join(weg)}" if weg else ""
        condition = "attribute_exists(wacht) AND (attribute_not_exists(hek) OR hek <= :hek)"
        spot = delivery_key(sleutel, delivery.volgnummer)
        # Within one right a delivery gets each state and count once: then it is what we noted.
        own = {name: values[f":{name}"] for name in ("stand", "pogingen", "hek")}
        return self.update_if(spot, put, condition, values, own) is not None

    def put_back(self, sleutel: AbonnementKey, lease: DeliveryLease, until: int, now: float) -> bool:
        """As the port says."""
        for volgnummer in range(lease.retry_from, until + 1):
            # An expired one is not there: nothing is made of it.
            self.update_if(
                delivery_key(sleutel, volgnummer),
                "SET wacht = :nr, stand = :wacht, pogingen = :nul, pogingOp = :nu, sinds = :nu, hek = :hek "
                "REMOVE wachtrij, wekOp",
                "attribute_exists(pk) AND (attribute_not_exists(hek) OR hek <= :hek)",
                {
                    ":nr": numeric(volgnummer),
                    ":wacht": {"S": "wacht"},
                    ":nu": numeric(now),
                    ":hek": numeric(lease.fence),
                    **_ZERO,
                },
            )
        ready = until >= lease.retry_until
        further: Item = {} if ready else {":verder": numeric(until + 1)}
        done = self.update_if(
            state_key(sleutel),
            "REMOVE opnieuwVanaf, opnieuwTot" if ready else "SET opnieuwVanaf = :verder",
            # Another stretch may have been asked for meanwhile: then it is looked at anew.
            "hek = :hek AND opnieuwVanaf = :vanaf AND opnieuwTot = :tot",
            {
                ":hek": numeric(lease.fence),
                ":vanaf": numeric(lease.retry_from),
                ":tot": numeric(lease.retry_until),
                **further,
            },
            {
                "hek": numeric(lease.fence),
                "opnieuwVanaf": None if ready else numeric(until + 1),
                "opnieuwTot": None if ready else numeric(lease.retry_until),
            },
        )
        return done is not None

    def lay_down(
        self, sleutel: AbonnementKey, lease: DeliveryLease, due_at: float, mislukt: int, cooldown_until: float
    ) -> bool:
        """As the port says."""
        put = "SET mislukt = :mislukt, rustTot = :rust, geleerdSinds = :sinds"
        values: Item = {
            ":sinds": numeric(lease.learned_since),
            ":mislukt": numeric(mislukt),
            ":rust": numeric(float(cooldown_until)),
            ":hek": numeric(lease.fence),
            ":gewekt": numeric(lease.gewekt),
            ":deel": {"S": part(sleutel)},
            ":op": numeric(float(due_at)),
        }
        quiet = f"{put}, wachtrij = :deel, wekOp = :op REMOVE pachtTot"
        spot = state_key(sleutel)
        undisturbed = "hek = :hek AND (gewekt = :gewekt OR attribute_not_exists(gewekt))"
        if self.update_if(spot, quiet, undisturbed, values) is not None:
            return True
        needed = {name: values[name] for name in (":mislukt", ":rust", ":sinds", ":hek")}
        # Not undisturbed: woken, and then it stays due; or overtaken, and then it is another's.
        return self.update_if(spot, f"{put} REMOVE pachtTot", "hek = :hek", needed) is None

    def forget(self, sleutel: AbonnementKey, now: float) -> None:
        """As the port says."""
        self.update_if(
            state_key(sleutel),
            "SET verlooptOp = :op REMOVE wachtrij, wekOp, pachtTot",
            "attribute_exists(pk)",
            {":op": numeric(int(now) + RETENTION)},
        )


def _lease_from_item(item: "dict[str, Any]") -> DeliveryLease:
    try:
        return DeliveryLease(
            fence=_whole(item, "hek"),
            gewekt=_whole(item, "gewekt"),
            mislukt=_whole(item, "mislukt"),
            cooldown_until=_moment(item, "rustTot"),
            retry_from=_whole(item, "opnieuwVanaf"),
            retry_until=_whole(item, "opnieuwTot"),
            learned_since=_moment(item, "geleerdSinds"),
        )
    except UNREADABLE as error:
        raise StorageError("a stand without its attributes") from error


def _whole(item: "dict[str, Any]", name: str) -> int:
    return count_of(item[name]) if name in item else 0


def _moment(item: "dict[str, Any]", name: str) -> float:
    return moment_of(item[name]) if name in item else 0.0
