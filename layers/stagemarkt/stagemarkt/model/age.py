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


# Of what never was: older than anything.
NEVER: Final = Age(float("-inf"))
