"""How much one school may ask of SBB, and who goes first when it asks more. Pure.

So many calls in any second, so many at once. The calls of a second are spread over it (GCRA without a burst):
each turn is a fixed time after the one before. A turn can then be given in one write that need not know what
exactly was there, however many ask.

The room is shared: by priority first, among equals in turn (round robin). So nobody books far ahead; who
finds no turn soon says that it waits, and whoever asks next lets it go first. Pages and bulk never take all
places.
"""

import math
from typing import Final, Literal, NamedTuple

from stagemarkt.ports.guard import PlaceRequest, Priority, RateLimit, Requester, Waiting

# What a clock may be ahead of ours; a moment further ahead was written by one that ran wild.
_SLACK: Final = 2.0
# How far ahead a call may have its turn: its place in the line is lost to whoever has more right to it.
_AHEAD: Final = 0.25
# How long who said that it waits, counts as waiting: longer than until it looks again.
WAITING: Final = 0.7
# After so many seconds a requester that does not wait is forgotten, so many in one write.
_MEMORY: Final = 60.0
_FORGET: Final = 5


class RateLimits(NamedTuple):
    """The limits of one school; the patience of a call; after how many seconds one under way must be dead."""

    per_seconde: int
    tegelijk: int
    geduld: float
    slot_duration: float

    @property
    def between(self) -> float:
        """Seconds between two turns, whole milliseconds."""
        return math.ceil(1000 / self.per_seconde) / 1000

    def places(self, priority: Priority) -> int:
        """How many calls of this priority or a later one may be under way."""
        match priority:
            case Priority.SINGLE:
                return self.tegelijk
            case Priority.PAGE:
                return max(1, self.tegelijk * 3 // 4)
            case Priority.BULK:
                return max(1, self.tegelijk // 2)


class WaitTurn(NamedTuple):
    """There is no room now; there is `seconden` from now, by `tegelijk` and `voorrang` perhaps sooner."""

    seconden: float
    reden: Literal["tempo", "tegelijk", "voorrang"]


class Asking(NamedTuple):
    """One call that asks for room.

    Attributes:
        plaats: what its place will be called (`place_name`); None when it has one already: it asks once more.
        requester: for whom.
        patience: seconds that it can wait.
        unseen: whether what is known may be out of date.
    """

    plaats: str | None
    requester: Requester
    patience: float
    unseen: bool = False


def place_name(priority: Priority, name: str) -> str:
    """What the place of a call is called, so that its priority can be told from it."""
    return f"{int(priority)}-{name}"


def take(rate_limit: RateLimit, now: float, limits: RateLimits, asking: Asking) -> PlaceRequest | WaitTurn:
    """What one more call at `now` must ask for, if there is room.

    A call that has its place already only needs a turn, and takes it before others. One whose function was
    killed holds its place no longer than `slot_duration`.
    """
    latest = round(now + _ahead(limits, asking), 3)
    implausible = rate_limit.free_at > now + limits.geduld + limits.between + _SLACK
    if asking.plaats is not None:
        wait = _full(rate_limit, now, limits, asking.requester.priority) or _gives_way(
            rate_limit, now, asking
        )
        if wait is not None:
            return wait
    if rate_limit.free_at > latest and not implausible:
        return WaitTurn(rate_limit.free_at - now, "tempo")
    weg = sorted(who for who, until in rate_limit.places.items() if not _is_alive(until, now, limits))
    return PlaceRequest(
        seen=rate_limit,
        now=now,
        between=limits.between,
        latest=latest,
        plaats=asking.plaats,
        plaats_until=round(now + limits.slot_duration, 3),
        tegelijk=limits.tegelijk,
        weg=tuple(weg),
        restart=implausible,
        requester=asking.requester,
        unseen=asking.unseen,
        gone=_gone(rate_limit, now, asking.requester),
    )


def under_way(rate_limit: RateLimit, now: float, limits: RateLimits) -> int:
    """How many calls are under way at `now`."""
    return _under_way(rate_limit, now, limits, Priority.SINGLE)


def too_many(rate_limit: RateLimit, now: float, limits: RateLimits, priority: Priority) -> bool:
    """Whether more of these are under way than may: two took the last place at the same moment."""
    return _under_way(rate_limit, now, limits, priority) > limits.places(priority)


def _full(rate_limit: RateLimit, now: float, limits: RateLimits, priority: Priority) -> WaitTurn | None:
    alive = [until for until in rate_limit.places.values() if _is_alive(until, now, limits)]
    full = len(alive) >= limits.tegelijk
    if full or _under_way(rate_limit, now, limits, priority) >= limits.places(priority):
        return WaitTurn(min(alive) - now, "tegelijk")
    return None


def _gives_way(rate_limit: RateLimit, now: float, asking: Asking) -> WaitTurn | None:
    """To who waits with a higher priority, and among equals to who has had no turn for longest."""
    own = rate_limit.requesters.get(asking.requester, Waiting())
    before = (asking.requester.priority, own.served)
    for other, waiting in rate_limit.requesters.items():
        wait = now < waiting.until <= now + WAITING + _SLACK
        if wait and other != asking.requester and (other.priority, waiting.served) < before:
            return WaitTurn(waiting.until - now, "voorrang")
    return None


def _ahead(limits: RateLimits, asking: Asking) -> float:
    if asking.plaats is None:
        return asking.patience
    single = asking.requester.priority is Priority.SINGLE
    return min(asking.patience, max(_AHEAD if single else 0.0, limits.between))


def _gone(rate_limit: RateLimit, now: float, asking: Requester) -> tuple[Requester, ...]:
    # Who asks now is written anew, and DynamoDB refuses a write that sets and removes the same.
    known = ((r, w) for r, w in rate_limit.requesters.items() if r != asking)
    old = (r for r, w in known if not now - _MEMORY < max(w) < now + _MEMORY)
    return tuple(sorted(old)[:_FORGET])


def _under_way(rate_limit: RateLimit, now: float, limits: RateLimits, priority: Priority) -> int:
    return sum(
        _is_alive(until, now, limits) and _priority(plaats) >= priority
        for plaats, until in rate_limit.places.items()
    )


def _priority(plaats: str) -> int:
    begin, _, _ = plaats.partition("-")
    return int(begin) if begin.isdecimal() and begin.isascii() else Priority.SINGLE


def _is_alive(until: float, now: float, limits: RateLimits) -> bool:
    return now < until <= now + limits.slot_duration + _SLACK
