"""What cells say: spellings of people and of Excel, what is mended, and what is named by row and column."""

from datetime import date
from typing import Any

import pytest
from stagemarkt.domain.sheets.cells import read_code, read_leerbedrijf_id, read_leerweg, text_of
from stagemarkt.domain.sheets.columns import NEEDED, choose, find_header, read_mapping
from stagemarkt.domain.sheets.csv_sheet import CsvSheet
from stagemarkt.domain.sheets.dates import DAY_ZERO_1904, UnreadableCell, look_at
from stagemarkt.domain.sheets.faults import UnreadableSheet, letters
from stagemarkt.domain.sheets.reading import SheetReading

TODAY = date(2026, 11, 27)
FIRST = date(2026, 9, 1)


def read(text: str, told: str = "") -> SheetReading:
    """A sheet in the dialect of Dutch Excel."""
    return CsvSheet.of(text.encode()).read(read_mapping(told), TODAY)


def faults(reading: SheetReading) -> list[tuple[int, str]]:
    """Where it has any."""
    return [(fault.row, fault.column) for fault in reading.faults]


@pytest.mark.parametrize(
    ("cell", "value", "mended"),
    [
        ("900000001", "900000001", False),
        (" \u00a0900000001\u202f\u200b", "900000001", False),
        ("900000001,0", "900000001", False),
        ("900000001.00", "900000001", False),
        ('="900000001"', "900000001", False),
        ("'900000001", "900000001", False),
        ("900.000.001", "900000001", False),
        ("900 000 001", "900000001", False),
        ("12345678", "012345678", True),
        ("99ZZ9999JJ0001602", "99ZZ9999JJ0001602", False),
    ],
)
def test_an_id(cell: str, value: str, mended: bool) -> None:  # noqa: FBT001 - a column of the table
    """As schools have it; a zero that Excel dropped is put back, and told."""
    found = read_leerbedrijf_id(text_of(cell))
    assert (found.value, found.mended is not None) == (value, mended)


@pytest.mark.parametrize(
    ("cell", "value", "mended"),
    [
        ("25998", "25998", False),
        ("25998,0", "25998", False),
        ("25.998", "25998", False),
        ("k0067", "K0067", False),
        ("K 0067", "K0067", False),
        ('="k0067"', "K0067", False),
        ("Crebo 25998", "25998", False),
        ("5998", "05998", True),
    ],
)
def test_a_code(cell: str, value: str, mended: bool) -> None:  # noqa: FBT001 - a column of the table
    """As schools have it."""
    found = read_code(text_of(cell))
    assert (found.value, found.mended is not None) == (value, mended)


@pytest.mark.parametrize(
    ("field", "cell", "said"),
    [
        (read_leerbedrijf_id, "9,00E+08", "cijfers weggelaten"),
        (read_leerbedrijf_id, "9E8", "cijfers weggelaten"),
        (read_leerbedrijf_id, "Bakkerij Jansen", "geen leerbedrijf-ID"),
        (read_leerbedrijf_id, "٩٠٠٠٠٠٠٠١", "geen leerbedrijf-ID"),
        (read_leerbedrijf_id, "#N/B", "Excel zelf"),
        (read_code, "#REF!", "Excel zelf"),
        (read_code, "=VERT.ZOEKEN(A1;B:C;2)", "een formule"),
        (read_code, "0067", "kan het keuzedeel K0067 zijn"),
        (read_code, "25,000", "geen crebo"),
        (read_code, "25998 en 25999", "geen crebo"),
        (read_leerweg, "deeltijd", "BOL of BBL"),
    ],
)
def test_what_is_not_understood(field: Any, cell: str, said: str) -> None:
    """It is refused, and says why: nothing is made of it."""
    with pytest.raises(UnreadableCell) as caught:
        field(text_of(cell))
    assert said in caught.value.detail.nl


@pytest.mark.parametrize(
    "cell",
    [
        *("1-9-2026", "01-09-2026", "1/9/2026", "1.9.2026", "2026-09-01", "2026/9/1", "20260901"),
        *("46266", "46266,0", "46266.5", "01-09-26", "1-9-26", "2026-09-01T00:00:00", "01-09-2026 00:00"),
        *("1 september 2026", "1-sep-26", "01-SEPT-2026", "1 Sep. 2026"),
    ],
)
def test_a_date(cell: str) -> None:
    """Every way in which people and Excel write the first of September."""
    assert look_at([(2, cell)], TODAY).read(cell) == FIRST


def test_serial_numbers_of_1904() -> None:
    """A workbook of the old Mac counts from 1904."""
    assert look_at([], TODAY, DAY_ZERO_1904).read("44804") == FIRST


@pytest.mark.parametrize(
    ("column", "number", "said"),
    [
        (["31-2-2026"], 0, "bestaat niet"),
        (["2206-09-01"], 0, "te ver van vandaag"),
        (["9/13/2026"], 0, "alleen met de maand voorop; schrijf 13-09-2026"),
        (["9/13/2026", "3/4/2026"], 1, "kan 03-04-2026 en 04-03-2026 zijn: in rij 2"),
        (["26-09-27"], 0, "kan 26-09-2027 en 27-09-2026 zijn"),
        (["gisteren"], 0, "geen datum: gisteren"),
        (["n.v.t."], 0, "geen datum"),
        (["2026"], 0, "geen datum"),
    ],
)
def test_a_date_that_is_none(column: list[str], number: int, said: str) -> None:
    """What can be read in two ways, or in none, is named."""
    dates = look_at(enumerate(column, start=2), TODAY)
    with pytest.raises(UnreadableCell) as caught:
        dates.read(column[number])
    assert said in caught.value.detail.nl


@pytest.mark.parametrize(
    ("other", "meant"), [("01-09-26", date(2027, 9, 26)), ("28-02-31", date(2027, 9, 26)), ("26-03-30", None)]
)
def test_a_column_decides(other: str, meant: date | None) -> None:
    """A year of two digits is where it is in every other date of its column, if one of them tells."""
    column = [(2, "26-09-27"), (3, other)]
    found: list[date | None] = []
    try:
        found.append(look_at(column, TODAY).read("26-09-27"))
    except UnreadableCell:
        found.append(None)
    assert found == [meant]


def test_rows_by_their_numbers() -> None:
    """Each fault by row and column, as a spreadsheet counts; blank rows ask nothing; all others do."""
    reading = read(
        "Leerbedrijf ID;Crebo;Startdatum;Einddatum\r\n"
        "900000001;25998;01-09-2026;31-01-2027\r\n"
        "\r\n;;;\r\n"
        "x!;;99-99-2026;\r\n"
        "900000001;25998;01-09-2026;31-08-2026\r\n"
        "900000001;25998;;\r\n"
    )
    assert [row.number for row in reading.rows] == [2, 5, 6, 7]
    assert faults(reading) == [
        (5, "A (Leerbedrijf ID)"),
        (5, "B (Crebo)"),
        (5, "C (Startdatum)"),
        (6, "D (Einddatum)"),
    ]
    last = reading.rows[-1].question
    assert last is not None
    assert last.peildatum == TODAY


@pytest.mark.parametrize(
    ("headers", "told", "chosen", "guessed"),
    [
        ("leerbedrijfId;code", "", [0, 1], []),
        ("CREBO ;Leerbedrijf-ID", "", [1, 0], []),
        ("\u00a0Leerbedrijfnummer;Keuzedeel code", "", [0, 1], []),
        ("Leerbedrijf;Opleiding", "", [0, 1], ["leerbedrijfId", "code"]),
        ("Leerbedrijf ID;Crebo;Crebo", "", [0, 1], ["code"]),
        ("Leerbedrijf ID;Crebo;Keuzedeel", "", [0, 1], ["code"]),
        ("Leerbedrijf ID;Crebo;Keuzedeel", "code:Keuzedeel", [0, 2], []),
        ("Leerbedrijf ID;Crebo;Crebo", "code:#C", [0, 2], []),
        ("Bedrijf;Wat", 'leerbedrijfId:Bedrijf,code:"Wat"', [0, 1], []),
        ("Nummer van het leerbedrijf;crebo (2026)", "", [0, 1], ["leerbedrijfId", "code"]),
    ],
)
def test_columns(headers: str, told: str, chosen: list[int], guessed: list[str]) -> None:
    """Told, known, or guessed: what is guessed says so."""
    columns = choose(headers.split(";"), read_mapping(told))
    assert [columns[field].position for field in NEEDED] == chosen
    assert [field for field, column in columns.items() if column.guessed] == guessed


@pytest.mark.parametrize(
    ("headers", "told", "said"),
    [
        ("Naam;Crebo", "", "de kolom met leerbedrijfId"),
        ("a;b", "", "leerbedrijfId en die met code"),
        ("Leerbedrijf ID;Crebo", "code:Opl", "geen kolom 'Opl'"),
        ("Leerbedrijf ID;Opl;Opl", "code:Opl", "(#B en #C)"),
        ("Leerbedrijf ID;Crebo", "creb:Crebo", "niet te lezen bij 'creb:Crebo'"),
        ("Leerbedrijf ID;Crebo", "code", "niet te lezen bij 'code'"),
        ("Leerbedrijf ID;Crebo", "code:Crebo,code:Crebo", "elk veld één keer"),
    ],
)
def test_columns_that_are_not_there(headers: str, told: str, said: str) -> None:
    """It says which field has none, and what there is."""
    with pytest.raises(UnreadableSheet) as caught:
        choose(headers.split(";"), read_mapping(told))
    assert said in caught.value.faults[0].detail.nl


def test_a_title_above_the_headers() -> None:
    """The headers are where most of them are known."""
    rows = [["Overzicht BPV", "", ""], [], ["Leerbedrijf ID", "Crebo", "Start"], ["900000001", "25998", ""]]
    assert find_header(rows, {}) == 2


def test_headers_divide_better_than_cells_do() -> None:
    """Cells with more commas than there are semicolons: what divides the headers divides the rows."""
    reading = read("Leerbedrijf ID;Crebo\r\n900000001;25998,0\r\n900000002;25998,0\r\n")
    assert [row.question is not None for row in reading.rows] == [True, True]


@pytest.mark.parametrize(("position", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_letters(position: int, name: str) -> None:
    """As a spreadsheet calls its columns."""
    assert letters(position) == name
