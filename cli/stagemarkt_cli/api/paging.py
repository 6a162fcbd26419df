"""Search results over several pages, by `volgendeCursor`."""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from stagemarkt_cli.messages import NOT_REACHABLE, Notice
from stagemarkt_cli.views.values import listing, text

if TYPE_CHECKING:
    from stagemarkt.client import Client

PER_BATCH: Final = 100


class SearchAnswer(NamedTuple):
    """The JSON as it came, and read."""

    tekst: str
    inhoud: Mapping[str, Any]


def search_all(
    client: "Client", what: Literal["leerplaatsen", "erkenningen"], filters: Mapping[str, Any], maximum: int
) -> SearchAnswer:
    """The first `maximum` results, as one answer of the API's own form.

    One page is passed on to the letter. Of more pages the results are put together; `volgendeCursor` is
    that of the last page, so that a program may go on where this stopped.

    Raises:
        StagemarktError: a page could not be had.
        Notice: the pages go round.
    """
    ask = client.zoek_erkenningen if what == "erkenningen" else client.zoek_leerplaatsen
    results: list[Any] = []
    seen: set[str] = set()
    cursor = ""
    while True:
        answer = ask(**filters, limit=min(PER_BATCH, maximum - len(results)), cursor=cursor or None)
        results += listing(answer.inhoud, "resultaten")
        cursor = text(answer.inhoud, "volgendeCursor")
        if not cursor or len(results) >= maximum:
            break
        if cursor in seen:
            raise Notice("De facade geeft steeds dezelfde bladzij; er klopt iets niet.", code=NOT_REACHABLE)
        seen.add(cursor)
    if not seen:
        return SearchAnswer(answer.raw.decode(), answer.inhoud)
    together = {**answer.inhoud, "resultaten": results}
    return SearchAnswer(json.dumps(together, ensure_ascii=False), together)
