"""Content negotiation (RFC 9110, 12.5): the language of texts, the media type, and the content coding."""

import re
from typing import Final, Literal, NamedTuple

Taal = Literal["nl", "en"]

# Between commas, and between semicolons within: a comma in a quoted string ends nothing.
_LID: Final = re.compile(r'(?:[^,"]++|"(?:[^"\\]++|\\.)*+"?)++', re.DOTALL)
_DEEL: Final = re.compile(r'(?:[^;"]++|"(?:[^"\\]++|\\.)*+"?)++', re.DOTALL)
_GETAL: Final = re.compile(r"-?(?:[0-9]++(?:\.[0-9]*+)?|\.[0-9]++)", re.ASCII)
_WOORD: Final = r"[!#$%&'*+.^_`|~0-9A-Za-z-]++"
_EERSTE: Final = re.compile(rf"[ \t]*+{_WOORD}/{_WOORD}[ \t]*+(?:[;,]|$)")
_GZIP: Final = ("gzip", "x-gzip")


class Codering(NamedTuple):
    """Whether the body may leave in gzip, and whether it may leave as it is. Neither: nothing will do."""

    gzip: bool
    identity: bool


def kies_taal(accept_language: str | None) -> Taal:
    """Dutch, unless the caller likes English better."""
    gewicht: dict[str, float] = {}
    for naam, waarde in _gewogen(accept_language or "").items():
        taal = naam.partition("-")[0]
        gewicht[taal] = max(gewicht.get(taal, 0.0), waarde)
    rest = gewicht.get("*", 0.0)
    return "en" if gewicht.get("en", rest) > gewicht.get("nl", rest) else "nl"


def accepteert_json(accept: str | None) -> bool:
    """Whether `application/json` is among what the caller accepts; no header accepts everything."""
    voorkeuren = _gewogen(accept or "")
    # The most specific range that fits decides (RFC 9110, 12.5.1).
    for bereik in ("application/json", "application/*", "*/*"):
        if bereik in voorkeuren:
            return voorkeuren[bereik] > 0
    # Without a single name it says nothing, as an empty one.
    return not voorkeuren


def accepteert_gzip(accept_encoding: str | None) -> bool:
    """Whether the caller reads gzip, and no less gladly than none; no header does not say so."""
    voorkeuren = _gewogen(accept_encoding or "")
    genoemd = [voorkeuren[naam] for naam in _GZIP if naam in voorkeuren]
    gewicht = max(genoemd) if genoemd else voorkeuren.get("*", 0.0)
    return gewicht > 0 and gewicht >= voorkeuren.get("identity", 0.0)


def kies_codering(accept: str | None, accept_encoding: str | None) -> Codering:
    """How a body may leave.

    API Gateway decides by the first media type in `Accept`, not by our word that a body is binary: where it
    finds none, it sends the base64 text itself. Such a caller gets no gzip.
    """
    voorkeuren = _gewogen(accept_encoding or "")
    heeft_bytes = accept is not None and _EERSTE.match(accept) is not None
    return Codering(
        heeft_bytes and accepteert_gzip(accept_encoding),
        voorkeuren.get("identity", voorkeuren.get("*", 1.0)) > 0,
    )


def _gewogen(kop: str) -> dict[str, float]:
    """The names in a weighted list, in small letters, each with its highest weight."""
    gewichten: dict[str, float] = {}
    for lid in _LID.findall(kop):
        # A name that is not there leaves nothing to weigh.
        naam, *eigenschappen = [deel.strip(" \t").lower() for deel in _DEEL.findall(lid)] or [""]
        if naam and not lid.lstrip(" \t").startswith(";"):
            gewichten[naam] = max(gewichten.get(naam, 0.0), _gewicht(eigenschappen))
    return gewichten


def _gewicht(eigenschappen: list[str]) -> float:
    """1 unless a weight says otherwise; a number that is no weight counts as the nearest that is one."""
    tekst = next((e[2:] for e in eigenschappen if e.startswith("q=")), "1")
    if tekst == "nan":
        return 0.0
    return max(0.0, min(1.0, float(tekst))) if _GETAL.fullmatch(tekst) else 1.0
