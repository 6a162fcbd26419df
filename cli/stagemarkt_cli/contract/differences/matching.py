"""Who is who: by name first, and then what looks most like it."""

from collections.abc import Callable, Iterable, Sequence
from difflib import SequenceMatcher
from itertools import product
from typing import Final, NamedTuple, TypeVar

T = TypeVar("T")

THRESHOLD: Final = 0.6
_CONTAINS: Final = 0.8
_MIN_CONTAINS: Final = 4


class Matching(NamedTuple):
    """Names of ours with theirs, and who stayed alone."""

    pairs: Sequence[tuple[str, str]]
    missing: Sequence[str]
    extra: Sequence[str]


def match_names(
    ons: Iterable[str],
    hun: Iterable[str],
    similarity: Callable[[str, str], float],
    expected: Callable[[str], Sequence[str]] = lambda name: (name,),
) -> Matching:
    """Pair each of ours with its namesake, and what is left with whom it resembles most.

    `expected` gives the names that one of ours may go by; `similarity` is from 0 to 1.
    """
    ours, theirs = list(ons), list(hun)
    pairs = {
        name: their_name for name in ours for their_name in reversed(expected(name)) if their_name in theirs
    }
    over = [name for name in theirs if name not in pairs.values()]
    chances = sorted(
        ((similarity(o, h), o, h) for o, h in product((n for n in ours if n not in pairs), over)),
        key=lambda chance: -chance[0],
    )
    for chance, o, h in chances:
        if chance >= THRESHOLD and o not in pairs and h in over:
            pairs[o] = h
            over.remove(h)
    found = [(name, pairs[name]) for name in ours if name in pairs]
    return Matching(found, [name for name in ours if name not in pairs], over)


def name_similarity(one: str, other: str) -> float:
    """How much two names look alike; capitals do not count."""
    a, b = one.lower(), other.lower()
    short, long_one = sorted((a, b), key=len)
    if len(short) >= _MIN_CONTAINS and short in long_one:
        return max(_CONTAINS, SequenceMatcher(None, a, b).ratio())
    return SequenceMatcher(None, a, b).ratio()


def moved(order: Sequence[int]) -> list[int]:
    """The fewest places in `order` that must move to make it ascend."""
    longest: list[list[int]] = []
    for spot, value in enumerate(order):
        earlier = [row for row in longest if order[row[-1]] <= value]
        longest.append([*max(earlier, key=len, default=[]), spot])
    stays = max(longest, key=len, default=[])
    return [spot for spot in range(len(order)) if spot not in stays]
