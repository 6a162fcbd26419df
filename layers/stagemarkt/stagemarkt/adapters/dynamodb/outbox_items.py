"""The lines of a feed and the deliveries of an abonnement as items of the table Uitgaand, and back."""

from typing import TYPE_CHECKING, Any, Final, cast, get_args

from stagemarkt.adapters.dynamodb.attributes import numeric
from stagemarkt.adapters.dynamodb.mutaties import mutatie_from_item, mutatie_to_item
from stagemarkt.adapters.dynamodb.readable import UNREADABLE, count_of, moment_of
from stagemarkt.model.aflevering import RETENTION, Aflevering, Attempt, DeliveryState, FeedLine
from stagemarkt.model.errors import StorageError

if TYPE_CHECKING:
    from types_boto3_dynamodb.type_defs import AttributeValueTypeDef

    Item = dict[str, AttributeValueTypeDef]

# Of the numbers in a sort key, so that text sorts as they do: those of an event have 31 bits.
_DIGITS: Final = 10
STATE: Final = "stand"
NUMBERS: Final = "nr#"


def number_key(number: int) -> str:
    """The sort key of a line or a delivery."""
    return f"{NUMBERS}{number:0{_DIGITS}d}"


def _line(line: FeedLine) -> "Item":
    return {
        "regelnummer": numeric(line.number),
        "mutatie": {"M": mutatie_to_item(line.mutatie)},
        "eerder": {"BOOL": line.earlier},
        "genummerdOp": numeric(line.numbered_at),
    }


def line_to_item(pk: str, line: FeedLine) -> "Item":
    """The item of a line."""
    return {
        "pk": {"S": pk},
        "sk": {"S": number_key(line.number)},
        "verlooptOp": numeric(int(line.numbered_at) + RETENTION),
        **_line(line),
    }


def line_from_item(item: "Item") -> FeedLine:
    """The line. Raises StorageError when the item is not one."""
    try:
        return FeedLine(
            count_of(item["regelnummer"]),
            mutatie_from_item(cast("dict[str, Any]", item["mutatie"]["M"])),
            item["eerder"]["BOOL"],
            moment_of(item["genummerdOp"]),
        )
    except UNREADABLE as error:
        raise StorageError("a line without its attributes") from error


def delivery_to_item(pk: str, delivery: Aflevering, now: float) -> "Item":
    """The item of a delivery that begins to wait at `now`; the index of the waiting is made of `wacht`."""
    return {
        "pk": {"S": pk},
        "sk": {"S": number_key(delivery.volgnummer)},
        "volgnummer": numeric(delivery.volgnummer),
        "wacht": numeric(delivery.volgnummer),
        "stand": {"S": delivery.stand},
        "pogingen": numeric(delivery.pogingen),
        "pogingOp": numeric(delivery.poging_op),
        "sinds": numeric(delivery.sinds),
        "verlooptOp": numeric(int(now) + RETENTION),
        **_line(delivery.regel),
    }


def delivery_from_item(item: "Item") -> Aflevering:
    """The delivery. Raises StorageError when the item is not one."""
    try:
        return Aflevering(
            volgnummer=count_of(item["volgnummer"]),
            regel=line_from_item(item),
            stand=_state(item["stand"]["S"]),
            pogingen=count_of(item["pogingen"]),
            poging_op=moment_of(item["pogingOp"]),
            sinds=moment_of(item["sinds"]),
            laatste=_attempt(item),
        )
    except UNREADABLE as error:
        raise StorageError("a delivery without its attributes") from error


def _attempt(item: "Item") -> Attempt | None:
    if "laatsteOp" not in item:
        return None
    return Attempt(
        moment_of(item["laatsteOp"]),
        count_of(item["laatsteStatus"]) if "laatsteStatus" in item else None,
        item["laatsteReden"]["S"] if "laatsteReden" in item else None,
    )


def _state(text: str) -> DeliveryState:
    if text not in get_args(DeliveryState):
        raise ValueError("an unknown state")
    return cast("DeliveryState", text)
