"""From what SBB gave to what leaves: the JSON of now, the form that is kept, and the entity tag of both."""

import gzip
import hashlib
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal

from stagemarkt.domain.cache.lookup_outcome import FreshAnswer
from stagemarkt.web.response import json_document

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from stagemarkt.model.base import Model


def rendering_of_one(model: "Model", opgehaald_op: int) -> FreshAnswer:
    """One resource, with its `actualiteit`; `opgehaald_op` in seconds since 1970."""
    content = _content(model)
    return _fresh(
        content,
        {**content, "actualiteit": actualiteit(opgehaald_op, "sbb")},
        {**content, "actualiteit": actualiteit(opgehaald_op, "cache")},
    )


def member_of(model: "Model", opgehaald_op: int) -> dict[str, Any]:
    """One resource among others in an answer of now, with its `actualiteit`."""
    return {**_content(model), "actualiteit": actualiteit(opgehaald_op, "sbb")}


def rendering_of_list(
    modellen: "Sequence[Model]", opgehaald_op: int, surrounding: "Mapping[str, Any] | None" = None
) -> FreshAnswer:
    """A collection, each resource with its `actualiteit`; `surrounding` is what stands beside the results.

    Without it the collection is whole, and `totaal` is its length.
    """
    content = [_content(model) for model in modellen]
    additions = {"totaal": len(content)} if surrounding is None else surrounding

    def listing(bron: Literal["sbb", "cache"]) -> dict[str, Any]:
        van = actualiteit(opgehaald_op, bron)
        return {"resultaten": [{**part, "actualiteit": van} for part in content], **additions}

    fresh = _fresh(content, listing("sbb"), listing("cache"))
    return fresh if content else fresh._replace(uitkomst="leeg")


def actualiteit(opgehaald_op: int, bron: Literal["sbb", "cache"]) -> dict[str, Any]:
    """How fresh an answer is."""
    moment = datetime.fromtimestamp(opgehaald_op, UTC).isoformat().replace("+00:00", "Z")
    return {"opgehaaldOp": moment, "bron": bron, "verouderd": False}


def _content(model: "Model") -> dict[str, Any]:
    return model.model_dump(mode="json", by_alias=True, exclude_none=True)


def _fresh(content: object, now: object, later: object) -> FreshAnswer:
    return FreshAnswer(
        json_document(now), gzip.compress(json_document(later), compresslevel=6, mtime=0), tag_of(content)
    )


def tag_of(content: object) -> str:
    """The weak entity tag of this content alone: the same answer fetched again has the same tag."""
    return f'W/"{hashlib.sha256(_json(content)).hexdigest()[:32]}"'


def _json(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
