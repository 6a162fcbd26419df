"""CSV as Excel and its kin write it: records with their own text kept, and the dialect that they are in.

The library's `csv` gives cells and forgets how they were written; what goes back must be the same bytes.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Final, NamedTuple

from stagemarkt.domain.sheets.faults import SheetFault, UnreadableSheet, letters
from stagemarkt.model.errors import Bilingual

# In the order in which one is preferred where nothing else decides: Dutch Excel writes semicolons.
DELIMITERS: Final = (";", "\t", ",", "|")
DELIMITER_NAMES: Final = {";": "puntkomma's", "\t": "tabs", ",": "komma's", "|": "verticale strepen"}
# Excel's own first line that names the delimiter; it may have been saved with the width of the sheet.
_SEP: Final = re.compile(r'"?sep=(?P<delimiter>[^"\r\n])"?(?P=delimiter)*(?:\r\n|\r|\n|\Z)', re.IGNORECASE)
# So many records tell how they are divided.
_SAMPLE: Final = 50


class CsvRecord(NamedTuple):
    r"""One row as it is written.

    Attributes:
        raw: its own text, without what ends it.
        end: what ends it: `\r\n`, `\n`, `\r`, or nothing at the end of the file.
        cells: what its cells say.
        faults: the positions of cells that are not written as a cell should be, with what is odd about each.
    """

    raw: str
    end: str
    cells: tuple[str, ...]
    faults: tuple[tuple[int, Bilingual], ...] = ()


class CsvText(NamedTuple):
    """A whole CSV.

    Attributes:
        preamble: the line `sep=;`, as it is, where there is one; it is no row of the sheet.
        delimiter: between cells.
        records: all rows, blank ones as well.
        quoted: whether every cell of the first row stands between quotes.
    """

    preamble: str
    delimiter: str
    records: tuple[CsvRecord, ...]
    quoted: bool

    @property
    def width(self) -> int:
        """How many cells the widest row has."""
        return max((len(record.cells) for record in self.records), default=0)

    @property
    def line_end(self) -> str:
        """What ends most rows, where a row of ours has to choose."""
        return next((record.end for record in self.records if record.end), "\r\n")


_AFTER_QUOTE: Final = Bilingual(
    "achter het sluitende aanhalingsteken staat nog tekst; een aanhalingsteken in een cel schrijft u dubbel",
    "there is text behind the closing quote; a quote within a cell is written twice",
)
_SWALLOWED: Final = Bilingual(
    "deze cel bevat hele rijen: er ontbreekt een aanhalingsteken, hier of verderop",
    "this cell holds whole rows: a quote is missing, here or further on",
)
_OPEN: Final = Bilingual(
    "hier begint een aanhalingsteken dat nergens sluit: alles erachter hoort dan bij deze ene cel",
    "a quote opens here that nothing closes: all that follows would be of this one cell",
)


def read_csv(text: str, recognised: Callable[[Sequence[str]], int]) -> CsvText:
    """The rows of it, in the dialect that fits best. Raises UnreadableSheet for a quote that never closes.

    `recognised` says how much of a row it knows as headers: what divides them is what divides the rest.
    """
    sep = _SEP.match(text)
    preamble = sep[0] if sep else ""
    body = text[len(preamble) :]
    delimiter = sep["delimiter"] if sep else _find_delimiter(body, recognised)
    records = tuple(_records(body, delimiter))
    first = next((record for record in records if record.raw.strip()), None)
    quoted = first is not None and all(cell.startswith('"') for cell in _split(first.raw, delimiter) if cell)
    return CsvText(preamble, delimiter, records, quoted)


def cell_of(text: str, delimiter: str, *, quoted: bool) -> str:
    """A text of ours as a cell: between quotes where it must be, or where all others are."""
    if quoted or delimiter in text or any(sign in text for sign in '"\r\n'):
        return '"' + text.replace('"', '""') + '"'
    return text


@cache
def _cell(delimiter: str) -> re.Pattern[str]:
    mark = re.escape(delimiter)
    return re.compile(
        rf'(?:"(?P<quoted>(?:[^"]|"")*+)"(?P<after>[^{mark}\r\n]*)|(?P<bare>[^{mark}\r\n]*))'
        rf"(?P<end>{mark}|\r\n|\r|\n|\Z)"
    )


def _records(text: str, delimiter: str) -> Iterator[CsvRecord]:
    """Each row; the last one has no end, and is none where nothing is on it."""
    pattern = _cell(delimiter)
    position = begin = 0
    number = 1
    cells: list[str] = []
    faults: list[tuple[int, Bilingual]] = []
    while position < len(text) or cells:
        hit = pattern.match(text, position)
        if hit is None or (hit["bare"] or "").startswith('"'):
            raise UnreadableSheet(SheetFault(number, letters(len(cells)), _OPEN))
        if hit["after"] and hit["after"].strip():
            faults.append((len(cells), _AFTER_QUOTE))
        cells.append(_said(hit))
        position = hit.end()
        if hit["end"] == delimiter:
            continue
        record = CsvRecord(text[begin : hit.start("end")], hit["end"], tuple(cells), tuple(faults))
        yield _checked(record, delimiter)
        cells, faults, begin, number = [], [], position, number + 1


def _said(hit: re.Match[str]) -> str:
    if hit["quoted"] is None:
        return hit["bare"]
    return hit["quoted"].replace('""', '"') + hit["after"]


def _checked(record: CsvRecord, delimiter: str) -> CsvRecord:
    """The same; a cell that holds lines which look like rows is told."""
    least = max(2, len(record.cells) - 1)
    odd = tuple(
        (position, _SWALLOWED)
        for position, cell in enumerate(record.cells)
        if "\n" in cell or "\r" in cell
        if any(line.count(delimiter) >= least for line in cell.splitlines())
    )
    return record._replace(faults=(*record.faults, *odd)) if odd else record


def _split(raw: str, delimiter: str) -> list[str]:
    """The cells of one row, with their quotes."""
    pattern, position, parts = _cell(delimiter), 0, list[str]()
    while (hit := pattern.match(raw, position)) is not None:
        parts.append(raw[position : hit.start("end")])
        position = hit.end()
        if not hit["end"]:
            break
    return parts


def _find_delimiter(text: str, recognised: Callable[[Sequence[str]], int]) -> str:
    """The one by which most headers are known; then the one by which most rows have as many cells."""
    return max(DELIMITERS, key=lambda delimiter: _fit(_sample(text, delimiter), recognised))


def _sample(text: str, delimiter: str) -> list[tuple[str, ...]]:
    found = list[tuple[str, ...]]()
    try:
        for record in _records(text, delimiter):
            if record.raw.strip(delimiter + " "):
                found.append(record.cells)
            if len(found) == _SAMPLE:
                break
    except UnreadableSheet:
        # What is there before the quote that does not close says enough.
        return found
    return found


def _fit(
    sample: Sequence[Sequence[str]], recognised: Callable[[Sequence[str]], int]
) -> tuple[int, float, int]:
    """How well rows are divided: headers that are known, the part with the usual width, and that width."""
    several = [len(cells) for cells in sample if len(cells) > 1]
    if not several:
        return 0, 0.0, 0
    usual = max(sorted(set(several)), key=several.count)
    return max(map(recognised, sample)), several.count(usual) / len(sample), usual
