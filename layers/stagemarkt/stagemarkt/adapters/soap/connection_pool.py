"""The open connections of one worker to SBB: a bounded number, on one event loop.

A school costs a descriptor and the memory of a TLS context. A worker serves as many schools as there are, and
Lambda gives it 1,024 descriptors, so that the one longest unused makes room.
"""

import asyncio
from collections import Counter, OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from typing import Final

from stagemarkt.adapters.own_failures import maak_loper
from stagemarkt.adapters.soap.transport import Transport

# What is open at once, and how many schools are remembered. A worker that serves more of them makes a
# handshake more often: tens of milliseconds, now and then.
HOOGSTENS: Final = 64


class Lijnen:
    """Transports by whatever key, `hoogstens` of them at once. Use it from one thread, and `sluit` it."""

    def __init__(self, hoogstens: int = HOOGSTENS) -> None:
        self._hoogstens = hoogstens
        self._loper: asyncio.Runner | None = None
        self._open: OrderedDict[Hashable, Transport] = OrderedDict()
        self._bezet: Counter[Hashable] = Counter()

    @contextmanager
    def gebruik(self, sleutel: Hashable, maak: Callable[[asyncio.Runner], Transport]) -> Iterator[Transport]:
        """The transport of this key, made if it is not open; nobody closes it for want of room meanwhile."""
        if sleutel not in self._open:
            self._maak_plaats()
            if self._loper is None:
                self._loper = maak_loper()
            self._open[sleutel] = maak(self._loper)
        self._open.move_to_end(sleutel)
        self._bezet[sleutel] += 1
        try:
            yield self._open[sleutel]
        finally:
            self._bezet[sleutel] -= 1
            if not self._bezet[sleutel]:
                del self._bezet[sleutel]

    def sluit(self, sleutel: Hashable) -> None:
        """Close the transport of this key, if it is open."""
        if sleutel in self._open:
            self._open.pop(sleutel).sluit()

    def sluit_alle(self) -> None:
        """Close every one, and the loop; what is asked afterwards opens anew."""
        for sleutel in list(self._open):
            self.sluit(sleutel)
        if self._loper is not None:
            self._loper.close()
            self._loper = None

    def _maak_plaats(self) -> None:
        te_veel = len(self._open) + 1 - self._hoogstens
        vrij = [sleutel for sleutel in self._open if not self._bezet[sleutel]]
        for sleutel in vrij[: max(0, te_veel)]:
            self.sluit(sleutel)
