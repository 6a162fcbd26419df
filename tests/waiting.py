"""Waiting for what another thread or program does: never without an end."""

import time
from collections.abc import Callable, Iterator

_PAUSE = 0.02


def wait_until(ready: Callable[[], object], seconds: float, what: str) -> None:
    """Return as soon as `ready` gives something true; it is asked every 20 ms, and may raise.

    Raises:
        AssertionError: `seconds` have passed; the text says that there was not `what`.
    """
    end = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > end:
            raise AssertionError(f"not within {seconds} seconds: {what}")
        time.sleep(_PAUSE)


def at_most(times: int) -> Iterator[int]:
    """Count for a loop that what is tested has to end, as the last page ends a list.

    Raises:
        AssertionError: it went round so many times and goes on.
    """
    yield from range(times)
    raise AssertionError(f"no end after {times} times")
