"""Writes the OpenAPI 3.1 document from the tables that the code itself runs on. `make openapi` runs it.

Routes and scopes come from `routes`, parameters from `fields`, problems from `problems`, shapes from
the pydantic models. The texts are Dutch, as the API is.
"""

import json
import re
import sys
from collections.abc import Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final, Literal

from pydantic.json_schema import models_json_schema

from stagemarkt import __version__
from stagemarkt.domain.access import SCHOOL_HEADER
from stagemarkt.model.codes import BRIN
from stagemarkt.web import problems
from stagemarkt.web.documents import shapes
from stagemarkt.web.documents.descriptions import DESCRIPTIONS, Description
from stagemarkt.web.input.cache_control import PATROON
from stagemarkt.web.input.fields import FIELDS_OF, PATH_FIELDS, Field
from stagemarkt.web.routes import ANY_SCOPE, ROUTES, SCOPES, Route

if TYPE_CHECKING:
    from pydantic import BaseModel

_REF: Final = "#/components/schemas/{model}"
# Where the domain has a noun of that name as well, the shape of what leaves is called so.
_SHAPE: Final = "Out"

_WITH_SLEUTEL: Final = (
    "school-vereist",
    "niet-geauthenticeerd",
    "geen-toegang",
    "school-niet-toegestaan",
    "limiet-overschreden",
    "quotum-overschreden",
)


# What is `no-store` has no tag: nobody should keep it to compare.
_WITH_ETAG: Final = frozenset({"identificatie"})
# What is kept, or could be: the caller may say how fresh.
_WITH_CACHE_CONTROL: Final = frozenset({"identificatie", "verificatie", "detailgegevens", "zoeken"})
_KEPT: Final = frozenset({"identificatie", "detailgegevens"})
_PAGED: Final = frozenset({"zoekLeerplaatsen", "zoekErkenningen"})


def build_openapi() -> dict[str, Any]:
    """The whole document."""
    paths: dict[str, Any] = {}
    for route in ROUTES:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route)
    modellen: list[type[BaseModel]] = [shapes.Probleem]
    modellen += [b.model for b in DESCRIPTIONS.values() if b.model is not None]
    pairs: list[tuple[type[BaseModel], Literal["serialization"]]] = [(m, "serialization") for m in modellen]
    _, schemas = models_json_schema(pairs, ref_template=_REF)
    schemas = _named_as_what_they_show(schemas)
    parts = [_name_of(b.model) for b in DESCRIPTIONS.values() if b.model is not None and b.part]
    schemas["$defs"] |= {
        f"{name}Deel": _part_of({"$ref": _REF.format(model=name)}, schemas["$defs"]) for name in parts
    }
    return {
        "openapi": "3.1.0",
        "info": _info(),
        # Relative to where this document is served, whatever the host.
        "servers": [{"url": "../v1", "description": "Deze facade"}],
        "tags": [
            {"name": name, "description": text}
            for name, text in {
                "identificatie": "Vaststellen van een leerbedrijf.",
                "verificatie": "Natrekken van een erkenning.",
                "detailgegevens": "Opvragen van detailgegevens.",
                "zoeken": "Zoeken naar leerplaatsen en erkende leerbedrijven.",
                "mutaties": "Volgen van wat er verandert, en laten weten waar dat heen moet.",
                "algemeen": "Over deze API zelf.",
            }.items()
        ],
        "paths": paths,
        "components": {
            "schemas": dict(sorted(schemas["$defs"].items())),
            "securitySchemes": {
                "sleutel": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "De sleutel van uw afnemer. Welke scope een aanroep vraagt, staat bij zijn"
                    f" `security`; per school kunnen dat zijn: {', '.join(SCOPES)}.",
                }
            },
            "headers": _headers(),
        },
    }


def _part_of(schema: Any, schemas: Mapping[str, Any]) -> Any:  # noqa: ANN401 - any part of a JSON Schema
    """The same with nothing required, all the way down: what is left when only some fields are asked for."""
    if isinstance(schema, list):
        return [_part_of(one, schemas) for one in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        schema = {**schemas[schema["$ref"].rpartition("/")[2]], **schema}
    without = {sleutel: value for sleutel, value in schema.items() if sleutel not in {"$ref", "required"}}
    return {sleutel: _part_of(value, schemas) for sleutel, value in without.items()}


def _info() -> dict[str, Any]:
    return {
        "title": "Stagemarkt Facade",
        "version": __version__,
        "summary": "Leerbedrijven en erkenningen van SBB, als JSON.",
        "description": "Een eenvoudige API voor SBB's White Label Stagemarkt, voor scholen en leveranciers. "
        "Elke `GET` kan ook als `HEAD`; `OPTIONS` zegt in `Allow` wat een adres kent.",
        "contact": {
            "name": "De beheerder van deze facade",
            "email": "beheer@stagemarkt-facade.example",
            "url": "https://stagemarkt-facade.example",
        },
        "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
    }


def _operation(route: Route) -> dict[str, Any]:
    description = DESCRIPTIONS[route.operatie]
    operation: dict[str, Any] = {
        "operationId": route.operatie,
        "tags": ["algemeen" if route.scope in {None, ANY_SCOPE} else route.scope],
        "summary": description.titel,
        "description": description.tekst,
        "parameters": _parameters(route),
        "responses": _responses(route, description),
        # A scope is a role of the key (OpenAPI 3.1, Security Requirement Object); none named: any will do.
        "security": [{"sleutel": [route.scope] if route.scope in SCOPES else []}] if route.scope else [],
    }
    if route.scope:
        operation["x-scope"] = route.scope
    if route.method in {"POST", "PATCH"} and route.operatie in FIELDS_OF:
        operation["requestBody"] = _body(FIELDS_OF[route.operatie], description)
    return operation


def _parameters(route: Route) -> list[dict[str, Any]]:
    path = [_parameter("path", field) for name, field in PATH_FIELDS.items() if f"{{{name}}}" in route.path]
    fields = FIELDS_OF.get(route.operatie, ()) if route.method == "GET" else ()
    headers = [_school_header()] if route.scope else []
    headers += [_cache_control_header()] if route.scope in _WITH_CACHE_CONTROL else []
    headers += [_version_header()] if DESCRIPTIONS[route.operatie].if_match else []
    return [*path, *(_parameter("query", field) for field in fields), *headers, _language_header()]


def _parameter(plaats: str, field: Field) -> dict[str, Any]:
    return {
        "name": field.naam,
        "in": plaats,
        "required": plaats == "path",
        "description": field.omschrijving,
        "schema": dict(field.schema),
    }


def _school_header() -> dict[str, Any]:
    text = "De BRIN van de school namens wie u vraagt; nodig als uw sleutel voor meer scholen geldt."
    schema = {"type": "string", "pattern": BRIN, "examples": ["99XX"]}
    return {"name": SCHOOL_HEADER, "in": "header", "required": False, "description": text, "schema": schema}


def _language_header() -> dict[str, Any]:
    text = "`en` geeft teksten in het Engels."
    schema = {"type": "string", "examples": ["nl", "en"]}
    return {
        "name": "Accept-Language",
        "in": "header",
        "required": False,
        "description": text,
        "schema": schema,
    }


def _cache_control_header() -> dict[str, Any]:
    text = (
        "Hoe vers het antwoord moet zijn (RFC 9111): `no-cache` vraagt het SBB zelf, "
        "`max-age=N` mag N seconden oud zijn, `max-stale[=N]` mag zo lang over tijd zijn, "
        "`min-fresh=N` moet nog zo lang vers zijn, `only-if-cached` vraagt SBB niet, "
        "`no-store` laat niets bewaren."
    )
    schema = {
        "type": "string",
        "pattern": PATROON,
        "examples": ["no-cache", "max-age=600", "max-stale=86400", "only-if-cached"],
    }
    return {
        "name": "Cache-Control",
        "in": "header",
        "required": False,
        "description": text,
        "schema": schema,
    }


def _version_header() -> dict[str, Any]:
    text = "De ETag van het abonnement zoals u het kent: wie intussen wijzigde, wordt niet overschreven."
    schema = {"type": "string", "examples": ['"3"']}
    return {"name": "If-Match", "in": "header", "required": True, "description": text, "schema": schema}


def _body(fields: tuple[Field, ...], description: Description) -> dict[str, Any]:
    properties = {field.naam: {**field.schema, "description": field.omschrijving} for field in fields}
    schema: dict[str, Any] = {
        "type": "object",
        "additionalProperties": False,
        "properties": properties,
        **({"required": list(description.required)} if description.required else {}),
        **description.conditions,
    }
    return {"required": True, "content": {"application/json": {"schema": schema}}}


def _responses(route: Route, description: Description) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "object"}
    if description.model is not None:
        name = _name_of(description.model)
        schema = {"$ref": _REF.format(model=name)}
        if description.part:
            schema = {"anyOf": [schema, {"$ref": _REF.format(model=f"{name}Deel")}]}
    headers = _headers_of(route, description)
    good = {
        "description": "In orde.",
        "headers": {header: {"$ref": f"#/components/headers/{header}"} for header in headers},
        **({} if description.status == "204" else {"content": {"application/json": {"schema": schema}}}),
    }
    answers: dict[str, Any] = {description.status: good}
    if "ETag" in headers and route.method == "GET":
        known = {
            header: {"$ref": f"#/components/headers/{header}"}
            for header in ("API-Version", "X-Request-Id", "Cache-Control", "ETag")
        }
        answers["304"] = {"description": "U heeft dit al (`If-None-Match`).", "headers": known}
    cache_control = ("niet-in-cache",) if route.scope in _WITH_CACHE_CONTROL else ()
    codes = [
        *description.problems,
        *cache_control,
        *(_WITH_SLEUTEL if route.scope else ()),
        "niet-acceptabel",
    ]
    codes.append("methode-niet-toegestaan")
    return answers | _problem_responses(codes)


def _headers_of(route: Route, description: Description) -> list[str]:
    """The headers of an answer that succeeded, but for those of security, which every answer has."""
    headers = ["API-Version", "X-Request-Id", "Cache-Control"]
    if route.scope is None:
        headers.append("Access-Control-Allow-Origin")
    else:
        headers.append("RateLimit-Policy")
    if route.scope not in {None, "mutaties", ANY_SCOPE}:
        headers.append("Cache-Status")
    if route.scope in _WITH_ETAG:
        headers.append("ETag")
    if route.scope in _KEPT:
        headers.append("Age")
    if route.operatie in _PAGED:
        headers.append("Link")
    if route.functie == "status":
        headers.append("Content-Language")
    return [*headers, *description.koppen]


def _problem_responses(codes: list[str]) -> dict[str, Any]:
    by_status: dict[int, list[str]] = {}
    for code in codes:
        by_status.setdefault(problems.PROBLEMS[code].status, []).append(code)
    return {
        str(status): {
            "description": ", ".join(f"`{code}`" for code in group),
            "headers": {
                header: {"$ref": f"#/components/headers/{header}"} for header in _problem_headers(status)
            },
            "content": {problems.MEDIATYPE: {"schema": {"$ref": _REF.format(model="Probleem")}}},
        }
        for status, group in sorted(by_status.items())
    }


def _problem_headers(status: int) -> list[str]:
    again = ["Retry-After"] if status in {429, 500, 503, 504} else []
    own = {HTTPStatus.METHOD_NOT_ALLOWED: ["Allow"], HTTPStatus.UNAUTHORIZED: ["WWW-Authenticate"]}
    fixed = ["API-Version", "X-Request-Id", "Cache-Control", "Content-Language"]
    return [*fixed, *again, *own.get(HTTPStatus(status), [])]


def _headers() -> dict[str, Any]:
    texts = {
        "API-Version": ("De volledige versie van de API.", {"type": "string", "examples": [__version__]}),
        "X-Request-Id": (
            "Het nummer van dit verzoek, ook in het logboek.",
            {"type": "string", "format": "uuid"},
        ),
        "Content-Language": (
            "De taal van de teksten; beide waar de poort zelf weigert.",
            {"type": "string", "enum": ["nl", "en", "nl, en"]},
        ),
        "Cache-Control": (
            "Hoe lang u dit mag bewaren; `max-age` min `Age` is wat daarvan over is.",
            {"type": "string", "examples": ["private, max-age=86400", "no-store"]},
        ),
        "Age": ("Zoveel seconden geleden is dit aan SBB gevraagd.", {"type": "integer"}),
        "ETag": ("Kenmerk van de inhoud, voor `If-None-Match`.", {"type": "string"}),
        "Location": ("Waar wat gemaakt is, te vinden is.", {"type": "string"}),
        "Link": ("De eerste en de volgende pagina (RFC 8288).", {"type": "string"}),
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
            "De limiet van uw afnemer, waar die geldt (draft-ietf-httpapi-ratelimit-headers).",
            {"type": "string", "examples": ['"tempo";q=20;w=1, "dagquotum";q=100000;w=86400']},
        ),
        "WWW-Authenticate": ("Hoe u zich hier bekend maakt.", {"type": "string", "const": "Bearer"}),
        "Access-Control-Allow-Origin": ("Elke site mag dit lezen.", {"type": "string", "const": "*"}),
        "Allow": ("De methoden die dit adres wel heeft.", {"type": "string"}),
        "Retry-After": ("Na hoeveel seconden opnieuw proberen zin heeft.", {"type": "integer"}),
    }
    return {name: {"description": text, "schema": schema} for name, (text, schema) in texts.items()}


def _name_of(model: "type[BaseModel]") -> str:
    return model.__name__.removesuffix(_SHAPE)


def _named_as_what_they_show(schemas: dict[str, Any]) -> dict[str, Any]:
    named: dict[str, Any] = json.loads(
        re.sub(rf'"((?:#/components/schemas/)?[A-Z]\w+){_SHAPE}"', r'"\1"', json.dumps(schemas))
    )
    return named


if __name__ == "__main__":
    json.dump(build_openapi(), sys.stdout, ensure_ascii=False, indent=2, sort_keys=False)
    sys.stdout.write("\n")
