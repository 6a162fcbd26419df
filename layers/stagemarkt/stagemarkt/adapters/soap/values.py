"""Values as SBB writes them: by XML Schema, by .NET, and by .NET in Dutch culture. Plain code, no pydantic.

The one place for answers and for mutaties alike. Each reader takes a text without white space around it that
is not blank, and raises ValueError when nobody can tell what it means: its text never quotes the value.
"""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import Final, TypeVar
from zoneinfo import ZoneInfo

T = TypeVar("T")

# A longer text is none: a whole answer went into one field.
LONGEST_TEXT: Final = 20_000
# .NET's "never", as a date: whatever is in its last year, for a zone may shift it by a day.
NEVER: Final = date.max
# "None" as a date: .NET's DateTime.MinValue, the first day of SQL Server's datetime, what it makes of an
# empty text, and the days from which Excel and OLE count. No erkenning begins or ends on one of them.
_NO_DATE: Final = frozenset(
    {date(1, 1, 1), date(1753, 1, 1), date(1899, 12, 30), date(1899, 12, 31), date(1900, 1, 1)}
)
_NEDERLAND: Final = "Europe/Amsterdam"
_MICRO: Final = 6

_DAY: Final = r"([0-9]{4}-[0-9]{2}-[0-9]{2})"
_TIME: Final = (
    r"(?:([01][0-9]|2[0-3]):([0-5][0-9])(?::([0-5][0-9])(?:\.([0-9]+))?)?|(24):00(?::00(?:\.0+)?)?)"
)
_ZONE: Final = r"(Z|[+-](?:0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00)?"
_MOMENT: Final = re.compile(f"{_DAY}(?:[T ]{_TIME})?{_ZONE}")

_SIGNAALCODE: Final = re.compile(r"[+-]?[0-9]{1,10}")
# Grouped in threes as Dutch culture does, and with decimals that are none.
_INTEGER: Final = re.compile(r"([+-]?)([0-9]{1,10}|[0-9]{1,3}(?:\.[0-9]{3}){1,3})(?:,0+|\.0{1,2}|\.0{4,9})?")
# xs:decimal first: what the contract says. Dutch culture has a comma, and groups before it.
_DECIMAL: Final = re.compile(r"([+-]?)([0-9]{1,15}(?:\.[0-9]{0,30})?|\.[0-9]{1,30})")
_DUTCH: Final = re.compile(
    r"([+-]?)((?:[0-9]{1,15}|[0-9]{1,3}(?:\.[0-9]{3})+),[0-9]{1,30}|[0-9]{1,3}(?:\.[0-9]{3}){2,})"
)
# Characters that a text cannot hold: XML lets those of C1 through.
_CONTROL_CHARACTERS: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]+")


def read_text(text: str) -> str:
    """A text, without control characters."""
    if len(text) > LONGEST_TEXT:
        raise ValueError("too long a text")
    return _CONTROL_CHARACTERS.sub(" ", text.replace("\r\n", "\n")).strip()


def read_date(text: str) -> date | None:
    """A day, as a date or as a moment within it; None for .NET's and SQL Server's "none".

    A moment with a zone is the day in the Netherlands; a midnight, in whatever zone, is the day as it is
    written, for that is how a date is written by who has only moments. "Never" is `NEVER`.
    """
    hit = _MOMENT.fullmatch(text)
    if hit is None:
        raise ValueError("not a date")
    day = date.fromisoformat(hit[1])
    if day in _NO_DATE:
        return None
    if day.year == NEVER.year:
        return NEVER
    if hit[7] is None or not _has_a_time(hit):
        return day
    return _moment(hit).astimezone(ZoneInfo(_NEDERLAND)).date()


def read_einddatum(text: str) -> date | None:
    """A last day; None for "none" and for "never"."""
    day = read_date(text)
    return None if day == NEVER else day


def read_moment(text: str) -> datetime | None:
    """A moment in UTC, to the microsecond; without a zone it is the time in the Netherlands.

    None for "none" and "never"; a day alone is its beginning.
    """
    if read_date(text) in {None, NEVER}:
        return None
    hit = _MOMENT.fullmatch(text)
    if hit is None:
        raise ValueError("not a moment")
    return _moment(hit).astimezone(UTC)


def read_signaalcode(text: str) -> int:
    """A signaalcode: an `xs:int`, and no other spelling of one. It decides what an answer says."""
    if not _SIGNAALCODE.fullmatch(text):
        raise ValueError("not an xs:int")
    return int(text)


def read_integer(text: str) -> int:
    """A whole number: `12`, and as Dutch culture writes it `1.234` and `12,0`."""
    hit = _INTEGER.fullmatch(text)
    if hit is None:
        raise ValueError("not a whole number")
    return int(hit[1] + hit[2].replace(".", ""))


def read_numeric(text: str) -> float:
    """A number: `12.5` as the contract writes it, and as Dutch culture does `12,5` and `1.234,5`."""
    if hit := _DECIMAL.fullmatch(text):
        return float(hit[0])
    if hit := _DUTCH.fullmatch(text):
        return float(hit[1] + hit[2].replace(".", "").replace(",", "."))
    raise ValueError("not a number")


def require(read: Callable[[str], T | None]) -> Callable[[str], T]:
    """The same reader, that raises ValueError where it gave None: for the codes of `model.codes`."""

    def parsed(text: str) -> T:
        value = read(text)
        if value is None:
            raise ValueError("another form")
        return value

    return parsed


def _has_a_time(hit: re.Match[str]) -> bool:
    """Whether it is another moment than a midnight."""
    return any(int(part or 0) for part in hit.group(2, 3, 4, 5))


def _moment(hit: re.Match[str]) -> datetime:
    day, hour, minute, second, fraction, end, zone = hit.groups()
    micro = int((fraction or "0")[:_MICRO].ljust(_MICRO, "0"))
    within_day = time(int(hour or 0), int(minute or 0), int(second or 0), micro, _zone(zone))
    begin = datetime.combine(date.fromisoformat(day), within_day)
    return begin + timedelta(days=1) if end else begin


def _zone(text: str | None) -> tzinfo:
    if text is None:
        return ZoneInfo(_NEDERLAND)
    if text == "Z":
        return UTC
    sign = -1 if text[0] == "-" else 1
    return timezone(sign * timedelta(hours=int(text[1:3]), minutes=int(text[4:6])))
