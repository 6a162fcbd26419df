"""The AsyncAPI document against the schema of AsyncAPI itself."""

import json
from collections.abc import Callable
from pathlib import Path

import jsonschema

PROJECT = Path(__file__).resolve().parents[2]
SCHEMA = PROJECT / "tests/adr/node_modules/@asyncapi/specs/schemas/3.0.0-without-$id.json"


def test_the_document_is_asyncapi(is_missing: Callable[[str], None]) -> None:
    """The official schema of AsyncAPI 3.0.0 finds nothing wrong, and it does find what is."""
    if not SCHEMA.exists():
        is_missing("the schema of AsyncAPI (npm ci --prefix tests/adr)")
    vetter = jsonschema.Draft7Validator(json.loads(SCHEMA.read_text()))
    document = json.loads((PROJECT / "functions" / "documentatie" / "asyncapi.json").read_text())
    assert [f"{error.json_path}: {error.message}" for error in vetter.iter_errors(document)] == []
    assert not vetter.is_valid({**document, "channels": {"x": {"adres": None}}})
