"""The dialects of CSV that schools send, each written here by hand and not by what reads them."""

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

Row = Sequence[str]


class Dialect(NamedTuple):
    """How a file is written.

    Attributes:
        codec: Python's name for its encoding.
        delimiter: between cells.
        end: of each row.
        bom: before all.
        preamble: Excel's line about the delimiter.
        always: whether every cell stands between quotes.
        last_end: whether the last row has an end as well.
        above: rows above the headers.
        trailing: empty cells behind each row.
        blank: a row with nothing on it, after each.
    """

    codec: str
    delimiter: str
    end: str = "\r\n"
    bom: bytes = b""
    preamble: str = ""
    always: bool = False
    last_end: bool = True
    above: tuple[Row, ...] = ()
    trailing: int = 0
    blank: bool = False

    def cell(self, text: str) -> str:
        """A cell as Excel writes it."""
        if self.always or any(sign in text for sign in (self.delimiter, '"', "\r", "\n")):
            return '"' + text.replace('"', '""') + '"'
        return text

    def line(self, row: Row) -> str:
        """A row without its end."""
        return self.delimiter.join([*map(self.cell, row), *[""] * self.trailing])

    def write(self, rows: Sequence[Row], behind: Callable[[int], Row] = lambda _: ()) -> bytes:
        """The file; `behind` gives the cells behind each row, of which row 0 has the headers."""
        width = max(len(row) for row in (*self.above, *rows)) + self.trailing
        lines = [self.line(row) for row in self.above]
        for number, row in enumerate(rows):
            extra = behind(number)
            lacking = [""] * (width - len(row) - self.trailing) if extra else []
            parts = [self.line(row), *lacking, *map(self.cell, extra)]
            lines.append(self.delimiter.join(parts))
            lines += [self.delimiter * (width - 1)] if self.blank else []
        text = self.preamble + self.end.join(lines) + (self.end if self.last_end else "")
        return self.bom + text.encode(self.codec)


DIALECTS: Final[dict[str, Dialect]] = {
    "Excel in Dutch, as CSV": Dialect("cp1252", ";"),
    "Excel in Dutch, as CSV UTF-8": Dialect("utf-8", ";", bom=b"\xef\xbb\xbf"),
    "Excel in English, as CSV": Dialect("cp1252", ","),
    "Excel, as Unicode text": Dialect("utf-16-le", "\t", bom=b"\xff\xfe"),
    "UTF-16 of the other kind": Dialect("utf-16-be", ";", bom=b"\xfe\xff"),
    "UTF-16 without a mark": Dialect("utf-16-le", ";"),
    "UTF-16 of the other kind without a mark": Dialect("utf-16-be", "\t"),
    "with Excel's sep line": Dialect("cp1252", ";", preamble="sep=;\r\n"),
    "with a sep line of its own": Dialect("utf-8", "~", preamble="sep=~\n", end="\n"),
    "everything quoted, from a database": Dialect("utf-8", ",", end="\n", always=True),
    "Numbers, and other tools of Unix": Dialect("utf-8", ",", end="\n", last_end=False),
    "Excel of the old Mac": Dialect("cp1252", ";", end="\r"),
    "with trailing columns and blank rows": Dialect("cp1252", ";", trailing=3, blank=True),
    "with a title above": Dialect("utf-8", ";", above=(("Overzicht BPV",), ("",))),
    "with vertical bars": Dialect("utf-8", "|", end="\n"),
}
