"""The leerweg as a choice on the command line."""

from enum import StrEnum
from typing import Literal


class Leerweg(StrEnum):
    """The two ways to learn a trade."""

    BOL = "BOL"
    BBL = "BBL"

    @property
    def word(self) -> Literal["BOL", "BBL"]:
        """As the API has it."""
        return "BOL" if self is Leerweg.BOL else "BBL"
