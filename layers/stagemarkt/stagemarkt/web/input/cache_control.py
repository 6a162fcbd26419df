"""What the caller asks of freshness: `Cache-Control` on the request (RFC 9111, 5.2.1). `Pragma` is ignored.

What is not understood is a fault of the input, as everywhere in this API: an answer from the cache to a
caller that mistyped `no-cache` would look like the fresh one that it asked for. Directives that are not for
us are passed over, as the RFC asks.
"""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from stagemarkt.domain.cache.freshness import Wens
from stagemarkt.model.errors import NIET_IN_CACHE, Invoerfout, NietInCache, OngeldigeInvoer, Tekst
from stagemarkt.web.request import Verzoek

_KOP: Final = "Cache-Control"
# What can be read, as a regular expression that JSON Schema reads too; what takes seconds must have them.
_TEKEN: Final = r"[!#$%&'*+.^_`|~0-9A-Za-z-]"
_GETAL_NODIG: Final = r"([mM][aA][xX]-[aA][gG][eE]|[mM][iI][nN]-[fF][rR][eE][sS][hH])"
_GETAL_MAG: Final = r"[mM][aA][xX]-[sS][tT][aA][lL][eE]"
_GETALLEN: Final = r'([0-9]+|"[0-9]+")'
_DEEL: Final = (
    rf"({_GETAL_NODIG}={_GETALLEN}|{_GETAL_MAG}(={_GETALLEN})?"
    rf"|(?!({_GETAL_NODIG}|{_GETAL_MAG})([=, \t]|$)){_TEKEN}+(=({_TEKEN}+|"
    r'"[^"\\]*"))?)'
)
PATROON: Final = rf"^[ \t]*{_DEEL}?[ \t]*(,[ \t]*{_DEEL}?[ \t]*)*$"
_WOORD: Final = r"[!#$%&'*+.^_`|~0-9A-Za-z-]++"
# A member of the list, or an empty one: a name, and perhaps a value, as a token or between quotes.
_LID: Final = re.compile(
    rf'[ \t]*+(?:(?P<naam>{_WOORD})(?:=(?:(?P<kaal>{_WOORD})|"(?P<tekst>(?:[^"\\]|\\.)*+)"))?)?[ \t]*+(?:,|$)'
)
_GETAL: Final = re.compile(r"[0-9]+", re.ASCII)
# RFC 9111, 1.2.2: larger numbers count as this one.
_GROOTSTE: Final = 2**31


def lees_wens(verzoek: Verzoek) -> Wens:
    """What the caller asks. Raises OngeldigeInvoer when that cannot be read."""
    kop = verzoek.koppen.get("cache-control")
    if not kop:
        return Wens()
    gegeven: dict[str, list[str | None]] = {}
    for naam, waarde in _leden(kop):
        gegeven.setdefault(naam, []).append(waarde)
    leeftijd = _seconden(gegeven, "max-age")
    min_vers = _seconden(gegeven, "min-fresh")
    verouderd: float | None = None
    if "max-stale" in gegeven:
        # Without a number any age will do. Of two, the stricter one.
        met_getal = [waarde for waarde in gegeven["max-stale"] if waarde is not None]
        verouderd = min([math.inf, *(_seconden({"max-stale": met_getal}, "max-stale") or [])])
    return Wens(
        max_leeftijd=None if leeftijd is None else min(leeftijd),
        max_verouderd=verouderd,
        min_vers=0 if min_vers is None else max(min_vers),
        geen_cache="no-cache" in gegeven,
        alleen_bewaard="only-if-cached" in gegeven,
        niet_bewaren="no-store" in gegeven,
    )


def eis_bron(verzoek: Verzoek) -> None:
    """For what is asked of SBB each time: whoever wants a kept answer or nothing gets nothing.

    Raises:
        NietInCache: `only-if-cached`.
        OngeldigeInvoer: the header cannot be read.
    """
    if lees_wens(verzoek).alleen_bewaard:
        raise NietInCache(NIET_IN_CACHE)


def _leden(kop: str) -> Iterator[tuple[str, str | None]]:
    plek = 0
    while plek < len(kop):
        lid = _LID.match(kop, plek)
        if lid is None:
            raise _ongeldig(
                Tekst(
                    "Niet te lezen; schrijf bijvoorbeeld `no-cache` of `max-age=60`.",
                    "Not readable; write for example `no-cache` or `max-age=60`.",
                )
            )
        plek = lid.end()
        if lid["naam"] is not None:
            yield lid["naam"].lower(), lid["kaal"] if lid["tekst"] is None else lid["tekst"]


def _seconden(gegeven: Mapping[str, Sequence[str | None]], naam: str) -> list[int] | None:
    if naam not in gegeven:
        return None
    seconden = []
    for waarde in gegeven[naam]:
        if waarde is None or not _GETAL.fullmatch(waarde):
            raise _ongeldig(
                Tekst(
                    f"`{naam}` vraagt een geheel aantal seconden, zoals `{naam}=60`.",
                    f"`{naam}` takes a whole number of seconds, as in `{naam}=60`.",
                )
            )
        seconden.append(_GROOTSTE if len(waarde) > len(str(_GROOTSTE)) else min(int(waarde), _GROOTSTE))
    return seconden


def _ongeldig(detail: Tekst) -> OngeldigeInvoer:
    return OngeldigeInvoer((Invoerfout("header", _KOP, "ongeldige-invoer", detail),))
