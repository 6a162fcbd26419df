"""The open connections of one worker to SBB: a bounded number, on one event loop.

A school costs a descriptor and the memory of a TLS context. A worker serves as many schools as there are, and
Lambda gives it 1,024 descriptors, so that the one longest unused makes room.
"""

import asyncio
from collections import Counter, OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from typing import Final

from stagemarkt.adapters.own_failures import make_runner
from stagemarkt.adapters.soap.transport import Transport

# What is open at once, and how many schools are remembered. A worker that serves more of them makes a
# handshake more often: tens of milliseconds, now and then.
AT_MOST: Final = 64


class ConnectionPool:
    """Transports by whatever key, `at_most` of them at once. Use it from one thread, and `close_all` it."""

    def __init__(self, at_most: int = AT_MOST) -> None:
        self._at_most = at_most
        self._runner: asyncio.Runner | None = None
        self._open: OrderedDict[Hashable, Transport] = OrderedDict()
        self._occupied: Counter[Hashable] = Counter()

    @contextmanager
    def usage(self, sleutel: Hashable, make: Callable[[asyncio.Runner], Transport]) -> Iterator[Transport]:
        """The transport of this key, made if it is not open; nobody closes it for want of room meanwhile."""
        if sleutel not in self._open:
            self._make_room()
            if self._runner is None:
                self._runner = make_runner()
            self._open[sleutel] = make(self._runner)
        self._open.move_to_end(sleutel)
        self._occupied[sleutel] += 1
        try:
            yield self._open[sleutel]
        finally:
            self._occupied[sleutel] -= 1
            if not self._occupied[sleutel]:
                del self._occupied[sleutel]

    def close(self, sleutel: Hashable) -> None:
        """Close the transport of this key, if it is open."""
        if sleutel in self._open:
            self._open.pop(sleutel).close()

    def close_all(self) -> None:
        """Close every one, and the loop; what is asked afterwards opens anew."""
        for sleutel in list(self._open):
            self.close(sleutel)
        if self._runner is not None:
            self._runner.close()
            self._runner = None

    def _make_room(self) -> None:
        excess = len(self._open) + 1 - self._at_most
        free = [sleutel for sleutel in self._open if not self._occupied[sleutel]]
        for sleutel in free[: max(0, excess)]:
            self.close(sleutel)
