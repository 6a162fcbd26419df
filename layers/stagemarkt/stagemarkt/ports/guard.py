"""The parts of the records (`ports.records`) that decide whether a call to SBB may go.

There is a circuit breaker for each address of SBB, and one per school. All moments are in seconds since
1970, to the millisecond.
"""

from collections.abc import Mapping
from enum import IntEnum
from types import MappingProxyType
from typing import Literal, NamedTuple

Circuit = Literal["bron", "school"]


class CircuitBreaker(NamedTuple):
    """What is known of a circuit breaker; as it stands here it is closed and clean.

    Attributes:
        versie: counts the writes; whoever replaces a state that is no longer there, loses.
        failures: failures in a row while it was closed.
        code: the code of the last failure, until a success.
        closed_at: when it was last closed; what began before does not count against it.
        open_since: None while it is closed.
        probe_after: open: from when on one call may try.
        proef: who tries now, if anybody.
        probe_until: by when that one is done or dead.
    """

    versie: int = 0
    failures: int = 0
    code: str | None = None
    closed_at: float = 0.0
    open_since: float | None = None
    probe_after: float = 0.0
    proef: str | None = None
    probe_until: float = 0.0


class Priority(IntEnum):
    """Whose call goes first when there is too little room: the lower number."""

    SINGLE = 0
    """Somebody waits for one answer."""
    PAGE = 1
    """A page of a search, of which there may be many."""
    BULK = 2
    """Nobody waits: a refresh."""


class Requester(NamedTuple):
    """Who shares the room of a school: an afnemer, empty for this facade itself, with one kind of call."""

    afnemer: str = ""
    priority: Priority = Priority.SINGLE

    def at_least(self, priority: Priority) -> "Requester":
        """The same afnemer, going no earlier than this."""
        return self._replace(priority=max(self.priority, priority))


class Waiting(NamedTuple):
    """When a requester last had a turn, and until when it counts as waiting for one."""

    served: float = 0.0
    until: float = 0.0


class RateLimit(NamedTuple):
    """The calls of one school.

    Attributes:
        free_at: from when on the next may begin.
        places: the calls under way, each with the moment after which it must be dead. A name begins with
            the number of its priority and a hyphen.
        requesters: who had a turn or waits for one, lately.
        new: whether nothing is kept of this school yet.
    """

    free_at: float = 0.0
    places: Mapping[str, float] = MappingProxyType({})
    requesters: Mapping[Requester, Waiting] = MappingProxyType({})
    new: bool = True


class PlaceRequest(NamedTuple):
    """What one more call takes.

    Attributes:
        seen: the rate that it was decided upon.
        now: the moment of the decision.
        between: seconds between the beginnings of two calls.
        latest: the latest moment at which it will begin.
        plaats: its name; None when it has a place already.
        plaats_until: after when it must be dead.
        tegelijk: how many may be under way, this one included.
        weg: places whose calls must be dead, to be taken away.
        restart: whether `seen.free_at` cannot be right, and is begun anew.
        requester: whose turn it is.
        unseen: whether `seen` may be older than somebody who waits and goes first.
        gone: requesters that have not been here for long, to be forgotten.
    """

    seen: RateLimit
    now: float
    between: float
    latest: float
    plaats: str | None
    plaats_until: float
    tegelijk: int
    weg: tuple[str, ...] = ()
    restart: bool = False
    requester: Requester = Requester()
    unseen: bool = False
    gone: tuple[Requester, ...] = ()
