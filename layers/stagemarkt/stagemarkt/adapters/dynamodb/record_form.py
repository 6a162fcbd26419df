"""How the records of SBB and of a school look as items of the table Waarnemingen.

`sbb#<address>`: a map `zekering`, the circuit; `laatsteSucces`, `laatsteFout`, `foutcode`; `peilingOp` and
`peiler`, who looked at the door last.

`school#<BRIN>`: the maps `zekering` and `drukte` (see there), and flat, so that each is written by itself:
`<soort>GeweigerdOp`, `…Signaalcode`, `…GewaarschuwdOp`, `…HersteldOp`, `…Merk`, `laatsteSucces`,
`geslaagd_<merk>`, `antwoord_<mark of an address>`, `certificaat` (a map, written by the watch alone) and
`onbruikbaar`.
"""

import hashlib
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from stagemarkt.adapters.dynamodb import own_success, rate_limit
from stagemarkt.model.errors import StorageError
from stagemarkt.ports.guard import CircuitBreaker, RateLimit
from stagemarkt.ports.records import (
    EndpointChange,
    EndpointRecord,
    SchoolChange,
    SchoolRecord,
    Sightings,
    Swap,
)
from stagemarkt.ports.standing import KINDS, CertificateState, KeptStanding, Refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from types_boto3_dynamodb.type_defs import AttributeValueTypeDef

    Item = Mapping[str, AttributeValueTypeDef]
    Key = dict[str, dict[str, str]]
    Form = Mapping[str, tuple[str, str]]

_PASSED: Final = "geslaagd_"
_WRITE: "Final[Mapping[str, Callable[[Any], AttributeValueTypeDef]]]" = {
    "whole": lambda value: {"N": str(value)},
    # To the millisecond.
    "moment": lambda value: {"N": f"{value:.3f}"},
    "text": lambda value: {"S": value},
}
_READ: "Final[Mapping[str, Callable[[Any], object]]]" = {
    "whole": lambda value: int(value["N"]),
    "moment": lambda value: float(value["N"]),
    "text": lambda value: value["S"],
}
# Of each attribute the field that it holds, and how; what is None is not there.
_SIGHTINGS: Final = {
    "laatsteSucces": ("last_success", "moment"),
    "laatsteFout": ("last_failure", "moment"),
    "foutcode": ("failure_code", "text"),
}
_CIRCUIT: Final = {
    "versie": ("versie", "whole"),
    "missers": ("failures", "whole"),
    "code": ("code", "text"),
    "geslotenOp": ("closed_at", "moment"),
    "openSinds": ("open_since", "moment"),
    "proefNa": ("probe_after", "moment"),
    "proef": ("proef", "text"),
    "proefTot": ("probe_until", "moment"),
}
# Behind the kind of refusal.
_REFUSAL: Final = {
    "GeweigerdOp": ("at", "moment"),
    "Signaalcode": ("signaalcode", "whole"),
    "GewaarschuwdOp": ("warned_at", "moment"),
    "HersteldOp": ("recovered_at", "moment"),
    "Merk": ("merk", "text"),
}
_CERTIFICATE: Final = {
    "vingerafdruk": ("fingerprint", "text"),
    "geldigVan": ("valid_from", "whole"),
    "geldigTot": ("geldig_tot", "whole"),
    "gezienOp": ("seen_at", "whole"),
    "gewaarschuwdBij": ("warned_for", "whole"),
    "vorigTot": ("previous_until", "whole"),
    "licentiemerk": ("licentie_mark", "text"),
}
# What an item that is not as it should be raises when it is read.
_BROKEN: Final = (KeyError, ValueError, TypeError)


class Update(NamedTuple):
    """The parts of an UpdateItem, and the circuit that it puts there, if it does."""

    request: rate_limit.StateUpdate
    circuit: "AttributeValueTypeDef | None"


def endpoint_key(address: str) -> "Key":
    """The key of an address of SBB."""
    return {"pk": {"S": f"sbb#{address}"}}


def school_key(brin: str) -> "Key":
    """The key of a school."""
    return {"pk": {"S": f"school#{brin}"}}


def moment(value: float) -> "AttributeValueTypeDef":
    """A moment, to the millisecond."""
    return _WRITE["moment"](value)


def endpoint(item: "Item") -> EndpointRecord:
    """The record of an address. What was seen and cannot be read, was not: the next sighting puts it right.

    Raises:
        StorageError: its circuit is of another shape.
    """
    seen = _part(lambda it: Sightings(**_fields(it, _SIGHTINGS)), item, Sightings(), strict=False)
    return EndpointRecord(_part(_circuit, item, None, strict=True), seen)


def school(item: "Item", address: str, *, strict: bool = True) -> SchoolRecord:
    """The record of a school, as seen from this address.

    Raises:
        StorageError: her circuit or her room is of another shape, or anything else when `strict`.
    """
    return SchoolRecord(
        _part(_circuit, item, None, strict=True),
        _part(_room, item, None, strict=True),
        _part(_standing, item, KeptStanding(), strict=strict),
        _part(lambda it: _answered(it, address), item, None, strict=False),
    )


def endpoint_update(change: EndpointChange, token: str) -> Update:
    """The update that makes this change; `token` tells this write from any other."""
    seen = Sightings()
    if change.at is not None:
        failed = change.code is not None
        seen = Sightings(None, change.at, change.code) if failed else Sightings(change.at)
    return _update(_as_item(seen, _SIGHTINGS), (), change.circuit, None, token)


def school_update(change: SchoolChange, address: str, token: str) -> Update:
    """The update that makes this change; `token` tells this write from any other."""
    values: dict[str, AttributeValueTypeDef] = {}
    gone: list[str] = []
    if change.answered is not None:
        gone.append(_answer(address))
    if change.accepted is not None:
        # Each mark an attribute of its own: an instance that still asks with what was before erases nothing.
        took = ("laatsteSucces", *(f"{_PASSED}{mark}" for mark in change.accepted if mark))
        values |= dict.fromkeys(took, moment(change.at))
    for kind, signaalcode, mark in change.refused:
        refusal = Refusal(change.at, signaalcode, merk=mark or None)
        values |= _as_item(refusal, _REFUSAL, before=kind)
        gone += [f"{kind}Signaalcode", f"{kind}Merk"]
    if change.restored:
        values["wisselingHersteldOp"] = moment(change.at)
    if change.answered:
        values[_answer(address)] = moment(change.at)
    left = tuple(name for name in gone if name not in values)
    return _update(values, left, change.circuit, change.place, token)


def says_more(change: SchoolChange) -> bool:
    """Whether there is anything to write."""
    return change != SchoolChange(change.at)


def has_put(item: "Item", circuit: "AttributeValueTypeDef | None") -> bool:
    """Whether this is the circuit in the item: it was put there by this very write."""
    return circuit is not None and own_success.has(item, {"zekering": circuit})


def assignments(values: "Item", gone: tuple[str, ...]) -> rate_limit.StateUpdate:
    """The update that sets these attributes and removes those."""
    return _update(values, gone, None, None, "").request


def _update(
    values: "Item", gone: tuple[str, ...], swap: Swap | None, place: str | None, token: str
) -> Update:
    circuit: AttributeValueTypeDef | None = None
    conditions: list[str] = []
    fills: dict[str, AttributeValueTypeDef] = {}
    if swap is not None:
        circuit = {"M": {**_as_item(swap.new, _CIRCUIT), "door": {"S": token}}}
        values = {**values, "zekering": circuit}
        conditions.append(
            "zekering.versie = :versie" if swap.old.versie else "attribute_not_exists(zekering)"
        )
        if swap.old.versie:
            fills[":versie"] = {"N": str(swap.old.versie)}
    names = {f"#n{nr}": name for nr, name in enumerate((*values, *gone))}
    holders = list(names)
    sets = [f"{holder} = :v{nr}" for nr, holder in enumerate(holders[: len(values)])]
    fills |= {f":v{nr}": value for nr, value in enumerate(values.values())}
    removes = holders[len(values) :]
    if place is not None:
        names["#plaats"] = place
        removes.append("drukte.plaatsen.#plaats")
        conditions.append("attribute_exists(drukte.plaatsen.#plaats)")
    parts = [f"{verb} {', '.join(what)}" for verb, what in (("SET", sets), ("REMOVE", removes)) if what]
    request: rate_limit.StateUpdate = {"UpdateExpression": " ".join(parts)}
    if conditions:
        request["ConditionExpression"] = " AND ".join(conditions)
    if names:
        request["ExpressionAttributeNames"] = names
    if fills:
        request["ExpressionAttributeValues"] = fills
    return Update(request, circuit)


def _answer(address: str) -> str:
    return f"antwoord_{hashlib.sha256(address.encode()).hexdigest()[:8]}"


def certificate_item(state: CertificateState) -> "AttributeValueTypeDef":
    """What the watch saw, as it is kept."""
    return {"M": _as_item(state, _CERTIFICATE)}


def _part(read: Any, item: "Item", empty: Any, *, strict: bool) -> Any:  # noqa: ANN401 - each its own
    try:
        return read(item)
    except _BROKEN as error:
        if strict:
            raise StorageError("a record without its attributes") from error
        return empty


def _as_item(value: object, form: "Form", before: str = "") -> "dict[str, AttributeValueTypeDef]":
    fields = ((name, getattr(value, field), child) for name, (field, child) in form.items())
    return {f"{before}{name}": _WRITE[child](given) for name, given, child in fields if given is not None}


def _fields(item: "Item", form: "Form", before: str = "") -> dict[str, Any]:
    present = ((before + name, *how) for name, how in form.items() if before + name in item)
    return {field: _READ[child](item[name]) for name, field, child in present}


def _circuit(item: "Item") -> CircuitBreaker:
    return (
        CircuitBreaker(**_fields(item["zekering"]["M"], _CIRCUIT)) if "zekering" in item else CircuitBreaker()
    )


def _room(item: "Item") -> RateLimit:
    return rate_limit.read(item["drukte"]["M"]) if "drukte" in item else RateLimit()


def _standing(item: "Item") -> KeptStanding:
    return KeptStanding(
        laatste_succes=_fields(item, _SIGHTINGS).get("last_success"),
        refusals={
            kind: Refusal(**_fields(item, _REFUSAL, kind)) for kind in KINDS if f"{kind}GeweigerdOp" in item
        },
        certificaat=CertificateState(**_fields(item["certificaat"]["M"], _CERTIFICATE))
        if "certificaat" in item
        else None,
        unusable=item["onbruikbaar"]["S"] if "onbruikbaar" in item else None,
        passed={
            name.removeprefix(_PASSED): float(value["N"])
            for name, value in item.items()
            if name.startswith(_PASSED)
        },
    )


def _answered(item: "Item", address: str) -> float | None:
    return float(item[_answer(address)]["N"]) if _answer(address) in item else None
