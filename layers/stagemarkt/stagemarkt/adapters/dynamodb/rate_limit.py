"""Taking a turn and a place of a school, as one conditional UpdateItem.

Two who ask at once do not stand in each other's way: a turn is added to what is there, a place is added
where there are fewer than the limit. Only the first turn after a pause is set; who comes second adds to it.
A call that goes by what it remembers asks besides that nobody waits who would go first: `wacht0` to `wacht2`
say until when somebody of that priority waits.
"""

from typing import TYPE_CHECKING, NotRequired, TypedDict

from stagemarkt.adapters.dynamodb.attributes import numeric
from stagemarkt.ports.guard import PlaceRequest, Priority, RateLimit, Requester, Waiting

if TYPE_CHECKING:
    from collections.abc import Mapping

    from types_boto3_dynamodb.type_defs import AttributeValueTypeDef


class StateUpdate(TypedDict):
    """The parts of an UpdateItem that differ from one to the next."""

    UpdateExpression: str
    ConditionExpression: NotRequired[str]
    ExpressionAttributeValues: NotRequired["Mapping[str, AttributeValueTypeDef]"]
    ExpressionAttributeNames: NotRequired["Mapping[str, str]"]


def change(requested: PlaceRequest) -> StateUpdate:
    """The update that gives this call what it asks for."""
    if requested.seen.new:
        return _first(requested)
    values: dict[str, AttributeValueTypeDef] = {":nu": numeric(requested.now)}
    put, conditions = _turn(requested, values)
    dead = {f"#w{number}": plaats for number, plaats in enumerate(requested.weg)}
    # What another took away first is no longer counted: then the size below would be wrong.
    conditions += [f"attribute_exists(drukte.plaatsen.{name})" for name in dead]
    gone = {f"#g{number}": _key(requester) for number, requester in enumerate(requested.gone)}
    weg = ", ".join([f"drukte.plaatsen.{name}" for name in dead] + [f"drukte.aanvragers.{n}" for n in gone])
    names = dead | gone
    if requested.plaats is not None:
        put.append("drukte.plaatsen.#plaats = :tot")
        conditions.append("size(drukte.plaatsen) < :ruimte")
        names["#plaats"] = requested.plaats
        values[":tot"] = numeric(requested.plaats_until)
        values[":ruimte"] = numeric(requested.tegelijk + len(requested.weg))
        put.append("drukte.aanvragers.#wie = :gehad")
        names["#wie"] = _key(requested.requester)
        values[":gehad"] = _waiting(Waiting(served=requested.now))
        if requested.unseen:
            values[":zonet"] = numeric(requested.now)
            for priority in Priority:
                if priority <= requested.requester.priority:
                    wait = _wait(priority)
                    conditions.append(f"(attribute_not_exists({wait}) OR {wait} <= :zonet)")
    made: StateUpdate = {
        "UpdateExpression": f"SET {', '.join(put)}" + (f" REMOVE {weg}" if weg else ""),
        "ConditionExpression": " AND ".join(conditions),
        "ExpressionAttributeValues": values,
    }
    if names:
        made["ExpressionAttributeNames"] = names
    return made


def wait(requester: Requester, waiting: Waiting) -> StateUpdate:
    """The update that says that this requester waits."""
    return {
        "UpdateExpression": f"SET drukte.aanvragers.#wie = :wacht, {_wait(requester.priority)} = :tot",
        "ConditionExpression": "attribute_exists(drukte.aanvragers)",
        "ExpressionAttributeNames": {"#wie": _key(requester)},
        "ExpressionAttributeValues": {":wacht": _waiting(waiting), ":tot": numeric(waiting.until)},
    }


def read(mapping: "Mapping[str, AttributeValueTypeDef]") -> RateLimit:
    """How busy a school is, out of its map. Raises KeyError or ValueError where that is of another shape."""
    if "vrijOp" in mapping and "aanvragers" not in mapping:
        # Written by a version that did not share the room: it counts no longer than its calls, so begin anew.
        return RateLimit()
    return RateLimit(
        free_at=float(mapping["vrijOp"]["N"]),
        places={plaats: float(until["N"]) for plaats, until in mapping["plaatsen"]["M"].items()},
        requesters={
            _requester(key): Waiting(float(part["M"]["laatst"]["N"]), float(part["M"]["tot"]["N"]))
            for key, part in mapping["aanvragers"]["M"].items()
        },
        new=False,
    )


def _wait(priority: Priority) -> str:
    return f"drukte.wacht{int(priority)}"


def _key(requester: Requester) -> str:
    return f"{int(requester.priority)}#{requester.afnemer}"


def _requester(key: str) -> Requester:
    priority, _, afnemer = key.partition("#")
    return Requester(afnemer, Priority(int(priority)))


def _waiting(waiting: Waiting) -> "AttributeValueTypeDef":
    return {"M": {"laatst": numeric(waiting.served), "tot": numeric(waiting.until)}}


def _turn(requested: PlaceRequest, values: "dict[str, AttributeValueTypeDef]") -> tuple[list[str], list[str]]:
    if requested.restart or requested.seen.free_at <= requested.now:
        values[":vrijOp"] = numeric(round(requested.now + requested.between, 3))
        if requested.restart:
            values[":nu"] = numeric(requested.seen.free_at)
            return ["drukte.vrijOp = :vrijOp"], ["drukte.vrijOp = :nu"]
        return ["drukte.vrijOp = :vrijOp"], ["drukte.vrijOp <= :nu"]
    values[":tussen"] = numeric(requested.between)
    values[":uiterlijk"] = numeric(requested.latest)
    return (
        ["drukte.vrijOp = drukte.vrijOp + :tussen"],
        ["drukte.vrijOp > :nu", "drukte.vrijOp <= :uiterlijk"],
    )


def _first(requested: PlaceRequest) -> StateUpdate:
    plaats = {} if requested.plaats is None else {requested.plaats: numeric(requested.plaats_until)}
    free_at = numeric(round(requested.now + requested.between, 3))
    served = {_key(requested.requester): _waiting(Waiting(served=requested.now))} if plaats else {}
    return {
        "UpdateExpression": "SET drukte = :drukte",
        "ConditionExpression": "attribute_not_exists(drukte.aanvragers)",
        "ExpressionAttributeValues": {
            ":drukte": {"M": {"vrijOp": free_at, "plaatsen": {"M": plaats}, "aanvragers": {"M": served}}}
        },
    }
