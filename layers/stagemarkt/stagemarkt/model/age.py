"""How long ago something was that a worker remembers from one invocation to the next.

By the wall clock, for Lambda freezes a worker between invocations and its monotonic clock need not run
meanwhile: a secret of yesterday would be a second old. That clock can be set, though, and so an age is
believed only within its bounds.
"""

from typing import Final, NamedTuple


class Age(NamedTuple):
    """The age of what was so at `since`, seconds since 1970."""

    since: float

    def under(self, seconds: float, now: float) -> bool:
        """Whether it is younger than this at `now`; what is of the future counts as old."""
        return 0 <= now - self.since < seconds


# So far (seconds) one worker's clock may be ahead of another's. A lease that ends later than its length and
# this from now was taken by a clock that ran wild, and would be nobody's until that moment comes: it holds no
# more. Below it, it is the clock of whoever looks that may be behind.
CLOCKS_APART: Final = 600.0
# Of what never was: older than anything.
NEVER: Final = Age(float("-inf"))
