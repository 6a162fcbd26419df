"""Which figures a request gives: how its answer came about, how long it took, and whose fault a failure is.

It looks at what leaves, as the audit does.
"""

from typing import Final

from stagemarkt import metrics
from stagemarkt.metrics import Figure
from stagemarkt.model.errors import (
    BronCertificate,
    BronCodeUnknown,
    BronError,
    CodeUnknown,
    LeerbedrijfUnknown,
    MessageRejected,
    NoRoom,
    NotInCache,
    SchoolCertificateUnsuitable,
)
from stagemarkt.web.response import Response

# How addresses end that take many questions at once: how long those take says nothing of one answer.
_BATCH: Final = "/_batch"
_REFUSED_FROM: Final = 400
_FAILED_FROM: Final = 500


def metrics_of(
    resource: str, answer: Response, error: BaseException | None, duration: float
) -> dict[Figure, float]:
    """The figures of one request; `duration` in milliseconds. None of what has nothing to do with SBB."""
    if answer.status >= _FAILED_FROM:
        return _of_failure(error)
    if answer.status >= _REFUSED_FROM and not isinstance(error, LeerbedrijfUnknown | CodeUnknown):
        return {metrics.REFUSED: 1}
    return {} if resource.endswith(_BATCH) else _of_answer(answer, duration)


def is_ours(error: BaseException | None) -> bool:
    """Whether an answer of 500 and up is our fault: nobody else's, or it says so.

    Ours are also SBB's certificate when it is not known here, and a message that SBB does not take or answers
    with a code that nobody knows here: our operator has to act.
    """
    match error:
        case NotInCache():
            return False
        case MessageRejected() | BronCodeUnknown():
            return True
        case SchoolCertificateUnsuitable():
            return False
        case BronCertificate():
            return True
        case _:
            return not isinstance(error, BronError)


def _of_failure(error: BaseException | None) -> dict[Figure, float]:
    values: dict[Figure, float] = {} if is_ours(error) else {metrics.FAULT_ELSEWHERE: 1}
    if isinstance(error, NotInCache):
        values[metrics.REFUSED] = 1
    elif isinstance(error, NoRoom):
        values[metrics.NO_ROOM] = 1
    return values


def _of_answer(answer: Response, duration: float) -> dict[Figure, float]:
    status = answer.koppen.get("Cache-Status")
    if status is None:
        return {}
    served_in_its_place = "; fwd-status=5" in status
    if "; fwd=" in status and not served_in_its_place:
        return {metrics.MISS: duration}
    is_stale = served_in_its_place or "; ttl=-" in status or status.endswith("; ttl=0")
    return {
        metrics.STALE if is_stale else metrics.HIT: duration,
        metrics.AGE: int(answer.koppen.get("Age", 0)),
    }
