"""Opvragen van detailgegevens: whom to contact at a leerbedrijf.

Touches the kept answers, the schools' secrets, SBB and the record of what was seen of it, and puts on record
who is told of people. What leaves is personal data: no caller's cache may keep it.
"""

from collections.abc import Callable
from typing import Any

from stagemarkt.composition.detailgegevens import DetailgegevensPorts
from stagemarkt.domain.cache.lookup import look_up
from stagemarkt.web.handler import LambdaContext, entry
from stagemarkt.web.input import cached_questions, questions
from stagemarkt.web.input.cache_control import read_cache_control
from stagemarkt.web.output import freshness_headers
from stagemarkt.web.request import Request
from stagemarkt.web.response import Response


def make_handler(ports: DetailgegevensPorts) -> Callable[[dict[str, Any], LambdaContext], dict[str, Any]]:
    """The handler over these ports."""

    def get_detailgegevens(request: Request) -> Response:
        leerbedrijf_id, fields = questions.detailgegevens(request)
        cache_control = read_cache_control(request)
        piece = cached_questions.detailgegevens(
            ports, leerbedrijf_id, request.school, request.deadline, request.requester
        )
        looked_up = look_up(piece, cache_control, request.deadline, ports.storage)
        return freshness_headers.personal(looked_up, fields, request)

    return entry({"geefDetailgegevens": get_detailgegevens}, lambda: ports.processings, ports.clock)


handler = make_handler(DetailgegevensPorts())
