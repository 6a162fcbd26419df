"""How what is kept of one key looks as an item of the table of answers.

Partition key `pk` = `<BRIN>#<onderwerp>`: what belongs to one leerbedrijf of one school lies together.
Sort key `sk` = the kind of answer. `verlooptOp` is the table's TTL attribute; it only cleans up. The lease
is in the same item, so that keeping an answer and checking the lease are one write.

Two more kinds of items: at a leerbedrijf `sk` = `lijst#<onderwerp>#<soort>`, which points to a list that
tells of it; and `<BRIN>#lijsten`, `generatie`, which changes whenever something is forgotten.
"""

import zlib
from typing import TYPE_CHECKING, Final

from stagemarkt.ports.cache import Antwoordsleutel, BewaardAntwoord, Mislukking, Pacht, Stand

if TYPE_CHECKING:
    from types_boto3_dynamodb.type_defs import AttributeValueTypeDef, WriteRequestTypeDef

    from stagemarkt.ports.cache import Uitkomst

    Item = dict[str, AttributeValueTypeDef]
    Opdracht = WriteRequestTypeDef

# The form of what is kept. Raise it when the answers change shape: older entries are then passed over.
VORM: Final = "3"
# What an entry says; without these there is none.
INHOUD: Final = ("lichaam", "controle", "etag", "vraag")
LIJST: Final = "lijst#"
GENERATIE: Final = "generatie"
_UITKOMSTEN: "Final[dict[str, Uitkomst]]" = {"gevonden": "gevonden", "leeg": "leeg", "onbekend": "onbekend"}
# What an item that is not as it should be raises when it is read.
_KAPOT: Final = (KeyError, ValueError, TypeError, AttributeError)


def sleutel_van(sleutel: Antwoordsleutel) -> "Item":
    """The key of an entry."""
    return {"pk": {"S": f"{sleutel.school}#{sleutel.onderwerp}"}, "sk": {"S": sleutel.soort}}


def generatiesleutel(school: str) -> "Item":
    """The key of the item that changes whenever something of this school is forgotten."""
    return {"pk": {"S": f"{school}#lijsten"}, "sk": {"S": GENERATIE}}


def verwijzing(sleutel: Antwoordsleutel, leerbedrijf_id: str, verloopt_op: int) -> "Item":
    """The item at a leerbedrijf that points to a list which tells of it."""
    return {
        "pk": {"S": f"{sleutel.school}#leerbedrijf#{leerbedrijf_id}"},
        "sk": {"S": f"{LIJST}{sleutel.onderwerp}#{sleutel.soort}"},
        "verlooptOp": {"N": str(verloopt_op)},
    }


def doel_van(school: str, sk: str) -> "Item":
    """The key of the list that a pointer with this sort key points to."""
    onderwerp, _, soort = sk.removeprefix(LIJST).rpartition("#")
    return sleutel_van(Antwoordsleutel(school, onderwerp, soort))


def als_item(antwoord: BewaardAntwoord, verloopt_op: int) -> "Item":
    """The attributes of an entry."""
    return {
        "vorm": {"S": VORM},
        "school": {"S": antwoord.school},
        "lichaam": {"B": antwoord.lichaam},
        "controle": {"N": str(zlib.crc32(antwoord.lichaam))},
        "etag": {"S": antwoord.etag},
        "opgehaaldOp": {"N": str(antwoord.opgehaald_op)},
        "uitkomst": {"S": antwoord.uitkomst},
        "vraag": {"S": antwoord.vraag},
        "verlooptOp": {"N": str(verloopt_op)},
    }


def als_stand(item: "Item | None") -> Stand:
    """What an item says; each part of it that cannot be read is not there."""
    if not item:
        return Stand()
    return Stand(_antwoord(item), _pacht(item), _mislukking(item), _getal(item, "gemerktOp"))


def _antwoord(item: "Item") -> BewaardAntwoord | None:
    try:
        lichaam = bytes(item["lichaam"]["B"])
        if item["vorm"]["S"] != VORM or int(item["controle"]["N"]) != zlib.crc32(lichaam):
            return None
        return BewaardAntwoord(
            school=item["school"]["S"],
            lichaam=lichaam,
            etag=item["etag"]["S"],
            opgehaald_op=int(item["opgehaaldOp"]["N"]),
            uitkomst=_UITKOMSTEN[item["uitkomst"]["S"]],
            vraag=item["vraag"]["S"],
        )
    except _KAPOT:
        return None


def _pacht(item: "Item") -> Pacht | None:
    tot = _getal(item, "pachtTot")
    return Pacht(item["pacht"]["S"], tot) if tot and "S" in item.get("pacht", {}) else None


def _mislukking(item: "Item") -> Mislukking | None:
    try:
        velden = item["mislukking"]["M"]
        return Mislukking(
            houder=velden["houder"]["S"],
            code=velden["code"]["S"],
            nl=velden["nl"]["S"],
            en=velden["en"]["S"],
            opnieuw_na=int(velden["opnieuwNa"]["N"]) if "opnieuwNa" in velden else None,
            signaalcode=int(velden["signaalcode"]["N"]) if "signaalcode" in velden else None,
        )
    except _KAPOT:
        return None


def als_mislukking(mislukking: Mislukking) -> "AttributeValueTypeDef":
    """A failure, to be kept beside the entry for those who wait."""
    getallen = {"opnieuwNa": mislukking.opnieuw_na, "signaalcode": mislukking.signaalcode}
    teksten = {
        "houder": mislukking.houder,
        "code": mislukking.code,
        "nl": mislukking.nl,
        "en": mislukking.en,
    }
    return {
        "M": {
            **{naam: {"S": tekst} for naam, tekst in teksten.items()},
            **{naam: {"N": str(getal)} for naam, getal in getallen.items() if getal is not None},
        }
    }


def _getal(item: "Item", naam: str) -> float:
    try:
        return float(item[naam]["N"])
    except _KAPOT:
        return 0.0
