"""The way in of every function behind the API: reads, checks rights, acts, answers, and logs one line."""

import time
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from stagemarkt.domain.access import choose_school
from stagemarkt.model.errors import (
    Bilingual,
    FacadeError,
    InputTooLarge,
    InternalError,
    MethodNotAllowed,
    NotAcceptable,
    UnknownResource,
)
from stagemarkt.observability import logger, trail
from stagemarkt.ports.audit import AuditLog
from stagemarkt.web import problems
from stagemarkt.web.audit import record_audit
from stagemarkt.web.negotiation import accepts_json, choose_encoding
from stagemarkt.web.request import MAX_BODY, Request, read_event, unreadable_event
from stagemarkt.web.response import Response, send
from stagemarkt.web.route_hints import right_address
from stagemarkt.web.routes import Route, find_route, methods

Action = Callable[[Request], Response]
_ERROR_FROM = 500
_NOTICE = Bilingual(
    "Er ging hier iets mis; de beheerder vindt het onder dit nummer in het logboek.",
    "Something went wrong here; the operator finds it in the log under this number.",
)


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

    def audited(route: Route, verzoek: Request) -> Response:
        answer = actions[route.operatie](verzoek)
        if verzoek.method == "HEAD":
            # Nobody is told of anybody.
            return answer
        record_audit(route.operatie, verzoek, answer, processings, clock)
        return answer

    def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
        begin = time.perf_counter()
        try:
            verzoek = read_event(event, context.get_remaining_time_in_millis() / 1000)
            verzoek, answer, fout = _respond(verzoek, audited)
            result = send(answer, verzoek)
        except Exception as unexpected:  # noqa: BLE001 - the last resort, for what no request should cause
            verzoek, fout = unreadable_event(event), unexpected
            answer = problems.problem_response(InternalError(_NOTICE), verzoek.id, verzoek.language)
            result = send(answer, verzoek)
        _log(verzoek, answer, fout, time.perf_counter() - begin)
        return result

    return handler


def _respond(
    verzoek: Request, run: Callable[[Route, Request], Response]
) -> tuple[Request, Response, BaseException | None]:
    """The request with its school once that is known, its answer, and what went wrong if anything did."""
    try:
        route = _route(verzoek)
        if route is None:
            return verzoek, _options(verzoek), None
        verzoek = _on_behalf_of(verzoek, route)
        answer = run(route, verzoek)
    except FacadeError as fout:
        return verzoek, problems.problem_response(fout, verzoek.id, verzoek.language), fout
    except Exception as fout:  # noqa: BLE001 - the last resort: a caller gets a problem, whatever happened
        return verzoek, problems.problem_response(InternalError(_NOTICE), verzoek.id, verzoek.language), fout
    return verzoek, answer, answer.fout


def _route(verzoek: Request) -> Route | None:
    """The route of a request, that of the GET for its HEAD; None for OPTIONS, which asks which there are."""
    # API Gateway lets a trailing slash through to the path without it; it is another address (ADR).
    allowed = () if verzoek.path.endswith("/") else methods(verzoek.resource)
    if not allowed:
        raise UnknownResource(right_address(verzoek.path))
    if verzoek.method not in allowed:
        raise MethodNotAllowed(verzoek.method, allowed)
    if verzoek.too_large:
        raise InputTooLarge(Bilingual(f"Hooguit {MAX_BODY // 1024} kB.", f"At most {MAX_BODY // 1024} kB."))
    if verzoek.method == "OPTIONS":
        return None
    _negotiate(verzoek.koppen.get("accept"), verzoek.koppen.get("accept-encoding"))
    return find_route(verzoek.resource, "GET" if verzoek.method == "HEAD" else verzoek.method)


def _negotiate(accept: str | None, accept_encoding: str | None) -> None:
    """Raise NotAcceptable where nothing that we have will do."""
    if not accepts_json(accept):
        raise NotAcceptable(Bilingual("Hier is alleen JSON te krijgen.", "Only JSON is available here."))
    encoding = choose_encoding(accept, accept_encoding)
    if not encoding.gzip and not encoding.identity:
        raise NotAcceptable(
            Bilingual(
                "`Accept-Encoding` laat niets over; er is `identity`, en met `Accept` erbij `gzip`.",
                "`Accept-Encoding` leaves nothing; there is `identity`, and with an `Accept` also `gzip`.",
            )
        )


def _options(verzoek: Request) -> Response:
    """Which methods there are; any web page may ask it of what any may read."""
    parsed = find_route(verzoek.resource, "GET")
    is_public = parsed is not None and parsed.scope is None
    koppen = {"Allow": ", ".join(methods(verzoek.resource)), "Cache-Control": "no-store"}
    return Response(204, koppen=koppen | ({"Access-Control-Allow-Origin": "*"} if is_public else {}))


def _on_behalf_of(verzoek: Request, route: Route) -> Request:
    if route.scope is None:
        return verzoek
    school = choose_school(verzoek.toegang, verzoek.koppen.get("namens-school"), route.scope)
    return verzoek._replace(school=school)


def _log(verzoek: Request, answer: Response, fout: BaseException | None, duration: float) -> None:
    """One line per request: what happened and to whom, nothing of what was asked or answered."""
    velden: dict[str, Any] = {
        "verzoekId": verzoek.id,
        "methode": verzoek.method,
        "resource": verzoek.resource,
        "status": answer.status,
        "duurMs": round(duration * 1000, 1),
        "afnemerId": verzoek.afnemer_id,
        "school": verzoek.school,
        "cacheStatus": answer.koppen.get("Cache-Status"),
    }
    if isinstance(fout, FacadeError):
        velden |= {"code": problems.code_of(fout), "intern": fout.internal}
    if fout is not None and answer.status >= _ERROR_FROM:
        velden["spoor"] = trail(fout)
        logger.error("verzoek", extra=velden)
    else:
        logger.info("verzoek", extra=velden)
