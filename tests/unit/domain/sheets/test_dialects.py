"""There and back: whatever the dialect, the caller's own columns come back as they went in, to the byte."""

import csv
import io
from collections.abc import Callable, Sequence
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from stagemarkt.domain.sheets.csv_sheet import CsvSheet
from stagemarkt.domain.sheets.faults import UnreadableSheet
from stagemarkt.domain.sheets.verdicts import HEADERS, RowVerdict

from tests.unit.domain.sheets.dialects import DIALECTS, Dialect

TODAY = date(2026, 11, 27)
OWN = ("LeerbedrijfID", "Crebo", "Startdatum", "Einddatum", "Opmerking", "BPVO nummer")
CELLS = RowVerdict(
    "nietErkend",
    'Zei "nee"; en, toch | niet ~',
    erkend=False,
    startdatum="2016-08-01",
    einddatum="2022-07-31",
).cells
# What a person types, and what breaks readers: delimiters, quotes, line ends, spaces, formulas, accents.
SIGNS = st.sampled_from([*"aZ9é€ßÜ;,|\t\"'=+-@#~ \u00a0", "\r\n", "\n", '""'])
TEXTS = st.lists(SIGNS, max_size=5).map("".join)
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["900000001", " 900000002 ", "900000003,0", '="900000004"', "12345678"]),
        st.sampled_from(["25998", "k0067", "K0067", "25998.0"]),
        st.sampled_from(["1-9-2026", "2026-09-01", "46266", "1/9/2026", ""]),
        st.sampled_from(["31-01-2027", "2027-01-31", ""]),
        TEXTS,
        TEXTS,
    ),
    min_size=1,
    max_size=6,
)


def rows_of(dialect: Dialect, count: int) -> list[int]:
    """The numbers of the rows below the headers, as a spreadsheet counts."""
    step = 2 if dialect.blank else 1
    return [len(dialect.above) + 1 + step * (n + 1) for n in range(count)]


def there_and_back(dialect: Dialect, rows: Sequence[tuple[str, ...]]) -> None:
    """What goes in comes out, with ours behind it and nowhere else; and each row is understood."""
    content = dialect.write([OWN, *rows])
    sheet = CsvSheet.of(content)
    reading = sheet.read({}, TODAY)
    numbers = rows_of(dialect, len(rows))
    assert reading.faults == []
    assert [row.number for row in reading.rows] == numbers
    assert [row.referentie for row in reading.rows] == [row[5] for row in rows]
    result = sheet.with_verdicts(reading.header, dict.fromkeys(numbers, CELLS))
    expected = dialect.write([OWN, *rows], lambda number: (HEADERS, *[CELLS] * len(rows))[number])
    assert result == expected


@pytest.mark.parametrize("name", DIALECTS)
def test_there_and_back(name: str, scale: Callable[[int], int]) -> None:
    """Any cells, in each dialect: the result is what the same program would write with six columns more."""

    @settings(max_examples=scale(200), deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(ROWS)
    def run(rows: list[tuple[str, ...]]) -> None:
        there_and_back(DIALECTS[name], rows)

    run()


@pytest.mark.proof
@pytest.mark.parametrize("name", DIALECTS)
def test_a_large_one(name: str, scale: Callable[[int], int]) -> None:
    """As large as a school has them."""
    count = scale(20_000)
    rows = [
        (str(900000001 + n % 900), "25998", "1-9-2026", "31-01-2027", f'Zoë "{n}";\r\ntweede', str(n))
        for n in range(count)
    ]
    there_and_back(DIALECTS[name], rows)


@pytest.mark.parametrize("name", DIALECTS)
def test_as_the_library_reads_it(name: str) -> None:
    """Python's own reader finds the same cells in the result."""
    dialect = DIALECTS[name]
    rows = [("900000001", "25998", "1-9-2026", "", 'Jan "de";\nVries', "=1+1")]
    sheet = CsvSheet.of(dialect.write([OWN, *rows]))
    number = rows_of(dialect, 1)[0]
    result = sheet.with_verdicts(len(dialect.above) + 1, {number: CELLS})
    text = result[len(dialect.bom) :].decode(dialect.codec).removeprefix(dialect.preamble)
    found = list(csv.reader(io.StringIO(text, newline=""), delimiter=dialect.delimiter))
    trailing = ("",) * dialect.trailing
    assert found[len(dialect.above)] == [*OWN, *trailing, *HEADERS]
    assert found[number - 1] == [*rows[0], *trailing, *CELLS]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Er staat niets in"),
        (b";;;\r\n\r\n", "Er staat niets in"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 oud", "voor 2007"),
        (b"<html><table></table></html>", "HTML of XML"),
        (b"Crebo;Leerbedrijf\x00\x01\x02", "geen tekst"),
        (b"een;kolom\r\n25998;1\r\n", "leerbedrijfId en die met code"),
        (b"een kolom\r\n25998\r\n", "maar \u00e9\u00e9n kolom"),
        (b'leerbedrijfId;code\r\n900000001;"25998\r\n', "rij 2, B: hier begint een aanhalingsteken"),
        (b"leerbedrijfId^code\r\n900000001^25998\r\n", "sep= met dat teken"),
    ],
)
def test_what_cannot_be_used_at_all(content: bytes, said: str) -> None:
    """Nothing is read out of it, and it says why."""
    with pytest.raises(UnreadableSheet) as caught:
        CsvSheet.of(content).read({}, TODAY)
    fault = caught.value.faults[0]
    place = f"rij {fault.row}, {fault.column}: "
    assert said in place + fault.detail.nl


@pytest.mark.parametrize(
    ("body", "place", "said"),
    [
        ('900000001;"25998"x;n', (2, "B"), "achter het sluitende aanhalingsteken"),
        ("900000001;25998;Jan;Piet", (2, ""), "meer cellen dan er koppen zijn"),
        ('900000001;25998;"Jan\r\n900000002;25998;Piet\r\n900000003;25998;"', (2, "C"), "bevat hele rijen"),
    ],
)
def test_a_row_that_is_not_written_well(body: str, place: tuple[int, str], said: str) -> None:
    """A quote too many or too few, or a delimiter within a cell, is named; the row asks nothing."""
    sheet = CsvSheet.of(f"leerbedrijfId;code;naam\r\n{body}\r\n".encode())
    row = sheet.read({}, TODAY).rows[0]
    assert row.question is None
    assert (row.faults[0].row, row.faults[0].column) == place
    assert said in row.faults[0].detail.nl


def test_a_byte_that_is_no_character() -> None:
    """In a column that is not read it passes, to the byte; in one that is, it is named."""
    content = b"leerbedrijfId;code;naam\r\n900000001;25998;J\x81n\r\n900000001;25\x81998;x\r\n"
    sheet = CsvSheet.of(content)
    good, bad = sheet.read({}, TODAY).rows
    assert good.question is not None
    assert bad.faults[0].column == "B (code)"
    ours = ("nietGecontroleerd", "≠ kan hier niet", "", "", "", "")
    assert b"J\x81n;nietGecontroleerd;? kan hier niet;" in sheet.with_verdicts(1, {2: ours})
