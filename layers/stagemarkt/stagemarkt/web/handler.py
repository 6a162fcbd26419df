"""The way in of every function behind the API: reads, checks rights, acts, answers, and logs one line."""

import time
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from stagemarkt.domain.access import kies_school
from stagemarkt.model.errors import (
    Fout,
    InterneFout,
    InvoerTeGroot,
    MethodeNietToegestaan,
    NietAcceptabel,
    ResourceOnbekend,
    Tekst,
)
from stagemarkt.observability import logger, spoor
from stagemarkt.ports.audit import Verwerkingenlog
from stagemarkt.web import problems
from stagemarkt.web.audit import verantwoord
from stagemarkt.web.negotiation import accepteert_json, kies_codering
from stagemarkt.web.request import MAX_LICHAAM, Verzoek, lees_event, onleesbaar_event
from stagemarkt.web.response import Antwoord, verstuur
from stagemarkt.web.route_hints import right_address
from stagemarkt.web.routes import Route, methoden, zoek_route

Actie = Callable[[Verzoek], Antwoord]
_FOUT_VANAF = 500
_MELDING = Tekst(
    "Er ging hier iets mis; de beheerder vindt het onder dit nummer in het logboek.",
    "Something went wrong here; the operator finds it in the log under this number.",
)


class LambdaContext(Protocol):
    """What we use of Lambda's context."""

    def get_remaining_time_in_millis(self) -> int:
        """Milliseconds that the invocation may still take."""
        ...


def ingang(
    acties: Mapping[str, Actie],
    verwerkingen: Callable[[], Verwerkingenlog] | None = None,
    klok: Callable[[], float] = time.time,
) -> Callable[[dict[str, Any], LambdaContext], dict[str, Any]]:
    """A Lambda handler that answers these operations (operationId -> what to do).

    Args:
        acties: operationId -> what to do.
        verwerkingen: gives the log of who is told of people, for functions that tell of them.
        klok: seconds since 1970.
    """

    def verantwoorde(route: Route, verzoek: Verzoek) -> Antwoord:
        antwoord = acties[route.operatie](verzoek)
        if verzoek.methode == "HEAD":
            # Nobody is told of anybody.
            return antwoord
        verantwoord(route.operatie, verzoek, antwoord, verwerkingen, klok)
        return antwoord

    def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
        begin = time.perf_counter()
        try:
            verzoek = lees_event(event, context.get_remaining_time_in_millis() / 1000)
            verzoek, antwoord, fout = _beantwoord(verzoek, verantwoorde)
            resultaat = verstuur(antwoord, verzoek)
        except Exception as onverwacht:  # noqa: BLE001 - the last resort, for what no request should cause
            verzoek, fout = onleesbaar_event(event), onverwacht
            antwoord = problems.als_antwoord(InterneFout(_MELDING), verzoek.id, verzoek.taal)
            resultaat = verstuur(antwoord, verzoek)
        _log(verzoek, antwoord, fout, time.perf_counter() - begin)
        return resultaat

    return handler


def _beantwoord(
    verzoek: Verzoek, doe: Callable[[Route, Verzoek], Antwoord]
) -> tuple[Verzoek, Antwoord, BaseException | None]:
    """The request with its school once that is known, its answer, and what went wrong if anything did."""
    try:
        route = _route(verzoek)
        if route is None:
            return verzoek, _opties(verzoek), None
        verzoek = _namens(verzoek, route)
        antwoord = doe(route, verzoek)
    except Fout as fout:
        return verzoek, problems.als_antwoord(fout, verzoek.id, verzoek.taal), fout
    except Exception as fout:  # noqa: BLE001 - the last resort: a caller gets a problem, whatever happened
        return verzoek, problems.als_antwoord(InterneFout(_MELDING), verzoek.id, verzoek.taal), fout
    return verzoek, antwoord, antwoord.fout


def _route(verzoek: Verzoek) -> Route | None:
    """The route of a request, that of the GET for its HEAD; None for OPTIONS, which asks which there are."""
    # API Gateway lets a trailing slash through to the path without it; it is another address (ADR).
    toegestaan = () if verzoek.pad.endswith("/") else methoden(verzoek.resource)
    if not toegestaan:
        raise ResourceOnbekend(right_address(verzoek.pad))
    if verzoek.methode not in toegestaan:
        raise MethodeNietToegestaan(verzoek.methode, toegestaan)
    if verzoek.te_groot:
        raise InvoerTeGroot(Tekst(f"Hooguit {MAX_LICHAAM // 1024} kB.", f"At most {MAX_LICHAAM // 1024} kB."))
    if verzoek.methode == "OPTIONS":
        return None
    _onderhandel(verzoek.koppen.get("accept"), verzoek.koppen.get("accept-encoding"))
    return zoek_route(verzoek.resource, "GET" if verzoek.methode == "HEAD" else verzoek.methode)


def _onderhandel(accept: str | None, accept_encoding: str | None) -> None:
    """Raise NietAcceptabel where nothing that we have will do."""
    if not accepteert_json(accept):
        raise NietAcceptabel(Tekst("Hier is alleen JSON te krijgen.", "Only JSON is available here."))
    codering = kies_codering(accept, accept_encoding)
    if not codering.gzip and not codering.identity:
        raise NietAcceptabel(
            Tekst(
                "`Accept-Encoding` laat niets over; er is `identity`, en met `Accept` erbij `gzip`.",
                "`Accept-Encoding` leaves nothing; there is `identity`, and with an `Accept` also `gzip`.",
            )
        )


def _opties(verzoek: Verzoek) -> Antwoord:
    """Which methods there are; any web page may ask it of what any may read."""
    gelezen = zoek_route(verzoek.resource, "GET")
    van_ieder = gelezen is not None and gelezen.scope is None
    koppen = {"Allow": ", ".join(methoden(verzoek.resource)), "Cache-Control": "no-store"}
    return Antwoord(204, koppen=koppen | ({"Access-Control-Allow-Origin": "*"} if van_ieder else {}))


def _namens(verzoek: Verzoek, route: Route) -> Verzoek:
    if route.scope is None:
        return verzoek
    school = kies_school(verzoek.toegang, verzoek.koppen.get("namens-school"), route.scope)
    return verzoek._replace(school=school)


def _log(verzoek: Verzoek, antwoord: Antwoord, fout: BaseException | None, duur: float) -> None:
    """One line per request: what happened and to whom, nothing of what was asked or answered."""
    velden: dict[str, Any] = {
        "verzoekId": verzoek.id,
        "methode": verzoek.methode,
        "resource": verzoek.resource,
        "status": antwoord.status,
        "duurMs": round(duur * 1000, 1),
        "afnemerId": verzoek.afnemer_id,
        "school": verzoek.school,
        "cacheStatus": antwoord.koppen.get("Cache-Status"),
    }
    if isinstance(fout, Fout):
        velden |= {"code": problems.code_van(fout), "intern": fout.intern}
    if fout is not None and antwoord.status >= _FOUT_VANAF:
        velden["spoor"] = spoor(fout)
        logger.error("verzoek", extra=velden)
    else:
        logger.info("verzoek", extra=velden)
