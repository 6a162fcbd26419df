"""What an operator types, read: names, scopes, days. What cannot be is refused with what can."""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from stagemarkt.domain.access import lees_sleutel
from stagemarkt.model.codes import lees_brin
from stagemarkt.web.routes import SCOPES

from stagemarkt_cli.messages import VERKEERD_GEBRUIK, Melding

_LANGST: Final = 64
_HIER: Final = ZoneInfo("Europe/Amsterdam")
_ID: Final = re.compile(rf"[a-z0-9](?:[a-z0-9.-]{{0,{_LANGST - 2}}}[a-z0-9])?", re.ASCII)
# Letters of European names that no accent can be taken off.
_UITGESCHREVEN: Final = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th"}
)
_JAREN: Final = range(1900, 3000)
_PREFIX: Final = re.compile(r"(?:smk_)?([0-9a-z]{8})", re.ASCII)


class Naam(NamedTuple):
    """An afnemer's name as people write it, and the id that it would get.

    Many names give one id (`A+ Systems`, `A# Systems`): that two ids are equal says that two names look
    alike, never that they are one afnemer's.
    """

    id: str
    naam: str


def lees_naam(tekst: str) -> Naam:
    """A name of an afnemer: that of `Mijn BPV-pakket` would be `mijn-bpv-pakket`. Raises Melding."""
    # What nobody can see makes no other name.
    naam = " ".join(unicodedata.normalize("NFC", tekst).split())
    kort = _kort(naam)
    if not kort or len(naam) > _LANGST or not naam.isprintable():
        raise _verkeerd(
            f"Dit is geen naam voor een afnemer: letters, cijfers en streepjes, hooguit {_LANGST} tekens."
        )
    return Naam(kort, naam)


def eis_id(tekst: str) -> str:
    """An id of an afnemer that an operator chose. Raises Melding."""
    if not _ID.fullmatch(tekst):
        raise _verkeerd(
            f"Dit is geen id: kleine letters, cijfers, streepjes en punten, hooguit {_LANGST} tekens, "
            "met een letter of cijfer aan beide kanten."
        )
    return tekst


def _kort(naam: str) -> str:
    tekens = [t for t in unicodedata.normalize("NFKD", naam.casefold()) if not unicodedata.combining(t)]
    kaal = "".join(tekens).translate(_UITGESCHREVEN)
    # A letter that falls away would make one id of names that have nothing to do with each other.
    vreemd = sorted({teken for teken in kaal if teken.isalnum() and not teken.isascii()})
    if vreemd:
        raise _verkeerd(
            f"Dit kan niet in de naam van een afnemer: {' '.join(vreemd)}. Gebruik a tot en met z."
        )
    return re.sub(r"[^a-z0-9.]+", "-", kaal)[:_LANGST].strip("-.")


def eis_brin(tekst: str) -> str:
    """A BRIN in capitals. Raises Melding."""
    brin = lees_brin(tekst)
    if brin is None:
        raise _verkeerd(f"Dit is geen BRIN: {tekst}. Twee cijfers en twee letters.")
    return brin


def eis_scopes(teksten: Iterable[str]) -> tuple[str, ...]:
    """Scopes, each once, in the order of the API's table. Raises Melding for one that does not exist."""
    gegeven = [deel.strip().lower() for tekst in teksten for deel in tekst.split(",")]
    onbekend = sorted(set(gegeven) - set(SCOPES))
    if onbekend:
        raise _verkeerd(f"Onbekende scope: {', '.join(onbekend)}.", f"Er zijn: {', '.join(SCOPES)}.")
    return tuple(scope for scope in SCOPES if scope in gegeven)


def samen(bestaand: Sequence[str], erbij: Sequence[str]) -> tuple[str, ...]:
    """Scopes of both, each once, in the order of the API's table."""
    return tuple(scope for scope in SCOPES if scope in {*bestaand, *erbij})


def eis_dag(tekst: str) -> dt.date:
    """A day, `31-12-2027` or `2027-12-31`, in a year that can be meant. Raises Melding."""
    treffer = re.fullmatch(r"([0-9]{1,2})-([0-9]{1,2})-([0-9]{4})", tekst.strip(), re.ASCII)
    try:
        if treffer:
            dag = dt.date(int(treffer[3]), int(treffer[2]), int(treffer[1]))
        else:
            dag = dt.date.fromisoformat(tekst.strip())
    except ValueError:
        raise _verkeerd(f"Dit is geen dag: {tekst}. Schrijf 31-12-2027.") from None
    # At the very ends of what a calendar holds there is no day before or after to reckon with.
    if dag.year not in _JAREN:
        raise _verkeerd(f"Dit kan niet: {tekst}. Een dag in {_JAREN[0]} tot en met {_JAREN[-1]}.")
    return dag


def begin_van(dag: dt.date) -> int:
    """The first moment of this day in the Netherlands, in seconds since 1970."""
    return int(dt.datetime.combine(dag, dt.time(), _HIER).timestamp())


def einde_van(dag: dt.date) -> int:
    """The first moment after this day in the Netherlands, in seconds since 1970."""
    return begin_van(dag + dt.timedelta(days=1))


def eis_prefix(tekst: str) -> str:
    """The prefix of a key; of a whole key only that is used. Raises Melding that repeats nothing."""
    treffer = _PREFIX.fullmatch(tekst.strip())
    if treffer:
        return treffer[1]
    sleutel = lees_sleutel(f"Bearer {tekst.strip()}")
    if sleutel is None:
        raise _verkeerd("Dit is geen prefix van een sleutel: de acht tekens na `smk_`.")
    return sleutel.prefix


def _verkeerd(*regels: str) -> Melding:
    return Melding(*regels, code=VERKEERD_GEBRUIK)
