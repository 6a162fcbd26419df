"""AWS's own schemas of the types of resources, which CloudFormation publishes and cfn-lint carries along."""

import json
from functools import cache
from typing import Any, Final

import pytest

from tests.unit.requests import ROOT

_PLACE: Final = "lib/python3*/site-packages/cfnlint/data/schemas/resources"


@cache
def _schemas() -> dict[str, dict[str, Any]]:
    folder = next((ROOT / ".local" / "venv-sam").glob(_PLACE), None)
    if folder is None:
        pytest.skip("SAM and cfn-lint are not installed here: `make check` does that")
    found = (json.loads(file.read_bytes()) for file in folder.glob("*.json"))
    return {schema["typeName"]: schema for schema in found}


def schema_of(kind: str) -> dict[str, Any]:
    """The schema of this type, such as `AWS::Lambda::Version`; skips the test where there is no cfn-lint."""
    return _schemas()[kind]
