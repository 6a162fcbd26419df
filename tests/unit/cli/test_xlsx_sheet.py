"""Workbooks: values as they are typed, ours behind them, and all else in the package the same to the byte."""

import zipfile
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from io import BytesIO
from typing import Any, Final

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from stagemarkt.domain.sheets.faults import UnreadableSheet
from stagemarkt.domain.sheets.verdicts import HEADERS, RowVerdict
from stagemarkt_cli.verification.xlsx_sheet import XlsxSheet

TODAY: Final = date(2026, 11, 27)
FIRST: Final = date(2026, 9, 1)
# Without a zone, as a workbook has them.
NIGHT: Final = datetime.combine(FIRST, time())
NOON: Final = datetime.combine(FIRST, time(12))
HEAD: Final = ("Leerbedrijf ID", "Crebo", "Startdatum", "Naam")
CELLS: Final = RowVerdict("nietErkend", "verlopen <op> & zo", erkend=False, startdatum="2016-08-01").cells


def workbook(*rows: tuple[object, ...], change: Callable[[Any], None] = lambda _: None) -> bytes:
    """A workbook with these rows below the headers."""
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (HEAD, *rows):
        sheet.append(row)
    change(book)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def parts(content: bytes) -> Mapping[str, bytes]:
    """What is in the package."""
    with zipfile.ZipFile(BytesIO(content)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def changed(content: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """The same package with its parts otherwise."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, part in parts(content).items():
            packed.writestr(name, change(name, part))
    return out.getvalue()


def test_values_by_their_type() -> None:
    """A date that is one, a number that Excel made of an ID or a code, a serial number, a text."""
    content = workbook(
        (900000001, 25998, NOON, "a"),
        (900000001.0, "k0067", 46266, "b"),
        (" 900000001 ", 25998.0, "1-9-2026", None),
        (12345678, 25998, FIRST, "d"),
        (None, None, None, None),
        (9e8, 25998, FIRST, "een miljard is geen afronding"),
    )
    reading = XlsxSheet.of(content).read({}, TODAY)
    assert reading.faults == []
    assert [row.number for row in reading.rows] == [2, 3, 4, 5, 7]
    asked = [row.question for row in reading.rows if row.question is not None]
    assert {one.peildatum for one in asked} == {FIRST}
    assert [one.leerbedrijf_id for one in asked] == ["900000001"] * 3 + ["012345678", "900000000"]
    assert [one.code for one in asked] == ["25998", "K0067", "25998", "25998", "25998"]


def test_a_workbook_that_counts_from_1904() -> None:
    """A day is a day, whatever the workbook counts from."""

    def mac(book: Any) -> None:
        book.epoch = CALENDAR_MAC_1904

    content = workbook((900000001, 25998, FIRST, "a"), (900000001, 25998, 44804, "b"), change=mac)
    rows = XlsxSheet.of(content).read({}, TODAY).rows
    assert [row.question.peildatum for row in rows if row.question] == [FIRST, FIRST]


def test_formulas() -> None:
    """The outcome that Excel kept is what counts; a formula without one is named by row and column."""
    content = workbook(("=A9", "=B9", FIRST, "a"), ("=A9", 25998, FIRST, "b"))

    def worked_out(name: str, part: bytes) -> bytes:
        empty = b"<v></v>" if b"<v></v>" in part else b"<v />"
        return (
            part.replace(empty, b"<v>900000001</v>", 1).replace(empty, b"<v>25998</v>", 1)
            if "sheet1" in name
            else part
        )

    good, bad = XlsxSheet.of(changed(content, worked_out)).read({}, TODAY).rows
    assert good.question is not None
    assert (good.question.leerbedrijf_id, good.question.code) == ("900000001", "25998")
    assert [(fault.row, fault.column) for fault in bad.faults] == [(3, "A (Leerbedrijf ID)")]
    assert "een formule" in bad.faults[0].detail.nl


def test_all_else_stays() -> None:
    """Other sheets, styles, widths, formulas: each part is the same to the byte but the sheet."""

    def dress(book: Any) -> None:
        book.create_sheet("Ander")["A1"] = "=SUM(1,2)"
        book.active.column_dimensions["A"].width = 40
        book.active.freeze_panes = "A2"
        book.active.auto_filter.ref = "A1:D2"

    content = workbook((900000001, 25998, FIRST, "=1+1"), (900000002, 25998, FIRST, "x"), change=dress)
    sheet = XlsxSheet.of(content)
    result = sheet.with_verdicts(1, {2: CELLS, 3: CELLS})
    before, after = parts(content), parts(result)
    assert {name for name in before if before[name] != after[name]} == {"xl/worksheets/sheet1.xml"}
    assert before.keys() == after.keys()
    read = openpyxl.load_workbook(BytesIO(result))
    rows = [[cell.value for cell in row] for row in read.worksheets[0].iter_rows()]
    assert rows[0] == [*HEAD, *HEADERS]
    assert rows[1] == [900000001, 25998, NIGHT, "=1+1", *[cell or None for cell in CELLS]]
    assert read.worksheets[0].column_dimensions["A"].width == 40
    assert "Ander" in sheet.dialect
    # And once more: what came out is a workbook like any other.
    assert len(XlsxSheet.of(result).read({}, TODAY).rows) == 2


def bomb() -> bytes:
    """A workbook that unpacks to far more than it is."""
    out = BytesIO(workbook())
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        for number in range(3):
            with packed.open(f"xl/media/{number}.bin", "w") as part:
                for _ in range(70):
                    part.write(bytes(1024 * 1024))
    return out.getvalue()


def with_entities() -> bytes:
    """A workbook with a DTD in its sheet."""
    return changed(
        workbook((1, 2, 3, 4)),
        lambda name, part: b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + part if "sheet1" in name else part,
    )


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (lambda: workbook()[:-200], "beschadigd"),
        (lambda: changed(workbook(), lambda _, part: part[: len(part) // 2]), "beschadigd"),
        (lambda: changed(workbook(), lambda _name, _part: b""), "beschadigd"),
        (bomb, "te groot"),
        (with_entities, "DTD"),
    ],
    ids=["cut off", "every part cut off", "every part empty", "a bomb", "entities"],
)
def test_what_is_no_good_workbook(content: Callable[[], bytes], said: str) -> None:
    """It ends in words, and in little time and memory."""
    with pytest.raises(UnreadableSheet) as caught:
        XlsxSheet.of(content())
    assert said in caught.value.faults[0].detail.nl


def test_another_thing_that_is_packed() -> None:
    """An .ods, a .docx, any zip: it says what to do."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("content.xml", "<office/>")
    with pytest.raises(UnreadableSheet, match=r"no workbook of Excel"):
        XlsxSheet.of(out.getvalue())
