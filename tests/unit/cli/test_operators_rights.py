"""docs/iam/beheer.json: whoever operates may do what the command does, and nothing besides.

That nothing is wanting each test of the command looks at (`tests/integration/support/operators_rights.py`).
"""

import json
import re
from typing import Any, Final

import pytest

from tests.unit.requests import ROOT
from tests.unit.template import RESOURCES, as_list

POLICY: Final = json.loads((ROOT / "docs" / "iam" / "beheer.json").read_text())
STATEMENTS: Final[list[dict[str, Any]]] = POLICY["Statement"]
ACTIONS: Final = sorted({action for one in STATEMENTS for action in as_list(one["Action"])})
FOLDERS: Final = ("cli/stagemarkt_cli", "layers/stagemarkt/stagemarkt/adapters")
SOURCE: Final = "\n".join(
    file.read_text() for folder in FOLDERS for file in sorted((ROOT / folder).rglob("*.py"))
)
# What is asked by another word than that of IAM.
ASKED_AS: Final = {
    "dynamodb:ConditionCheckItem": '"ConditionCheck"',
    "lambda:InvokeFunction": ".invoke(",
    "apigateway:GET": "get_usage_plan_keys(",
    "apigateway:POST": "create_usage_plan(",
    "apigateway:PATCH": "update_usage_plan(",
    "apigateway:DELETE": "delete_usage_plan(",
    # By the services that keep it, never by the command.
    "kms:Decrypt": "KmsKeyId",
    "kms:GenerateDataKey": "KmsKeyId",
}


@pytest.mark.parametrize("action", ACTIONS)
def test_nothing_is_spare(action: str) -> None:
    """Each is something that the command asks, or what it works with."""
    name = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", action.partition(":")[2]).lower()
    assert ASKED_AS.get(action, name) in SOURCE


def test_all_of_it_is_of_this_stack() -> None:
    """Each statement allows, by name, on what is of this stack; a key only by way of what it is for."""
    for one in STATEMENTS:
        assert one["Effect"] == "Allow"
        assert not [action for action in as_list(one["Action"]) if "*" in action]
    (anywhere,) = [one for one in STATEMENTS if "*" in as_list(one["Resource"])]
    assert {action.partition(":")[0] for action in as_list(anywhere["Action"])} == {"kms"}
    assert "kms:ViaService" in anywhere["Condition"]["StringLike"]


def test_every_name_is_one_of_the_template() -> None:
    """What is named after the stack's own name is a resource of it."""
    named = {
        name
        for one in STATEMENTS
        for resource in as_list(one["Resource"])
        for name in re.findall(r"[:/]stagemarkt-(\w+)-\*$", resource)
    }
    assert named
    assert named - RESOURCES.keys() == set()
