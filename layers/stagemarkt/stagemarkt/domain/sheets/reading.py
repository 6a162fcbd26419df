"""From the rows of a sheet to checks, or to every fault that they have."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple, cast

from stagemarkt.domain.sheets.cells import CellValue, read_code, read_leerbedrijf_id, read_leerweg, text_of
from stagemarkt.domain.sheets.columns import NEEDED, ChosenColumn, Columns, SheetField, choose, find_header
from stagemarkt.domain.sheets.dates import DAY_ZERO, DateColumn, UnreadableCell, look_at
from stagemarkt.domain.sheets.faults import SheetFault, letters
from stagemarkt.model.errors import Bilingual
from stagemarkt.model.questions import Erkenningsvraag, Leerweg

# The cells of a row that are not written as cells should be.
OddCells = Mapping[int, tuple[tuple[int, Bilingual], ...]]
_EMPTY: Final = Bilingual("er staat niets in", "it is empty")
_TOO_MANY: Final = Bilingual(
    "deze rij heeft meer cellen dan er koppen zijn: staat er een scheidingsteken in een cel?",
    "this row has more cells than there are headers: is there a delimiter within a cell?",
)


class SheetRow(NamedTuple):
    """One row on which something stands.

    Attributes:
        number: as a spreadsheet counts: the first row of all is 1.
        question: what it asks; None where it has faults.
        referentie: what the caller calls it.
        faults: every fault that it has.
        mended: what was made of cells that do not say it.
    """

    number: int
    question: Erkenningsvraag | None
    referentie: str = ""
    faults: tuple[SheetFault, ...] = ()
    mended: tuple[SheetFault, ...] = ()


class SheetReading(NamedTuple):
    """What was understood of a sheet.

    Attributes:
        header: the number of the row with the headers.
        columns: which column is which field.
        unused: the headers of the others.
        rows: those with something on them, below the headers.
    """

    header: int
    columns: Columns
    unused: tuple[str, ...]
    rows: tuple[SheetRow, ...]

    @property
    def faults(self) -> list[SheetFault]:
        """All of them, in the order of the rows."""
        return [fault for row in self.rows for fault in row.faults]


def read_sheet(
    cells: Sequence[Sequence[str]],
    told: Mapping[SheetField, str],
    today: date,
    odd: OddCells | None = None,
    day_zero: date = DAY_ZERO,
) -> SheetReading:
    """What the rows say; `odd` are cells that are not written as they should be, by the position of the row.

    `today` is the peildatum of a row that has none, `day_zero` that of serial numbers. Raises
    UnreadableSheet when the columns are not known.
    """
    header = find_header(cells, told)
    headers = cells[header]
    columns = choose(headers, told)
    below = [
        (number, row)
        for number, row in enumerate(cells[header + 1 :], start=header + 2)
        if any(map(str.strip, row))
    ]
    reader = _RowReader(columns, len(headers), today, _dates_of(columns, below, today, day_zero))
    used = {column.position for column in columns.values()}
    unused = tuple(
        ChosenColumn(position, name).name
        for position, name in enumerate(headers)
        if position not in used and name.strip()
    )
    rows = tuple(reader.read(number, row, (odd or {}).get(number - 1, ())) for number, row in below)
    return SheetReading(header + 1, columns, unused, rows)


class _RowReader:
    def __init__(
        self, columns: Columns, width: int, today: date, dates: Mapping[SheetField, DateColumn]
    ) -> None:
        self._columns, self._width, self._today, self._dates = columns, width, today, dates

    def read(self, number: int, row: Sequence[str], odd: tuple[tuple[int, Bilingual], ...]) -> SheetRow:
        faults = [SheetFault(number, letters(position), detail) for position, detail in odd]
        if any(cell.strip() for cell in row[self._width :]):
            faults.append(SheetFault(number, "", _TOO_MANY))
        mended = list[SheetFault]()
        values = {
            field: self._value(number, row, field, faults, mended)
            for field in self._columns
            if field != "referentie"
        }
        peildatum = cast("date", values.get("peildatum") or self._today)
        end = cast("date | None", values.get("totEnMet"))
        if end is not None and end < peildatum and not faults:
            detail = Bilingual(
                f"{end:%d-%m-%Y} ligt voor de peildatum {peildatum:%d-%m-%Y}", f"{end} is before {peildatum}"
            )
            faults.append(SheetFault(number, self._columns["totEnMet"].name, detail))
        reference = self._columns.get("referentie")
        referentie = "" if reference is None else _at(row, reference.position)
        if faults:
            return SheetRow(number, None, referentie, tuple(faults), tuple(mended))
        question = Erkenningsvraag(
            cast("str", values["leerbedrijfId"]),
            cast("str", values["code"]),
            peildatum,
            end,
            cast("Leerweg | None", values.get("leerweg")),
        )
        return SheetRow(number, question, referentie, (), tuple(mended))

    def _value(
        self,
        number: int,
        row: Sequence[str],
        field: SheetField,
        faults: list[SheetFault],
        mended: list[SheetFault],
    ) -> object:
        """What this field of the row says; None where it says nothing, or has a fault, which is noted."""
        column = self._columns[field]
        try:
            text = text_of(_at(row, column.position))
            found = self._reader(field)(text) if text else _unsaid(field)
        except UnreadableCell as error:
            faults.append(SheetFault(number, column.name, error.detail))
            return None
        if not isinstance(found, CellValue):
            return found
        if found.mended is not None:
            mended.append(SheetFault(number, column.name, found.mended))
        return found.value

    def _reader(self, field: SheetField) -> Callable[[str], object]:
        return self._dates[field].read if field in self._dates else _READERS[field]


def _dates_of(
    columns: Columns, rows: Sequence[tuple[int, Sequence[str]]], today: date, day_zero: date
) -> dict[SheetField, DateColumn]:
    return {
        field: look_at(((number, _at(row, columns[field].position)) for number, row in rows), today, day_zero)
        for field in _DATES
        if field in columns
    }


_READERS: Final[Mapping[SheetField, Callable[[str], object]]] = {
    "leerbedrijfId": read_leerbedrijf_id,
    "code": read_code,
    "leerweg": read_leerweg,
}
_DATES: Final[tuple[SheetField, ...]] = ("peildatum", "totEnMet")


def _unsaid(field: SheetField) -> object:
    """What an empty cell says. Raises UnreadableCell where it must say something."""
    if field in NEEDED:
        raise UnreadableCell(*_EMPTY)
    return None


def _at(row: Sequence[str], position: int) -> str:
    return row[position] if position < len(row) else ""
