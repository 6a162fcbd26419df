"""Bounds of a value, such as `maxInclusive 25`: which of two lets more through."""

from decimal import Decimal, InvalidOperation
from typing import Final

_BOVEN: Final = frozenset({"maxInclusive", "maxExclusive", "maxLength", "totalDigits", "fractionDigits"})
_ONDER: Final = frozenset({"minInclusive", "minExclusive", "minLength"})
_VRIJ: Final = "vrij"


def is_ruimer(ons: str, hun: str) -> bool | None:
    """Whether `hun` lets through all that `ons` does; None where that cannot be said."""
    (naam, _, oud), nieuw = ons.partition(" "), hun.partition(" ")[2]
    if _VRIJ in {oud, nieuw}:
        return nieuw == _VRIJ
    try:
        meer = Decimal(nieuw) - Decimal(oud)
    except InvalidOperation:
        return None
    if naam in _BOVEN:
        return meer >= 0
    return meer <= 0 if naam in _ONDER else None
