"""A schema of the OpenAPI document, closed: what leaves and is not in it, is found."""

from typing import Any


def closed(schema: Any) -> Any:
    """The same where nothing may be added: each field that leaves today is in the document."""
    if isinstance(schema, list):
        return [closed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    shut = (
        {"additionalProperties": False}
        if "properties" in schema and "object" in schema.get("type", "")
        else {}
    )
    return {name: part if name == "examples" else closed(part) for name, part in {**schema, **shut}.items()}
