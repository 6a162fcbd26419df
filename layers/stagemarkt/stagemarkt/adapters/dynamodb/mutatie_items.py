"""A mutatie as an item of the table, and back."""

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, cast, get_args

from stagemarkt.model.errors import StorageError
from stagemarkt.model.mutatie import Mutatie, Mutatiestatus
from stagemarkt.ports.intake import RETENTION

if TYPE_CHECKING:
    from types_boto3_dynamodb.type_defs import AttributeValueTypeDef

    Item = dict[str, AttributeValueTypeDef]


def in_item(mutatie: Mutatie) -> "Item":
    """The item, its key and its end included."""
    item: Item = {
        "pk": {"S": f"mutatie#{mutatie.mutatie_id}"},
        "sk": {"S": "mutatie"},
        "school": {"S": mutatie.school},
        "berichtId": {"S": mutatie.bericht_id},
        "positie": {"N": str(mutatie.positie)},
        "abonnementId": {"S": mutatie.abonnement_id},
        "leerbedrijfId": {"S": mutatie.leerbedrijf_id},
        "naam": {"S": mutatie.naam},
        "code": {"S": mutatie.code},
        "status": {"S": mutatie.status},
        "gelogdOp": {"N": f"{mutatie.gelogd_op:.3f}"},
        "verlooptOp": {"N": str(int(mutatie.gelogd_op) + RETENTION)},
    }
    if mutatie.startdatum is not None:
        item["startdatum"] = {"S": mutatie.startdatum.isoformat()}
    if mutatie.mutatietijdstip is not None:
        item["mutatietijdstip"] = {"S": mutatie.mutatietijdstip.astimezone(UTC).isoformat()}
    if mutatie.einddatum is not None:
        item["einddatum"] = {"S": mutatie.einddatum.isoformat()}
    return item


def from_item(item: "Item") -> Mutatie:
    """The mutatie. Raises StorageError when the item is not one."""
    try:
        return Mutatie(
            mutatie_id=item["pk"]["S"].partition("#")[2],
            school=item["school"]["S"],
            bericht_id=item["berichtId"]["S"],
            positie=int(item["positie"]["N"]),
            abonnement_id=item["abonnementId"]["S"],
            leerbedrijf_id=item["leerbedrijfId"]["S"],
            naam=item["naam"]["S"],
            code=item["code"]["S"],
            status=_status(item["status"]["S"]),
            startdatum=date.fromisoformat(item["startdatum"]["S"]) if "startdatum" in item else None,
            einddatum=date.fromisoformat(item["einddatum"]["S"]) if "einddatum" in item else None,
            mutatietijdstip=(
                datetime.fromisoformat(item["mutatietijdstip"]["S"]) if "mutatietijdstip" in item else None
            ),
            gelogd_op=float(item["gelogdOp"]["N"]),
        )
    except (KeyError, ValueError) as fout:
        raise StorageError("a mutatie without its attributes") from fout


def _status(tekst: str) -> Mutatiestatus:
    if tekst not in get_args(Mutatiestatus):
        raise ValueError("an unknown status")
    return cast("Mutatiestatus", tekst)
