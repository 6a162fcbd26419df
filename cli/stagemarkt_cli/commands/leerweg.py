"""The leerweg as a choice on the command line."""

from enum import StrEnum


class Leerweg(StrEnum):
    """The two ways to learn a trade."""

    BOL = "BOL"
    BBL = "BBL"
