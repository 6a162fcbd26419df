"""What an answer says of its freshness: RFC 9111 and RFC 9211."""

import gzip
import json
from collections.abc import Mapping
from typing import Any, Final

from stagemarkt.domain.cache.lookup_outcome import FreshAnswer, LookupOutcome
from stagemarkt.web import problems
from stagemarkt.web.output.field_selection import Shape, prune
from stagemarkt.web.request import Request
from stagemarkt.web.response import Response, json_document

_CACHE: Final = "stagemarkt"
# Of an answer that is asked of SBB each time.
NEVER_STORED: Final[Mapping[str, str]] = {
    "Cache-Control": "no-store",
    "Cache-Status": f"{_CACHE}; fwd=bypass",
}


def lookup_response(looked_up: LookupOutcome, request: Request) -> Response:
    """The answer or the problem, kept or fresh, with what there is to say of its freshness.

    `max-age` is how long such an answer is fresh in all; less `Age`, it is how long this one still is.
    """
    headers = {"Cache-Status": _cache_status(looked_up)}
    # What nobody keeps here has no age.
    if looked_up.reden != "bypass":
        headers["Age"] = str(looked_up.old)
    if looked_up.fout is not None:
        return _problem(looked_up, request, headers)
    kept, fresh = looked_up.kept, looked_up.fresh
    given = fresh or kept
    if given is None:
        raise AssertionError("an answer is kept or fresh")
    if _may_not(looked_up):
        # Whoever keeps nothing has nothing to compare a tag with.
        headers["Cache-Control"] = "private, no-store"
    else:
        headers |= {"Cache-Control": f"private, max-age={looked_up.duration.fresh}", "ETag": given.etag}
    if fresh is not None:
        return Response(200, fresh.body, koppen=headers)
    if kept is None:
        raise AssertionError("what is given and not fresh is kept")
    if looked_up.verouderd:
        return Response(200, _as_stale(kept.body), koppen=headers)
    return Response(200, kept.body, compressed=True, koppen=headers)


def personal(looked_up: LookupOutcome, fields: Shape | None, request: Request) -> Response:
    """An answer with personal data: cut to the fields that were asked for, and kept by nobody else.

    `fields` is None for the whole answer.
    """
    answer = lookup_response(looked_up, request)
    headers = {name: value for name, value in answer.koppen.items() if name != "ETag"}
    answer = answer._replace(koppen={**headers, "Cache-Control": "no-store"})
    if fields is None or answer.fout is not None:
        return answer
    text = gzip.decompress(answer.body) if answer.compressed else answer.body
    return answer._replace(body=json_document(prune(json.loads(text), fields)), compressed=False)


def never_store(fresh: FreshAnswer) -> Response:
    """An answer that is asked of SBB each time, and that nobody keeps: there is nothing to tag."""
    return Response(200, fresh.body, koppen=NEVER_STORED)


def _problem(looked_up: LookupOutcome, request: Request, headers: Mapping[str, str]) -> Response:
    if looked_up.fout is None:
        raise AssertionError("a problem tells of something")
    answer = problems.problem_response(looked_up.fout, request.id, request.language)
    # A failure that nobody kept has no age.
    loose = headers if looked_up.kept is not None else {"Cache-Status": headers["Cache-Status"]}
    return answer._replace(koppen={**answer.koppen, **loose}, fout=looked_up.fout)


def _may_not(looked_up: LookupOutcome) -> bool:
    """What the operator may not keep, a caller's cache should not keep for them; nor who asked not to."""
    return looked_up.reden == "bypass" or looked_up.no_store


def _cache_status(looked_up: LookupOutcome) -> str:
    """RFC 9211: served from the cache, or SBB was asked and why; never both."""
    parts = [_CACHE]
    if looked_up.reden is not None:
        parts.append(f"fwd={looked_up.reden}")
        error = looked_up.cause or (looked_up.fout if looked_up.kept is None else None)
        if error is not None:
            parts.append(f"fwd-status={problems.PROBLEMS[problems.code_of(error)].status}")
        if looked_up.stored:
            parts.append("stored")
        if looked_up.together:
            parts.append("collapsed")
    elif looked_up.kept is not None:
        parts += ["hit", f"ttl={looked_up.duration.fresh - looked_up.old}"]
    else:
        parts.append("detail=only-if-cached")
    return "; ".join(parts)


def _as_stale(body: bytes) -> bytes:
    """The kept answer, which says of itself that it is past its freshness."""
    content: dict[str, Any] = json.loads(gzip.decompress(body))
    for part in content.get("resultaten", [content]):
        part["actualiteit"]["verouderd"] = True
    return json_document(content)
