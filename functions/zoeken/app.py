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

    def search_leerplaatsen(request: Request) -> Response:
        require_bron(request)
        command = questions.zoeken(request)
        stretch = Stretch(command.begin, command.aantal)
        sbb = ports.sbb(request.school, request.requester)
        found = zoeken.search_leerplaatsen(sbb, command.question, stretch, request.deadline)
        return search_pages.search_response(found, command, request, int(ports.clock()))

    def search_erkenningen(request: Request) -> Response:
        require_bron(request)
        command = questions.zoeken(request)
        stretch = Stretch(command.begin, command.aantal)
        now = int(ports.clock())
        sbb = ports.sbb(request.school, request.requester)
        today = today_in_netherlands(now)
        found = zoeken.search_erkenningen(sbb, command.question, stretch, today, request.deadline)
        return search_pages.search_response(found, command, request, now)

    def get_leerplaats(request: Request) -> Response:
        require_bron(request)
        leerplaats_id = questions.from_path(request, "leerplaatsId")
        leerplaats = ports.sbb(request.school, request.requester).get_leerplaats(
            leerplaats_id, request.deadline
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
