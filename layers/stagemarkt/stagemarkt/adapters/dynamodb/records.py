"""How SBB does, in the table of Waarnemingen (implements the ports in `ports.records`).

One item for each address of SBB and one for each school; how they look inside: `record_form`. A circuit is
written on condition of the `versie` that was read; a turn and a place on condition that there is room,
whoever was first (`rate_limit`); all else as it comes. What one call changes of an item is one write of it.
"""

import uuid
from typing import TYPE_CHECKING, Any

from stagemarkt.adapters.dynamodb import own_success, rate_limit
from stagemarkt.adapters.dynamodb import record_form as form
from stagemarkt.adapters.dynamodb.connection import as_storage_error
from stagemarkt.model.errors import StorageError
from stagemarkt.ports.guard import PlaceRequest, Requester, Waiting
from stagemarkt.ports.records import (
    Both,
    EndpointChange,
    EndpointRecord,
    EndpointWritten,
    SchoolChange,
    SchoolRecord,
    SchoolWritten,
)
from stagemarkt.ports.standing import CertificateState, RefusalKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from types_boto3_dynamodb.client import DynamoDBClient
    from types_boto3_dynamodb.literals import ReturnValueType

    from stagemarkt.adapters.dynamodb.record_form import Item, Key


class RecordTable:
    """Keeps the records in `table`; `address` is the one of SBB that they are about."""

    def __init__(self, client: "DynamoDBClient", table: str, address: str) -> None:
        self._client = client
        self._table = table
        self._address = address
        self._endpoint = form.endpoint_key(address)

    def at(self, address: str) -> "RecordTable":
        """The same about another address of SBB; what is known of a school is known at all of them."""
        return RecordTable(self._client, self._table, address)

    def endpoint(self) -> EndpointRecord:
        """As the port says."""
        return form.endpoint(self._read(self._endpoint))

    def school(self, brin: str) -> SchoolRecord:
        """As the port says."""
        return form.school(self._read(form.school_key(brin)), self._address)

    def both(self, brin: str) -> Both:
        """As the port says."""
        keys = [self._endpoint, form.school_key(brin)]
        with as_storage_error():
            answer = self._client.batch_get_item(
                RequestItems={self._table: {"Keys": keys, "ConsistentRead": True}}
            )
        if answer.get("UnprocessedKeys"):
            raise StorageError("UnprocessedKeys")
        items = {item["pk"]["S"]: item for item in answer["Responses"][self._table]}
        endpoint, school = (items.get(key["pk"]["S"], {}) for key in keys)
        return Both(form.endpoint(endpoint), self._guarded(school))

    def claim(self, brin: str, requested: PlaceRequest) -> SchoolWritten:
        """As the port says."""
        done, item = self._update(form.school_key(brin), rate_limit.change(requested), "ALL_NEW")
        record = self._guarded(item)
        # It has its place already: the answer to the first try was lost, and the client tried again.
        return SchoolWritten(done or requested.plaats in record.room.places, record)

    def wait(self, brin: str, requester: Requester, waiting: Waiting) -> SchoolRecord:
        """As the port says."""
        return self._guarded(
            self._update(form.school_key(brin), rate_limit.wait(requester, waiting), "ALL_NEW")[1]
        )

    def write_school(self, brin: str, change: SchoolChange) -> SchoolWritten:
        """As the port says."""
        update = form.school_update(change, self._address, uuid.uuid4().hex)
        done, item = self._update(form.school_key(brin), update.request, "ALL_OLD")
        if not done and not form.has_put(item, update.circuit):
            record = self._guarded(item)
            swap = change.circuit
            if swap is not None and record.circuit.versie != swap.old.versie:
                return SchoolWritten(done=False, record=record)
            # Only the place is gone: its time was over, the table was emptied, or this was written a moment
            # ago and the answer was lost. What is left may be written twice.
            rest = change._replace(place=None)
            return (
                self.write_school(brin, rest)
                if form.says_more(rest)
                else SchoolWritten(done=True, record=record)
            )
        return SchoolWritten(done=True, record=self._guarded(item))

    def write_endpoint(self, change: EndpointChange) -> EndpointWritten:
        """As the port says."""
        update = form.endpoint_update(change, uuid.uuid4().hex)
        done, item = self._update(self._endpoint, update.request, "ALL_OLD")
        return EndpointWritten(done or form.has_put(item, update.circuit), form.endpoint(item))

    def claim_peek(self, now: int, interval: int) -> bool:
        """As the port says."""
        # The name is of this one call, which may be asked again for a lost answer.
        own: Item = {"peiler": {"S": uuid.uuid4().hex}}
        request: rate_limit.StateUpdate = {
            "UpdateExpression": "SET peilingOp = :nu, peiler = :wie",
            "ConditionExpression": "attribute_not_exists(peilingOp) OR peilingOp <= :toen",
            "ExpressionAttributeValues": {
                ":nu": {"N": str(now)},
                ":toen": {"N": str(now - interval)},
                ":wie": own["peiler"],
            },
        }
        return self._claims(self._endpoint, request, own)

    def claim_warning(
        self, brin: str, kind: RefusalKind, at: float, until: float, previous: float | None
    ) -> bool:
        """As the port says."""
        own: Item = {f"{kind}GewaarschuwdDoor": {"S": uuid.uuid4().hex}}
        [(door, who)] = own.items()
        values: dict[str, Any] = {":nu": form.moment(at), ":tot": form.moment(until), ":wie": who}
        if previous is not None:
            values[":vorige"] = form.moment(previous)
        unchanged = "attribute_not_exists(#wanneer)" if previous is None else "#wanneer = :vorige"
        request: rate_limit.StateUpdate = {
            "UpdateExpression": "SET #tot = :tot, #door = :wie",
            "ConditionExpression": f"{unchanged} AND (attribute_not_exists(#tot) OR #tot <= :nu)",
            "ExpressionAttributeNames": {
                "#wanneer": f"{kind}GewaarschuwdOp",
                "#tot": f"{kind}WaarschuwtTot",
                "#door": door,
            },
            "ExpressionAttributeValues": values,
        }
        return self._claims(form.school_key(brin), request, own)

    def confirm_warning(self, brin: str, kind: RefusalKind, at: float) -> None:
        """As the port says."""
        self._set(brin, {f"{kind}GewaarschuwdOp": form.moment(at)}, (f"{kind}WaarschuwtTot",))

    def drop_warning(self, brin: str, kind: RefusalKind) -> None:
        """As the port says."""
        self._set(brin, {}, (f"{kind}WaarschuwtTot",))

    def keep_certificate(self, brin: str, state: CertificateState | None, unusable: str | None) -> None:
        """As the port says."""
        values: dict[str, Any] = {} if state is None else {"certificaat": form.certificate_item(state)}
        if unusable is not None:
            values["onbruikbaar"] = {"S": unusable}
        self._set(brin, values, () if unusable is not None else ("onbruikbaar",))

    def _guarded(self, item: "Item") -> SchoolRecord:
        """What a call goes by: what is wrong with the rest of the record is no affair of a call."""
        return form.school(item, self._address, strict=False)

    def _read(self, key: "Key") -> "Item":
        with as_storage_error():
            return self._client.get_item(TableName=self._table, Key=key, ConsistentRead=True).get("Item", {})

    def _set(self, brin: str, values: "Item", gone: tuple[str, ...]) -> None:
        self._update(form.school_key(brin), form.assignments(values, gone), "NONE")

    def _claims(self, key: "Key", request: "rate_limit.StateUpdate", own: "Item") -> bool:
        done, item = self._update(key, request, "NONE")
        return done or own_success.has(item, own)

    def _update(
        self, key: "Key", request: "rate_limit.StateUpdate", gives: "ReturnValueType"
    ) -> "tuple[bool, Item]":
        """Whether the condition held; the item that this gives, or else as it was found."""
        with as_storage_error():
            try:
                answer = self._client.update_item(
                    TableName=self._table,
                    Key=key,
                    ReturnValues=gives,
                    ReturnValuesOnConditionCheckFailure="ALL_OLD"
                    if "ConditionExpression" in request
                    else "NONE",
                    **request,
                )
            except self._client.exceptions.ConditionalCheckFailedException as error:
                # boto3's types do not know that the item comes along.
                response: Mapping[str, Any] = error.response
                return False, response.get("Item", {})
        return True, answer.get("Attributes", {})
