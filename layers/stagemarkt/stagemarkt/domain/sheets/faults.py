"""What is not understood of a sheet, by row and column, in both languages."""

from typing import NamedTuple

from stagemarkt.model.errors import Bilingual


def letters(position: int) -> str:
    """The column as a spreadsheet calls it: 0 is `A`, 26 is `AA`."""
    name = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


class SheetFault(NamedTuple):
    """One thing that is not understood.

    Attributes:
        row: as a spreadsheet counts: the first is 1; 0 where it is of the sheet as a whole.
        column: its letters and, where it has one, its header: `C (Crebo)`; empty where it is of the row.
        detail: what is wrong, and what to do.
    """

    row: int
    column: str
    detail: Bilingual


class UnreadableSheet(ValueError):
    """Nothing can be made of the sheet as it is.

    Args:
        faults: why, one or more.
    """

    def __init__(self, *faults: SheetFault) -> None:
        super().__init__("; ".join(fault.detail.en for fault in faults))
        self.faults = faults


def of_the_whole(nl: str, en: str) -> UnreadableSheet:
    """A fault that has no row and no column."""
    return UnreadableSheet(SheetFault(0, "", Bilingual(nl, en)))
