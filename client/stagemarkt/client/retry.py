"""When a call is made again, and after how long."""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Final

from stagemarkt.client.call import Call
from stagemarkt.client.errors import NoAnswer, ProblemError, StagemarktError

_SECONDS: Final = re.compile("[0-9]{1,9}", re.ASCII)
# The first wait, which doubles, and the longest; drawn between nothing and it, so that not all come at once.
_FIRST: Final = 0.5
_LONGEST: Final = 8.0


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How often a call is made again, and how long is waited for it.

    Attributes:
        attempts: at most so many in all; 1 for never again.
        patience: seconds that are waited in all, between the attempts of one call. Who is asked to wait
            longer gets the error at once, with `retry_after`.
        draw: a number from 0 to 1, by chance.
    """

    attempts: int = 4
    patience: float = 60.0
    draw: Callable[[], float] = field(default=random.random, repr=False)

    def wait(self, call: Call, error: StagemarktError, attempt: int, waited: float) -> float | None:
        """Seconds until the next attempt; None when the error is the answer.

        Args:
            call: what was asked.
            error: how that ended.
            attempt: the number of this one, from 1.
            waited: seconds that this call waited already.
        """
        if attempt >= self.attempts or not error.herhaalbaar:
            return None
        if not call.safe and not _certainly_not_done(error):
            return None
        if error.retry_after is not None:
            # At least that long; and a little more, for others were told the same.
            pause = error.retry_after + self.draw()
        else:
            pause = self.draw() * min(_LONGEST, _FIRST * 2 ** (attempt - 1))
        return pause if waited + pause <= self.patience else None


def _certainly_not_done(error: StagemarktError) -> bool:
    """Whether the facade did nothing for it: it never had it, or a limit was before it."""
    if isinstance(error, NoAnswer):
        return not error.sent
    return isinstance(error, ProblemError) and error.status == HTTPStatus.TOO_MANY_REQUESTS


def seconds_of(retry_after: str | None, now: datetime) -> float | None:
    """A `Retry-After` as seconds from now; None when there is none that can be read."""
    if retry_after is None:
        return None
    if _SECONDS.fullmatch(retry_after.strip()):
        return float(retry_after)
    try:
        moment = parsedate_to_datetime(retry_after)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())
