"""The one table of routes. The authorizer's policy, the scope check, 405s and OpenAPI are made from it."""

from typing import Final, Literal, NamedTuple

from stagemarkt.domain.access import ANY

Scope = Literal["identificatie", "verificatie", "detailgegevens", "zoeken", "mutaties"]
# What a key with any scope at all for the school may ask.
ANY_SCOPE: Final = ANY
SCOPES: Final[tuple[Scope, ...]] = ("identificatie", "verificatie", "detailgegevens", "zoeken", "mutaties")


class Route(NamedTuple):
    """One operation of the API.

    Attributes:
        operatie: its operationId, by which a function registers what it does.
        method: the HTTP method.
        path: the path below `/v1`, as in `template.yaml`.
        scope: what a key must be granted; `ANY_SCOPE` where any will do, None for an open route.
        functie: the folder in `functions/` that answers it.
    """

    operatie: str
    method: str
    path: str
    scope: Scope | Literal["elke"] | None
    functie: str


ROUTES: Final[tuple[Route, ...]] = (
    Route("zoekLeerbedrijven", "GET", "/leerbedrijven", "identificatie", "identificatie"),
    Route("zoekLeerbedrijvenInLichaam", "POST", "/leerbedrijven/_zoek", "identificatie", "identificatie"),
    Route("geefLeerbedrijf", "GET", "/leerbedrijven/{leerbedrijfId}", "identificatie", "identificatie"),
    Route(
        "geefErkenning",
        "GET",
        "/leerbedrijven/{leerbedrijfId}/erkenningen/{code}",
        "verificatie",
        "verificatie",
    ),
    Route("verifieerReeks", "POST", "/verificaties/_batch", "verificatie", "verificatie"),
    Route(
        "geefErkenningen", "GET", "/leerbedrijven/{leerbedrijfId}/erkenningen", "verificatie", "verificatie"
    ),
    Route(
        "geefDetailgegevens",
        "GET",
        "/leerbedrijven/{leerbedrijfId}/detailgegevens",
        "detailgegevens",
        "detailgegevens",
    ),
    Route("zoekLeerplaatsen", "GET", "/leerplaatsen", "zoeken", "zoeken"),
    Route("geefLeerplaats", "GET", "/leerplaatsen/{leerplaatsId}", "zoeken", "zoeken"),
    Route("zoekErkenningen", "GET", "/erkenningen", "zoeken", "zoeken"),
    Route("geefAbonnementen", "GET", "/abonnementen", "mutaties", "abonnementen"),
    Route("maakAbonnement", "POST", "/abonnementen", "mutaties", "abonnementen"),
    Route("geefAbonnement", "GET", "/abonnementen/{abonnementId}", "mutaties", "abonnementen"),
    Route("wijzigAbonnement", "PATCH", "/abonnementen/{abonnementId}", "mutaties", "abonnementen"),
    Route("beeindigAbonnement", "DELETE", "/abonnementen/{abonnementId}", "mutaties", "abonnementen"),
    Route("stuurTestbericht", "POST", "/abonnementen/{abonnementId}/testberichten", "mutaties", "aflevering"),
    Route("leverOpnieuw", "POST", "/abonnementen/{abonnementId}/herafleveringen", "mutaties", "abonnementen"),
    Route(
        "wisselSleutel", "POST", "/abonnementen/{abonnementId}/sleutelrotaties", "mutaties", "abonnementen"
    ),
    Route("geefAfleveringen", "GET", "/abonnementen/{abonnementId}/afleveringen", "mutaties", "abonnementen"),
    Route("geefMutaties", "GET", "/mutaties", "mutaties", "mutaties"),
    Route("geefMutatie", "GET", "/mutaties/{mutatieId}", "mutaties", "mutaties"),
    Route("geefStatus", "GET", "/status", None, "status"),
    Route("geefSchoolstatus", "GET", "/status/school", ANY_SCOPE, "status"),
    Route("geefOpenapi", "GET", "/openapi.json", None, "documentatie"),
    Route("geefAsyncapi", "GET", "/asyncapi", None, "documentatie"),
)

# What a person reads in a browser: no operation of the API, so no client is made for it.
PAGES: Final[tuple[Route, ...]] = (
    Route("geefDocumentatie", "GET", "/docs", None, "documentatie"),
    Route("geefPagina", "GET", "/docs/{pagina}", None, "documentatie"),
    Route("geefProbleempagina", "GET", "/problemen/{probleem}", None, "documentatie"),
)

_BY_PATH: Final = {(route.path, route.method): route for route in (*ROUTES, *PAGES)}


def find_route(resource: str, method: str) -> Route | None:
    """The route of API Gateway's `resource` and method."""
    return _BY_PATH.get((resource, method))


def methods_of(route: Route) -> tuple[str, ...]:
    """By which methods a route is reached: `HEAD` is where `GET` is, and has no route of its own."""
    return ("GET", "HEAD") if route.method == "GET" else (route.method,)


def methods(resource: str) -> tuple[str, ...]:
    """The methods of this resource, in the table's order, and `OPTIONS`; empty for an unknown one."""
    own = tuple(m for route in (*ROUTES, *PAGES) if route.path == resource for m in methods_of(route))
    return (*own, "OPTIONS") if own else ()
