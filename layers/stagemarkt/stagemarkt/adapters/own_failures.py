"""What is our own among the failures of the system: descriptors, memory, threads, disk.

Told as SBB's, as a school's or as a receiver's it would open a breaker, refuse a certificate or put off an
abonnement that nothing is wrong with.
"""

import asyncio
import errno
import os
import socket
import ssl
from collections.abc import Iterator
from typing import Final

from stagemarkt.adapters.lookup_threads import LookupThreads
from stagemarkt.model.errors import OwnShortage

_NUMBERS: Final = frozenset(
    {
        errno.EMFILE,
        errno.ENFILE,
        errno.ENOMEM,
        errno.ENOBUFS,
        errno.ENOSPC,
        errno.EDQUOT,
        errno.EROFS,
        errno.EIO,
    }
)
# To wait on, and two to be woken by.
_FOR_A_LOOP: Final = 3
_NO_THREAD: Final = "can't start new thread"


def causes(error: BaseException) -> Iterator[BaseException]:
    """The error and everything behind it, nearest first."""
    seen: set[int] = set()
    following: BaseException | None = error
    # An error can be its own cause.
    while following is not None and id(following) not in seen:
        seen.add(id(following))
        yield following
        following = following.__cause__ or following.__context__


def is_own(error: BaseException) -> bool:
    """Whether we ran out of something of our own."""
    return any(map(_is_shortage, causes(error)))


def _is_shortage(error: BaseException) -> bool:  # noqa: PLR0911 - a table
    match error:
        case MemoryError():
            return True
        case BaseExceptionGroup():
            # One for each address of a name: what stopped the one need not be what stopped the other.
            return all(map(is_own, error.exceptions))
        case RuntimeError():
            return _NO_THREAD in str(error)
        case ssl.SSLError():
            return getattr(error, "reason", None) == "MALLOC_FAILURE"
        case socket.gaierror():
            # Who cannot open a socket or a file finds no name either, and says that there is none.
            return error.errno == socket.EAI_MEMORY or _is_full()
        case OSError():
            return error.errno in _NUMBERS
        case _:
            return False


def as_shortage(error: BaseException) -> OwnShortage:
    """The failure that it is for whoever asked; its text is the kind of the error alone."""
    for cause in causes(error):
        if isinstance(cause, BaseExceptionGroup):
            return as_shortage(cause.exceptions[0])
        if isinstance(cause, OSError) and cause.errno in _NUMBERS:
            return OwnShortage(errno.errorcode[cause.errno])
    return OwnShortage(type(error).__name__)


def make_runner() -> asyncio.Runner:
    """An event loop to use again and again; a name that it looks up holds up nothing but itself.

    Raises:
        OwnShortage: there is no room for it. Half a loop would keep what it has.
    """
    try:
        _require_descriptors(_FOR_A_LOOP)
    except OSError as error:
        raise as_shortage(error) from error
    runner = asyncio.Runner()
    runner.get_loop().set_default_executor(LookupThreads())
    return runner


def _is_full() -> bool:
    """Whether there is no room for one more descriptor."""
    try:
        _require_descriptors(1)
    except OSError as error:
        return error.errno in _NUMBERS
    return False


def _require_descriptors(count: int) -> None:
    """See whether there is room for so many descriptors. Raises OSError when there is not."""
    open_: list[int] = []
    try:
        for _ in range(count):
            open_.append(os.open(os.devnull, os.O_RDONLY))  # noqa: PERF401 - what is open must be closed
    finally:
        for number in open_:
            os.close(number)
