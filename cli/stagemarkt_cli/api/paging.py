"""Search results over several pages, by `volgendeCursor`."""

import json
from collections.abc import Mapping
from typing import Any, Final

from stagemarkt_cli.api.client import ApiClient, ApiResponse
from stagemarkt_cli.messages import NOT_REACHABLE, Notice
from stagemarkt_cli.views.values import listing, text

PER_BATCH: Final = 100


def search_all(client: ApiClient, path: str, filters: Mapping[str, str], maximum: int) -> ApiResponse:
    """The first `maximum` results, as one answer of the API's own form.

    One page is passed on to the letter. Of more pages the results are put together; `volgendeCursor` is
    that of the last page, so that a program may go on where this stopped.

    Raises:
        Notice: a page could not be had, or the pages go round.
    """
    results: list[Any] = []
    seen: set[str] = set()
    cursor = ""
    while True:
        query = {**filters, "limit": str(min(PER_BATCH, maximum - len(results)))}
        answer = client.get(path, query=query | ({"cursor": cursor} if cursor else {}))
        results += listing(answer.inhoud, "resultaten")
        cursor = text(answer.inhoud, "volgendeCursor")
        if not cursor or len(results) >= maximum:
            break
        if cursor in seen:
            raise Notice("De facade geeft steeds dezelfde bladzij; er klopt iets niet.", code=NOT_REACHABLE)
        seen.add(cursor)
    if not seen:
        return answer
    together = {**answer.inhoud, "resultaten": results}
    return ApiResponse(json.dumps(together, ensure_ascii=False), together)
