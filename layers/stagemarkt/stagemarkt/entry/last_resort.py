"""The last resort of a function that nobody waits for with a problem of ours: what it raises has no text.

Of an error that nobody expected Lambda logs the text, and that can hold what a caller sent or SBB answered.
So it is logged here by kind and place, and what Lambda gets to see says only that the invocation failed: its
metric `Errors`, the retries and the destination of failures need no more.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from stagemarkt.observability import describe, logger

T = TypeVar("T")


class InvocationFailed(Exception):
    """An error that nobody expected; the log says where, and this nothing."""


def without_text(
    log_event: str, handler: Callable[[dict[str, Any], Any], T], *expected: type[Exception]
) -> Callable[[dict[str, Any], Any], T]:
    """This Lambda handler, but that an error leaves it without its text, and is logged with its trail.

    Args:
        log_event: the event's name in the log.
        handler: what does the work.
        expected: what it raises by intention, and may go as it is.
    """

    def careful(event: dict[str, Any], context: Any) -> T:  # noqa: ANN401 - Lambda's context
        try:
            return handler(event, context)
        except expected:
            raise
        except Exception as error:  # noqa: BLE001 - the last resort: whatever it is, its text stays here
            logger.error(log_event, extra=describe(error))
        raise InvocationFailed

    return careful
