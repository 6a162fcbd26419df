"""An abonnement as an item of its table, and back."""

from typing import TYPE_CHECKING, Any, TypeVar, cast, get_args

from stagemarkt.adapters.dynamodb.outbox_items import numeric
from stagemarkt.model.abonnement import Abonnement, Filter, Kind, SigningKey, Toestand
from stagemarkt.model.errors import StorageError

if TYPE_CHECKING:
    from types_boto3_dynamodb.type_defs import AttributeValueTypeDef

    Item = dict[str, AttributeValueTypeDef]

T = TypeVar("T")


def in_item(abonnement: Abonnement) -> "Item":
    """The item without its key."""
    return {
        "abonnementId": {"S": abonnement.abonnement_id},
        "school": {"S": abonnement.school},
        "afnemerId": {"S": abonnement.afnemer_id},
        "soort": {"S": abonnement.soort},
        "adres": {"S": abonnement.adres},
        "filter": {
            "M": {
                naam: {"L": [{"S": w} for w in values]}
                for naam, values in abonnement.filter._asdict().items()
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


def from_item(item: "Item") -> Abonnement:
    """The abonnement. Raises StorageError when the item is not one."""
    try:
        filter_ = cast("dict[str, Any]", item["filter"]["M"])
        return Abonnement(
            abonnement_id=item["abonnementId"]["S"],
            school=item["school"]["S"],
            afnemer_id=item["afnemerId"]["S"],
            soort=_one_of(Kind, item["soort"]["S"]),
            adres=item["adres"]["S"],
            filter=Filter(**{naam: tuple(w["S"] for w in values["L"]) for naam, values in filter_.items()}),
            toestand=_one_of(Toestand, item["toestand"]["S"]),
            aangemaakt_op=float(item["aangemaaktOp"]["N"]),
            actief_sinds=float(item["actiefSinds"]["N"]),
            versie=int(item["versie"]["N"]),
            sleutels=tuple(_sleutel(cast("dict[str, Any]", s["M"])) for s in item["sleutels"]["L"]),
            bewijs=item["bewijs"]["S"],
        )
    except (KeyError, ValueError, TypeError) as fout:
        raise StorageError("an abonnement without its attributes") from fout


def _sleutel(inhoud: "dict[str, Any]") -> SigningKey:
    return SigningKey(inhoud["geheim"]["S"], float(inhoud["tot"]["N"]) if "tot" in inhoud else None)


def _one_of(soort: Any, tekst: str) -> Any:  # noqa: ANN401 - a Literal is no type that can be named
    if tekst not in get_args(soort):
        raise ValueError("an unknown word")
    return tekst
