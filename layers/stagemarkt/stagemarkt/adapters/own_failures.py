"""What is our own among the failures of the system: descriptors, memory, threads, disk.

Told as SBB's, as a school's or as a receiver's it would open a zekering, refuse a certificate or put off an
abonnement that nothing is wrong with.
"""

import asyncio
import errno
import os
import socket
import ssl
from collections.abc import Iterator
from typing import Final

from stagemarkt.model.errors import EigenTekort

_NUMMERS: Final = frozenset(
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
_VOOR_EEN_LUS: Final = 3
_GEEN_DRAAD: Final = "can't start new thread"


def oorzaken(fout: BaseException) -> Iterator[BaseException]:
    """The error and everything behind it, nearest first."""
    gezien: set[int] = set()
    volgende: BaseException | None = fout
    # An error can be its own cause.
    while volgende is not None and id(volgende) not in gezien:
        gezien.add(id(volgende))
        yield volgende
        volgende = volgende.__cause__ or volgende.__context__


def is_eigen(fout: BaseException) -> bool:
    """Whether we ran out of something of our own."""
    return any(map(_is_tekort, oorzaken(fout)))


def _is_tekort(fout: BaseException) -> bool:  # noqa: PLR0911 - a table
    match fout:
        case MemoryError():
            return True
        case BaseExceptionGroup():
            # One for each address of a name: what stopped the one need not be what stopped the other.
            return all(map(is_eigen, fout.exceptions))
        case RuntimeError():
            return _GEEN_DRAAD in str(fout)
        case ssl.SSLError():
            return getattr(fout, "reason", None) == "MALLOC_FAILURE"
        case socket.gaierror():
            # Who cannot open a socket or a file finds no name either, and says that there is none.
            return fout.errno == socket.EAI_MEMORY or _is_vol()
        case OSError():
            return fout.errno in _NUMMERS
        case _:
            return False


def als_tekort(fout: BaseException) -> EigenTekort:
    """The failure that it is for whoever asked; its text is the kind of the error alone."""
    for oorzaak in oorzaken(fout):
        if isinstance(oorzaak, BaseExceptionGroup):
            return als_tekort(oorzaak.exceptions[0])
        if isinstance(oorzaak, OSError) and oorzaak.errno in _NUMMERS:
            return EigenTekort(errno.errorcode[oorzaak.errno])
    return EigenTekort(type(fout).__name__)


def maak_loper() -> asyncio.Runner:
    """An event loop to use again and again.

    Raises:
        EigenTekort: there is no room for it. Half a loop would keep what it has.
    """
    try:
        _pas(_VOOR_EEN_LUS)
    except OSError as fout:
        raise als_tekort(fout) from fout
    loper = asyncio.Runner()
    loper.get_loop()
    return loper


def _is_vol() -> bool:
    """Whether there is no room for one more descriptor."""
    try:
        _pas(1)
    except OSError as fout:
        return fout.errno in _NUMMERS
    return False


def _pas(aantal: int) -> None:
    """See whether there is room for so many descriptors. Raises OSError when there is not."""
    open_: list[int] = []
    try:
        for _ in range(aantal):
            open_.append(os.open(os.devnull, os.O_RDONLY))  # noqa: PERF401 - what is open must be closed
    finally:
        for nummer in open_:
            os.close(nummer)
