"""A problem (RFC 9457) as lines for people."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any, Final

from stagemarkt_cli.messages import FAILED, NOT_REACHABLE, Notice
from stagemarkt_cli.views.values import listing, text

# These are no outage: somebody has to set something right.
_NOT_AN_OUTAGE: Final = frozenset({"bron-licentie", "bron-certificaat", "niet-in-cache"})


def as_notice(status: int, content: Any) -> Notice:  # noqa: ANN401 - whatever came
    """What to tell of an answer that is no success; 3 as exit code when the facade or SBB is out."""
    code = text(content, "code")
    disturbance = status >= HTTPStatus.INTERNAL_SERVER_ERROR and code not in _NOT_AN_OUTAGE
    return Notice(*_lines(status, content), code=NOT_REACHABLE if disturbance else FAILED)


def _lines(status: int, content: Any) -> Iterator[str]:  # noqa: ANN401 - whatever came
    titel = text(content, "title")
    if not titel:
        yield f"De facade antwoordt met HTTP {status}, zonder uitleg."
        yield "Klopt het adres? Het eindigt op /v1."
        return
    yield f"{titel} ({status}, {text(content, 'code') or 'zonder code'})"
    errors = listing(content, "fouten")
    # With faults the detail only points at them.
    if text(content, "detail") and not errors:
        yield text(content, "detail")
    for error in errors:
        where = text(error, "naam") or text(error, "pointer").removeprefix("#/") or text(error, "in")
        yield f"- {where}: {text(error, 'detail') or text(error, 'code')}"
    if text(content, "bron", "signaalcode"):
        notice = text(content, "bron", "melding")
        yield f"SBB: signaalcode {text(content, 'bron', 'signaalcode')}{f', {notice}' if notice else ''}"
    if text(content, "herhaalbaar") == "true":
        yield "Later opnieuw proberen kan helpen."
    if text(content, "instance"):
        yield f"Noem bij navraag: {text(content, 'instance').removeprefix('urn:uuid:')}"
