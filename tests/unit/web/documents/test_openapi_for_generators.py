"""The OpenAPI document is made for generators: what they stumble over is not in it, and their names stay."""

import re
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest
from stagemarkt.web.documents import examples
from stagemarkt.web.documents.openapi import build_openapi
from stagemarkt.web.documents.schemas import EXTENSIBLE
from stagemarkt.web.problems import PROBLEMS
from stagemarkt.web.routes import ROUTES

from tests.unit.closed_schema import closed

DOCUMENT = build_openapi()
SCHEMAS: dict[str, Any] = DOCUMENT["components"]["schemas"]
OPERATIONS: dict[str, Any] = {
    operation["operationId"]: operation for path in DOCUMENT["paths"].values() for operation in path.values()
}
REQUESTS = {
    "Leerbedrijfvraag",
    "NieuwAbonnement",
    "Abonnementwijziging",
    "Herafleveringsvraag",
    "Abonnementkeuze",
    "Reeksvraag",
    "Controlevraag",
}
# Where nothing is known of what was asked there.
PLACE_IN_A_LIST = "/components/schemas/Reekscontrole"
# Generated code is called so: a name may be added, and none goes or changes within /v1.
NAMES_OF_OPERATIONS = [
    "beeindigAbonnement",
    "geefAbonnement",
    "geefAbonnementen",
    "geefAfleveringen",
    "geefAsyncapi",
    "geefDetailgegevens",
    "geefErkenning",
    "geefErkenningen",
    "geefLeerbedrijf",
    "geefLeerplaats",
    "geefMutatie",
    "geefMutaties",
    "geefOpenapi",
    "geefSchoolstatus",
    "geefStatus",
    "leverOpnieuw",
    "maakAbonnement",
    "stuurTestbericht",
    "wijzigAbonnement",
    "wisselSleutel",
    "zoekErkenningen",
    "zoekLeerbedrijven",
    "zoekLeerbedrijvenInLichaam",
    "zoekLeerplaatsen",
]
NAMES_OF_SCHEMAS = [
    "Abonnement",
    "AbonnementKort",
    "AbonnementMetGeheim",
    "Abonnementen",
    "Abonnementfilter",
    "Abonnementkeuze",
    "Abonnementwijziging",
    "Actualiteit",
    "Adres",
    "Aflevering",
    "Afleveringen",
    "Bronmelding",
    "Certificaatstatus",
    "Contactpersoon",
    "DetailgegevensMetActualiteit",
    "Erkenning",
    "ErkenningMetActualiteit",
    "Erkenningen",
    "GevondenErkenningMetActualiteit",
    "GevondenErkenningen",
    "Herafleveringsvraag",
    "Herlevering",
    "Invoerpunt",
    "LeerbedrijfMetActualiteit",
    "Leerbedrijfvraag",
    "Leerbedrijven",
    "LeerplaatsMetActualiteit",
    "Leerplaatsen",
    "Leerwegerkenning",
    "Mutatie",
    "Mutatiegegevens",
    "Mutaties",
    "NagetrokkenMetActualiteit",
    "NieuwAbonnement",
    "Opleiding",
    "Praktijkopleider",
    "Probleem",
    "Schoolstatus",
    "Testuitkomst",
    "Toestand",
    "Vestiging",
]
# What stands in Dutch sentences seldom or never.
ENGLISH = re.compile(r"\b(the|of the|which|with|are|where|when|may|has|have|from)\b", re.IGNORECASE)


def _parts(schema: Any, place: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Each object in it, with where it is; not the examples."""
    if isinstance(schema, dict):
        yield place, schema
        for name, part in schema.items():
            if name not in {"examples", "example", "value", EXTENSIBLE}:
                yield from _parts(part, f"{place}/{name}")
    elif isinstance(schema, list):
        for number, part in enumerate(schema):
            yield from _parts(part, f"{place}/{number}")


PARTS = list(_parts(DOCUMENT))


def test_absent_is_absent() -> None:
    """Nothing is null but a place in a list, and nothing is null by default."""
    found = {
        place for place, part in PARTS if "null" in str(part.get("type")) or part.get("default", 1) is None
    }
    assert found == {PLACE_IN_A_LIST}


def test_nothing_that_generators_make_classes_of() -> None:
    """No choice between schemas: each generator makes something else of it."""
    assert {place for place, part in PARTS if {"anyOf", "oneOf", "allOf"} & part.keys()} == set()


def test_requests_are_strict_and_answers_open() -> None:
    """Every object in a request is closed, and no object in an answer; no word in an answer is the last."""
    for name, schema in SCHEMAS.items():
        for place, part in _parts(schema, name):
            if "properties" in part and "object" in part.get("type", ""):
                assert part.get("additionalProperties", True) is (name not in REQUESTS), place
            if name not in REQUESTS:
                assert not {"enum", "const"} & part.keys(), place


def test_no_schema_without_a_name() -> None:
    """What comes in and what leaves is called in words of the field; a document alone is any object."""
    bodies = [
        o["requestBody"]["content"]["application/json"]["schema"]
        for o in OPERATIONS.values()
        if "requestBody" in o
    ]
    assert {body["$ref"].rpartition("/")[2] for body in bodies} == REQUESTS - {
        "Abonnementkeuze",
        "Controlevraag",
    }
    assert not any("properties" in part for place, part in PARTS if place.startswith("/paths"))
    inner = [part for schema in SCHEMAS.values() for place, part in _parts(schema["properties"]) if place]
    assert not any("properties" in part for part in inner if "object" in part.get("type", ""))


def test_names_stay() -> None:
    """What generated code is called by is not taken away."""
    assert set(NAMES_OF_OPERATIONS) <= OPERATIONS.keys()
    assert set(NAMES_OF_SCHEMAS) <= SCHEMAS.keys()


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_parameter_has_a_form_and_an_example(name: str) -> None:
    """A text has a pattern or its words, a number its bounds; each has a text and an example that fits."""
    for parameter in OPERATIONS[name]["parameters"]:
        schema = parameter["schema"]
        assert parameter["description"], parameter["name"]
        assert schema["type"] != "string" or {"pattern", "enum"} & schema.keys(), parameter["name"]
        assert schema["type"] != "integer" or {"minimum", "maximum"} <= schema.keys(), parameter["name"]
        for example in schema["examples"]:
            jsonschema.Draft202012Validator(schema).validate(example)


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_answer_has_its_headers_and_every_problem_its_example(name: str) -> None:
    """Each answer says its version; a problem has its codes with an example of each."""
    for status, answer in OPERATIONS[name]["responses"].items():
        assert {"API-Version", "X-Request-Id"} <= answer["headers"].keys(), status
        if int(status) >= 400:
            told = answer["content"]["application/problem+json"]["examples"]
            assert [PROBLEMS[code].status for code in told] == [int(status)] * len(told)
            assert all(f"`{code}`" in answer["description"] for code in told)


def test_every_field_and_every_text_is_in_dutch() -> None:
    """Each schema and field has a text, and no text is English."""
    assert all(schema["description"] for schema in SCHEMAS.values())
    without = [
        f"{name}.{field}"
        for name, schema in SCHEMAS.items()
        for field, part in schema["properties"].items()
        if not part.get("description") and "$ref" not in part
    ]
    assert without == []
    texts = [
        part[key] for _, part in PARTS for key in ("description", "summary") if isinstance(part.get(key), str)
    ]
    assert [text for text in texts if ENGLISH.search(text)] == []


@pytest.mark.parametrize("one", examples.recorded(), ids=lambda one: f"{one['operatie']}-{one['naam']}")
def test_every_example_is_as_the_document_says(one: dict[str, Any]) -> None:
    """Each answer on record fits its schema, and has no field that the schema does not name."""
    answer = OPERATIONS[one["operatie"]]["responses"].get(str(one["status"]))
    assert answer is not None, "its status is described"
    [content] = answer["content"].values()
    schema = closed(content["schema"]) | {"components": closed(DOCUMENT["components"])}
    jsonschema.Draft202012Validator(schema).validate(one["antwoord"])


def test_every_route_is_in_it() -> None:
    """Nothing is left out."""
    assert {route.operatie for route in ROUTES} == OPERATIONS.keys()
