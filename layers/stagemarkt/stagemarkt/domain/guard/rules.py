"""What an operator has set for the calls to SBB, as rules; and what those need: time and chance."""

import random
import secrets
import time
from collections.abc import Callable
from typing import Final, NamedTuple

from stagemarkt.domain.guard.circuit_breaker import BreakerRules
from stagemarkt.domain.guard.rate_limit import RateLimits
from stagemarkt.ports.guard import Priority

# So many failures in a row open a circuit breaker.
FAILURES: Final = 5
# After so many seconds the calls that were seen under way count as ended, until the room is seen anew.
MEMORY_SECONDS: Final = 1.0
# So long a call waits for room, at most; and it must leave itself so much for SBB.
PATIENCE_SECONDS: Final = 2.0
# What goes after others may wait longer: a search of pages, on which somebody waits anyway, and what nobody
# waits for.
PATIENCE: Final = {Priority.SINGLE: PATIENCE_SECONDS, Priority.PAGE: 8.0, Priority.BULK: 8.0}
FOR_SBB: Final = 1.0
# A call that had less time than this says nothing of SBB when its time is up.
FAIR_TIME: Final = 5.0
# What clocks may differ, and what telling the outcome may take.
_SLACK: Final = 2.0


class GuardRules(NamedTuple):
    """The rules of the breakers, the limits of a school, and the seconds that are a fair time for SBB."""

    breaker: BreakerRules
    limits: RateLimits
    fair: float

    @classmethod
    def of(cls, *, per_seconde: int, tegelijk: int, probe_after: float, deadline: float) -> "GuardRules":
        """The rules, with `deadline` as the seconds that one call may take at most."""
        # Whoever waits for room holds its claim to try meanwhile.
        duration = deadline + PATIENCE_SECONDS + _SLACK
        return cls(
            BreakerRules(failures=FAILURES, interval=probe_after, trial_duration=duration),
            RateLimits(per_seconde, tegelijk, geduld=PATIENCE_SECONDS, slot_duration=duration),
            min(FAIR_TIME, deadline),
        )


class ClockAndChance(NamedTuple):
    """Time, chance and names; a test supplies its own.

    Attributes:
        clock: seconds since 1970.
        sleep: waits so many seconds.
        randomness: from 0 to 1.
        new_id: a name that nobody else has.
    """

    clock: Callable[[], float] = time.time
    sleep: Callable[[float], None] = time.sleep
    randomness: Callable[[], float] = random.random
    new_id: Callable[[], str] = lambda: secrets.token_hex(4)

    def now(self) -> float:
        """The moment, to the millisecond: as it is kept."""
        return round(self.clock(), 3)
