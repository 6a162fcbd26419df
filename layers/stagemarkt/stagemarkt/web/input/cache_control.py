"""What the caller asks of freshness: `Cache-Control` on the request (RFC 9111, 5.2.1). `Pragma` is ignored.

What is not understood is a fault of the input, as everywhere in this API: an answer from the cache to a
caller that mistyped `no-cache` would look like the fresh one that it asked for. Directives that are not for
us are passed over, as the RFC asks.
"""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from stagemarkt.domain.cache.freshness import CacheControl
from stagemarkt.model.errors import NOT_IN_CACHE, Bilingual, InputError, InvalidInput, NotInCache
from stagemarkt.web.request import Request

_HEADER: Final = "Cache-Control"
# What can be read, as a regular expression that JSON Schema reads too; what takes seconds must have them.
_TCHAR: Final = r"[!#$%&'*+.^_`|~0-9A-Za-z-]"
_NUMBER_REQUIRED: Final = r"([mM][aA][xX]-[aA][gG][eE]|[mM][iI][nN]-[fF][rR][eE][sS][hH])"
_NUMBER_OPTIONAL: Final = r"[mM][aA][xX]-[sS][tT][aA][lL][eE]"
_NUMERICS: Final = r'([0-9]+|"[0-9]+")'
_PART: Final = (
    rf"({_NUMBER_REQUIRED}={_NUMERICS}|{_NUMBER_OPTIONAL}(={_NUMERICS})?"
    rf"|(?!({_NUMBER_REQUIRED}|{_NUMBER_OPTIONAL})([=, \t]|$)){_TCHAR}+(=({_TCHAR}+|"
    r'"[^"\\]*"))?)'
)
PATROON: Final = rf"^[ \t]*{_PART}?[ \t]*(,[ \t]*{_PART}?[ \t]*)*$"
_WORD: Final = r"[!#$%&'*+.^_`|~0-9A-Za-z-]++"
# A member of the list, or an empty one: a name, and perhaps a value, as a token or between quotes.
_MEMBER: Final = re.compile(
    rf'[ \t]*+(?:(?P<naam>{_WORD})(?:=(?:(?P<kaal>{_WORD})|"(?P<tekst>(?:[^"\\]|\\.)*+)"))?)?[ \t]*+(?:,|$)'
)
_NUMBER: Final = re.compile(r"[0-9]+", re.ASCII)
# RFC 9111, 1.2.2: larger numbers count as this one.
_LARGEST: Final = 2**31


def read_cache_control(request: Request) -> CacheControl:
    """What the caller asks. Raises InvalidInput when that cannot be read."""
    header = request.koppen.get("cache-control")
    if not header:
        return CacheControl()
    given: dict[str, list[str | None]] = {}
    for name, value in _leden(header):
        given.setdefault(name, []).append(value)
    age = _seconds(given, "max-age")
    min_fresh = _seconds(given, "min-fresh")
    verouderd: float | None = None
    if "max-stale" in given:
        # Without a number any age will do. Of two, the stricter one.
        with_number = [value for value in given["max-stale"] if value is not None]
        verouderd = min([math.inf, *(_seconds({"max-stale": with_number}, "max-stale") or [])])
    return CacheControl(
        max_age=None if age is None else min(age),
        max_stale=verouderd,
        min_fresh=0 if min_fresh is None else max(min_fresh),
        no_cache="no-cache" in given,
        only_if_cached="only-if-cached" in given,
        no_store="no-store" in given,
    )


def require_bron(request: Request) -> None:
    """For what is asked of SBB each time: whoever wants a kept answer or nothing gets nothing.

    Raises:
        NotInCache: `only-if-cached`.
        InvalidInput: the header cannot be read.
    """
    if read_cache_control(request).only_if_cached:
        raise NotInCache(NOT_IN_CACHE)


def _leden(header: str) -> Iterator[tuple[str, str | None]]:
    spot = 0
    while spot < len(header):
        member = _MEMBER.match(header, spot)
        if member is None:
            raise _invalid(
                Bilingual(
                    "Niet te lezen; schrijf bijvoorbeeld `no-cache` of `max-age=60`.",
                    "Not readable; write for example `no-cache` or `max-age=60`.",
                )
            )
        spot = member.end()
        if member["naam"] is not None:
            yield member["naam"].lower(), member["kaal"] if member["tekst"] is None else member["tekst"]


def _seconds(given: Mapping[str, Sequence[str | None]], name: str) -> list[int] | None:
    if name not in given:
        return None
    seconds = []
    for value in given[name]:
        if value is None or not _NUMBER.fullmatch(value):
            raise _invalid(
                Bilingual(
                    f"`{name}` vraagt een geheel aantal seconden, zoals `{name}=60`.",
                    f"`{name}` takes a whole number of seconds, as in `{name}=60`.",
                )
            )
        seconds.append(_LARGEST if len(value) > len(str(_LARGEST)) else min(int(value), _LARGEST))
    return seconds


def _invalid(detail: Bilingual) -> InvalidInput:
    return InvalidInput((InputError("header", _HEADER, "ongeldige-invoer", detail),))
