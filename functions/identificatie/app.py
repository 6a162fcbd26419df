"""Vaststellen van een leerbedrijf, by name and address or by ID.

Touches the kept answers, the schools' secrets, SBB and the record of what was seen of it.
"""

from collections.abc import Callable
from typing import Any

from stagemarkt.composition.identificatie import IdentificatiePorts
from stagemarkt.domain.cache.lookup import look_up
from stagemarkt.model.questions import Identificatievraag
from stagemarkt.web.handler import LambdaContext, entry
from stagemarkt.web.input import cached_questions, questions
from stagemarkt.web.input.cache_control import read_cache_control
from stagemarkt.web.output import freshness_headers
from stagemarkt.web.request import Request
from stagemarkt.web.response import Response


def make_handler(ports: IdentificatiePorts) -> Callable[[dict[str, Any], LambdaContext], dict[str, Any]]:
    """The handler over these ports."""

    def answer(request: Request, question: Identificatievraag) -> Response:
        cache_control = read_cache_control(request)
        piece = cached_questions.identificatie(
            ports, question, request.school, request.deadline, request.requester
        )
        looked_up = look_up(piece, cache_control, request.deadline, ports.storage)
        return freshness_headers.lookup_response(looked_up, request)

    return entry(
        {
            "zoekLeerbedrijven": lambda request: answer(request, questions.identificatie_from_query(request)),
            "zoekLeerbedrijvenInLichaam": lambda request: answer(
                request, questions.identificatie_from_body(request)
            ),
            "geefLeerbedrijf": lambda request: answer(request, questions.identificatie_from_path(request)),
        }
    )


handler = make_handler(IdentificatiePorts())
