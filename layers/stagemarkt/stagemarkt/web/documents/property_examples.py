"""A value for each field of an answer, as the stack once gave it: tools make an example of these."""

from collections.abc import Iterable, Mapping
from typing import Any

_REF = "#/components/schemas/"


def add_property_examples(schemas: dict[str, Any], answers: Iterable[tuple[str, Any]]) -> None:
    """Give fields without an example the first value that was seen, there or by the same name elsewhere.

    Args:
        schemas: by name; those of answers.
        answers: (a schema's name, content of that schema).
    """
    for name, content in answers:
        _walk({"$ref": f"{_REF}{name}"}, content, schemas)
    fields = [pair for schema in schemas.values() for pair in schema["properties"].items()]
    elsewhere = {name: field["examples"][0] for name, field in reversed(fields) if "examples" in field}
    for name, field in fields:
        if name in elsewhere:
            _note(field, elsewhere[name])


def _walk(schema: Mapping[str, Any], content: Any, schemas: Mapping[str, Any]) -> None:  # noqa: ANN401 - any JSON
    while "$ref" in schema:
        schema = schemas[schema["$ref"].removeprefix(_REF)]
    if isinstance(content, list):
        for one in content:
            _walk(schema["items"], one, schemas)
    elif isinstance(content, dict):
        properties = schema.get("properties", {})
        for name, value in content.items():
            if name in properties:
                _note(properties[name], value)
                _walk(properties[name], value, schemas)


def _note(field: dict[str, Any], value: Any) -> None:  # noqa: ANN401 - any JSON
    if "type" in field and not isinstance(value, dict | list):
        field.setdefault("examples", [value])
