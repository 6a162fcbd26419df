"""The feed as JSON: its pages, and each mutatie in it as the event that is sent too."""

from typing import TYPE_CHECKING, Any

from stagemarkt.domain.changes.event import build_mutatie_event
from stagemarkt.web.input.cursor import write_cursor
from stagemarkt.web.output.abonnementen import uncached_json
from stagemarkt.web.output.search_pages import link

if TYPE_CHECKING:
    from stagemarkt.domain.changes.feed_reading import FeedPage, Numbered
    from stagemarkt.web.input.mutaties import FollowQuery
    from stagemarkt.web.request import Request
    from stagemarkt.web.response import Response


def feed_response(page: "FeedPage", question: "FollowQuery", request: "Request", bron: str) -> "Response":
    """The page. `volgendeCursor` is always there: with it one reads on when there is something new."""
    cursor = write_cursor(page.until, question.tag)
    own = question.abonnement_id is not None
    content = {
        "resultaten": [as_event(one, bron, with_volgnummer=own) for one in page.resultaten],
        "volgendeCursor": cursor,
        "meer": page.meer,
    }
    return uncached_json(content, headers={"Link": link(request, cursor if page.meer else None)})


def as_event(one: "Numbered", bron: str, *, with_volgnummer: bool) -> dict[str, Any]:
    """The CloudEvent; without the number of a list that is nobody's own."""
    content = build_mutatie_event(one.regel.mutatie, one.number, seen=one.regel.earlier, bron=bron)
    if not with_volgnummer:
        del content["volgnummer"]
    return content
