"""Values as XML Schema, .NET and Dutch culture write them; and what Python alone takes for one."""

from contextlib import suppress
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stagemarkt.adapters.soap import values

NO_NUMBER = [
    "1_000",
    "١٢",
    "nan",
    "NaN",
    "inf",
    "INF",
    "-Infinity",
    "1e3",
    "1E+05",
    "0x10",
    "1 000",
    "1'000",
    "1,000.5",
    "1.23.4",
    "12.34,5",
    "1,2,3",
    "+-1",
    "½",
    "²",
    "12%",
    "true",
    "9" * 5000,
]


@pytest.mark.parametrize("text", NO_NUMBER)
def test_what_only_python_calls_a_number(text: str) -> None:
    """Underscores, other digits, exponents, English groups: nobody's number is not guessed at."""
    for read in (values.read_integer, values.read_numeric, values.read_signaalcode):
        with pytest.raises(ValueError, match=r"not a|not an"):
            read(text)


@pytest.mark.parametrize(
    ("text", "numeric"),
    [
        ("0", 0),
        ("007", 7),
        ("+3", 3),
        ("-1", -1),
        ("1.234", 1234),
        ("1.234.567", 1234567),
        ("12,0", 12),
        ("1.234,00", 1234),
        ("4.0", 4),
        ("4.0000", 4),
    ],
)
def test_whole_numbers(text: str, numeric: int) -> None:
    """As the schema writes them, with groups as Dutch culture does, and with decimals that are none."""
    assert values.read_integer(text) == numeric


@pytest.mark.parametrize("text", ["12,5", "4.5", "1.23", "12.34"])
def test_a_half_is_not_whole(text: str) -> None:
    """What has a fraction is no whole number, and is not rounded to one."""
    with pytest.raises(ValueError, match="whole"):
        values.read_integer(text)


@pytest.mark.parametrize(
    ("text", "numeric"),
    [
        ("12.5", 12.5),
        ("12,5", 12.5),
        ("1.234,5", 1234.5),
        ("1.234", 1.234),
        ("12,0", 12.0),
        (".5", 0.5),
        ("5.", 5.0),
    ],
)
def test_numbers(text: str, numeric: float) -> None:
    """A point is what the schema says, a comma what Dutch culture does."""
    assert values.read_numeric(text) == numeric


@given(st.integers(-(10**9), 10**9), st.integers(0, 99))
def test_numbers_of_dotnet_in_the_netherlands(whole_number: int, hundredths: int) -> None:
    """What .NET writes of a number in Dutch culture (`G`, `N0`, `N2`) is that number."""
    grouped = f"{whole_number:,}".replace(",", ".")
    assert values.read_integer(str(whole_number)) == whole_number
    assert values.read_integer(grouped) == whole_number
    assert values.read_integer(f"{grouped},00") == whole_number
    for before in (str(whole_number), grouped):
        assert values.read_numeric(f"{before},{hundredths:02}") == float(f"{whole_number}.{hundredths:02}")


@given(st.dates(date(1901, 1, 2), date(9998, 12, 30)), st.times(), st.sampled_from(["", "0", "3"]))
def test_a_moment_within_the_day_is_that_day(day: date, time_value: datetime, extra: str) -> None:
    """Whatever the time, to .NET's seventh decimal: without a zone it is that day."""
    fraction = f".{time_value.microsecond:06}{extra}" if extra or time_value.microsecond else ""
    assert values.read_date(f"{day}T{time_value:%H:%M:%S}{fraction}") == day
    assert values.read_date(f"{day}") == values.read_date(f"{day}Z") == day


@given(st.text() | st.from_regex(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9:.]*)?(Z|[+-][0-9:]{5})?", fullmatch=True))
def test_nothing_but_an_unreadable_value(text: str) -> None:
    """Whatever the text, a reader reads it or raises ValueError, and reads the same again."""
    for read in (values.read_date, values.read_einddatum, values.read_moment, values.read_integer):
        with suppress(ValueError):
            assert read(text) == read(text)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-09-01T09:00:00", datetime(2026, 9, 1, 7, tzinfo=UTC)),
        ("2026-09-01T24:00:00Z", datetime(2026, 9, 2, tzinfo=UTC)),
        ("2026-09-01", datetime(2026, 8, 31, 22, tzinfo=UTC)),
        ("0001-01-01T00:00:00", None),
        ("9999-12-31T23:59:59.9999999Z", None),
    ],
)
def test_moments(text: str, moment: datetime | None) -> None:
    """Without a zone it is Dutch time; .NET's none and never are no moment."""
    assert values.read_moment(text) == moment


def test_texts() -> None:
    """Control characters are no part of a text, line ends are; what is too long for one is none."""
    assert values.read_text("a\x85b\x9fc") == "a b c"
    assert values.read_text("een\r\ntwee\tdrie") == "een\ntwee\tdrie"
    with pytest.raises(ValueError, match="long"):
        values.read_text("x" * (values.LONGEST_TEXT + 1))
