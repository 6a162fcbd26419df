"""Values as XML Schema, .NET and Dutch culture write them; and what Python alone takes for one."""

from contextlib import suppress
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stagemarkt.adapters.soap import values

GEEN_GETAL = [
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


@pytest.mark.parametrize("tekst", GEEN_GETAL)
def test_wat_alleen_python_een_getal_noemt(tekst: str) -> None:
    """Underscores, other digits, exponents, English groups: nobody's number is not guessed at."""
    for lees in (values.lees_geheel, values.lees_getal, values.lees_signaalcode):
        with pytest.raises(ValueError, match=r"not a|not an"):
            lees(tekst)


@pytest.mark.parametrize(
    ("tekst", "getal"),
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
def test_gehele_getallen(tekst: str, getal: int) -> None:
    """As the schema writes them, with groups as Dutch culture does, and with decimals that are none."""
    assert values.lees_geheel(tekst) == getal


@pytest.mark.parametrize("tekst", ["12,5", "4.5", "1.23", "12.34"])
def test_een_half_is_niet_geheel(tekst: str) -> None:
    """What has a fraction is no whole number, and is not rounded to one."""
    with pytest.raises(ValueError, match="whole"):
        values.lees_geheel(tekst)


@pytest.mark.parametrize(
    ("tekst", "getal"),
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
def test_getallen(tekst: str, getal: float) -> None:
    """A point is what the schema says, a comma what Dutch culture does."""
    assert values.lees_getal(tekst) == getal


@given(st.integers(-(10**9), 10**9), st.integers(0, 99))
def test_getallen_van_net_in_nederland(geheel: int, honderdsten: int) -> None:
    """What .NET writes of a number in Dutch culture (`G`, `N0`, `N2`) is that number."""
    gegroepeerd = f"{geheel:,}".replace(",", ".")
    assert values.lees_geheel(str(geheel)) == geheel
    assert values.lees_geheel(gegroepeerd) == geheel
    assert values.lees_geheel(f"{gegroepeerd},00") == geheel
    for voor in (str(geheel), gegroepeerd):
        assert values.lees_getal(f"{voor},{honderdsten:02}") == float(f"{geheel}.{honderdsten:02}")


@given(st.dates(date(1901, 1, 2), date(9998, 12, 30)), st.times(), st.sampled_from(["", "0", "3"]))
def test_een_moment_in_de_dag_is_die_dag(dag: date, tijd: datetime, extra: str) -> None:
    """Whatever the time, to .NET's seventh decimal: without a zone it is that day."""
    breuk = f".{tijd.microsecond:06}{extra}" if extra or tijd.microsecond else ""
    assert values.lees_datum(f"{dag}T{tijd:%H:%M:%S}{breuk}") == dag
    assert values.lees_datum(f"{dag}") == values.lees_datum(f"{dag}Z") == dag


@given(st.text() | st.from_regex(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9:.]*)?(Z|[+-][0-9:]{5})?", fullmatch=True))
def test_niets_anders_dan_een_onleesbare_waarde(tekst: str) -> None:
    """Whatever the text, a reader reads it or raises ValueError, and reads the same again."""
    for lees in (values.lees_datum, values.lees_einddatum, values.lees_moment, values.lees_geheel):
        with suppress(ValueError):
            assert lees(tekst) == lees(tekst)


@pytest.mark.parametrize(
    ("tekst", "moment"),
    [
        ("2026-09-01T09:00:00", datetime(2026, 9, 1, 7, tzinfo=UTC)),
        ("2026-09-01T24:00:00Z", datetime(2026, 9, 2, tzinfo=UTC)),
        ("2026-09-01", datetime(2026, 8, 31, 22, tzinfo=UTC)),
        ("0001-01-01T00:00:00", None),
        ("9999-12-31T23:59:59.9999999Z", None),
    ],
)
def test_momenten(tekst: str, moment: datetime | None) -> None:
    """Without a zone it is Dutch time; .NET's none and never are no moment."""
    assert values.lees_moment(tekst) == moment


def test_teksten() -> None:
    """Control characters are no part of a text, line ends are; what is too long for one is none."""
    assert values.lees_tekst("a\x85b\x9fc") == "a b c"
    assert values.lees_tekst("een\r\ntwee\tdrie") == "een\ntwee\tdrie"
    with pytest.raises(ValueError, match="long"):
        values.lees_tekst("x" * (values.LANGSTE_TEKST + 1))
