"""Zoeken naar leerplaatsen en erkende leerbedrijven, always asked of SBB itself.

Touches the schools' secrets, SBB and the record of what was seen of it; keeps nothing, but who was
told of people. What leaves names praktijkopleiders: no caller's cache may keep it.
"""

from collections.abc import Callable
from typing import Any

from stagemarkt.composition.zoeken import ZoekenPorts
from stagemarkt.domain.questions import zoeken
from stagemarkt.domain.questions.zoeken import Stretch
from stagemarkt.model.today import today_in_netherlands
from stagemarkt.web.handler import LambdaContext, entry
from stagemarkt.web.input import questions
from stagemarkt.web.input.cache_control import require_bron
from stagemarkt.web.output import freshness_headers, search_pages
from stagemarkt.web.output.rendering import rendering_of_one
from stagemarkt.web.request import Request
from stagemarkt.web.response import Response


def make_handler(ports: ZoekenPorts) -> Callable[[dict[str, Any], LambdaContext], dict[str, Any]]:
    """The handler over these ports."""

    def search_leerplaatsen(verzoek: Request) -> Response:
        require_bron(verzoek)
        command = questions.zoeken(verzoek)
        stretch = Stretch(command.begin, command.aantal)
        sbb = ports.sbb(verzoek.school, verzoek.requester)
        found = zoeken.search_leerplaatsen(sbb, command.question, stretch, verzoek.deadline)
        return search_pages.search_response(found, command, verzoek, int(ports.clock()))

    def search_erkenningen(verzoek: Request) -> Response:
        require_bron(verzoek)
        command = questions.zoeken(verzoek)
        stretch = Stretch(command.begin, command.aantal)
        now = int(ports.clock())
        sbb = ports.sbb(verzoek.school, verzoek.requester)
        today = today_in_netherlands(now)
        found = zoeken.search_erkenningen(sbb, command.question, stretch, today, verzoek.deadline)
        return search_pages.search_response(found, command, verzoek, now)

    def get_leerplaats(verzoek: Request) -> Response:
        require_bron(verzoek)
        leerplaats_id = questions.from_path(verzoek, "leerplaatsId")
        leerplaats = ports.sbb(verzoek.school, verzoek.requester).get_leerplaats(
            leerplaats_id, verzoek.deadline
        )
        return freshness_headers.never_store(rendering_of_one(leerplaats, int(ports.clock())))

    return entry(
        {
            "zoekLeerplaatsen": search_leerplaatsen,
            "zoekErkenningen": search_erkenningen,
            "geefLeerplaats": get_leerplaats,
        },
        lambda: ports.processings,
        ports.clock,
    )


handler = make_handler(ZoekenPorts())
