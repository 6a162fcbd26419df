"""Writes the OpenAPI 3.1 document from the tables that the code itself runs on. `make openapi` runs it.

Routes and scopes come from `routes`, parameters from `fields`, problems from `problems`, shapes from
the pydantic models, examples from what the stack answered. The texts are Dutch, as the API is.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from stagemarkt.version import VERSION
from stagemarkt.web import problems
from stagemarkt.web.documents import examples, response_headers, shapes
from stagemarkt.web.documents.descriptions import DESCRIPTIONS, Description
from stagemarkt.web.documents.parameters import parameters
from stagemarkt.web.documents.problem_codes import problem_codes
from stagemarkt.web.documents.property_examples import add_property_examples
from stagemarkt.web.documents.schemas import REF, answer_schemas, name_of, request_schemas
from stagemarkt.web.documents.served import DOMAIN, SERVER
from stagemarkt.web.routes import ANY_SCOPE, ROUTES, SCOPES, Route

if TYPE_CHECKING:
    from pydantic import BaseModel

_TAGS: Final = {
    "identificatie": "Vaststellen van een leerbedrijf.",
    "verificatie": "Natrekken van een erkenning.",
    "detailgegevens": "Opvragen van detailgegevens.",
    "zoeken": "Zoeken naar leerplaatsen en erkende leerbedrijven.",
    "mutaties": "Volgen van wat er verandert, en laten weten waar dat heen moet.",
    "algemeen": "Over deze API zelf.",
}
_ABOUT: Final = Path(__file__).with_name("inleiding.md")


def build_openapi() -> dict[str, Any]:
    """The whole document."""
    paths: dict[str, Any] = {}
    for route in ROUTES:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route)
    described = DESCRIPTIONS.values()
    models: list[type[BaseModel]] = [shapes.Probleem]
    models += [b.model for b in described if b.model is not None]
    answers = answer_schemas(models, [b.model for b in described if b.model is not None and b.part])
    add_property_examples(answers, _seen())
    requests = request_schemas(
        {operation: (b.body, b.conditions) for operation, b in DESCRIPTIONS.items() if b.body}
    )
    return {
        "openapi": "3.1.0",
        "info": _info(),
        # As it leaves, the document has the address that it was asked at: `served` fills it in.
        "servers": [
            {
                "url": SERVER,
                "description": "Deze facade",
                "variables": {
                    "domein": {
                        "default": DOMAIN,
                        "description": "Waar uw beheerder deze facade heeft. Wie dit document bij de "
                        "facade zelf haalt, vindt hier haar adres.",
                    }
                },
            }
        ],
        "tags": [{"name": name, "description": text} for name, text in _TAGS.items()],
        "paths": paths,
        "components": {
            "schemas": dict(sorted({**answers, **requests}.items())),
            "securitySchemes": {
                "sleutel": {
                    "type": "http",
                    "scheme": "bearer",
                    "bearerFormat": "smk_…",
                    "description": "De sleutel van uw afnemer. Welke scope een aanroep vraagt, staat bij zijn"
                    f" `security`; per school kunnen dat zijn: {', '.join(SCOPES)}.",
                }
            },
            "headers": response_headers.header_components(),
            "examples": examples.components(),
        },
    }


def _seen() -> Iterator[tuple[str, Any]]:
    """What was answered, each with the name of its schema."""
    for one in examples.answered():
        model = DESCRIPTIONS[one["operatie"]].model
        if examples.is_problem(one):
            yield name_of(shapes.Probleem), one["antwoord"]
        elif model is not None:
            yield name_of(model), one["antwoord"]


def _info() -> dict[str, Any]:
    return {
        "title": "Stagemarkt Facade",
        "version": VERSION,
        "summary": "Leerbedrijven en erkenningen van SBB, als JSON.",
        "description": _ABOUT.read_text(encoding="utf-8").strip(),
        "contact": {
            "name": "De beheerder van deze facade",
            "email": "beheer@stagemarkt-facade.example",
            "url": "https://stagemarkt-facade.example",
        },
        "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
    }


def _operation(route: Route) -> dict[str, Any]:
    description = DESCRIPTIONS[route.operatie]
    good = response_headers.of_answer(route, description)
    operation: dict[str, Any] = {
        "operationId": route.operatie,
        "tags": ["algemeen" if route.scope in {None, ANY_SCOPE} else route.scope],
        "summary": description.titel,
        "description": description.tekst,
        # A scope is a role of the key (OpenAPI 3.1, Security Requirement Object); none named: any will do.
        "security": [{"sleutel": [route.scope] if route.scope in SCOPES else []}] if route.scope else [],
        "parameters": parameters(route, tagged="ETag" in good),
    }
    if route.scope:
        operation["x-scope"] = route.scope
    if description.body:
        operation["requestBody"] = _body(route, description)
    return operation | {"responses": _responses(route, description, good)}


def _body(route: Route, description: Description) -> dict[str, Any]:
    content = {"schema": {"$ref": REF.format(model=description.body)}, **examples.of_body(route.operatie)}
    return {"required": True, "content": {"application/json": content}}


def _responses(route: Route, description: Description, headers: dict[str, Any]) -> dict[str, Any]:
    good: dict[str, Any] = {"description": "In orde.", "headers": headers}
    if description.status != "204":
        schema: dict[str, Any] = {"type": "object", "additionalProperties": True}
        if description.model is not None:
            schema = {"$ref": REF.format(model=name_of(description.model))}
        good["content"] = {"application/json": {"schema": schema, **examples.of_answer(route.operatie)}}
    answers: dict[str, Any] = {description.status: good}
    if "ETag" in headers and route.method == "GET":
        answers["304"] = {"description": "U heeft dit al (`If-None-Match`).", "headers": headers}
    return answers | {
        str(status): _problem_response(route, status, codes) for status, codes in problem_codes(route).items()
    }


def _problem_response(route: Route, status: int, codes: tuple[str, ...]) -> dict[str, Any]:
    return {
        "description": "; ".join(f"`{code}`: {problems.PROBLEMS[code].titel.nl}" for code in codes),
        "headers": response_headers.of_problem(route, status),
        "content": {
            problems.MEDIATYPE: {
                "schema": {"$ref": REF.format(model="Probleem")},
                "examples": examples.of_problems(codes),
            }
        },
    }


if __name__ == "__main__":
    # By one space: two cost a reader 4 kB, compressed.
    json.dump(build_openapi(), sys.stdout, ensure_ascii=False, indent=1, sort_keys=False)
    sys.stdout.write("\n")
