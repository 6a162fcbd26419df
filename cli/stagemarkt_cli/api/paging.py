"""Search results over several pages, by `volgendeCursor`."""

import json
from collections.abc import Mapping
from typing import Any, Final

from stagemarkt_cli.api.client import Antwoord, Klant
from stagemarkt_cli.messages import NIET_BEREIKBAAR, Melding
from stagemarkt_cli.views.values import lijst, tekst

PER_KEER: Final = 100


def zoek_alles(klant: Klant, pad: str, filters: Mapping[str, str], maximum: int) -> Antwoord:
    """The first `maximum` results, as one answer of the API's own form.

    One page is passed on to the letter. Of more pages the results are put together; `volgendeCursor` is
    that of the last page, so that a program may go on where this stopped.

    Raises:
        Melding: a page could not be had, or the pages go round.
    """
    resultaten: list[Any] = []
    gezien: set[str] = set()
    cursor = ""
    while True:
        query = {**filters, "limit": str(min(PER_KEER, maximum - len(resultaten)))}
        antwoord = klant.geef(pad, query=query | ({"cursor": cursor} if cursor else {}))
        resultaten += lijst(antwoord.inhoud, "resultaten")
        cursor = tekst(antwoord.inhoud, "volgendeCursor")
        if not cursor or len(resultaten) >= maximum:
            break
        if cursor in gezien:
            raise Melding(
                "De facade geeft steeds dezelfde bladzij; er klopt iets niet.", code=NIET_BEREIKBAAR
            )
        gezien.add(cursor)
    if not gezien:
        return antwoord
    samen = {**antwoord.inhoud, "resultaten": resultaten}
    return Antwoord(json.dumps(samen, ensure_ascii=False), samen)
