"""Bounds of a value, such as `maxInclusive 25`: which of two lets more through."""

from decimal import Decimal, InvalidOperation
from typing import Final

_UPPER: Final = frozenset({"maxInclusive", "maxExclusive", "maxLength", "totalDigits", "fractionDigits"})
_LOWER: Final = frozenset({"minInclusive", "minExclusive", "minLength"})
_FREE: Final = "vrij"


def is_wider(ons: str, hun: str) -> bool | None:
    """Whether `hun` lets through all that `ons` does; None where that cannot be said."""
    (name, _, old), new = ons.partition(" "), hun.partition(" ")[2]
    if _FREE in {old, new}:
        return new == _FREE
    try:
        meer = Decimal(new) - Decimal(old)
    except InvalidOperation:
        return None
    if name in _UPPER:
        return meer >= 0
    return meer <= 0 if name in _LOWER else None
