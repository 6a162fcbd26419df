"""Content negotiation: the language of texts, the media type, and whether the caller reads gzip."""

from collections.abc import Iterator
from typing import Literal

Taal = Literal["nl", "en"]


def kies_taal(accept_language: str | None) -> Taal:
    """Dutch, unless the caller likes English better."""
    gewicht = {"nl": 0.0, "en": 0.0}
    for naam, waarde in _gewogen(accept_language or ""):
        taal = naam.partition("-")[0]
        if taal in gewicht:
            gewicht[taal] = max(gewicht[taal], waarde)
    return "en" if gewicht["en"] > gewicht["nl"] else "nl"


def accepteert_json(accept: str | None) -> bool:
    """Whether `application/json` is among what the caller accepts; no header accepts everything."""
    if accept is None or not accept.strip():
        return True
    voorkeuren = dict(_gewogen(accept))
    # The most specific range that fits decides (RFC 9110, 12.5.1).
    for bereik in ("application/json", "application/*", "*/*"):
        if bereik in voorkeuren:
            return voorkeuren[bereik] > 0
    return False


def accepteert_gzip(accept_encoding: str | None) -> bool:
    """Whether the caller reads gzip; no header means that it does not say so."""
    voorkeuren = dict(_gewogen(accept_encoding or ""))
    return voorkeuren.get("gzip", voorkeuren.get("*", 0.0)) > 0


def _gewogen(kop: str) -> Iterator[tuple[str, float]]:
    """Each element of a weighted list header, in lower case, with its weight (1.0 when unreadable)."""
    for deel in kop.split(","):
        naam, *eigenschappen = (stuk.strip().lower() for stuk in deel.split(";"))
        gewicht = next((e[2:] for e in eigenschappen if e.startswith("q=")), "1")
        try:
            yield naam, float(gewicht)
        except ValueError:
            yield naam, 1.0
