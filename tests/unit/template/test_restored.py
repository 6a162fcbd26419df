"""`template.yaml`: the tables that stay can be brought back to a moment, and whatever uses them follows."""

import json
import re
from collections.abc import Iterator
from typing import Any, Final

import pytest

from tests.unit.template import FUNCTIONS, RESOURCES, TEMPLATE, as_list, of_type, statements_of

STAY: Final = sorted(
    name
    for name, resource in RESOURCES.items()
    if resource["Type"] == "AWS::DynamoDB::Table" and "DeletionPolicy" in resource
)


def _uses(value: Any, name: str) -> Iterator[Any]:
    """Every intrinsic in this part of the template that names this resource."""
    if isinstance(value, dict):
        if value.get("Ref") == name or name in json.dumps(value.get("Fn::GetAtt", "")):
            yield value
        elif re.search(rf"\$\{{{name}[.}}]", str(value.get("Fn::Sub", ""))):
            yield value["Fn::Sub"]
        else:
            for part in value.values():
                yield from _uses(part, name)
    elif isinstance(value, list):
        for part in value:
            yield from _uses(part, name)


@pytest.mark.parametrize("table", STAY)
def test_a_table_that_stays_can_be_restored(table: str) -> None:
    """It can be brought back to a moment, and of production it cannot be deleted by a slip."""
    properties = of_type("AWS::DynamoDB::Table")[table]
    assert properties["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert properties["DeletionProtectionEnabled"] == {"Fn::If": ["InProductie", True, False]}
    assert TEMPLATE["Conditions"]["InProductie"] == {"Fn::Equals": [{"Ref": "Stage"}, "productie"]}


def test_what_nothing_brings_back_has_no_backup() -> None:
    """It is paid for, and keeps what nobody restores: the other tables say that they have none."""
    others = of_type("AWS::DynamoDB::Table").keys() - set(STAY)
    assert others == {"Antwoorden", "Waarnemingen"}
    for name in others:
        recovery = RESOURCES[name]["Properties"].get("PointInTimeRecoverySpecification", {})
        assert not recovery.get("PointInTimeRecoveryEnabled", False)
        assert RESOURCES[name]["Metadata"]["Backup"] == "deliberately none"


@pytest.mark.parametrize("table", STAY)
def test_whatever_uses_a_table_uses_what_it_was_restored_to(table: str) -> None:
    """Names in variables, outputs and alarms follow the parameter; no use is passed over."""
    used = [use for part in ("Resources", "Outputs") for use in _uses(TEMPLATE[part], table)]
    arns = [use for use in used if "Arn" in json.dumps(use)]
    assert {json.dumps(use) for use in used if use not in arns} == {
        json.dumps(f"${{{table}}}${{{table}Hersteld}}")
    }


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_right_goes_for_both(function: str) -> None:
    """A right on a table is one on what it is restored to, before it is: nothing waits for IAM."""
    for line in statements_of(function):
        resources = [json.dumps(resource) for resource in as_list(line["Resource"])]
        for table in STAY:
            own = [one for one in resources if re.search(rf"[\"{{]{table}[.\"]", one)]
            names = sorted(re.sub(r'.*Fn::Sub": "(.*)"}', r"\1", one) for one in own)
            rest = "/index/Wachtend", "/index/Wekkers"
            tail = next((one for one in rest if any(one in name for name in names)), "")
            plain = f"${{{table}.Arn}}{tail}" if tail else f'{{"Fn::GetAtt": ["{table}", "Arn"]}}'
            assert names in ([], sorted([plain, f"${{{table}.Arn}}-herstel-*{tail}"])), line


@pytest.mark.parametrize("table", STAY)
@pytest.mark.parametrize(
    ("suffix", "fits"),
    [
        ("", True),
        ("-herstel-20261127t2100", True),
        ("-herstel-", False),
        ("herstel-1", False),
        ("-anders-1", False),
        ("-herstel-*", False),
        ("-herstel-A", False),
        (f"-herstel-{'a' * 41}", False),
    ],
)
def test_what_a_table_can_be_restored_to(table: str, suffix: str, fits: bool) -> None:  # noqa: FBT001 - a case
    """Nothing unless it was restored, and then a name that its rights are for."""
    parameter = TEMPLATE["Parameters"][f"{table}Hersteld"]
    assert parameter["Default"] == ""
    assert bool(re.fullmatch(parameter["AllowedPattern"], suffix)) is fits
