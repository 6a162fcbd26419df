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
LANGSTE_TEKST: Final = 20_000
# .NET's "never", as a date: whatever is in its last year, for a zone may shift it by a day.
NOOIT: Final = date.max
# "None" as a date: .NET's DateTime.MinValue, the first day of SQL Server's datetime, what it makes of an
# empty text, and the days from which Excel and OLE count. No erkenning begins or ends on one of them.
_GEEN: Final = frozenset(
    {date(1, 1, 1), date(1753, 1, 1), date(1899, 12, 30), date(1899, 12, 31), date(1900, 1, 1)}
)
_NEDERLAND: Final = "Europe/Amsterdam"
_MICRO: Final = 6

_DAG: Final = r"([0-9]{4}-[0-9]{2}-[0-9]{2})"
_TIJD: Final = (
    r"(?:([01][0-9]|2[0-3]):([0-5][0-9])(?::([0-5][0-9])(?:\.([0-9]+))?)?|(24):00(?::00(?:\.0+)?)?)"
)
_ZONE: Final = r"(Z|[+-](?:0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00)?"
_MOMENT: Final = re.compile(f"{_DAG}(?:[T ]{_TIJD})?{_ZONE}")

_SIGNAALCODE: Final = re.compile(r"[+-]?[0-9]{1,10}")
# Grouped in threes as Dutch culture does, and with decimals that are none.
_GEHEEL: Final = re.compile(r"([+-]?)([0-9]{1,10}|[0-9]{1,3}(?:\.[0-9]{3}){1,3})(?:,0+|\.0{1,2}|\.0{4,9})?")
# xs:decimal first: what the contract says. Dutch culture has a comma, and groups before it.
_DECIMAAL: Final = re.compile(r"([+-]?)([0-9]{1,15}(?:\.[0-9]{0,30})?|\.[0-9]{1,30})")
_NEDERLANDS: Final = re.compile(
    r"([+-]?)((?:[0-9]{1,15}|[0-9]{1,3}(?:\.[0-9]{3})+),[0-9]{1,30}|[0-9]{1,3}(?:\.[0-9]{3}){2,})"
)
# Characters that a text cannot hold: XML lets those of C1 through.
_STUUR: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]+")


def lees_tekst(tekst: str) -> str:
    """A text, without control characters."""
    if len(tekst) > LANGSTE_TEKST:
        raise ValueError("too long a text")
    return _STUUR.sub(" ", tekst.replace("\r\n", "\n")).strip()


def lees_datum(tekst: str) -> date | None:
    """A day, as a date or as a moment within it; None for .NET's and SQL Server's "none".

    A moment with a zone is the day in the Netherlands; a midnight, in whatever zone, is the day as it is
    written, for that is how a date is written by who has only moments. "Never" is `NOOIT`.
    """
    treffer = _MOMENT.fullmatch(tekst)
    if treffer is None:
        raise ValueError("not a date")
    dag = date.fromisoformat(treffer[1])
    if dag in _GEEN:
        return None
    if dag.year == NOOIT.year:
        return NOOIT
    if treffer[7] is None or not _heeft_een_tijd(treffer):
        return dag
    return _moment(treffer).astimezone(ZoneInfo(_NEDERLAND)).date()


def lees_einddatum(tekst: str) -> date | None:
    """A last day; None for "none" and for "never"."""
    dag = lees_datum(tekst)
    return None if dag == NOOIT else dag


def lees_moment(tekst: str) -> datetime | None:
    """A moment in UTC, to the microsecond; without a zone it is the time in the Netherlands.

    None for "none" and "never"; a day alone is its beginning.
    """
    if lees_datum(tekst) in {None, NOOIT}:
        return None
    treffer = _MOMENT.fullmatch(tekst)
    if treffer is None:
        raise ValueError("not a moment")
    return _moment(treffer).astimezone(UTC)


def lees_signaalcode(tekst: str) -> int:
    """A signaalcode: an `xs:int`, and no other spelling of one. It decides what an answer says."""
    if not _SIGNAALCODE.fullmatch(tekst):
        raise ValueError("not an xs:int")
    return int(tekst)


def lees_geheel(tekst: str) -> int:
    """A whole number: `12`, and as Dutch culture writes it `1.234` and `12,0`."""
    treffer = _GEHEEL.fullmatch(tekst)
    if treffer is None:
        raise ValueError("not a whole number")
    return int(treffer[1] + treffer[2].replace(".", ""))


def lees_getal(tekst: str) -> float:
    """A number: `12.5` as the contract writes it, and as Dutch culture does `12,5` and `1.234,5`."""
    if treffer := _DECIMAAL.fullmatch(tekst):
        return float(treffer[0])
    if treffer := _NEDERLANDS.fullmatch(tekst):
        return float(treffer[1] + treffer[2].replace(".", "").replace(",", "."))
    raise ValueError("not a number")


def eis(lees: Callable[[str], T | None]) -> Callable[[str], T]:
    """The same reader, that raises ValueError where it gave None: for the codes of `model.codes`."""

    def gelezen(tekst: str) -> T:
        waarde = lees(tekst)
        if waarde is None:
            raise ValueError("another form")
        return waarde

    return gelezen


def _heeft_een_tijd(treffer: re.Match[str]) -> bool:
    """Whether it is another moment than a midnight."""
    return any(int(deel or 0) for deel in treffer.group(2, 3, 4, 5))


def _moment(treffer: re.Match[str]) -> datetime:
    dag, uur, minuut, seconde, breuk, einde, zone = treffer.groups()
    micro = int((breuk or "0")[:_MICRO].ljust(_MICRO, "0"))
    tijd = time(int(uur or 0), int(minuut or 0), int(seconde or 0), micro, _zone(zone))
    begin = datetime.combine(date.fromisoformat(dag), tijd)
    return begin + timedelta(days=1) if einde else begin


def _zone(tekst: str | None) -> tzinfo:
    if tekst is None:
        return ZoneInfo(_NEDERLAND)
    if tekst == "Z":
        return UTC
    teken = -1 if tekst[0] == "-" else 1
    return timezone(teken * timedelta(hours=int(tekst[1:3]), minutes=int(tekst[4:6])))
