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

from stagemarkt.ports.guard import Aanvraag, Drukte, Priority, Requester, Waiting

# What a clock may be ahead of ours; a moment further ahead was written by one that ran wild.
_SPELING: Final = 2.0
# How far ahead a call may have its turn: its place in the line is lost to whoever has more right to it.
_AHEAD: Final = 0.25
# How long who said that it waits, counts as waiting: longer than until it looks again.
WAITING: Final = 0.7
# After so many seconds a requester that does not wait is forgotten, so many in one write.
_MEMORY: Final = 60.0
_FORGET: Final = 5


class Grenzen(NamedTuple):
    """The limits of one school; the patience of a call; after how many seconds one under way must be dead."""

    per_seconde: int
    tegelijk: int
    geduld: float
    plaatsduur: float

    @property
    def tussen(self) -> float:
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


class Wacht(NamedTuple):
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


def neem(drukte: Drukte, nu: float, grenzen: Grenzen, asking: Asking) -> Aanvraag | Wacht:
    """What one more call at `nu` must ask for, if there is room.

    A call that has its place already only needs a turn, and takes it before others. One whose function was
    killed holds its place no longer than `plaatsduur`.
    """
    uiterlijk = round(nu + _ahead(grenzen, asking), 3)
    wild = drukte.vrij_op > nu + grenzen.geduld + grenzen.tussen + _SPELING
    if asking.plaats is not None:
        wacht = _full(drukte, nu, grenzen, asking.requester.priority) or _gives_way(drukte, nu, asking)
        if wacht is not None:
            return wacht
    if drukte.vrij_op > uiterlijk and not wild:
        return Wacht(drukte.vrij_op - nu, "tempo")
    weg = sorted(wie for wie, tot in drukte.plaatsen.items() if not _leeft(tot, nu, grenzen))
    return Aanvraag(
        gezien=drukte,
        nu=nu,
        tussen=grenzen.tussen,
        uiterlijk=uiterlijk,
        plaats=asking.plaats,
        plaats_tot=round(nu + grenzen.plaatsduur, 3),
        tegelijk=grenzen.tegelijk,
        weg=tuple(weg),
        opnieuw=wild,
        requester=asking.requester,
        unseen=asking.unseen,
        gone=_gone(drukte, nu, asking.requester),
    )


def lopend(drukte: Drukte, nu: float, grenzen: Grenzen) -> int:
    """How many calls are under way at `nu`."""
    return _under_way(drukte, nu, grenzen, Priority.SINGLE)


def too_many(drukte: Drukte, nu: float, grenzen: Grenzen, priority: Priority) -> bool:
    """Whether more of these are under way than may: two took the last place at the same moment."""
    return _under_way(drukte, nu, grenzen, priority) > grenzen.places(priority)


def _full(drukte: Drukte, nu: float, grenzen: Grenzen, priority: Priority) -> Wacht | None:
    levend = [tot for tot in drukte.plaatsen.values() if _leeft(tot, nu, grenzen)]
    vol = len(levend) >= grenzen.tegelijk
    if vol or _under_way(drukte, nu, grenzen, priority) >= grenzen.places(priority):
        return Wacht(min(levend) - nu, "tegelijk")
    return None


def _gives_way(drukte: Drukte, nu: float, asking: Asking) -> Wacht | None:
    """To who waits with a higher priority, and among equals to who has had no turn for longest."""
    eigen = drukte.requesters.get(asking.requester, Waiting())
    voor = (asking.requester.priority, eigen.served)
    for ander, waiting in drukte.requesters.items():
        wacht = nu < waiting.until <= nu + WAITING + _SPELING
        if wacht and ander != asking.requester and (ander.priority, waiting.served) < voor:
            return Wacht(waiting.until - nu, "voorrang")
    return None


def _ahead(grenzen: Grenzen, asking: Asking) -> float:
    if asking.plaats is None:
        return asking.patience
    single = asking.requester.priority is Priority.SINGLE
    return min(asking.patience, max(_AHEAD if single else 0.0, grenzen.tussen))


def _gone(drukte: Drukte, nu: float, asking: Requester) -> tuple[Requester, ...]:
    # Who asks now is written anew, and DynamoDB refuses a write that sets and removes the same.
    known = ((r, w) for r, w in drukte.requesters.items() if r != asking)
    oud = (r for r, w in known if not nu - _MEMORY < max(w) < nu + _MEMORY)
    return tuple(sorted(oud)[:_FORGET])


def _under_way(drukte: Drukte, nu: float, grenzen: Grenzen, priority: Priority) -> int:
    return sum(
        _leeft(tot, nu, grenzen) and _priority(plaats) >= priority for plaats, tot in drukte.plaatsen.items()
    )


def _priority(plaats: str) -> int:
    begin, _, _ = plaats.partition("-")
    return int(begin) if begin.isdecimal() and begin.isascii() else Priority.SINGLE


def _leeft(tot: float, nu: float, grenzen: Grenzen) -> bool:
    return nu < tot <= nu + grenzen.plaatsduur + _SPELING
