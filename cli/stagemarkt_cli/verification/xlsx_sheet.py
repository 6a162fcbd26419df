"""A workbook: its values read by openpyxl, and ours put into its XML, so that all else stays as it is."""

import warnings
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from io import BytesIO
from posixpath import join, normpath
from typing import Any, Final, NamedTuple

import openpyxl
from lxml import etree
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from stagemarkt.domain.sheets.columns import SheetField
from stagemarkt.domain.sheets.dates import DAY_ZERO, DAY_ZERO_1904
from stagemarkt.domain.sheets.faults import UnreadableSheet, letters, of_the_whole
from stagemarkt.domain.sheets.reading import SheetReading, read_sheet
from stagemarkt.domain.sheets.verdicts import HEADERS

# Unpacked; a workbook of 50,000 rows is a tenth of it.
_MOST_BYTES: Final = 200 * 1024 * 1024
_MOST_PARTS: Final = 2000
_MOST_ROWS: Final = 200_000
_MOST_COLUMNS: Final = 16_384
_RELATIONS: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATIONS: Final = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_WORKBOOK: Final = "xl/workbook.xml"


class XlsxSheet(NamedTuple):
    """The sheet that was open when the workbook was saved.

    Attributes:
        content: the bytes of the workbook.
        name: of the sheet.
        others: the names of the sheets that are not looked at.
        cells: what is shown in each row, from the first; a formula by the outcome that Excel kept.
        day_zero: from where it counts days.
    """

    content: bytes
    name: str
    others: tuple[str, ...]
    cells: tuple[tuple[str, ...], ...]
    day_zero: date

    @classmethod
    def of(cls, content: bytes) -> "XlsxSheet":
        """What these bytes hold. Raises UnreadableSheet."""
        _check(content)
        with _translated(), warnings.catch_warnings():
            # What openpyxl does not keep is of no matter: nothing is written with it.
            warnings.simplefilter("ignore")
            workbook = openpyxl.load_workbook(
                BytesIO(content), read_only=True, data_only=True, keep_links=False
            )
            try:
                sheet: Any = workbook.active
                sheet.reset_dimensions()
                rows = _rows(sheet, _without_outcome(content, sheet.title))
                others = tuple(name for name in workbook.sheetnames if name != sheet.title)
                mac = workbook.epoch == CALENDAR_MAC_1904
                return cls(content, sheet.title, others, rows, DAY_ZERO_1904 if mac else DAY_ZERO)
            finally:
                workbook.close()

    @property
    def dialect(self) -> str:
        """For people, in Dutch."""
        others = f"; niet bekeken: {', '.join(self.others)}" if self.others else ""
        return f"Excel, blad {self.name}{others}"

    def row(self, number: int) -> tuple[str, ...]:
        """The cells of this row, counted from 1."""
        return self.cells[number - 1]

    def read(self, told: Mapping[SheetField, str], today: date) -> SheetReading:
        """What its rows ask. Raises UnreadableSheet when the columns are not known."""
        width = max(map(len, self.cells), default=0)
        # A sheet has no end on the right: a remark beside the headers is no cell too many.
        even = [row + ("",) * (width - len(row)) for row in self.cells]
        return read_sheet(even, told, today, day_zero=self.day_zero)

    def with_verdicts(self, header: int, verdicts: Mapping[int, Sequence[str]]) -> bytes:
        """The same workbook with our cells, as texts, right of all that is there. Raises UnreadableSheet."""
        first = max(map(len, self.cells), default=0)
        if first + len(HEADERS) > _MOST_COLUMNS:
            raise of_the_whole(
                "Rechts is geen plaats meer voor het resultaat.", "There is no room on the right."
            )
        behind = {**verdicts, header: HEADERS}
        written = BytesIO()
        with (
            _translated(),
            zipfile.ZipFile(BytesIO(self.content)) as packed,
            zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as result,
        ):
            here = _path_of(packed, self.name)
            for part in packed.infolist():
                content = packed.read(part)
                result.writestr(part, _add(content, first, behind) if part.filename == here else content)
        return written.getvalue()


def _rows(sheet: Any, without_outcome: frozenset[tuple[int, int]]) -> tuple[tuple[str, ...], ...]:  # noqa: ANN401 - openpyxl's
    rows = list[tuple[str, ...]]()
    for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
        if number > _MOST_ROWS:
            raise of_the_whole(
                f"Het blad heeft meer dan {_MOST_ROWS} rijen.", f"The sheet has more than {_MOST_ROWS} rows."
            )
        rows.append(
            tuple(
                "=" if (number, position) in without_outcome else _text(value)
                for position, value in enumerate(row, start=1)
            )
        )
    return tuple(rows)


def _text(value: object) -> str:
    """A value as somebody would have typed it."""
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _without_outcome(content: bytes, name: str) -> frozenset[tuple[int, int]]:
    """The places of formulas that nothing has worked out yet: they are empty to who reads values."""
    with zipfile.ZipFile(BytesIO(content)) as packed:
        root = _parse(packed.read(_path_of(packed, name)))
    found = set[tuple[int, int]]()
    for cell in root.iter("{*}c"):
        if cell.find("{*}f") is not None and not (cell.findtext("{*}v") or ""):
            place = cell.get("r", "")
            # An outcome that is an empty text is one.
            if place and cell.get("t") != "str":
                found.add(_place(place))
    return frozenset(found)


def _place(name: str) -> tuple[int, int]:
    row, column = openpyxl.utils.cell.coordinate_to_tuple(name)
    return int(row), int(column)


def _add(content: bytes, first: int, behind: Mapping[int, Sequence[str]]) -> bytes:
    """The XML of a sheet, with these cells behind its rows."""
    root = _parse(content)
    space = etree.QName(root).namespace
    # How far the sheet reaches is optional, and would no longer be true.
    for dimension in root.findall("{*}dimension"):
        root.remove(dimension)
    number = 0
    for row in root.iter(f"{{{space}}}row"):
        number = int(row.get("r") or number + 1)
        row.attrib.pop("spans", None)
        for position, text in enumerate(behind.get(number, ()), start=first):
            if text:
                cell = etree.SubElement(row, f"{{{space}}}c", r=f"{letters(position)}{number}", t="inlineStr")
                etree.SubElement(etree.SubElement(cell, f"{{{space}}}is"), f"{{{space}}}t").text = text
    return etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True)


def _path_of(packed: zipfile.ZipFile, name: str) -> str:
    """Where the sheet of this name is in the package."""
    sheets = _parse(packed.read(_WORKBOOK)).iter("{*}sheet")
    sheet = next(one for one in sheets if one.get("name") == name)
    relation = sheet.get(_RELATIONS) or sheet.get(_STRICT_RELATIONS)
    relations = _parse(packed.read("xl/_rels/workbook.xml.rels")).iter("{*}Relationship")
    target = next(str(one.get("Target")) for one in relations if one.get("Id") == relation)
    return target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))


def _parse(content: bytes) -> Any:  # noqa: ANN401 - lxml keeps the type of an element private
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))


def _check(content: bytes) -> None:
    """That it is a workbook of a bounded size, without a DTD in it. Raises UnreadableSheet."""
    with _translated(), zipfile.ZipFile(BytesIO(content)) as packed:
        parts = packed.infolist()
        if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_BYTES:
            raise of_the_whole(
                "De werkmap is uitgepakt te groot.", "The workbook is too large when unpacked."
            )
        if _WORKBOOK not in packed.namelist():
            raise of_the_whole(
                "Dit is geen werkmap van Excel (.xlsx). Een .ods of .xlsb bewaart u in Excel als .xlsx.",
                "This is no workbook of Excel (.xlsx). Save an .ods or .xlsb as .xlsx.",
            )
        for part in parts:
            # Of what declares to be small no more than that is unpacked.
            if part.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in packed.read(part):
                raise of_the_whole(
                    "De werkmap bevat een DTD: die opent u beter niet.", "The workbook has a DTD."
                )


@contextmanager
def _translated() -> Iterator[None]:
    """Whatever zipfile, lxml and openpyxl make of a broken workbook is one thing to say."""
    try:
        yield
    except UnreadableSheet:
        raise
    except (
        zipfile.BadZipFile, zipfile.LargeZipFile, SyntaxError, LookupError, TypeError, AttributeError,
        ArithmeticError, RuntimeError, OSError, EOFError, StopIteration, ValueError, zlib.error,
    ) as error:  # fmt: skip
        raise of_the_whole(
            "Deze werkmap is beschadigd of heeft een wachtwoord: Excel moet haar openen en opnieuw bewaren.",
            "This workbook is damaged or has a password: open it in Excel and save it again.",
        ) from error
