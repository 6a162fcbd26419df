"""The parameters of an operation: in its path, its query and its headers."""

from typing import Any, Final

from stagemarkt.domain.access import SCHOOL_HEADER
from stagemarkt.model.codes import BRIN
from stagemarkt.web.documents.descriptions import DESCRIPTIONS
from stagemarkt.web.documents.problem_codes import ASKS_SBB
from stagemarkt.web.input.cache_control import PATROON
from stagemarkt.web.input.fields import FIELDS_OF, PATH_FIELDS, Field
from stagemarkt.web.routes import Route

# An entity tag, and a list of them (RFC 9110, 8.8.3 and 13.1).
_TAG: Final = r'(W/)?"[!#-~]*"'
_TAGS: Final = rf"^(\*|{_TAG}([ \t]*,[ \t]*{_TAG})*)$"
_HEADERS: Final[dict[str, tuple[str, dict[str, Any]]]] = {
    SCHOOL_HEADER: (
        "De BRIN van de school namens wie u vraagt; nodig als uw sleutel voor meer scholen geldt.",
        {"type": "string", "pattern": BRIN, "examples": ["99XX"]},
    ),
    "Cache-Control": (
        (
            "Hoe vers het antwoord moet zijn (RFC 9111): `no-cache` vraagt het SBB zelf, "
            "`max-age=N` mag N seconden oud zijn, `max-stale[=N]` mag zo lang over tijd zijn, "
            "`min-fresh=N` moet nog zo lang vers zijn, `only-if-cached` vraagt SBB niet, "
            "`no-store` laat niets bewaren."
        ),
        {
            "type": "string",
            "pattern": PATROON,
            "examples": ["no-cache", "max-age=600", "max-stale=86400"],
        },
    ),
    "If-Match": (
        "De ETag van het abonnement zoals u het kent: wie intussen wijzigde, wordt niet overschreven.",
        {"type": "string", "pattern": _TAGS, "examples": ['"1"']},
    ),
    "If-None-Match": (
        "De ETag van het antwoord dat u al heeft: is het nog hetzelfde, dan komt 304 zonder inhoud.",
        {"type": "string", "pattern": _TAGS, "examples": ['W/"8c7dd922ad47494fc02c388e12c00eac"']},
    ),
    "Accept-Language": (
        "`en` geeft teksten in het Engels; al het andere Nederlands.",
        {"type": "string", "pattern": r"^[ -~]*$", "examples": ["nl", "en"]},
    ),
}


def parameters(route: Route, *, tagged: bool) -> list[dict[str, Any]]:
    """All of them; `tagged` is whether its answer has an ETag to compare with."""
    path = [_parameter("path", field) for name, field in PATH_FIELDS.items() if f"{{{name}}}" in route.path]
    fields = FIELDS_OF.get(route.operatie, ()) if route.method == "GET" else ()
    if_match = DESCRIPTIONS[route.operatie].if_match
    headers = {
        SCHOOL_HEADER: bool(route.scope),
        "Cache-Control": route.scope in ASKS_SBB,
        "If-Match": if_match,
        "If-None-Match": tagged and route.method == "GET",
        "Accept-Language": True,
    }
    return [
        *path,
        *(_parameter("query", field) for field in fields),
        *(_header(name, required=name == "If-Match") for name, there in headers.items() if there),
    ]


def _parameter(place: str, field: Field) -> dict[str, Any]:
    return {
        "name": field.naam,
        "in": place,
        "required": place == "path",
        "description": field.omschrijving,
        "schema": _as_text(field.schema),
    }


def _as_text(schema: Any) -> dict[str, Any]:  # noqa: ANN401 - a JSON Schema
    """What can be a number or a text in a body is a text in an address."""
    if not isinstance(schema["type"], list):
        return dict(schema)
    return {
        "type": "string",
        "pattern": schema["pattern"],
        "examples": [str(example) for example in schema["examples"]],
    }


def _header(name: str, *, required: bool) -> dict[str, Any]:
    text, schema = _HEADERS[name]
    return {"name": name, "in": "header", "required": required, "description": text, "schema": schema}
