"""Values as XML Schema writes them: read strictly, and nothing that the contract's schema refuses."""

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import Final
from zoneinfo import ZoneInfo

# The four characters that count as white space in XML; Python knows many more.
WIT: Final = " \t\r\n"
_ZONE: Final = r"(Z|[+-](?:0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00)?"
_DAG: Final = r"([0-9]{4}-[0-9]{2}-[0-9]{2})"
_DATUM: Final = re.compile(_DAG + _ZONE)
_MOMENT: Final = re.compile(
    _DAG + r"T(?:([01][0-9]|2[0-3]):([0-5][0-9]):([0-5][0-9])(?:\.([0-9]+))?|(24):00:00(?:\.0+)?)" + _ZONE
)
_MICRO: Final = 6


def lees_datum(tekst: str) -> date:
    """An `xs:date`; the day counts as it is written, whatever its zone.

    Raises:
        ValueError: it is none, or a year that Python does not have (before 1 or after 9999).
    """
    treffer = _DATUM.fullmatch(tekst.strip(WIT))
    if treffer is None:
        raise ValueError("not an xs:date")
    return date.fromisoformat(treffer[1])


def lees_moment(tekst: str) -> datetime:
    """An `xs:dateTime` in UTC, to the microsecond; without a zone it is the time in the Netherlands.

    Raises:
        ValueError: it is none, or in a year that Python does not have.
    """
    treffer = _MOMENT.fullmatch(tekst.strip(WIT))
    if treffer is None:
        raise ValueError("not an xs:dateTime")
    dag, uur, minuut, seconde, breuk, einde, zone = treffer.groups()
    begin = datetime.combine(date.fromisoformat(dag), datetime.min.time(), _zone(zone))
    micro = int((breuk or "0")[:_MICRO].ljust(_MICRO, "0"))
    try:
        if einde:
            return (begin + timedelta(days=1)).astimezone(UTC)
        moment = begin.replace(hour=int(uur), minute=int(minuut), second=int(seconde), microsecond=micro)
        return moment.astimezone(UTC)
    except OverflowError as fout:
        raise ValueError("outside the calendar") from fout


def _zone(tekst: str | None) -> tzinfo:
    if tekst is None:
        return ZoneInfo("Europe/Amsterdam")
    if tekst == "Z":
        return UTC
    teken = -1 if tekst[0] == "-" else 1
    return timezone(teken * timedelta(hours=int(tekst[1:3]), minutes=int(tekst[4:6])))
