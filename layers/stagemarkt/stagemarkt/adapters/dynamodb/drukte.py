"""Taking a turn and a place of a school, as one conditional UpdateItem.

Two who ask at once do not stand in each other's way: a turn is added to what is there, a place is added
where there are fewer than the limit. Only the first turn after a pause is set; who comes second adds to it.
"""

from typing import TYPE_CHECKING, NotRequired, TypedDict

from stagemarkt.poorten.bewaking import Aanvraag

if TYPE_CHECKING:
    from collections.abc import Mapping

    from types_boto3_dynamodb.type_defs import AttributeValueTypeDef


class Wijziging(TypedDict):
    """The parts of an UpdateItem that differ from one to the next."""

    UpdateExpression: str
    ConditionExpression: str
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
    namen = {f"#w{nummer}": plaats for nummer, plaats in enumerate(aanvraag.weg)}
    # What another took away first is no longer counted: then the size below would be wrong.
    voorwaarden += [f"attribute_exists(drukte.plaatsen.{naam})" for naam in namen]
    weg = ", ".join(f"drukte.plaatsen.{naam}" for naam in namen)
    if aanvraag.plaats is not None:
        zet.append("drukte.plaatsen.#plaats = :tot")
        voorwaarden.append("size(drukte.plaatsen) < :ruimte")
        namen["#plaats"] = aanvraag.plaats
        waarden[":tot"] = getal(aanvraag.plaats_tot)
        waarden[":ruimte"] = getal(aanvraag.tegelijk + len(aanvraag.weg))
    gemaakt: Wijziging = {
        "UpdateExpression": f"SET {', '.join(zet)}" + (f" REMOVE {weg}" if weg else ""),
        "ConditionExpression": " AND ".join(voorwaarden),
        "ExpressionAttributeValues": waarden,
    }
    if namen:
        gemaakt["ExpressionAttributeNames"] = namen
    return gemaakt


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
    return {
        "UpdateExpression": "SET drukte = :drukte",
        "ConditionExpression": "attribute_not_exists(drukte)",
        "ExpressionAttributeValues": {":drukte": {"M": {"vrijOp": vrij_op, "plaatsen": {"M": plaats}}}},
    }
