"""Patience with SBB's list of erkenningen: a circuit breaker for who can do without it.

Where all of SBB is at one address, each verdict that comes closes the zekering that a list which hangs would
open. So a worker remembers by itself that the list keeps it waiting, and spares its callers that.
"""

from collections.abc import Callable
from typing import Final

from stagemarkt.model.errors import Fout

# A failure after so many seconds kept somebody waiting; one that comes at once costs nobody anything.
TRAAG: Final = 2.0
# After so many of them in a row the list is left alone for so many seconds; then one asks for it again.
MISSERS: Final = 3
RUST: Final = 30.0


class Lijstgeduld:
    """What one worker knows of it. Use it from one thread.

    Args:
        klok: seconds since 1970.
    """

    def __init__(self, klok: Callable[[], float]) -> None:
        self._klok = klok
        self._missers = 0
        self._laatste: Fout | None = None
        self._rust_tot = 0.0

    def op(self) -> Fout | None:
        """How it went the last time, while the list is left alone; None when it may be asked for."""
        # A clock that was set back must not make it longer.
        rust = self._missers >= MISSERS and 0 < self._rust_tot - self._klok() <= RUST
        return self._laatste if rust else None

    def gelukt(self) -> None:
        """The list came."""
        self._missers = 0

    def mislukt(self, fout: Fout, seconden: float) -> None:
        """It did not, after so many seconds."""
        self._missers = self._missers + 1 if seconden >= TRAAG else 0
        self._laatste = fout
        if self._missers >= MISSERS:
            self._rust_tot = self._klok() + RUST
