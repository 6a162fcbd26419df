"""What leaves of a batch: a slot for each check, in the order in which they were asked."""

from typing import Any

from stagemarkt.domain.questions.verificatie_batch import CheckResult
from stagemarkt.model.errors import FacadeError
from stagemarkt.observability import report_check
from stagemarkt.web import problems
from stagemarkt.web.input.verificatie_batch import Check
from stagemarkt.web.output.freshness_headers import NEVER_STORED
from stagemarkt.web.output.rendering import member_of
from stagemarkt.web.request import Request
from stagemarkt.web.response import Response, json_document


def batch_response(
    checks: list[Check], results: list[CheckResult], request: Request, opgehaald_op: int
) -> Response:
    """The answer; `opgehaald_op` in seconds since 1970. What failed by our own fault is logged."""
    slots = [
        _slot(check, result, request, opgehaald_op) for check, result in zip(checks, results, strict=True)
    ]
    return Response(200, json_document({"results": slots}), koppen=NEVER_STORED)


def _slot(check: Check, result: CheckResult, request: Request, opgehaald_op: int) -> dict[str, Any] | None:
    if result is None:
        return None
    named = {} if check.referentie is None else {"referentie": check.referentie}
    if not isinstance(result, Exception):
        return {**named, **member_of(result, opgehaald_op)}
    if not isinstance(result, FacadeError):
        report_check(result)
        result = problems.as_problem(result)
    return {**named, "probleem": problems.problem_details(result, request.id, request.language)}
