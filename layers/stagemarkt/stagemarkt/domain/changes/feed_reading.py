"""Reading on in a numbered list of changes: a page, where it ends, and whether more is known by then."""

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from stagemarkt.model.aflevering import RETENTION, FeedLine
from stagemarkt.model.errors import Bilingual, CursorExpired

# A page looks at this many at most: under a filter that fits nothing it ends all the same, further on.
MAX_VIEWED: Final = 400
_PORTION: Final = 200

_EXPIRED: Final = Bilingual(
    "Wat na deze cursor kwam, is ouder dan 90 dagen en wordt niet meer bewaard. Begin opnieuw zonder cursor, "
    "en haal de stand van uw erkenningen op.",
    "What came after this cursor is older than 90 days and no longer kept. Start again without a cursor, "
    "and fetch the present state of your erkenningen.",
)

_TOO_LONG_AGO: Final = Bilingual(
    "`vanaf` is langer dan 90 dagen geleden; zo lang worden mutaties bewaard. Haal de stand van uw "
    "erkenningen op, en lees verder met een later moment of met `nu`.",
    "`vanaf` is more than 90 days ago, and mutaties are kept no longer. Fetch the present state of your "
    "erkenningen, and read on from a later moment or with `nu`.",
)


class Numbered(NamedTuple):
    """A line with its number in the list that is read: the school's feed, or an abonnement's."""

    number: int
    regel: FeedLine


class FeedPage(NamedTuple):
    """A page: what fits, up to which number was looked, and whether there is more."""

    resultaten: list[Numbered]
    until: int
    meer: bool


# At most so many with a number above the first argument, in order.
ReadLines = Callable[[int, int], Sequence[Numbered]]


def is_line_expired(line: FeedLine, now: float) -> bool:
    """Whether it is past its 90 days at `now`: DynamoDB deletes late."""
    return line.numbered_at + RETENTION <= now


def read_page(
    read: ReadLines, state: int, after: int | None, fits: Callable[[FeedLine], bool], limit: int, now: float
) -> FeedPage:
    """The next page.

    Args:
        read: reads the list.
        state: the number of the last one that there is.
        after: the number up to which was read before, at most `state`; None to begin with the oldest.
        fits: whether a line is asked for.
        limit: how many at most.
        now: seconds since 1970.

    Raises:
        CursorExpired: something that came after `after` is no longer there.
    """
    if after is not None and after < state:
        first = next(iter(read(after, 1)), None)
        follows = first is not None and first.number == after + 1
        if (first is not None and is_line_expired(first.regel, now)) or not (
            follows or _was_skipped(read, after, now)
        ):
            raise CursorExpired(_EXPIRED)
    found: list[Numbered] = []
    until, bekeken = after or 0, 0
    while until < state and len(found) < limit and bekeken < MAX_VIEWED:
        portion = [one for one in read(until, _PORTION) if one.number <= state]
        if not portion:
            until = state
        for one in portion:
            until, bekeken = one.number, bekeken + 1
            if not is_line_expired(one.regel, now) and fits(one.regel):
                found.append(one)
                if len(found) == limit:
                    break
    return FeedPage(found, until, until < state)


def _was_skipped(read: ReadLines, after: int, now: float) -> bool:
    """Whether the number after `after` was never given, rather than deleted.

    What expires goes from the old end. So where a line that came before is still in force, nothing after it
    was deleted: its numbers were passed over when the table was restored, so that none is given twice.
    """
    oldest = next(iter(read(0, 1)), None)
    return oldest is not None and oldest.number <= after and not is_line_expired(oldest.regel, now)


def first_from(read: ReadLines, state: int, vanaf: float) -> int:
    """The first number that was given at or after `vanaf` (seconds since 1970); `state` + 1 when none was."""
    low, high = 1, state + 1
    while low < high:
        middle = (low + high) // 2
        one = next(iter(read(middle - 1, 1)), None)
        if one is None:
            return high
        if one.regel.numbered_at >= vanaf:
            high = middle
        else:
            low = one.number + 1
    return low


def number_for(read: ReadLines, state: int, vanaf: float, now: float) -> int:
    """The number after which everything was given at or after `vanaf` (seconds since 1970, at most `now`).

    Raises:
        CursorExpired: what was given since then is no longer all there.
    """
    if vanaf + RETENTION <= now:
        raise CursorExpired(_TOO_LONG_AGO)
    first = next(iter(read(0, 1)), None)
    # What was deleted is older than what is asked for: the first that there is is where the list begins.
    begin = first.number if first is not None else state + 1
    return max(begin, first_from(read, state, vanaf)) - 1
