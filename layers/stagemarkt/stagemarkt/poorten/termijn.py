"""The time that one call may take, in all: one deadline for connecting, retrying and reading together."""

import time
from collections.abc import Callable
from typing import NamedTuple


class Termijn(NamedTuple):
    """A moment on a monotonic clock after which nobody waits for the answer any more.

    Attributes:
        einde: that moment, in seconds of `klok`.
        klok: the clock; a test supplies its own.
    """

    einde: float
    klok: Callable[[], float] = time.monotonic

    @classmethod
    def van(cls, seconden: float, klok: Callable[[], float] = time.monotonic) -> "Termijn":
        """The deadline that ends `seconden` from now."""
        return cls(klok() + seconden, klok)

    def hooguit(self, seconden: float) -> "Termijn":
        """The same one, or one that ends `seconden` from now when that is sooner."""
        return self._replace(einde=min(self.einde, self.klok() + seconden))

    @property
    def over(self) -> float:
        """Seconds left; 0.0 when it has passed."""
        return max(0.0, self.einde - self.klok())
