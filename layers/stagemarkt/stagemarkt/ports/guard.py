"""The parts of the records (`ports.records`) that decide whether a call to SBB may go.

A zekering is a circuit breaker: one for each address of SBB, one per school. All moments are in seconds since
1970, to the millisecond.
"""

from collections.abc import Mapping
from enum import IntEnum
from types import MappingProxyType
from typing import Literal, NamedTuple

Kring = Literal["bron", "school"]


class Zekering(NamedTuple):
    """What is known of a zekering; as it stands here it is closed and clean.

    Attributes:
        versie: counts the writes; whoever replaces a state that is no longer there, loses.
        missers: failures in a row while it was closed.
        code: the code of the last failure, until a success.
        gesloten_op: when it was last closed; what began before does not count against it.
        open_sinds: None while it is closed.
        proef_na: open: from when on one call may try.
        proef: who tries now, if anybody.
        proef_tot: by when that one is done or dead.
    """

    versie: int = 0
    missers: int = 0
    code: str | None = None
    gesloten_op: float = 0.0
    open_sinds: float | None = None
    proef_na: float = 0.0
    proef: str | None = None
    proef_tot: float = 0.0


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


class Drukte(NamedTuple):
    """The calls of one school.

    Attributes:
        vrij_op: from when on the next may begin.
        plaatsen: the calls under way, each with the moment after which it must be dead. A name begins with
            the number of its priority and a hyphen.
        requesters: who had a turn or waits for one, lately.
        nieuw: whether nothing is kept of this school yet.
    """

    vrij_op: float = 0.0
    plaatsen: Mapping[str, float] = MappingProxyType({})
    requesters: Mapping[Requester, Waiting] = MappingProxyType({})
    nieuw: bool = True


class Aanvraag(NamedTuple):
    """What one more call takes.

    Attributes:
        gezien: the drukte that it was decided upon.
        nu: the moment of the decision.
        tussen: seconds between the beginnings of two calls.
        uiterlijk: the latest moment at which it will begin.
        plaats: its name; None when it has a place already.
        plaats_tot: after when it must be dead.
        tegelijk: how many may be under way, this one included.
        weg: places whose calls must be dead, to be taken away.
        opnieuw: whether `gezien.vrij_op` cannot be right, and is begun anew.
        requester: whose turn it is.
        unseen: whether `gezien` may be older than somebody who waits and goes first.
        gone: requesters that have not been here for long, to be forgotten.
    """

    gezien: Drukte
    nu: float
    tussen: float
    uiterlijk: float
    plaats: str | None
    plaats_tot: float
    tegelijk: int
    weg: tuple[str, ...] = ()
    opnieuw: bool = False
    requester: Requester = Requester()
    unseen: bool = False
    gone: tuple[Requester, ...] = ()
