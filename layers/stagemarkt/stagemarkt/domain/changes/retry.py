"""When a delivery that failed is tried again, and when a receiver is left in peace: pure decisions.

Two things are apart. A **delivery** is tried for three days, with waits that double, each drawn at random
so that what failed together does not come back together ("full jitter"). A **receiver** that fails time
after time rests, whatever waits for it: without that, each leerbedrijf and code would knock at a dead door.
"""

from email.utils import parsedate_to_datetime
from typing import Final, NamedTuple

from stagemarkt.ports.delivery import DeliveryOutcome

THREE_DAYS: Final = 3 * 24 * 3600.0
# The first wait is at most this, and each next one at most twice that, up to the ceiling.
_FIRST_WAIT: Final = 10.0
_LONGEST_WAIT: Final = 6 * 3600.0
# A receiver may ask for more time than we would give it, but not for so much that its events never come.
LONGEST_DELAY: Final = 24 * 3600

# So many failures in a row, and the receiver rests: this long at most, then twice that, up to the ceiling.
_TOLERATED: Final = 5
_FIRST_REST: Final = 30.0
_LONGEST_COOLDOWN: Final = 15 * 60.0
# What a receiver says of one message, and says nothing of the receiver.
_ABOUT_THIS_MESSAGE: Final = frozenset({400, 409, 413, 422})


class TryAgain(NamedTuple):
    """Try again, at `at` (seconds since 1970) and not before."""

    at: float


class SetAside(NamedTuple):
    """Three days have passed: set it aside for the operator, and let the rest go on."""


class Unsubscribe(NamedTuple):
    """The receiver wants no more: switch the abonnement off."""


class Finished(NamedTuple):
    """It is delivered."""


Decision = TryAgain | SetAside | Unsubscribe | Finished


def after_attempt(
    outcome: DeliveryOutcome, attempt: int, since: float, now: float, randomness: float
) -> Decision:
    """What becomes of a delivery after an attempt.

    Args:
        outcome: how the attempt ended.
        attempt: how many attempts there have been, this one included; from 1.
        since: when the delivery was first due, seconds since 1970; the three days count from here.
        now: now, the same seconds.
        randomness: drawn anew for each call, from 0.0 up to 1.0.

    The last attempt is at the end of the three days, however long the waits have become.
    """
    if outcome.soort == "geleverd":
        return Finished()
    if outcome.soort == "afgemeld":
        return Unsubscribe()
    if is_past_three_days(since, now):
        return SetAside()
    wait = randomness * _doubled(_FIRST_WAIT, attempt - 1, _LONGEST_WAIT)
    return TryAgain(min(now + max(wait, _requested_wait(outcome)), since + THREE_DAYS))


def is_past_three_days(since: float, now: float) -> bool:
    """Whether the three days of a delivery that was first due at `since` have passed."""
    return now >= since + THREE_DAYS


class ReceiverHistory(NamedTuple):
    """What a receiver has shown of late.

    Attributes:
        mislukt: failures in a row.
        cooldown_until: nothing is sent before this moment, seconds since 1970.
    """

    mislukt: int = 0
    cooldown_until: float = 0.0


def may_try_now(receiver: ReceiverHistory, now: float) -> bool:
    """Whether this receiver may be tried now. After a rest one failure is enough for the next, longer one."""
    return now >= receiver.cooldown_until


def after_outcome(
    receiver: ReceiverHistory, outcome: DeliveryOutcome, now: float, randomness: float
) -> ReceiverHistory:
    """The receiver after one more attempt; `now` and `randomness` as for `after_attempt`.

    A receiver that asks for time (`Retry-After`) gets it at once, for everything that waits for it.
    """
    if outcome.soort == "geleverd" or outcome.http_status in _ABOUT_THIS_MESSAGE:
        return ReceiverHistory()
    mislukt = receiver.mislukt + 1
    cooldown = 0.0
    if mislukt >= _TOLERATED:
        # Half of it for certain: a rest of no length would be none.
        cooldown = (0.5 + randomness / 2) * _doubled(_FIRST_REST, mislukt - _TOLERATED, _LONGEST_COOLDOWN)
    return ReceiverHistory(mislukt, now + max(cooldown, _requested_wait(outcome)))


def read_retry_after(header: str | None, now: float) -> int | None:
    """The seconds that a `Retry-After` asks for, from 0 to a day; None when it says nothing we can read.

    Both forms are read: seconds, and an HTTP date.
    """
    text = (header or "").strip()
    if text.isascii() and text.isdigit():
        # Of a longer number the first digits say enough: more than a day.
        return min(int(text[:9]), LONGEST_DELAY)
    try:
        moment = parsedate_to_datetime(text[:40]).timestamp()
    except (ValueError, OverflowError):
        return None
    return int(min(max(0.0, moment - now), LONGEST_DELAY))


def _requested_wait(outcome: DeliveryOutcome) -> float:
    return min(max(0, outcome.retry_after or 0), LONGEST_DELAY)


def _doubled(first: float, keer: int, highest: float) -> float:
    # 2 ** 30 of anything here is beyond every ceiling; a larger power need not be a float any more.
    return min(highest, first * 2.0 ** min(max(0, keer), 30))
