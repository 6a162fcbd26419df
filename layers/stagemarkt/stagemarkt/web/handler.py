"""The way in of every function behind the API: reads, checks rights, acts, answers, and logs one line."""

import time
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from stagemarkt.domain.access import choose_school
from stagemarkt.metrics import embed
from stagemarkt.model.errors import (
    Bilingual,
    FacadeError,
    InputTooLarge,
    MethodNotAllowed,
    NotAcceptable,
)
from stagemarkt.observability import describe, logger
from stagemarkt.ports.audit import AuditLog
from stagemarkt.web import problems
from stagemarkt.web.audit import record_audit
from stagemarkt.web.negotiation import accepts, choose_encoding
from stagemarkt.web.request import MAX_BODY, Request, read_event, unreadable_event
from stagemarkt.web.request_metrics import metrics_of
from stagemarkt.web.response import JSON, Response, send
from stagemarkt.web.route_hints import unknown_address
from stagemarkt.web.routes import PAGES, Route, find_route, methods

Action = Callable[[Request], Response]
_ERROR_FROM = 500


class LambdaContext(Protocol):
    """What we use of Lambda's context."""

    def get_remaining_time_in_millis(self) -> int:
        """Milliseconds that the invocation may still take."""
        ...


def entry(
    actions: Mapping[str, Action],
    processings: Callable[[], AuditLog] | None = None,
    clock: Callable[[], float] = time.time,
) -> Callable[[dict[str, Any], LambdaContext], dict[str, Any]]:
    """A Lambda handler that answers these operations (operationId -> what to do).

    Args:
        actions: operationId -> what to do.
        processings: gives the log of who is told of people, for functions that tell of them.
        clock: seconds since 1970.
    """

    def audited(route: Route, request: Request) -> Response:
        answer = actions[route.operatie](request)
        if request.method == "HEAD":
            # Nobody is told of anybody.
            return answer
        record_audit(route.operatie, request, answer, processings, clock)
        return answer

    def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
        begin = time.perf_counter()
        try:
            request = read_event(event, context.get_remaining_time_in_millis() / 1000)
            request, answer, error = _respond(request, audited)
            result = send(answer, request)
        except Exception as unexpected:  # noqa: BLE001 - the last resort, for what no request should cause
            request, error = unreadable_event(event), unexpected
            told = problems.as_problem(unexpected)
            answer = problems.problem_response(told, request.id, request.language)
            result = send(answer, request)
        duration = round((time.perf_counter() - begin) * 1000, 1)
        _log(request, answer, error, duration, clock())
        return result

    return handler


def _respond(
    request: Request, run: Callable[[Route, Request], Response]
) -> tuple[Request, Response, BaseException | None]:
    """The request with its school once that is known, its answer, and what went wrong if anything did."""
    try:
        route = _route(request)
        if route is None:
            return request, _options(request), None
        request = _on_behalf_of(request, route)
        answer = run(route, request)
    except Exception as error:  # noqa: BLE001 - the last resort: a caller gets a problem, whatever happened
        told = problems.as_problem(error)
        return request, problems.problem_response(told, request.id, request.language), error
    return request, answer, answer.fout


def _route(request: Request) -> Route | None:
    """The route of a request, that of the GET for its HEAD; None for OPTIONS, which asks which there are."""
    # API Gateway lets a trailing slash through to the path without it; it is another address (ADR).
    allowed = () if request.path.endswith("/") else methods(request.resource)
    if not allowed:
        raise unknown_address(request.path)
    if request.method not in allowed:
        raise MethodNotAllowed(request.method, allowed)
    if request.too_large:
        raise InputTooLarge(Bilingual(f"Hooguit {MAX_BODY // 1024} kB.", f"At most {MAX_BODY // 1024} kB."))
    if request.method == "OPTIONS":
        return None
    route = find_route(request.resource, "GET" if request.method == "HEAD" else request.method)
    # Of what media type a page is, its function knows.
    if route not in PAGES and not accepts(request.koppen.get("accept"), JSON):
        raise NotAcceptable(Bilingual("Hier is alleen JSON te krijgen.", "Only JSON is available here."))
    _negotiate_encoding(request.koppen.get("accept"), request.koppen.get("accept-encoding"))
    return route


def _negotiate_encoding(accept: str | None, accept_encoding: str | None) -> None:
    """Raise NotAcceptable where no coding that we have will do."""
    encoding = choose_encoding(accept, accept_encoding)
    if not encoding.gzip and not encoding.identity:
        raise NotAcceptable(
            Bilingual(
                "`Accept-Encoding` laat niets over; er is `identity`, en met `Accept` erbij `gzip`.",
                "`Accept-Encoding` leaves nothing; there is `identity`, and with an `Accept` also `gzip`.",
            )
        )


def _options(request: Request) -> Response:
    """Which methods there are; any web page may ask it of what any may read."""
    parsed = find_route(request.resource, "GET")
    is_public = parsed is not None and parsed.scope is None
    headers = {"Allow": ", ".join(methods(request.resource)), "Cache-Control": "no-store"}
    return Response(204, koppen=headers | ({"Access-Control-Allow-Origin": "*"} if is_public else {}))


def _on_behalf_of(request: Request, route: Route) -> Request:
    if route.scope is None:
        return request
    school = choose_school(request.toegang, request.koppen.get("namens-school"), route.scope)
    return request._replace(school=school)


def _log(
    request: Request, answer: Response, error: BaseException | None, duration: float, now: float
) -> None:
    """One line per request: what happened and to whom, nothing of what was asked or answered.

    CloudWatch's figures are in the same line: a second one would cost as much again.
    """
    fields: dict[str, Any] = {
        "verzoekId": request.id,
        "methode": request.method,
        "resource": request.resource,
        "status": answer.status,
        "duurMs": duration,
        "afnemerId": request.afnemer_id,
        "school": request.school,
        "cacheStatus": answer.koppen.get("Cache-Status"),
        **embed(metrics_of(request.resource, answer, error, duration), now),
    }
    if isinstance(error, FacadeError):
        fields |= {"code": problems.code_of(error), "intern": error.internal}
    if error is not None and answer.status >= _ERROR_FROM:
        fields |= describe(error)
        logger.error("verzoek", extra=fields)
    else:
        logger.info("verzoek", extra=fields)
