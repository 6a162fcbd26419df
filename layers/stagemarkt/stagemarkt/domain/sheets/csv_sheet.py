"""A CSV whole: read, and given back with ours behind the caller's own columns, the same to the byte."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from stagemarkt.domain.sheets.columns import SheetField, recognised
from stagemarkt.domain.sheets.csv_text import DELIMITER_NAMES, CsvText, cell_of, read_csv
from stagemarkt.domain.sheets.encoding import TextEncoding, decode
from stagemarkt.domain.sheets.reading import SheetReading, read_sheet
from stagemarkt.domain.sheets.verdicts import HEADERS


class CsvSheet(NamedTuple):
    """What was in the file.

    Attributes:
        text: its rows as they are written.
        encoding: how its bytes say them.
    """

    text: CsvText
    encoding: TextEncoding

    @classmethod
    def of(cls, content: bytes) -> "CsvSheet":
        """What these bytes hold. Raises UnreadableSheet."""
        text, encoding = decode(content)
        return cls(read_csv(text, recognised), encoding)

    @property
    def dialect(self) -> str:
        """For people, in Dutch."""
        between = DELIMITER_NAMES.get(self.text.delimiter, f"het teken {self.text.delimiter}")
        mark = " met BOM" if self.encoding.bom else ""
        return f"CSV met {between}, {self.encoding.name}{mark}"

    def row(self, number: int) -> tuple[str, ...]:
        """The cells of this row, counted from 1."""
        return self.text.records[number - 1].cells

    def read(self, told: Mapping[SheetField, str], today: date) -> SheetReading:
        """What its rows ask. Raises UnreadableSheet when the columns are not known."""
        odd = {number: record.faults for number, record in enumerate(self.text.records) if record.faults}
        return read_sheet([record.cells for record in self.text.records], told, today, odd)

    def with_verdicts(self, header: int, verdicts: Mapping[int, Sequence[str]]) -> bytes:
        """The same with our cells behind each row that has them, by its number; `header` is that of headers.

        A row that is shorter than the widest gets the delimiters that it lacks, so that ours are one column.
        """
        behind = {**verdicts, header: HEADERS}
        width = self.text.width
        parts = [self.text.preamble]
        for number, record in enumerate(self.text.records, start=1):
            parts.append(record.raw)
            if number in behind:
                lacking = width - len(record.cells)
                parts.append(self.text.delimiter * lacking)
                for cell in behind[number]:
                    parts += (self.text.delimiter, self._cell(cell))
            parts.append(record.end)
        return self.encoding.bom + self.encoding.encode("".join(parts))

    def _cell(self, text: str) -> str:
        return cell_of(text, self.text.delimiter, quoted=self.text.quoted)
