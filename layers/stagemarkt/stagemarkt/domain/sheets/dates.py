"""Dates as people and Excel write them. What can be read in two ways is read in none, but by its column.

Excel's serial numbers count days, from 1900 unless a workbook says 1904. A CSV does not say which: it is
read as 1900, as Excel for Windows and today's for the Mac write it, and shown so to whoever looks.
"""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final, Literal, NamedTuple

from stagemarkt.model.errors import Bilingual

# What a BPVO, or the day that it is looked at, can be; beyond it a typing error is likelier than a date.
_YEARS_BACK: Final = 30
_YEARS_AHEAD: Final = 30
# Of a year in two digits: narrower, since another order of the same digits is mostly far away.
_YEARS_OF_SHORT: Final = 15
# Serial 1 is 1 January 1900, and Excel thinks that 1900 was a leap year: from March on this is its day zero.
DAY_ZERO: Final = date(1899, 12, 30)
DAY_ZERO_1904: Final = date(1904, 1, 1)
_SERIAL: Final = re.compile(r"(?P<days>[0-9]{5})(?:[.,][0-9]+)?", re.ASCII)
_TIME: Final = re.compile(
    r"[T ]\s*[0-9]{1,2}:[0-9]{2}(:[0-9]{2}([.,][0-9]+)?)?\s*(Z|[+-][0-9]{2}:?[0-9]{2})?$", re.ASCII
)
_YEAR_FIRST: Final = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})", re.ASCII)
_COMPACT: Final = re.compile(r"((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})", re.ASCII)
_YEAR_LAST: Final = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})", re.ASCII)
_SHORT_YEAR: Final = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{2})", re.ASCII)
_NAMED_MONTH: Final = re.compile(r"([0-9]{1,2})[-/. ]+([a-z]{3,9})\.?[-/. ]+([0-9]{4}|[0-9]{2})", re.ASCII)
_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "jan januari january", "feb februari february", "mrt maart mar march", "apr april", "mei may",
            "jun juni june", "jul juli july", "aug augustus august", "sep sept september",
            "okt oktober oct october", "nov november", "dec december",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip

Order = Literal["dmy", "mdy", "ymd"]


class UnreadableCell(ValueError):
    """A cell that does not say what its column should. The text says what to do, in both languages."""

    def __init__(self, nl: str, en: str) -> None:
        super().__init__(en)
        self.detail = Bilingual(nl, en)


class DateColumn(NamedTuple):
    """How the dates of one column are to be read.

    Attributes:
        today: in the Netherlands.
        months_first: in which row one stands that can only have the month first; 0 when none does.
        short_years: the orders in which every date of the column with a year of two digits is one.
        day_zero: from where serial numbers count.
    """

    today: date
    day_zero: date = DAY_ZERO
    months_first: int = 0
    short_years: frozenset[Order] = frozenset(("dmy", "ymd"))

    def read(self, text: str) -> date:
        """The day. Raises UnreadableCell."""
        bare = _bare(text)
        for form, read in (
            (_SERIAL, self._serial),
            (_COMPACT, _numbers),
            (_YEAR_FIRST, lambda hit: _day(hit[1], hit[3], hit[4])),
            (_YEAR_LAST, self._year_last),
            (_SHORT_YEAR, self._short_year),
            (_NAMED_MONTH, self._named_month),
        ):
            if hit := form.fullmatch(bare):
                return self._plausible(read(hit))
        raise UnreadableCell(
            f"dit is geen datum: {shown(text)}; schrijf 31-01-2027 of 2027-01-31",
            f"this is no date: {shown(text)}; write 31-01-2027 or 2027-01-31",
        )

    def _plausible(self, day: date | None) -> date:
        if day is None:
            raise UnreadableCell("deze dag bestaat niet", "there is no such day")
        if not self._near(day):
            raise UnreadableCell(
                f"{day:%d-%m-%Y} ligt te ver van vandaag om te kloppen; is het jaartal goed?",
                f"{day} is too far from today to be right; is the year as it should be?",
            )
        return day

    def _near(self, day: date | None) -> bool:
        return day is not None and -_YEARS_BACK <= day.year - self.today.year <= _YEARS_AHEAD

    def _serial(self, hit: re.Match[str]) -> date:
        return self.day_zero + timedelta(days=int(hit["days"]))

    def _year_last(self, hit: re.Match[str]) -> date | None:
        day, swapped = _day(hit[4], hit[3], hit[1]), _day(hit[4], hit[1], hit[3])
        if day is None and swapped is not None:
            raise UnreadableCell(
                f"{hit[0]} kan alleen met de maand voorop; schrijf {swapped:%d-%m-%Y}",
                f"{hit[0]} can only have its month first; write {swapped:%d-%m-%Y}",
            )
        if day != swapped and day is not None and swapped is not None and self.months_first:
            raise UnreadableCell(
                f"{hit[0]} kan {day:%d-%m-%Y} en {swapped:%d-%m-%Y} zijn: in rij {self.months_first} van "
                "deze kolom staat de maand voorop",
                f"{hit[0]} can be {day} and {swapped}: in row {self.months_first} of this column the month "
                "comes first",
            )
        return day

    def _short_year(self, hit: re.Match[str]) -> date | None:
        found = {order: day for order, day in _short(hit).items() if day and self._fits_short(day)}
        if len(set(found.values())) > 1:
            decided = {order: day for order, day in found.items() if order in self.short_years}
            if len(decided) != 1:
                one, other = found.values()
                raise UnreadableCell(
                    f"{hit[0]} kan {one:%d-%m-%Y} en {other:%d-%m-%Y} zijn; schrijf het jaar voluit",
                    f"{hit[0]} can be {one} and {other}; write the year with four digits",
                )
            found = decided
        return next(iter(found.values()), None)

    def _fits_short(self, day: date) -> bool:
        return abs(day.year - self.today.year) <= _YEARS_OF_SHORT

    @staticmethod
    def _named_month(hit: re.Match[str]) -> date | None:
        month = _MONTHS.get(hit[2])
        return None if month is None else _day(hit[3] if len(hit[3]) > 2 else f"20{hit[3]}", month, hit[1])  # noqa: PLR2004 - two digits


def look_at(cells: Iterable[tuple[int, str]], today: date, day_zero: date = DAY_ZERO) -> DateColumn:
    """How a column is to be read, of its cells with their rows."""
    months_first = 0
    orders: frozenset[Order] = frozenset(("dmy", "ymd"))
    for row, text in cells:
        bare = _bare(text)
        if hit := _YEAR_LAST.fullmatch(bare):
            if _day(hit[4], hit[3], hit[1]) is None and _day(hit[4], hit[1], hit[3]) is not None:
                months_first = months_first or row
        elif hit := _SHORT_YEAR.fullmatch(bare):
            days = _short(hit).items()
            orders &= {order for order, day in days if day and abs(day.year - today.year) <= _YEARS_OF_SHORT}
    return DateColumn(today, day_zero, months_first, orders)


def is_serial(text: str) -> bool:
    """Whether this is a day as Excel counts them."""
    return _SERIAL.fullmatch(_bare(text)) is not None


def _bare(text: str) -> str:
    """Without a time of day: the day is what counts."""
    bare = " ".join(text.split())
    return _TIME.sub("", bare).strip().lower()


def _short(hit: re.Match[str]) -> dict[Order, date | None]:
    return {"dmy": _day(f"20{hit[4]}", hit[3], hit[1]), "ymd": _day(f"20{hit[1]:0>2}", hit[3], hit[4])}


def _numbers(hit: re.Match[str]) -> date | None:
    return _day(hit[1], hit[2], hit[3])


def _day(year: str | int, month: str | int, day: str | int) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def shown(text: str) -> str:
    """A text from outside, short enough for a message."""
    bare = " ".join(text.split())
    return bare if len(bare) <= _LONGEST else f"{bare[:_LONGEST]}..."


_LONGEST: Final = 30
