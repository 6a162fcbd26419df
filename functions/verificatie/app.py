"""Natrekken van een erkenning, always asked of SBB itself.

Touches the schools' secrets, SBB and the record of what was seen of it; keeps no answers.
"""

from collections.abc import Callable
from typing import Any

from stagemarkt.composition.verificatie import VerificatiePorts
from stagemarkt.domain.questions import detailgegevens
from stagemarkt.domain.questions.verificatie import ListPatience, verify_erkenning
from stagemarkt.domain.questions.verificatie_batch import verify_batch
from stagemarkt.model.today import today_in_netherlands
from stagemarkt.observability import report_leerweg
from stagemarkt.web.handler import LambdaContext, entry
from stagemarkt.web.input import questions
from stagemarkt.web.input.cache_control import require_bron
from stagemarkt.web.input.verificatie_batch import read_batch
from stagemarkt.web.output import freshness_headers
from stagemarkt.web.output.rendering import rendering_of_list, rendering_of_one
from stagemarkt.web.output.verificatie_batch import batch_response
from stagemarkt.web.request import Request
from stagemarkt.web.response import Response


def make_handler(ports: VerificatiePorts) -> Callable[[dict[str, Any], LambdaContext], dict[str, Any]]:
    """The handler over these ports."""
    patience = ListPatience(ports.clock)

    def get_erkenning(request: Request) -> Response:
        require_bron(request)
        now = ports.clock()
        today = today_in_netherlands(now)
        question = questions.erkenning(request, today)
        sbb = ports.sbb(request.school, request.requester)
        erkenning = verify_erkenning(sbb, question, request.deadline, today, report_leerweg, patience)
        return freshness_headers.never_store(rendering_of_one(erkenning, int(now)))

    def get_erkenningen(request: Request) -> Response:
        require_bron(request)
        leerbedrijf_id = questions.from_path(request, "leerbedrijfId")
        now = ports.clock()
        sbb = ports.sbb(request.school, request.requester)
        erkenningen = detailgegevens.get_erkenningen(
            sbb, leerbedrijf_id, today_in_netherlands(now), request.deadline
        )
        return freshness_headers.never_store(rendering_of_list(erkenningen, int(now)))

    def verify_many(request: Request) -> Response:
        require_bron(request)
        now = ports.clock()
        today = today_in_netherlands(now)
        checks = read_batch(request, today)
        lanes = ports.lanes(request.school, request.requester)
        questions = [check.question for check in checks]
        results = verify_batch(lanes, questions, request.deadline, today, report_leerweg)
        return batch_response(checks, results, request, int(now))

    return entry(
        {
            "geefErkenning": get_erkenning,
            "geefErkenningen": get_erkenningen,
            "verifieerReeks": verify_many,
        }
    )


handler = make_handler(VerificatiePorts())
