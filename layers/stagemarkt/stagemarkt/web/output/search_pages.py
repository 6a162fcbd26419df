"""A stretch of a search's answer: its results, how many there are, and where the next stretch begins."""

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from stagemarkt.web.input.cursor import write_cursor
from stagemarkt.web.output.freshness_headers import never_store
from stagemarkt.web.output.rendering import rendering_of_list
from stagemarkt.web.response import Response

if TYPE_CHECKING:
    from stagemarkt.model.base import Model
    from stagemarkt.ports.sbb import SearchPage
    from stagemarkt.web.input.questions import SearchRequest
    from stagemarkt.web.request import Request


def search_response(
    found: "SearchPage[Model]", command: "SearchRequest", request: "Request", now: int
) -> Response:
    """The answer, with `volgendeCursor` and a Link header while there is more.

    A stretch without results is the last one, whatever SBB counts: a list that shrinks must end.
    """
    end = command.begin + len(found.resultaten) + found.omitted
    meer = command.begin < end < found.totaal
    cursor = write_cursor(end, command.tag) if meer else None
    extra: dict[str, Any] = {"totaal": found.totaal}
    if cursor is not None:
        extra["volgendeCursor"] = cursor
    answer = never_store(rendering_of_list(found.resultaten, now, extra))
    return answer._replace(koppen={**answer.koppen, "Link": link(request, cursor)})


def link(request: "Request", cursor: str | None) -> str:
    """RFC 8288, relative to the address that was called: it holds behind any host and base path."""
    question = [(name, text) for name, texts in request.query.items() for text in texts if name != "cursor"]
    links = [f'<?{urlencode(question)}>; rel="first"']
    if cursor is not None:
        # Where it began, the cursor says from now on.
        further = [*((name, text) for name, text in question if name != "vanaf"), ("cursor", cursor)]
        links.append(f'<?{urlencode(further)}>; rel="next"')
    return ", ".join(links)
