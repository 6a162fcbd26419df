"""Threads to look names up in, that nobody waits for.

A name is looked up by the system, in a thread that cannot be stopped: a resolver that hangs holds it for 20
seconds, or for ever. asyncio's own threads are waited for when a loop closes and when the process ends,
however long ago whoever asked gave up; and once a handful hangs, every other name waits in line behind them.
"""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Final, ParamSpec, TypeVar

from stagemarkt.model.errors import OwnShortage

P = ParamSpec("P")
T = TypeVar("T")
# In the whole process, hanging ones included. A worker looks up one name at a time, and gives it seconds.
AT_MOST: Final = 16
_PLACES: Final = threading.BoundedSemaphore(AT_MOST)


class LookupThreads(ThreadPoolExecutor):
    """Gives each task a thread of its own; what hangs is left behind, at most `AT_MOST` of them.

    asyncio takes no other kind of executor for its own; of that one nothing is used.
    """

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> "Future[T]":
        """Begin this. Raises OwnShortage when all threads hang, or none can be had."""
        if not _PLACES.acquire(blocking=False):
            raise OwnShortage("lookups")
        future: Future[T] = Future()

        def run() -> None:
            try:
                if future.set_running_or_notify_cancel():
                    _fulfil(future, fn, *args, **kwargs)
            finally:
                _PLACES.release()

        try:
            threading.Thread(target=run, name="lookup", daemon=True).start()
        except BaseException as error:
            _PLACES.release()
            raise OwnShortage(type(error).__name__) from error
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002 - theirs
        """Nothing is waited for, whatever `wait` says."""


def _fulfil(future: "Future[Any]", fn: Callable[..., Any], *args: object, **kwargs: object) -> None:
    try:
        result = fn(*args, **kwargs)
    except BaseException as error:  # noqa: BLE001 - whoever asked is told, whatever it is
        future.set_exception(error)
    else:
        future.set_result(result)
