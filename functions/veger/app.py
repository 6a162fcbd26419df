"""The sweep, each minute: nudges whoever has something due. Sees when, and never what."""

from collections.abc import Callable
from itertools import islice
from typing import Any, Final

from stagemarkt.composition.veger import VegerPorts
from stagemarkt.entry.last_resort import without_text
from stagemarkt.observability import logger
from stagemarkt.ports.deadline import Deadline
from stagemarkt.web.handler import LambdaContext

_MINUTE: Final = 60
# Nudges that are kept in memory at a time, and done before it looks at the clock.
_PER_BATCH: Final = 100
# What is left of a function's time for those, at 15 ms each and more.
_RESERVE: Final = 8.0


def make_handler(ports: VegerPorts) -> Callable[[dict[str, Any], LambdaContext], dict[str, Any]]:
    """The handler over these ports."""

    def handler(_event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
        now = ports.clock()
        deadline = Deadline.after(max(0.0, context.get_remaining_time_in_millis() / 1000 - _RESERVE))
        # Under one name per minute: a sweep that is done twice nudges once.
        tag = f"veger.{int(now // _MINUTE)}"
        count, due_keys = 0, ports.outbox.due(now)
        # What is left is due a minute later too.
        while deadline.remaining > 0 and (piece := list(islice(due_keys, _PER_BATCH))):
            ports.waker.wake(piece, tag)
            count += len(piece)
        in_time = deadline.remaining > 0
        logger.info("geveegd", extra={"gewekt": count, "opTijd": in_time})
        return {"gewekt": count, "opTijd": in_time}

    return without_text("geveegd", handler)


handler = make_handler(VegerPorts())
