"""Reads the fields of a request that the schema has approved, and says what an operation works with."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from local.sbb.envelope import OperationResult
from local.sbb.protocol import TNS
from local.sbb.register.register import Register
from local.sbb.scholen import SimulatedSchool
from local.sbb.subscriptions import SubscriptionRegister
from local.sbb.xml_tree import Element


@dataclass(frozen=True)
class OperationContext:
    """What an operation works with: the register, the abonnementen, today, and the school that asks."""

    register: Register
    abonnementen: SubscriptionRegister
    today: dt.date
    school: SimulatedSchool


class InvalidRequest(ValueError):
    """The request is valid by the schema, but not by its meaning; the text says why, in Dutch."""


class OperationInput:
    """The fields beneath an element. Texts are trimmed; a blank is the same as nothing."""

    def __init__(self, element: Element) -> None:
        self._element = element

    def tekst(self, name: str) -> str | None:
        """Give a text; None when it lacks or is blank."""
        return (self._element.findtext(f"{{{TNS}}}{name}") or "").strip() or None

    def whole_number(self, name: str) -> int | None:
        """Give a whole number."""
        text = self.tekst(name)
        return None if text is None else int(text)

    def where(self, name: str) -> bool:
        """Give a boolean; what lacks is false."""
        return self.tekst(name) in {"true", "1"}

    def date(self, name: str) -> dt.date | None:
        """Give a date, its time zone (which means nothing here) left out.

        Raises:
            InvalidRequest: a date that XML Schema knows and the calendar here does not (year 12026).
        """
        text = self.tekst(name)
        try:
            return None if text is None else dt.date.fromisoformat(text[:10])
        except ValueError as error:
            raise InvalidRequest(f"{name} is geen datum.") from error

    def part(self, name: str) -> "OperationInput | None":
        """Give the fields beneath a field."""
        element = self._element.find(f"{{{TNS}}}{name}")
        return None if element is None else OperationInput(element)


Operation: TypeAlias = Callable[[OperationInput, OperationContext], OperationResult]
