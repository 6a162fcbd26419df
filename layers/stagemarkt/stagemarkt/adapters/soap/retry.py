"""Asking once more after a connection broke: for which operations, and when."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import Final, NamedTuple

from stagemarkt.ports.deadline import Watch

# What asking twice does no harm: these only read. An operation that is not here is never sent twice, for it
# may have been carried out before the connection broke.
VEILIG: Final = frozenset({"IdentificeerLeerbedrijf", "VerifieerAccreditatie", "GeefDetails", "Zoeken"})
# A moment of chance (seconds): what broke for many at once is not asked by all at once again.
_SPREIDING: Final = 0.2


class Herkansing(NamedTuple):
    """How a second try goes.

    Attributes:
        slaap: waits so many seconds.
        toeval: from 0 to 1.
    """

    slaap: Callable[[float], Awaitable[None]] = asyncio.sleep
    toeval: Callable[[], float] = random.random

    async def wacht(self, watch: Watch) -> bool:
        """Wait for the second try; False when who watches over the call has none of it."""
        over = watch.again()
        if over is None:
            return False
        await self.slaap(max(over, _SPREIDING * self.toeval()))
        return True


METEEN: Final = Herkansing()
