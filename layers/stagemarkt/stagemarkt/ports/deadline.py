"""The time that one call may take, in all: one deadline for connecting, retrying and reading together.

With it goes who watches over the call: what carries it out asks there whether it may go once more, and tells
there with what it went.
"""

import time
from collections.abc import Callable
from typing import NamedTuple, Protocol

from stagemarkt.model.school import Marks
from stagemarkt.ports.standing import CertificateSwitch


class Watch(Protocol):
    """Watches over one call to SBB. It raises nothing of its own."""

    def retry_delay(self) -> float | None:
        """In how many seconds it may go once more, after a connection that broke; None for not at all."""
        ...

    def went_with(self, marks: Marks, *, accepted: bool) -> None:
        """With which certificate and licence it went in the end, and whether SBB took it for sure."""
        ...

    def swapped(self, switch: CertificateSwitch, new: Marks) -> None:
        """The school fell back on the certificate before its newest (`new`), or no longer has to."""
        ...


class Unwatched:
    """Nobody watches: it may go once more, at once."""

    def retry_delay(self) -> float | None:
        """As `Watch` says."""
        return 0.0

    def went_with(self, marks: Marks, *, accepted: bool) -> None:
        """As `Watch` says."""

    def swapped(self, switch: CertificateSwitch, new: Marks) -> None:
        """As `Watch` says."""


class Deadline(NamedTuple):
    """A moment on a monotonic clock after which nobody waits for the answer any more.

    Attributes:
        end: that moment, in seconds of `clock`.
        clock: the clock; a test supplies its own.
        watch: who watches over the call that it is given to.
    """

    end: float
    clock: Callable[[], float] = time.monotonic
    watch: Watch = Unwatched()

    @classmethod
    def after(cls, seconds: float, clock: Callable[[], float] = time.monotonic) -> "Deadline":
        """The deadline that ends `seconds` from now."""
        return cls(clock() + seconds, clock)

    def capped(self, seconds: float) -> "Deadline":
        """The same one, or one that ends `seconds` from now when that is sooner."""
        return self._replace(end=min(self.end, self.clock() + seconds))

    @property
    def remaining(self) -> float:
        """Seconds left; 0.0 when it has passed."""
        return max(0.0, self.end - self.clock())
