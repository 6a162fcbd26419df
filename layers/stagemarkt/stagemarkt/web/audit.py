"""Which answers hold data about people, and what goes on record of one: who, of whom, which fields.

It looks at what leaves, so it is the same for an answer of SBB and a kept one, whole or cut to `fields`.
"""

import gzip
import json
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from stagemarkt.model.errors import Bilingual, InternalError, StorageError
from stagemarkt.ports.audit import AuditLog, Processing
from stagemarkt.web.request import Request
from stagemarkt.web.response import Response, is_not_modified

# The operations whose answers can hold people; a test holds this against the models that leave.
WITH_PERSONS: Final = frozenset(
    {"geefDetailgegevens", "zoekLeerplaatsen", "geefLeerplaats", "zoekErkenningen"}
)
PERSONS: Final = ("contactpersonen", "praktijkopleiders")
_TRACEPARENT: Final = re.compile(r"[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}", re.ASCII)
_NOT_RECORDED: Final = Bilingual(
    "Wie persoonsgegevens krijgt wordt vastgelegd, en dat lukte nu niet; daarom geven wij ze niet. Probeer "
    "het opnieuw.",
    "Who is given personal data is put on record, and that failed just now; so they are not given. Try "
    "again.",
)
_RETRY_AFTER: Final = 5


def record_audit(
    operation: str,
    request: Request,
    answer: Response,
    log: Callable[[], AuditLog] | None,
    clock: Callable[[], float],
) -> None:
    """Put on record what this answer tells of people, before it leaves; nothing where it tells nothing.

    Raises:
        InternalError: it could not be put on record; the answer must not leave.
    """
    # A 304 tells the caller that it knows this already: no data leave.
    if operation not in WITH_PERSONS or answer.status != 200 or is_not_modified(answer, request):  # noqa: PLR2004 - OK
        return
    processing = read_processing(operation, request, answer, clock())
    if processing is None:
        return
    if log is None:
        raise AssertionError("a function that tells of people has a log of it")
    try:
        log().record(processing)
    except StorageError as error:
        raise InternalError(
            _NOT_RECORDED, internal=f"verwerking: {error}", retry_after=_RETRY_AFTER
        ) from error


def read_processing(operation: str, request: Request, answer: Response, now: float) -> Processing | None:
    """What the log says of this answer; None when there is nobody in it."""
    text = gzip.decompress(answer.body) if answer.compressed else answer.body
    content: dict[str, Any] = json.loads(text)
    parts = [part for part in content.get("resultaten", [content]) if _fields(part)]
    if not parts:
        return None
    trail = _TRACEPARENT.fullmatch(request.koppen.get("traceparent", "").strip())
    return Processing(
        request_id=request.id,
        operatie=operation,
        afnemer_id=request.afnemer_id,
        sleutel=request.sleutel,
        school=request.school,
        leerbedrijven=tuple(dict.fromkeys(_leerbedrijf(part, request) for part in parts)),
        velden=tuple(sorted({field for part in parts for field in _fields(part)})),
        bron="cache" if answer.compressed or _from_cache(answer) else "sbb",
        at=now,
        trail=trail[1] if trail else None,
        parent_id=trail[2] if trail else None,
    )


def _fields(part: Mapping[str, Any]) -> set[str]:
    return {f"{kind}.{field}" for kind in PERSONS for person in part.get(kind, ()) for field in person}


def _leerbedrijf(part: Mapping[str, Any], request: Request) -> str:
    """Of whom: as asked in the path, for `fields` may have cut the ID out of the answer; else as found."""
    asked = request.path_fields.get("leerbedrijfId")
    found: str = part["leerbedrijf"]["leerbedrijfId"] if asked is None else asked
    return found


def _from_cache(answer: Response) -> bool:
    # A kept answer in the place of one that SBB did not give, says what SBB did.
    status = answer.koppen.get("Cache-Status", "")
    return "; hit" in status or "fwd-status=" in status
