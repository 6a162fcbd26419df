"""What the authorizer hands to the functions: API Gateway passes flat texts only.

`toegang` groups the schools by their scopes, `identificatie verificatie=99XX,30AA;zoeken=99XZ`: 300 schools
with the same scopes are 1.5 kB, where a list of scopes per school would be 20.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from stagemarkt.model.toegang import Limiet

_GROUP: Final = re.compile(r"([a-z]+(?: [a-z]+)*)=([0-9]{2}[A-Z]{2}(?:,[0-9]{2}[A-Z]{2})*)", re.ASCII)
_LIMIET: Final = re.compile(r"([0-9]{1,9});([0-9]{1,9});([0-9]{1,9})", re.ASCII)


def write_toegang(toegang: Mapping[str, Sequence[str]]) -> str:
    """BRIN -> scopes, as one text; a school without scopes is left out."""
    by_scopes: dict[str, list[str]] = {}
    for brin, scopes in sorted(toegang.items()):
        if scopes:
            by_scopes.setdefault(" ".join(scopes), []).append(brin)
    return ";".join(f"{scopes}={','.join(scholen)}" for scopes, scholen in by_scopes.items())


def read_toegang(text: str) -> dict[str, tuple[str, ...]]:
    """What `write_toegang` wrote; empty for an empty text. Raises ValueError for anything else."""
    toegang: dict[str, tuple[str, ...]] = {}
    for group in text.split(";") if text else ():
        hit = _GROUP.fullmatch(group)
        if hit is None:
            raise ValueError("not what the authorizer writes")
        toegang |= dict.fromkeys(hit[2].split(","), tuple(hit[1].split()))
    return toegang


def write_limiet(limiet: Limiet) -> str:
    """A limit as one text."""
    return f"{limiet.tempo};{limiet.uitschieter};{limiet.dagquotum}"


def read_limiet(text: str) -> Limiet | None:
    """What `write_limiet` wrote; None for anything else."""
    hit = _LIMIET.fullmatch(text)
    return Limiet(*(int(numeric) for numeric in hit.groups())) if hit else None
