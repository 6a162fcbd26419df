"""What an operator types, read: names, scopes, days. What cannot be is refused with what can."""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from stagemarkt.domain.access import read_sleutel
from stagemarkt.model.codes import read_brin
from stagemarkt.web.routes import SCOPES

from stagemarkt_cli.messages import WRONG_USAGE, Notice

_LONGEST: Final = 64
_HERE: Final = ZoneInfo("Europe/Amsterdam")
_ID: Final = re.compile(rf"[a-z0-9](?:[a-z0-9.-]{{0,{_LONGEST - 2}}}[a-z0-9])?", re.ASCII)
# Letters of European names that no accent can be taken off.
_SPELLED_OUT: Final = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th"})
_YEARS: Final = range(1900, 3000)
_WITH_TIME: Final = re.compile(r"[T ][0-9]", re.ASCII)
_PREFIX: Final = re.compile(r"(?:smk_)?([0-9a-z]{8})", re.ASCII)


class Name(NamedTuple):
    """An afnemer's name as people write it, and the id that it would get.

    Many names give one id (`A+ Systems`, `A# Systems`): that two ids are equal says that two names look
    alike, never that they are one afnemer's.
    """

    id: str
    naam: str


def read_name(text: str) -> Name:
    """A name of an afnemer: that of `Mijn BPV-pakket` would be `mijn-bpv-pakket`. Raises Notice."""
    # What nobody can see makes no other name.
    name = " ".join(unicodedata.normalize("NFC", text).split())
    short = _short(name)
    if not short or len(name) > _LONGEST or not name.isprintable():
        raise _wrong(
            f"Dit is geen naam voor een afnemer: letters, cijfers en streepjes, hooguit {_LONGEST} tekens."
        )
    return Name(short, name)


def require_id(text: str) -> str:
    """An id of an afnemer that an operator chose. Raises Notice."""
    if not _ID.fullmatch(text):
        raise _wrong(
            f"Dit is geen id: kleine letters, cijfers, streepjes en punten, hooguit {_LONGEST} tekens, "
            "met een letter of cijfer aan beide kanten."
        )
    return text


def _short(name: str) -> str:
    characters = [t for t in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(t)]
    bare = "".join(characters).translate(_SPELLED_OUT)
    # A letter that falls away would make one id of names that have nothing to do with each other.
    foreign = sorted({sign for sign in bare if sign.isalnum() and not sign.isascii()})
    if foreign:
        raise _wrong(f"Dit kan niet in de naam van een afnemer: {' '.join(foreign)}. Gebruik a tot en met z.")
    return re.sub(r"[^a-z0-9.]+", "-", bare)[:_LONGEST].strip("-.")


def require_brin(text: str) -> str:
    """A BRIN in capitals. Raises Notice."""
    brin = read_brin(text)
    if brin is None:
        raise _wrong(f"Dit is geen BRIN: {text}. Twee cijfers en twee letters.")
    return brin


def require_scopes(texts: Iterable[str]) -> tuple[str, ...]:
    """Scopes, each once, in the order of the API's table. Raises Notice for one that does not exist."""
    given = [part.strip().lower() for text in texts for part in text.split(",")]
    unknown = sorted(set(given) - set(SCOPES))
    if unknown:
        raise _wrong(f"Onbekende scope: {', '.join(unknown)}.", f"Er zijn: {', '.join(SCOPES)}.")
    return tuple(scope for scope in SCOPES if scope in given)


def together(existing: Sequence[str], additions: Sequence[str]) -> tuple[str, ...]:
    """Scopes of both, each once, in the order of the API's table."""
    return tuple(scope for scope in SCOPES if scope in {*existing, *additions})


def require_day(text: str) -> dt.date:
    """A day, `31-12-2027` or `2027-12-31`, in a year that can be meant. Raises Notice."""
    dutch = re.fullmatch(r"([0-9]{1,2})-([0-9]{1,2})-([0-9]{4})", text.strip(), re.ASCII)
    try:
        day = dt.date.fromisoformat(f"{dutch[3]}-{dutch[2]:0>2}-{dutch[1]:0>2}" if dutch else text.strip())
    except ValueError:
        raise _wrong(f"Dit is geen dag: {text}. Schrijf 31-12-2027.") from None
    # At the very ends of what a calendar holds there is no day before or after to reckon with.
    if day.year not in _YEARS:
        raise _wrong(f"Dit kan niet: {text}. Een dag in {_YEARS[0]} tot en met {_YEARS[-1]}.")
    return day


def require_moment(text: str) -> dt.datetime:
    """A moment, `27-11-2026T21:00` or `2026-11-27T21:00:30`: of the Netherlands, unless it says of where.

    Raises:
        Notice: it is none.
    """
    dutch = re.fullmatch(r"([0-9]{1,2})-([0-9]{1,2})-([0-9]{4})([T ].+)", text.strip(), re.ASCII)
    try:
        moment: dt.datetime | None = dt.datetime.fromisoformat(
            f"{dutch[3]}-{dutch[2]:0>2}-{dutch[1]:0>2}{dutch[4]}" if dutch else text.strip()
        )
    except ValueError:
        moment = None
    if moment is None or not _WITH_TIME.search(text):
        raise _wrong(f"Dit is geen moment: {text}. Schrijf 27-11-2026T21:00.")
    if moment.year not in _YEARS:
        raise _wrong(f"Dit kan niet: {text}. Een jaar in {_YEARS[0]} tot en met {_YEARS[-1]}.")
    return moment if moment.tzinfo else moment.replace(tzinfo=_HERE)


def begin_of(day: dt.date) -> int:
    """The first moment of this day in the Netherlands, in seconds since 1970."""
    return int(dt.datetime.combine(day, dt.time(), _HERE).timestamp())


def end_of(day: dt.date) -> int:
    """The first moment after this day in the Netherlands, in seconds since 1970."""
    return begin_of(day + dt.timedelta(days=1))


def require_prefix(text: str) -> str:
    """The prefix of a key; of a whole key only that is used. Raises Notice that repeats nothing."""
    hit = _PREFIX.fullmatch(text.strip())
    if hit:
        return hit[1]
    sleutel = read_sleutel(f"Bearer {text.strip()}")
    if sleutel is None:
        raise _wrong("Dit is geen prefix van een sleutel: de acht tekens na `smk_`.")
    return sleutel.prefix


def _wrong(*lines: str) -> Notice:
    return Notice(*lines, code=WRONG_USAGE)
