"""A problem (RFC 9457) as lines for people."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any, Final

from stagemarkt_cli.messages import FAILED, NOT_REACHABLE, Notice
from stagemarkt_cli.views.values import listing, tekst

# These are no outage: somebody has to set something right.
_NOT_AN_OUTAGE: Final = frozenset({"bron-licentie", "bron-certificaat", "niet-in-cache"})


def as_notice(status: int, inhoud: Any) -> Notice:  # noqa: ANN401 - whatever came
    """What to tell of an answer that is no success; 3 as exit code when the facade or SBB is out."""
    code = tekst(inhoud, "code")
    storing = status >= HTTPStatus.INTERNAL_SERVER_ERROR and code not in _NOT_AN_OUTAGE
    return Notice(*_lines(status, inhoud), code=NOT_REACHABLE if storing else FAILED)


def _lines(status: int, inhoud: Any) -> Iterator[str]:  # noqa: ANN401 - whatever came
    titel = tekst(inhoud, "title")
    if not titel:
        yield f"De facade antwoordt met HTTP {status}, zonder uitleg."
        yield "Klopt het adres? Het eindigt op /v1."
        return
    yield f"{titel} ({status}, {tekst(inhoud, 'code') or 'zonder code'})"
    fouten = listing(inhoud, "fouten")
    # With faults the detail only points at them.
    if tekst(inhoud, "detail") and not fouten:
        yield tekst(inhoud, "detail")
    for fout in fouten:
        where = tekst(fout, "naam") or tekst(fout, "pointer").removeprefix("#/") or tekst(fout, "in")
        yield f"- {where}: {tekst(fout, 'detail') or tekst(fout, 'code')}"
    if tekst(inhoud, "bron", "signaalcode"):
        melding = tekst(inhoud, "bron", "melding")
        yield f"SBB: signaalcode {tekst(inhoud, 'bron', 'signaalcode')}{f', {melding}' if melding else ''}"
    if tekst(inhoud, "herhaalbaar") == "true":
        yield "Later opnieuw proberen kan helpen."
    if tekst(inhoud, "instance"):
        yield f"Noem bij navraag: {tekst(inhoud, 'instance').removeprefix('urn:uuid:')}"
