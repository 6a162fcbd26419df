"""Patience with SBB's list of erkenningen: a circuit breaker for who can do without it.

Where all of SBB is at one address, each verdict that comes closes the breaker that a list which hangs would
open. So a worker remembers by itself that the list keeps it waiting, and spares its callers that.
"""

from collections.abc import Callable
from typing import Final

from stagemarkt.model.errors import FacadeError

# A failure after so many seconds kept somebody waiting; one that comes at once costs nobody anything.
SLOW: Final = 2.0
# After so many of them in a row the list is left alone for so many seconds; then one asks for it again.
FAILURES: Final = 3
COOLDOWN: Final = 30.0


class ListPatience:
    """What one worker knows of it. Use it from one thread.

    Args:
        clock: seconds since 1970.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._failures = 0
        self._last: FacadeError | None = None
        self._rest_until = 0.0

    def at(self) -> FacadeError | None:
        """How it went the last time, while the list is left alone; None when it may be asked for."""
        # A clock that was set back must not make it longer.
        cooldown = self._failures >= FAILURES and 0 < self._rest_until - self._clock() <= COOLDOWN
        return self._last if cooldown else None

    def succeeded(self) -> None:
        """The list came."""
        self._failures = 0

    def mislukt(self, fout: FacadeError, seconden: float) -> None:
        """It did not, after so many seconds."""
        self._failures = self._failures + 1 if seconden >= SLOW else 0
        self._last = fout
        if self._failures >= FAILURES:
            self._rest_until = self._clock() + COOLDOWN
