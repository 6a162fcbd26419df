"""A stretch of a search's answer: its results, how many there are, and where the next stretch begins."""

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from stagemarkt.web.input.cursor import schrijf_cursor
from stagemarkt.web.output.freshness_headers import nooit_bewaren
from stagemarkt.web.output.rendering import weergave_van_lijst
from stagemarkt.web.response import Antwoord

if TYPE_CHECKING:
    from stagemarkt.model.base import Model
    from stagemarkt.ports.results import Bladzij
    from stagemarkt.web.input.questions import Zoekopdracht
    from stagemarkt.web.request import Verzoek


def als_antwoord(
    gevonden: "Bladzij[Model]", opdracht: "Zoekopdracht", verzoek: "Verzoek", nu: int
) -> Antwoord:
    """The answer, with `volgendeCursor` and a Link header while there is more.

    A stretch without results is the last one, whatever SBB counts: a list that shrinks must end.
    """
    eind = opdracht.begin + len(gevonden.resultaten) + gevonden.weggelaten
    meer = opdracht.begin < eind < gevonden.totaal
    cursor = schrijf_cursor(eind, opdracht.kenmerk) if meer else None
    extra: dict[str, Any] = {"totaal": gevonden.totaal}
    if cursor is not None:
        extra["volgendeCursor"] = cursor
    antwoord = nooit_bewaren(weergave_van_lijst(gevonden.resultaten, nu, extra))
    return antwoord._replace(koppen={**antwoord.koppen, "Link": link(verzoek, cursor)})


def link(verzoek: "Verzoek", cursor: str | None) -> str:
    """RFC 8288, relative to the address that was called: it holds behind any host and base path."""
    vraag = [
        (naam, tekst) for naam, teksten in verzoek.query.items() for tekst in teksten if naam != "cursor"
    ]
    links = [f'<?{urlencode(vraag)}>; rel="first"']
    if cursor is not None:
        # Where it began, the cursor says from now on.
        verder = [*((naam, tekst) for naam, tekst in vraag if naam != "vanaf"), ("cursor", cursor)]
        links.append(f'<?{urlencode(verder)}>; rel="next"')
    return ", ".join(links)
