"""What the authorizer hands to the functions: API Gateway passes flat texts only.

`toegang` groups the schools by their scopes, `identificatie verificatie=99XX,30AA;zoeken=99XZ`: 300 schools
with the same scopes are 1.5 kB, where a list of scopes per school would be 20.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from stagemarkt.model.toegang import Limiet

_GROEP: Final = re.compile(r"([a-z]+(?: [a-z]+)*)=([0-9]{2}[A-Z]{2}(?:,[0-9]{2}[A-Z]{2})*)", re.ASCII)
_LIMIET: Final = re.compile(r"([0-9]{1,9});([0-9]{1,9});([0-9]{1,9})", re.ASCII)


def schrijf_toegang(toegang: Mapping[str, Sequence[str]]) -> str:
    """BRIN -> scopes, as one text; a school without scopes is left out."""
    per_scopes: dict[str, list[str]] = {}
    for brin, scopes in sorted(toegang.items()):
        if scopes:
            per_scopes.setdefault(" ".join(scopes), []).append(brin)
    return ";".join(f"{scopes}={','.join(scholen)}" for scopes, scholen in per_scopes.items())


def lees_toegang(tekst: str) -> dict[str, tuple[str, ...]]:
    """What `schrijf_toegang` wrote; empty for an empty text. Raises ValueError for anything else."""
    toegang: dict[str, tuple[str, ...]] = {}
    for groep in tekst.split(";") if tekst else ():
        treffer = _GROEP.fullmatch(groep)
        if treffer is None:
            raise ValueError("not what the authorizer writes")
        toegang |= dict.fromkeys(treffer[2].split(","), tuple(treffer[1].split()))
    return toegang


def schrijf_limiet(limiet: Limiet) -> str:
    """A limit as one text."""
    return f"{limiet.tempo};{limiet.uitschieter};{limiet.dagquotum}"


def lees_limiet(tekst: str) -> Limiet | None:
    """What `schrijf_limiet` wrote; None for anything else."""
    treffer = _LIMIET.fullmatch(tekst)
    return Limiet(*(int(getal) for getal in treffer.groups())) if treffer else None
