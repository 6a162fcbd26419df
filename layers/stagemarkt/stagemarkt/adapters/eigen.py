"""What is our own among the failures of the system: descriptors, memory, threads, disk, ports.

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

from stagemarkt.model.fouten import EigenTekort

_NUMMERS: Final = frozenset(
    {
        errno.EMFILE,
        errno.ENFILE,
        errno.ENOMEM,
        errno.ENOBUFS,
        errno.EADDRNOTAVAIL,
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
    """The error and everything behind it, nearest first; of a group each of its errors."""
    gezien: set[int] = set()
    te_gaan: list[BaseException | None] = [fout]
    # An error can be its own cause.
    while te_gaan:
        volgende = te_gaan.pop(0)
        if volgende is None or id(volgende) in gezien:
            continue
        gezien.add(id(volgende))
        yield volgende
        te_gaan.append(volgende.__cause__ or volgende.__context__)
        if isinstance(volgende, BaseExceptionGroup):
            te_gaan += volgende.exceptions


def is_eigen(fout: BaseException) -> bool:
    """Whether we ran out of something of our own."""
    for oorzaak in oorzaken(fout):
        match oorzaak:
            case MemoryError():
                return True
            case RuntimeError() if _GEEN_DRAAD in str(oorzaak):
                return True
            case ssl.SSLError():
                if getattr(oorzaak, "reason", None) == "MALLOC_FAILURE":
                    return True
            case socket.gaierror():
                # Who cannot open a socket or a file finds no name either, and says that there is none.
                if oorzaak.errno == socket.EAI_MEMORY or _is_vol():
                    return True
            case OSError() if oorzaak.errno in _NUMMERS:
                return True
    return False


def als_tekort(fout: BaseException) -> EigenTekort:
    """The failure that it is for whoever asked; its text is the kind of the error alone."""
    nummers = [o.errno for o in oorzaken(fout) if isinstance(o, OSError) and o.errno in _NUMMERS]
    return EigenTekort(errno.errorcode[nummers[0]] if nummers else type(fout).__name__)


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
