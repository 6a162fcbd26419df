"""An abonnement as an item of its table, and back."""

from typing import TYPE_CHECKING, Any, TypeVar, cast, get_args

from stagemarkt.adapters.dynamodb.outbox_items import getal
from stagemarkt.model.abonnement import Abonnement, Filter, Ondertekensleutel, Soort, Toestand
from stagemarkt.model.errors import OpslagFout

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
                naam: {"L": [{"S": w} for w in waarden]}
                for naam, waarden in abonnement.filter._asdict().items()
            }
        },
        "toestand": {"S": abonnement.toestand},
        "aangemaaktOp": getal(float(abonnement.aangemaakt_op)),
        "actiefSinds": getal(float(abonnement.actief_sinds)),
        "versie": getal(abonnement.versie),
        "sleutels": {
            "L": [
                {"M": {"geheim": {"S": s.geheim}, **({} if s.tot is None else {"tot": getal(float(s.tot))})}}
                for s in abonnement.sleutels
            ]
        },
        "bewijs": {"S": abonnement.bewijs},
    }


def uit_item(item: "Item") -> Abonnement:
    """The abonnement. Raises OpslagFout when the item is not one."""
    try:
        filter_ = cast("dict[str, Any]", item["filter"]["M"])
        return Abonnement(
            abonnement_id=item["abonnementId"]["S"],
            school=item["school"]["S"],
            afnemer_id=item["afnemerId"]["S"],
            soort=_een_van(Soort, item["soort"]["S"]),
            adres=item["adres"]["S"],
            filter=Filter(**{naam: tuple(w["S"] for w in waarden["L"]) for naam, waarden in filter_.items()}),
            toestand=_een_van(Toestand, item["toestand"]["S"]),
            aangemaakt_op=float(item["aangemaaktOp"]["N"]),
            actief_sinds=float(item["actiefSinds"]["N"]),
            versie=int(item["versie"]["N"]),
            sleutels=tuple(_sleutel(cast("dict[str, Any]", s["M"])) for s in item["sleutels"]["L"]),
            bewijs=item["bewijs"]["S"],
        )
    except (KeyError, ValueError, TypeError) as fout:
        raise OpslagFout("an abonnement without its attributes") from fout


def _sleutel(inhoud: "dict[str, Any]") -> Ondertekensleutel:
    return Ondertekensleutel(inhoud["geheim"]["S"], float(inhoud["tot"]["N"]) if "tot" in inhoud else None)


def _een_van(soort: Any, tekst: str) -> Any:  # noqa: ANN401 - a Literal is no type that can be named
    if tekst not in get_args(soort):
        raise ValueError("an unknown word")
    return tekst
