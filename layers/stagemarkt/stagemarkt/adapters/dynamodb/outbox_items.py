"""The lines of a feed and the deliveries of an abonnement as items of the table Uitgaand, and back."""

from typing import TYPE_CHECKING, Any, Final, cast, get_args

from stagemarkt.adapters.dynamodb import mutatie_items
from stagemarkt.model.aflevering import BEWAARTERMIJN, Aflevering, Afleverstand, Poging, Regel
from stagemarkt.model.errors import OpslagFout

if TYPE_CHECKING:
    from types_boto3_dynamodb.type_defs import AttributeValueTypeDef

    Item = dict[str, AttributeValueTypeDef]

# Of the numbers in a sort key, so that text sorts as they do: those of an event have 31 bits.
_CIJFERS: Final = 10
STAND: Final = "stand"
NUMMERS: Final = "nr#"


def nummersleutel(nummer: int) -> str:
    """The sort key of a line or a delivery."""
    return f"{NUMMERS}{nummer:0{_CIJFERS}d}"


def getal(waarde: float) -> "AttributeValueTypeDef":
    """A number, moments to the millisecond."""
    return {"N": str(waarde) if isinstance(waarde, int) else f"{waarde:.3f}"}


def _regel(regel: Regel) -> "Item":
    return {
        "regelnummer": getal(regel.nummer),
        "mutatie": {"M": mutatie_items.in_item(regel.mutatie)},
        "eerder": {"BOOL": regel.eerder},
        "genummerdOp": getal(regel.genummerd_op),
    }


def regel_in(pk: str, regel: Regel) -> "Item":
    """The item of a line."""
    return {
        "pk": {"S": pk},
        "sk": {"S": nummersleutel(regel.nummer)},
        "verlooptOp": getal(int(regel.genummerd_op) + BEWAARTERMIJN),
        **_regel(regel),
    }


def regel_uit(item: "Item") -> Regel:
    """The line. Raises OpslagFout when the item is not one."""
    try:
        return Regel(
            int(item["regelnummer"]["N"]),
            mutatie_items.uit_item(cast("dict[str, Any]", item["mutatie"]["M"])),
            item["eerder"]["BOOL"],
            float(item["genummerdOp"]["N"]),
        )
    except (KeyError, ValueError) as fout:
        raise OpslagFout("a line without its attributes") from fout


def aflevering_in(pk: str, aflevering: Aflevering, nu: float) -> "Item":
    """The item of a delivery that begins to wait at `nu`; the index of the waiting is made of `wacht`."""
    return {
        "pk": {"S": pk},
        "sk": {"S": nummersleutel(aflevering.volgnummer)},
        "volgnummer": getal(aflevering.volgnummer),
        "wacht": getal(aflevering.volgnummer),
        "stand": {"S": aflevering.stand},
        "pogingen": getal(aflevering.pogingen),
        "pogingOp": getal(aflevering.poging_op),
        "sinds": getal(aflevering.sinds),
        "verlooptOp": getal(int(nu) + BEWAARTERMIJN),
        **_regel(aflevering.regel),
    }


def aflevering_uit(item: "Item") -> Aflevering:
    """The delivery. Raises OpslagFout when the item is not one."""
    try:
        return Aflevering(
            volgnummer=int(item["volgnummer"]["N"]),
            regel=regel_uit(item),
            stand=_stand(item["stand"]["S"]),
            pogingen=int(item["pogingen"]["N"]),
            poging_op=float(item["pogingOp"]["N"]),
            sinds=float(item["sinds"]["N"]),
            laatste=_poging(item),
        )
    except (KeyError, ValueError) as fout:
        raise OpslagFout("a delivery without its attributes") from fout


def _poging(item: "Item") -> Poging | None:
    if "laatsteOp" not in item:
        return None
    return Poging(
        float(item["laatsteOp"]["N"]),
        int(item["laatsteStatus"]["N"]) if "laatsteStatus" in item else None,
        item["laatsteReden"]["S"] if "laatsteReden" in item else None,
    )


def _stand(tekst: str) -> Afleverstand:
    if tekst not in get_args(Afleverstand):
        raise ValueError("an unknown state")
    return cast("Afleverstand", tekst)
