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

from stagemarkt.model.errors import OpslagFout
from stagemarkt.model.toegang import Afnemer, Limiet, Rechten, School, Sleutelgegevens, Toegang

if TYPE_CHECKING:
    from collections.abc import Sequence

    from types_boto3_dynamodb.type_defs import AttributeValueTypeDef

    Item = dict[str, AttributeValueTypeDef]

SCHOLEN: Final = "scholen"
AFNEMER: Final = "afnemer"
SLEUTEL: Final = "sleutel"
_TOEGANG: Final = "toegang#"
LAATST_GEBRUIKT: Final = "laatstGebruiktOp"
VERWIJDERD: Final = "verwijderdOp"


def plaats_van_school(brin: str) -> "Item":
    """The key of a school's item."""
    return {"pk": {"S": SCHOLEN}, "sk": {"S": brin}}


def pk_van_afnemer(afnemer_id: str) -> str:
    """The partition of an afnemer and its toegang."""
    return f"{AFNEMER}#{afnemer_id}"


def plaats_van_afnemer(afnemer_id: str) -> "Item":
    """The key of an afnemer's item."""
    return {"pk": {"S": pk_van_afnemer(afnemer_id)}, "sk": {"S": AFNEMER}}


def plaats_van_toegang(afnemer_id: str, brin: str) -> "Item":
    """The key of the item of a toegang."""
    return {"pk": {"S": pk_van_afnemer(afnemer_id)}, "sk": {"S": f"{_TOEGANG}{brin}"}}


def plaats_van_sleutel(prefix: str) -> "Item":
    """The key of a key's item."""
    return {"pk": {"S": f"{SLEUTEL}#{prefix}"}, "sk": {"S": SLEUTEL}}


def van_school(school: School) -> "Item":
    """A school's item."""
    return plaats_van_school(school.brin) | {"oin": {"S": school.oin}, "naam": {"S": school.naam}}


def van_afnemer(afnemer: Afnemer) -> "Item":
    """An afnemer's item."""
    return plaats_van_afnemer(afnemer.id) | {
        "naam": {"S": afnemer.naam},
        "contact": {"S": afnemer.contact},
        "tempo": {"N": str(afnemer.limiet.tempo)},
        "uitschieter": {"N": str(afnemer.limiet.uitschieter)},
        "dagquotum": {"N": str(afnemer.limiet.dagquotum)},
        "poortsleutel": {"S": afnemer.poortsleutel},
    }


def van_toegang(afnemer_id: str, toegang: Toegang) -> "Item":
    """The item of a toegang."""
    item = plaats_van_toegang(afnemer_id, toegang.brin)
    item["scopes"] = {"L": [{"S": scope} for scope in toegang.scopes]}
    if toegang.einddatum is not None:
        item["einddatum"] = {"S": toegang.einddatum.isoformat()}
    return item


def van_sleutel(sleutel: Sleutelgegevens) -> "Item":
    """A key's item."""
    item = plaats_van_sleutel(sleutel.prefix) | {
        "controlegetal": {"S": sleutel.controlegetal},
        "afnemerId": {"S": sleutel.afnemer_id},
        "aangemaaktOp": {"N": str(sleutel.aangemaakt_op)},
    }
    momenten = {
        "verlooptOp": sleutel.verloopt_op,
        LAATST_GEBRUIKT: sleutel.laatst_gebruikt_op,
        "ingetrokkenOp": sleutel.ingetrokken_op,
    }
    return item | {naam: {"N": str(op)} for naam, op in momenten.items() if op is not None}


def als_school(item: "Item") -> School:
    """What stands in a school's item. Raises OpslagFout when it is not whole."""
    try:
        return School(item["sk"]["S"], item["oin"]["S"], item["naam"]["S"])
    except KeyError as fout:
        raise OpslagFout("a school without its attributes") from fout


def als_sleutel(item: "Item") -> Sleutelgegevens:
    """What stands in a key's item. Raises OpslagFout when it is not whole."""
    try:
        return Sleutelgegevens(
            prefix=item["pk"]["S"].removeprefix(f"{SLEUTEL}#"),
            controlegetal=item["controlegetal"]["S"],
            afnemer_id=item["afnemerId"]["S"],
            aangemaakt_op=int(item["aangemaaktOp"]["N"]),
            verloopt_op=_moment(item, "verlooptOp"),
            laatst_gebruikt_op=_moment(item, LAATST_GEBRUIKT),
            ingetrokken_op=_moment(item, "ingetrokkenOp"),
        )
    except (KeyError, ValueError) as fout:
        raise OpslagFout("a key without its attributes") from fout


def als_rechten(items: "Sequence[Item]") -> Rechten | None:
    """What stands in the items of one afnemer; None when the afnemer is not among them, or was removed.

    Raises:
        OpslagFout: one is not whole.
    """
    afnemer = next((item for item in items if item["sk"].get("S") == AFNEMER), None)
    if afnemer is None or VERWIJDERD in afnemer:
        return None
    try:
        toegangen = [_als_toegang(item) for item in items if item["sk"]["S"].startswith(_TOEGANG)]
        return Rechten(_als_afnemer(afnemer), tuple(toegangen))
    except (KeyError, ValueError) as fout:
        raise OpslagFout("an afnemer without its attributes") from fout


def _als_afnemer(item: "Item") -> Afnemer:
    return Afnemer(
        id=item["pk"]["S"].removeprefix(f"{AFNEMER}#"),
        naam=item["naam"]["S"],
        contact=item["contact"]["S"],
        limiet=Limiet(int(item["tempo"]["N"]), int(item["uitschieter"]["N"]), int(item["dagquotum"]["N"])),
        poortsleutel=item["poortsleutel"]["S"],
    )


def _als_toegang(item: "Item") -> Toegang:
    return Toegang(
        brin=item["sk"]["S"].removeprefix(_TOEGANG),
        scopes=tuple(scope["S"] for scope in item["scopes"]["L"]),
        einddatum=date.fromisoformat(item["einddatum"]["S"]) if "einddatum" in item else None,
    )


def _moment(item: "Item", naam: str) -> int | None:
    return int(item[naam]["N"]) if naam in item else None
