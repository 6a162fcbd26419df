"""Who is who: by name first, and then what looks most like it."""

from collections.abc import Callable, Iterable, Sequence
from difflib import SequenceMatcher
from itertools import product
from typing import Final, NamedTuple, TypeVar

T = TypeVar("T")

DREMPEL: Final = 0.6
_BEVAT: Final = 0.8
_MIN_BEVAT: Final = 4


class Koppeling(NamedTuple):
    """Names of ours with theirs, and who stayed alone."""

    paren: Sequence[tuple[str, str]]
    ontbrekend: Sequence[str]
    extra: Sequence[str]


def koppel(
    ons: Iterable[str],
    hun: Iterable[str],
    gelijkenis: Callable[[str, str], float],
    verwacht: Callable[[str], Sequence[str]] = lambda naam: (naam,),
) -> Koppeling:
    """Pair each of ours with its namesake, and what is left with whom it resembles most.

    `verwacht` gives the names that one of ours may go by; `gelijkenis` is from 0 to 1.
    """
    onze, hunne = list(ons), list(hun)
    paren = {naam: hunner for naam in onze for hunner in reversed(verwacht(naam)) if hunner in hunne}
    over = [naam for naam in hunne if naam not in paren.values()]
    kansen = sorted(
        ((gelijkenis(o, h), o, h) for o, h in product((n for n in onze if n not in paren), over)),
        key=lambda kans: -kans[0],
    )
    for kans, o, h in kansen:
        if kans >= DREMPEL and o not in paren and h in over:
            paren[o] = h
            over.remove(h)
    gevonden = [(naam, paren[naam]) for naam in onze if naam in paren]
    return Koppeling(gevonden, [naam for naam in onze if naam not in paren], over)


def naamgelijkenis(een: str, ander: str) -> float:
    """How much two names look alike; capitals do not count."""
    a, b = een.lower(), ander.lower()
    kort, lang = sorted((a, b), key=len)
    if len(kort) >= _MIN_BEVAT and kort in lang:
        return max(_BEVAT, SequenceMatcher(None, a, b).ratio())
    return SequenceMatcher(None, a, b).ratio()


def verplaatst(volgorde: Sequence[int]) -> list[int]:
    """The fewest places in `volgorde` that must move to make it ascend."""
    langste: list[list[int]] = []
    for plek, waarde in enumerate(volgorde):
        eerder = [rij for rij in langste if volgorde[rij[-1]] <= waarde]
        langste.append([*max(eerder, key=len, default=[]), plek])
    blijft = max(langste, key=len, default=[])
    return [plek for plek in range(len(volgorde)) if plek not in blijft]
