"""A problem (RFC 9457) as lines for people."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any, Final

from stagemarkt_cli.messages import MISLUKT, NIET_BEREIKBAAR, Melding
from stagemarkt_cli.views.values import lijst, tekst

# These are no outage: somebody has to set something right.
_GEEN_STORING: Final = frozenset({"bron-licentie", "bron-certificaat", "niet-in-cache"})


def als_melding(status: int, inhoud: Any) -> Melding:  # noqa: ANN401 - whatever came
    """What to tell of an answer that is no success; 3 as exit code when the facade or SBB is out."""
    code = tekst(inhoud, "code")
    storing = status >= HTTPStatus.INTERNAL_SERVER_ERROR and code not in _GEEN_STORING
    return Melding(*_regels(status, inhoud), code=NIET_BEREIKBAAR if storing else MISLUKT)


def _regels(status: int, inhoud: Any) -> Iterator[str]:  # noqa: ANN401 - whatever came
    titel = tekst(inhoud, "title")
    if not titel:
        yield f"De facade antwoordt met HTTP {status}, zonder uitleg."
        yield "Klopt het adres? Het eindigt op /v1."
        return
    yield f"{titel} ({status}, {tekst(inhoud, 'code') or 'zonder code'})"
    fouten = lijst(inhoud, "fouten")
    # With faults the detail only points at them.
    if tekst(inhoud, "detail") and not fouten:
        yield tekst(inhoud, "detail")
    for fout in fouten:
        waar = tekst(fout, "naam") or tekst(fout, "pointer").removeprefix("#/") or tekst(fout, "in")
        yield f"- {waar}: {tekst(fout, 'detail') or tekst(fout, 'code')}"
    if tekst(inhoud, "bron", "signaalcode"):
        melding = tekst(inhoud, "bron", "melding")
        yield f"SBB: signaalcode {tekst(inhoud, 'bron', 'signaalcode')}{f', {melding}' if melding else ''}"
    if tekst(inhoud, "herhaalbaar") == "true":
        yield "Later opnieuw proberen kan helpen."
    if tekst(inhoud, "instance"):
        yield f"Noem bij navraag: {tekst(inhoud, 'instance').removeprefix('urn:uuid:')}"
