"""Asking once more after a connection broke: for which operations, and when."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import Final, NamedTuple

from stagemarkt.ports.deadline import Watch

# What asking twice does no harm: these only read. An operation that is not here is never sent twice, for it
# may have been carried out before the connection broke.
SAFE: Final = frozenset({"IdentificeerLeerbedrijf", "VerifieerAccreditatie", "GeefDetails", "Zoeken"})
# A moment of chance (seconds): what broke for many at once is not asked by all at once again.
_JITTER: Final = 0.2


class Retry(NamedTuple):
    """How a second try goes.

    Attributes:
        sleep: waits so many seconds.
        randomness: from 0 to 1.
    """

    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    randomness: Callable[[], float] = random.random

    async def wait(self, watch: Watch) -> bool:
        """Wait for the second try; False when who watches over the call has none of it."""
        over = watch.retry_delay()
        if over is None:
            return False
        await self.sleep(max(over, _JITTER * self.randomness()))
        return True


AT_ONCE: Final = Retry()
