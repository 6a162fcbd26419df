"""How what is kept of one key looks as an item of the table of answers.

Partition key `pk` = `<BRIN>#<onderwerp>`: what belongs to one leerbedrijf of one school lies together.
Sort key `sk` = the kind of answer. `verlooptOp` is the table's TTL attribute; it only cleans up. The lease
is in the same item, so that keeping an answer and checking the lease are one write.

Two more kinds of items: at a leerbedrijf `sk` = `lijst#<onderwerp>#<soort>`, which points to a list that
tells of it (in the list `wijzers` and `wijzersTot` say which there are, and until when); and
`<BRIN>#lijsten`, `generatie`, which changes whenever something is forgotten.
"""

import zlib
from typing import TYPE_CHECKING, Final

from stagemarkt.ports.cache import AnswerKey, CacheLease, CacheState, KeptAnswer, SharedFailure

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from types_boto3_dynamodb.type_defs import AttributeValueTypeDef, WriteRequestTypeDef

    from stagemarkt.ports.cache import AnswerContent

    Item = dict[str, AttributeValueTypeDef]
    Command = WriteRequestTypeDef

# The form of what is kept. Raise it when the answers change shape: older entries are then passed over.
VORM: Final = "3"
# What an entry says; without these there is none.
CONTENT: Final = ("lichaam", "controle", "etag", "vraag")
LISTING: Final = "lijst#"
GENERATION: Final = "generatie"
_OUTCOMES: "Final[dict[str, AnswerContent]]" = {
    "gevonden": "gevonden",
    "leeg": "leeg",
    "onbekend": "onbekend",
}
# What an item that is not as it should be raises when it is read.
_BROKEN: Final = (KeyError, ValueError, TypeError, AttributeError)


def key_of_answer(sleutel: AnswerKey) -> "Item":
    """The key of an entry."""
    return {"pk": {"S": f"{sleutel.school}#{sleutel.onderwerp}"}, "sk": {"S": sleutel.soort}}


def generation_key(school: str) -> "Item":
    """The key of the item that changes whenever something of this school is forgotten."""
    return {"pk": {"S": f"{school}#lijsten"}, "sk": {"S": GENERATION}}


def reference(sleutel: AnswerKey, leerbedrijf_id: str, expires_at: int) -> "Item":
    """The item at a leerbedrijf that points to a list which tells of it."""
    return {
        "pk": {"S": f"{sleutel.school}#leerbedrijf#{leerbedrijf_id}"},
        "sk": {"S": f"{LISTING}{sleutel.onderwerp}#{sleutel.soort}"},
        "verlooptOp": {"N": str(expires_at)},
    }


def target_of(school: str, sk: str) -> "Item":
    """The key of the list that a pointer with this sort key points to."""
    subject, _, kind = sk.removeprefix(LISTING).rpartition("#")
    return key_of_answer(AnswerKey(school, subject, kind))


def as_item(answer: KeptAnswer, expires_at: int) -> "Item":
    """The attributes of an entry."""
    return {
        "vorm": {"S": VORM},
        "school": {"S": answer.school},
        "lichaam": {"B": answer.body},
        "controle": {"N": str(zlib.crc32(answer.body))},
        "etag": {"S": answer.etag},
        "opgehaaldOp": {"N": str(answer.opgehaald_op)},
        "uitkomst": {"S": answer.uitkomst},
        "vraag": {"S": answer.question},
        "verlooptOp": {"N": str(expires_at)},
    }


def as_state(item: "Item | None", is_sound: "Callable[[KeptAnswer], bool]") -> CacheState:
    """What an item says; a part that cannot be read, or an answer that is not sound, is not there."""
    if not item:
        return CacheState()
    answer = _answer(item)
    if answer is not None and not is_sound(answer):
        answer = None
    return CacheState(answer, _lease(item), _failure(item), _numeric(item, "gemerktOp"))


def pointed(item: "Item") -> tuple[frozenset[str], int]:
    """Which leerbedrijven point to this list, and until when; none where that cannot be read."""
    try:
        return frozenset(item["wijzers"]["SS"]), int(item["wijzersTot"]["N"])
    except _BROKEN:
        return frozenset(), 0


def pointers_to_item(over: "Collection[str]", until: int) -> "Item":
    """Which leerbedrijven point to this list until then, as attributes of the list."""
    return {"wijzers": {"SS": sorted(set(over))}, "wijzersTot": {"N": str(until)}} if over else {}


def _answer(item: "Item") -> KeptAnswer | None:
    try:
        body = bytes(item["lichaam"]["B"])
        if item["vorm"]["S"] != VORM or int(item["controle"]["N"]) != zlib.crc32(body):
            return None
        return KeptAnswer(
            school=item["school"]["S"],
            body=body,
            etag=item["etag"]["S"],
            opgehaald_op=int(item["opgehaaldOp"]["N"]),
            uitkomst=_OUTCOMES[item["uitkomst"]["S"]],
            question=item["vraag"]["S"],
        )
    except _BROKEN:
        return None


def _lease(item: "Item") -> CacheLease | None:
    until = _numeric(item, "pachtTot")
    return CacheLease(item["pacht"]["S"], until) if until and "S" in item.get("pacht", {}) else None


def _failure(item: "Item") -> SharedFailure | None:
    try:
        fields = item["mislukking"]["M"]
        return SharedFailure(
            holder=fields["houder"]["S"],
            code=fields["code"]["S"],
            nl=fields["nl"]["S"],
            en=fields["en"]["S"],
            retry_after=int(fields["opnieuwNa"]["N"]) if "opnieuwNa" in fields else None,
            signaalcode=int(fields["signaalcode"]["N"]) if "signaalcode" in fields else None,
        )
    except _BROKEN:
        return None


def failure_to_item(failure: SharedFailure) -> "AttributeValueTypeDef":
    """A failure, to be kept beside the entry for those who wait."""
    numerics = {"opnieuwNa": failure.retry_after, "signaalcode": failure.signaalcode}
    texts = {
        "houder": failure.holder,
        "code": failure.code,
        "nl": failure.nl,
        "en": failure.en,
    }
    return {
        "M": {
            **{name: {"S": text} for name, text in texts.items()},
            **{name: {"N": str(numeric)} for name, numeric in numerics.items() if numeric is not None},
        }
    }


def _numeric(item: "Item", name: str) -> float:
    try:
        return float(item[name]["N"])
    except _BROKEN:
        return 0.0
