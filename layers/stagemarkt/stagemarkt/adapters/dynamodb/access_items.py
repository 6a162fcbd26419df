"""The items of the table Toegang: their keys, and what stands in them.

| pk | sk | item |
|---|---|---|
| `scholen` | `<BRIN>` | a school |
| `afnemer#<id>` | `afnemer` | an afnemer |
| `afnemer#<id>` | `toegang#<BRIN>` | its toegang for one school |
| `sleutel#<prefix>` | `sleutel` | a key, hashed |

One Query of `afnemer#<id>` gives all that the authorizer needs beside the key itself.

An afnemer that was removed leaves its item, with `verwijderdOp`: for whoever reads it is not there, and its
id is not given again.
"""

from datetime import date
from typing import TYPE_CHECKING, Final

from stagemarkt.adapters.dynamodb.readable import UNREADABLE, readable
from stagemarkt.model.errors import StorageError
from stagemarkt.model.toegang import Afnemer, Limiet, Rights, School, SleutelData, Toegang

if TYPE_CHECKING:
    from collections.abc import Sequence

    from types_boto3_dynamodb.type_defs import AttributeValueTypeDef

    Item = dict[str, AttributeValueTypeDef]

SCHOLEN: Final = "scholen"
AFNEMER: Final = "afnemer"
SLEUTEL: Final = "sleutel"
_TOEGANG: Final = "toegang#"
LAST_USED: Final = "laatstGebruiktOp"
REMOVED: Final = "verwijderdOp"


def place_of_school(brin: str) -> "Item":
    """The key of a school's item."""
    return {"pk": {"S": SCHOLEN}, "sk": {"S": brin}}


def pk_of_afnemer(afnemer_id: str) -> str:
    """The partition of an afnemer and its toegang."""
    return f"{AFNEMER}#{afnemer_id}"


def place_of_afnemer(afnemer_id: str) -> "Item":
    """The key of an afnemer's item."""
    return {"pk": {"S": pk_of_afnemer(afnemer_id)}, "sk": {"S": AFNEMER}}


def place_of_toegang(afnemer_id: str, brin: str) -> "Item":
    """The key of the item of a toegang."""
    return {"pk": {"S": pk_of_afnemer(afnemer_id)}, "sk": {"S": f"{_TOEGANG}{brin}"}}


def place_of_sleutel(prefix: str) -> "Item":
    """The key of a key's item."""
    return {"pk": {"S": f"{SLEUTEL}#{prefix}"}, "sk": {"S": SLEUTEL}}


def of_school(school: School) -> "Item":
    """A school's item."""
    return place_of_school(school.brin) | {"oin": {"S": school.oin}, "naam": {"S": school.naam}}


def of_afnemer(afnemer: Afnemer) -> "Item":
    """An afnemer's item."""
    return place_of_afnemer(afnemer.id) | {
        "naam": {"S": afnemer.naam},
        "contact": {"S": afnemer.contact},
        "tempo": {"N": str(afnemer.limiet.tempo)},
        "uitschieter": {"N": str(afnemer.limiet.uitschieter)},
        "dagquotum": {"N": str(afnemer.limiet.dagquotum)},
        "poortsleutel": {"S": afnemer.gateway_key},
    }


def of_toegang(afnemer_id: str, toegang: Toegang) -> "Item":
    """The item of a toegang."""
    item = place_of_toegang(afnemer_id, toegang.brin)
    item["scopes"] = {"L": [{"S": scope} for scope in toegang.scopes]}
    if toegang.einddatum is not None:
        item["einddatum"] = {"S": toegang.einddatum.isoformat()}
    return item


def of_sleutel(sleutel: SleutelData) -> "Item":
    """A key's item."""
    item = place_of_sleutel(sleutel.prefix) | {
        "controlegetal": {"S": sleutel.checksum},
        "afnemerId": {"S": sleutel.afnemer_id},
        "aangemaaktOp": {"N": str(sleutel.aangemaakt_op)},
    }
    moments = {
        "verlooptOp": sleutel.expires_at,
        LAST_USED: sleutel.last_used_at,
        "ingetrokkenOp": sleutel.revoked_at,
    }
    return item | {name: {"N": str(at)} for name, at in moments.items() if at is not None}


def as_school(item: "Item") -> School:
    """What stands in a school's item. Raises StorageError when it is not whole."""
    try:
        return School(item["sk"]["S"], item["oin"]["S"], item["naam"]["S"])
    except UNREADABLE as error:
        raise StorageError("a school without its attributes") from error


def as_sleutel(item: "Item") -> SleutelData:
    """What stands in a key's item. Raises StorageError when it is not whole."""
    try:
        return SleutelData(
            prefix=item["pk"]["S"].removeprefix(f"{SLEUTEL}#"),
            checksum=item["controlegetal"]["S"],
            afnemer_id=item["afnemerId"]["S"],
            aangemaakt_op=int(item["aangemaaktOp"]["N"]),
            expires_at=_moment(item, "verlooptOp"),
            last_used_at=_moment(item, LAST_USED),
            revoked_at=_moment(item, "ingetrokkenOp"),
        )
    except UNREADABLE as error:
        raise StorageError("a key without its attributes") from error


def as_rights(items: "Sequence[Item]") -> Rights | None:
    """What stands in the items of one afnemer; None when the afnemer is not among them, or was removed.

    A toegang that is not whole gives nothing, and takes nothing from the others.

    Raises:
        StorageError: what the afnemer itself is, is not whole.
    """
    afnemer = next((item for item in items if item["sk"].get("S") == AFNEMER), None)
    if afnemer is None or REMOVED in afnemer:
        return None
    toegangen = [item for item in items if item["sk"]["S"].startswith(_TOEGANG)]
    return Rights(_as_afnemer(afnemer), tuple(readable(toegangen, _as_toegang)))


def _as_afnemer(item: "Item") -> Afnemer:
    try:
        return Afnemer(
            id=item["pk"]["S"].removeprefix(f"{AFNEMER}#"),
            naam=item["naam"]["S"],
            contact=item["contact"]["S"],
            limiet=Limiet(*(int(item[name]["N"]) for name in ("tempo", "uitschieter", "dagquotum"))),
            gateway_key=item["poortsleutel"]["S"],
        )
    except UNREADABLE as error:
        raise StorageError("an afnemer without its attributes") from error


def _as_toegang(item: "Item") -> Toegang:
    try:
        return Toegang(
            brin=item["sk"]["S"].removeprefix(_TOEGANG),
            scopes=tuple(scope["S"] for scope in item["scopes"]["L"]),
            einddatum=date.fromisoformat(item["einddatum"]["S"]) if "einddatum" in item else None,
        )
    except UNREADABLE as error:
        raise StorageError("a toegang without its attributes") from error


def _moment(item: "Item", name: str) -> int | None:
    return int(item[name]["N"]) if name in item else None
