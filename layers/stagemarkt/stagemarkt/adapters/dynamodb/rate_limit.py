"""Taking a turn and a place of a school, as one conditional UpdateItem.

Two who ask at once do not stand in each other's way: a turn is added to what is there, a place is added
where there are fewer than the limit. Only the first turn after a pause is set; who comes second adds to it.
A call that goes by what it remembers asks besides that nobody waits who would go first: `wacht0` to `wacht2`
say until when somebody of that priority waits.
"""

from typing import TYPE_CHECKING, NotRequired, TypedDict

from stagemarkt.ports.guard import Aanvraag, Drukte, Priority, Requester, Waiting

if TYPE_CHECKING:
    from collections.abc import Mapping

    from types_boto3_dynamodb.type_defs import AttributeValueTypeDef


class Wijziging(TypedDict):
    """The parts of an UpdateItem that differ from one to the next."""

    UpdateExpression: str
    ConditionExpression: NotRequired[str]
    ExpressionAttributeValues: NotRequired["Mapping[str, AttributeValueTypeDef]"]
    ExpressionAttributeNames: NotRequired["Mapping[str, str]"]


def getal(waarde: float) -> "AttributeValueTypeDef":
    """A whole number, or a moment to the millisecond."""
    return {"N": str(waarde) if isinstance(waarde, int) else f"{waarde:.3f}"}


def wijziging(aanvraag: Aanvraag) -> Wijziging:
    """The update that gives this call what it asks for."""
    if aanvraag.gezien.nieuw:
        return _eerste(aanvraag)
    waarden: dict[str, AttributeValueTypeDef] = {":nu": getal(aanvraag.nu)}
    zet, voorwaarden = _beurt(aanvraag, waarden)
    dood = {f"#w{nummer}": plaats for nummer, plaats in enumerate(aanvraag.weg)}
    # What another took away first is no longer counted: then the size below would be wrong.
    voorwaarden += [f"attribute_exists(drukte.plaatsen.{naam})" for naam in dood]
    gone = {f"#g{nummer}": _key(requester) for nummer, requester in enumerate(aanvraag.gone)}
    weg = ", ".join([f"drukte.plaatsen.{naam}" for naam in dood] + [f"drukte.aanvragers.{n}" for n in gone])
    namen = dood | gone
    if aanvraag.plaats is not None:
        zet.append("drukte.plaatsen.#plaats = :tot")
        voorwaarden.append("size(drukte.plaatsen) < :ruimte")
        namen["#plaats"] = aanvraag.plaats
        waarden[":tot"] = getal(aanvraag.plaats_tot)
        waarden[":ruimte"] = getal(aanvraag.tegelijk + len(aanvraag.weg))
        zet.append("drukte.aanvragers.#wie = :gehad")
        namen["#wie"] = _key(aanvraag.requester)
        waarden[":gehad"] = _waiting(Waiting(served=aanvraag.nu))
        if aanvraag.unseen:
            waarden[":zonet"] = getal(aanvraag.nu)
            for priority in Priority:
                if priority <= aanvraag.requester.priority:
                    wacht = _wacht(priority)
                    voorwaarden.append(f"(attribute_not_exists({wacht}) OR {wacht} <= :zonet)")
    gemaakt: Wijziging = {
        "UpdateExpression": f"SET {', '.join(zet)}" + (f" REMOVE {weg}" if weg else ""),
        "ConditionExpression": " AND ".join(voorwaarden),
        "ExpressionAttributeValues": waarden,
    }
    if namen:
        gemaakt["ExpressionAttributeNames"] = namen
    return gemaakt


def wait(requester: Requester, waiting: Waiting) -> Wijziging:
    """The update that says that this requester waits."""
    return {
        "UpdateExpression": f"SET drukte.aanvragers.#wie = :wacht, {_wacht(requester.priority)} = :tot",
        "ConditionExpression": "attribute_exists(drukte.aanvragers)",
        "ExpressionAttributeNames": {"#wie": _key(requester)},
        "ExpressionAttributeValues": {":wacht": _waiting(waiting), ":tot": getal(waiting.until)},
    }


def read(kaart: "Mapping[str, AttributeValueTypeDef]") -> Drukte:
    """How busy a school is, out of its map. Raises KeyError or ValueError where that is of another shape."""
    if "vrijOp" in kaart and "aanvragers" not in kaart:
        # Written by a version that did not share the room: it counts no longer than its calls, so begin anew.
        return Drukte()
    return Drukte(
        vrij_op=float(kaart["vrijOp"]["N"]),
        plaatsen={plaats: float(tot["N"]) for plaats, tot in kaart["plaatsen"]["M"].items()},
        requesters={
            _requester(key): Waiting(float(deel["M"]["laatst"]["N"]), float(deel["M"]["tot"]["N"]))
            for key, deel in kaart["aanvragers"]["M"].items()
        },
        nieuw=False,
    )


def _wacht(priority: Priority) -> str:
    return f"drukte.wacht{int(priority)}"


def _key(requester: Requester) -> str:
    return f"{int(requester.priority)}#{requester.afnemer}"


def _requester(key: str) -> Requester:
    priority, _, afnemer = key.partition("#")
    return Requester(afnemer, Priority(int(priority)))


def _waiting(waiting: Waiting) -> "AttributeValueTypeDef":
    return {"M": {"laatst": getal(waiting.served), "tot": getal(waiting.until)}}


def _beurt(aanvraag: Aanvraag, waarden: "dict[str, AttributeValueTypeDef]") -> tuple[list[str], list[str]]:
    if aanvraag.opnieuw or aanvraag.gezien.vrij_op <= aanvraag.nu:
        waarden[":vrijOp"] = getal(round(aanvraag.nu + aanvraag.tussen, 3))
        if aanvraag.opnieuw:
            waarden[":nu"] = getal(aanvraag.gezien.vrij_op)
            return ["drukte.vrijOp = :vrijOp"], ["drukte.vrijOp = :nu"]
        return ["drukte.vrijOp = :vrijOp"], ["drukte.vrijOp <= :nu"]
    waarden[":tussen"] = getal(aanvraag.tussen)
    waarden[":uiterlijk"] = getal(aanvraag.uiterlijk)
    return (
        ["drukte.vrijOp = drukte.vrijOp + :tussen"],
        ["drukte.vrijOp > :nu", "drukte.vrijOp <= :uiterlijk"],
    )


def _eerste(aanvraag: Aanvraag) -> Wijziging:
    plaats = {} if aanvraag.plaats is None else {aanvraag.plaats: getal(aanvraag.plaats_tot)}
    vrij_op = getal(round(aanvraag.nu + aanvraag.tussen, 3))
    gehad = {_key(aanvraag.requester): _waiting(Waiting(served=aanvraag.nu))} if plaats else {}
    return {
        "UpdateExpression": "SET drukte = :drukte",
        "ConditionExpression": "attribute_not_exists(drukte.aanvragers)",
        "ExpressionAttributeValues": {
            ":drukte": {"M": {"vrijOp": vrij_op, "plaatsen": {"M": plaats}, "aanvragers": {"M": gehad}}}
        },
    }
