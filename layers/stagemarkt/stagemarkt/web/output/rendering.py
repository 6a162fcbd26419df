"""From what SBB gave to what leaves: the JSON of now, the form that is kept, and the entity tag of both."""

import gzip
import hashlib
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal

from stagemarkt.domain.cache.lookup_outcome import Vers
from stagemarkt.web.response import json_document

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from stagemarkt.model.base import Model


def weergave_van_een(model: "Model", opgehaald_op: int) -> Vers:
    """One resource, with its `actualiteit`; `opgehaald_op` in seconds since 1970."""
    inhoud = _inhoud(model)
    return _vers(
        inhoud,
        {**inhoud, "actualiteit": actualiteit(opgehaald_op, "sbb")},
        {**inhoud, "actualiteit": actualiteit(opgehaald_op, "cache")},
    )


def weergave_van_lijst(
    modellen: "Sequence[Model]", opgehaald_op: int, rondom: "Mapping[str, Any] | None" = None
) -> Vers:
    """A collection, each resource with its `actualiteit`; `rondom` is what stands beside the results.

    Without it the collection is whole, and `totaal` is its length.
    """
    inhoud = [_inhoud(model) for model in modellen]
    erbij = {"totaal": len(inhoud)} if rondom is None else rondom

    def lijst(bron: Literal["sbb", "cache"]) -> dict[str, Any]:
        van = actualiteit(opgehaald_op, bron)
        return {"resultaten": [{**deel, "actualiteit": van} for deel in inhoud], **erbij}

    vers = _vers(inhoud, lijst("sbb"), lijst("cache"))
    return vers if inhoud else vers._replace(uitkomst="leeg")


def actualiteit(opgehaald_op: int, bron: Literal["sbb", "cache"]) -> dict[str, Any]:
    """How fresh an answer is."""
    moment = datetime.fromtimestamp(opgehaald_op, UTC).isoformat().replace("+00:00", "Z")
    return {"opgehaaldOp": moment, "bron": bron, "verouderd": False}


def _inhoud(model: "Model") -> dict[str, Any]:
    return model.model_dump(mode="json", by_alias=True, exclude_none=True)


def _vers(inhoud: object, nu: object, later: object) -> Vers:
    # The tag is over the content alone: the same answer fetched again has the same tag.
    etag = hashlib.sha256(_json(inhoud)).hexdigest()[:32]
    return Vers(
        json_document(nu), gzip.compress(json_document(later), compresslevel=6, mtime=0), f'W/"{etag}"'
    )


def _json(inhoud: object) -> bytes:
    return json.dumps(inhoud, ensure_ascii=False, separators=(",", ":")).encode()
