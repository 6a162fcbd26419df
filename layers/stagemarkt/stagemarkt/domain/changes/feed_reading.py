"""Reading on in a numbered list of changes: a page, where it ends, and whether more is known by then."""

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from stagemarkt.model.aflevering import BEWAARTERMIJN, Regel
from stagemarkt.model.errors import CursorVerlopen, Tekst

# A page looks at this many at most: under a filter that fits nothing it ends all the same, further on.
HOOGSTENS_BEKEKEN: Final = 2000
_GREEP: Final = 200

_VERLOPEN: Final = Tekst(
    "Wat na deze cursor kwam, is ouder dan 90 dagen en wordt niet meer bewaard. Begin opnieuw zonder cursor, "
    "en haal de stand van uw erkenningen op.",
    "What came after this cursor is older than 90 days and no longer kept. Start again without a cursor, "
    "and fetch the present state of your erkenningen.",
)

_TE_LANG_GELEDEN: Final = Tekst(
    "`vanaf` is langer dan 90 dagen geleden; zo lang worden mutaties bewaard. Haal de stand van uw "
    "erkenningen op, en lees verder met een later moment of met `nu`.",
    "`vanaf` is more than 90 days ago, and mutaties are kept no longer. Fetch the present state of your "
    "erkenningen, and read on from a later moment or with `nu`.",
)


class Genummerd(NamedTuple):
    """A line with its number in the list that is read: the school's feed, or an abonnement's."""

    nummer: int
    regel: Regel


class Bladzij(NamedTuple):
    """A page: what fits, up to which number was looked, and whether there is more."""

    resultaten: list[Genummerd]
    tot: int
    meer: bool


# At most so many with a number above the first argument, in order.
Lees = Callable[[int, int], Sequence[Genummerd]]


def is_verlopen(regel: Regel, nu: float) -> bool:
    """Whether it is past its 90 days at `nu`: DynamoDB deletes late."""
    return regel.genummerd_op + BEWAARTERMIJN <= nu


def lees_bladzij(
    lees: Lees, stand: int, na: int | None, past: Callable[[Regel], bool], limit: int, nu: float
) -> Bladzij:
    """The next page.

    Args:
        lees: reads the list.
        stand: the number of the last one that there is.
        na: the number up to which was read before, at most `stand`; None to begin with the oldest.
        past: whether a line is asked for.
        limit: how many at most.
        nu: seconds since 1970.

    Raises:
        CursorVerlopen: something that came after `na` is no longer there.
    """
    if na is not None and na < stand:
        eerste = next(iter(lees(na, 1)), None)
        # The numbers have no gaps: what is missing was deleted.
        if eerste is None or eerste.nummer != na + 1 or is_verlopen(eerste.regel, nu):
            raise CursorVerlopen(_VERLOPEN)
    gevonden: list[Genummerd] = []
    tot, bekeken = na or 0, 0
    while tot < stand and len(gevonden) < limit and bekeken < HOOGSTENS_BEKEKEN:
        greep = [een for een in lees(tot, _GREEP) if een.nummer <= stand]
        if not greep:
            tot = stand
        for een in greep:
            tot, bekeken = een.nummer, bekeken + 1
            if not is_verlopen(een.regel, nu) and past(een.regel):
                gevonden.append(een)
                if len(gevonden) == limit:
                    break
    return Bladzij(gevonden, tot, tot < stand)


def eerste_vanaf(lees: Lees, stand: int, vanaf: float) -> int:
    """The first number that was given at or after `vanaf` (seconds since 1970); `stand` + 1 when none was."""
    laag, hoog = 1, stand + 1
    while laag < hoog:
        midden = (laag + hoog) // 2
        een = next(iter(lees(midden - 1, 1)), None)
        if een is None:
            return hoog
        if een.regel.genummerd_op >= vanaf:
            hoog = midden
        else:
            laag = een.nummer + 1
    return laag


def nummer_voor(lees: Lees, stand: int, vanaf: float, nu: float) -> int:
    """The number after which everything was given at or after `vanaf`, seconds since 1970 and not after `nu`.

    Raises:
        CursorVerlopen: what was given since then is no longer all there.
    """
    if vanaf + BEWAARTERMIJN <= nu:
        raise CursorVerlopen(_TE_LANG_GELEDEN)
    eerste = next(iter(lees(0, 1)), None)
    # What was deleted is older than what is asked for: the first that there is is where the list begins.
    begin = eerste.nummer if eerste is not None else stand + 1
    return max(begin, eerste_vanaf(lees, stand, vanaf)) - 1
