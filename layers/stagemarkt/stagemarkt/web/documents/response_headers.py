"""The headers of answers: what each says, and which stand on which answer."""

from http import HTTPStatus
from typing import Any, Final

from stagemarkt.version import VERSION
from stagemarkt.web.documents.descriptions import Description
from stagemarkt.web.documents.problem_codes import ASKS_SBB
from stagemarkt.web.routes import Route

# What is `no-store` has no tag: nobody should keep it to compare.
_WITH_ETAG: Final = frozenset({"identificatie"})
_KEPT: Final = frozenset({"identificatie", "detailgegevens"})
_PAGED: Final = frozenset({"zoekLeerplaatsen", "zoekErkenningen"})
_REF: Final = "#/components/headers/{name}"
_EVERYWHERE: Final = ("API-Version", "X-Request-Id", "Vary")
# By which header an answer says what else there is to say; each with its text and its schema.
_HEADERS: Final[dict[str, tuple[str, dict[str, Any]]]] = {
    "API-Version": (
        "De volledige versie van de API.",
        {"type": "string", "pattern": r"^[0-9]+\.[0-9]+\.[0-9]+$", "examples": [VERSION]},
    ),
    "X-Request-Id": (
        "Het nummer van dit verzoek, ook in het logboek.",
        {"type": "string", "format": "uuid", "examples": ["7c0a5c9e-3c4b-4f0e-9d53-5b1c2f8e6a10"]},
    ),
    "Vary": (
        "Waar het antwoord van afhangt, voor wie het bewaart.",
        {
            "type": "string",
            "examples": ["Accept, Accept-Encoding, Accept-Language, Authorization, Namens-School"],
        },
    ),
    "Content-Language": (
        "De taal van de teksten; beide waar API Gateway zelf weigert.",
        {"type": "string", "examples": ["nl", "en", "nl, en"]},
    ),
    "Cache-Control": (
        "Hoe lang u dit mag bewaren; `max-age` min `Age` is wat daarvan over is.",
        {"type": "string", "examples": ["private, max-age=86400", "no-store"]},
    ),
    "Age": (
        "Zoveel seconden geleden is dit aan SBB gevraagd. Ontbreekt als niets bewaard wordt.",
        {"type": "integer", "minimum": 0, "examples": [120]},
    ),
    "ETag": (
        "Kenmerk van de inhoud: voor `If-None-Match` bij lezen, voor `If-Match` bij wijzigen.",
        {"type": "string", "examples": ['W/"8c7dd922ad47494fc02c388e12c00eac"', '"3"']},
    ),
    "Location": (
        "Waar wat gemaakt is, te vinden is; gerekend vanaf het adres dat u aanriep.",
        {
            "type": "string",
            "format": "uri-reference",
            "examples": ["abonnementen/0f8fad5b-d9cb-469f-a165-70867728950e"],
        },
    ),
    "Link": (
        "De eerste en de volgende pagina (RFC 8288); gerekend vanaf het adres dat u aanriep.",
        {"type": "string", "examples": ['<?plaats=Amersfoort>; rel="first"']},
    ),
    "Cache-Status": (
        "Of dit uit de cache kwam, of waarom SBB is gevraagd (RFC 9211).",
        {
            "type": "string",
            "examples": [
                "stagemarkt; hit; ttl=3600",
                "stagemarkt; fwd=miss; stored",
                "stagemarkt; fwd=stale; fwd-status=503",
            ],
        },
    ),
    "RateLimit-Policy": (
        "De limiet van uw afnemer (draft-ietf-httpapi-ratelimit-headers); ontbreekt als die er geen heeft.",
        {"type": "string", "examples": ['"tempo";q=20;w=1, "dagquotum";q=100000;w=86400']},
    ),
    "WWW-Authenticate": ("Hoe u zich hier bekend maakt.", {"type": "string", "examples": ["Bearer"]}),
    "Access-Control-Allow-Origin": ("Elke site mag dit lezen.", {"type": "string", "examples": ["*"]}),
    "Allow": ("De methoden die dit adres wel heeft.", {"type": "string", "examples": ["GET, HEAD, OPTIONS"]}),
    "Retry-After": (
        "Na hoeveel seconden opnieuw proberen zin heeft.",
        {"type": "integer", "minimum": 0, "examples": [30]},
    ),
}
# Only as the case may be: the others are on every answer of their kind.
_AS_THE_CASE_MAY_BE: Final = frozenset({"Age", "RateLimit-Policy", "Cache-Status", "Retry-After", "Vary"})


def header_components() -> dict[str, Any]:
    """Each header with its text."""
    return {
        name: {
            "description": text,
            **({} if name in _AS_THE_CASE_MAY_BE else {"required": True}),
            "schema": schema,
        }
        for name, (text, schema) in _HEADERS.items()
    }


def of_answer(route: Route, description: Description) -> dict[str, Any]:
    """Those of an answer that succeeded, but for those of security, which every answer has."""
    names = [*_EVERYWHERE, "Cache-Control"]
    names.append("Access-Control-Allow-Origin" if route.scope is None else "RateLimit-Policy")
    if route.scope in ASKS_SBB:
        names.append("Cache-Status")
    if route.scope in _WITH_ETAG:
        names.append("ETag")
    if route.scope in _KEPT:
        names.append("Age")
    if route.operatie in _PAGED:
        names.append("Link")
    if route.functie == "status":
        names.append("Content-Language")
    if description.model is None and description.status == str(HTTPStatus.NO_CONTENT.value):
        names.remove("Cache-Control")
    return _references([*names, *description.koppen])


def of_unchanged(route: Route, description: Description) -> dict[str, Any]:
    """Those of a 304: what the answer itself would have had."""
    return of_answer(route, description)


def of_problem(route: Route, status: int) -> dict[str, Any]:
    """Those of a problem."""
    names = [*_EVERYWHERE, "Cache-Control", "Content-Language"]
    if route.scope is not None and status != HTTPStatus.UNAUTHORIZED:
        names.append("RateLimit-Policy")
    if route.scope in ASKS_SBB:
        names += ["Cache-Status", "Age"]
    own = {
        HTTPStatus.METHOD_NOT_ALLOWED: ["Allow"],
        HTTPStatus.UNAUTHORIZED: ["WWW-Authenticate"],
        HTTPStatus.TOO_MANY_REQUESTS: ["Retry-After"],
        HTTPStatus.INTERNAL_SERVER_ERROR: ["Retry-After"],
        HTTPStatus.BAD_GATEWAY: ["Retry-After"],
        HTTPStatus.SERVICE_UNAVAILABLE: ["Retry-After"],
        HTTPStatus.GATEWAY_TIMEOUT: ["Retry-After"],
    }
    return _references([*names, *own.get(HTTPStatus(status), [])])


def _references(names: list[str]) -> dict[str, Any]:
    return {name: {"$ref": _REF.format(name=name)} for name in names}
