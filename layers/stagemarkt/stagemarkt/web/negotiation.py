"""Content negotiation (RFC 9110, 12.5): the language of texts, the media type, and the content coding."""

import re
from typing import Final, Literal, NamedTuple

Language = Literal["nl", "en"]

# Between commas, and between semicolons within: a comma in a quoted string ends nothing.
_MEMBER: Final = re.compile(r'(?:[^,"]++|"(?:[^"\\]++|\\.)*+"?)++', re.DOTALL)
_PART: Final = re.compile(r'(?:[^;"]++|"(?:[^"\\]++|\\.)*+"?)++', re.DOTALL)
_NUMBER: Final = re.compile(r"-?(?:[0-9]++(?:\.[0-9]*+)?|\.[0-9]++)", re.ASCII)
_WORD: Final = r"[!#$%&'*+.^_`|~0-9A-Za-z-]++"
_FIRST: Final = re.compile(rf"[ \t]*+{_WORD}/{_WORD}[ \t]*+(?:[;,]|$)")
_GZIP: Final = ("gzip", "x-gzip")


class Encoding(NamedTuple):
    """Whether the body may leave in gzip, and whether it may leave as it is. Neither: nothing will do."""

    gzip: bool
    identity: bool


def choose_language(accept_language: str | None) -> Language:
    """Dutch, unless the caller likes English better."""
    weight: dict[str, float] = {}
    for name, value in _weighed(accept_language or "").items():
        language = name.partition("-")[0]
        weight[language] = max(weight.get(language, 0.0), value)
    rest = weight.get("*", 0.0)
    return "en" if weight.get("en", rest) > weight.get("nl", rest) else "nl"


def accepts(accept: str | None, mediatype: str) -> bool:
    """Whether this media type is among what the caller accepts; no header accepts everything."""
    preferences = _weighed(accept or "")
    # The most specific range that fits decides (RFC 9110, 12.5.1).
    for media_range in (mediatype, f"{mediatype.partition('/')[0]}/*", "*/*"):
        if media_range in preferences:
            return preferences[media_range] > 0
    # Without a single name it says nothing, as an empty one.
    return not preferences


def accepts_gzip(accept_encoding: str | None) -> bool:
    """Whether the caller reads gzip, and no less gladly than none; no header does not say so."""
    preferences = _weighed(accept_encoding or "")
    named = [preferences[name] for name in _GZIP if name in preferences]
    weight = max(named) if named else preferences.get("*", 0.0)
    return weight > 0 and weight >= preferences.get("identity", 0.0)


def choose_encoding(accept: str | None, accept_encoding: str | None) -> Encoding:
    """How a body may leave.

    API Gateway decides by the first media type in `Accept`, not by our word that a body is binary: where it
    finds none, it sends the base64 text itself. Such a caller gets no gzip.
    """
    preferences = _weighed(accept_encoding or "")
    has_bytes = accept is not None and _FIRST.match(accept) is not None
    return Encoding(
        has_bytes and accepts_gzip(accept_encoding),
        preferences.get("identity", preferences.get("*", 1.0)) > 0,
    )


def _weighed(header: str) -> dict[str, float]:
    """The names in a weighted list, in small letters, each with its highest weight."""
    weights: dict[str, float] = {}
    for member in _MEMBER.findall(header):
        # A name that is not there leaves nothing to weigh.
        name, *properties = [part.strip(" \t").lower() for part in _PART.findall(member)] or [""]
        if name and not member.lstrip(" \t").startswith(";"):
            weights[name] = max(weights.get(name, 0.0), _weight(properties))
    return weights


def _weight(properties: list[str]) -> float:
    """1 unless a weight says otherwise; a number that is no weight counts as the nearest that is one."""
    text = next((e[2:] for e in properties if e.startswith("q=")), "1")
    if text == "nan":
        return 0.0
    return max(0.0, min(1.0, float(text))) if _NUMBER.fullmatch(text) else 1.0
