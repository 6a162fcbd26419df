"""`stagemarkt herstel overname`: what is written of a deleted stack is what an import takes."""

import datetime as dt
import io
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final

import pytest
from rich.console import Console
from stagemarkt_cli.admin.restored_tables import RESTORABLE
from stagemarkt_cli.admin.takeover import IDENTIFIERS, KeptResources
from stagemarkt_cli.commands.herstel import RESOURCES_FILE, TEMPLATE_FILE
from stagemarkt_cli.commands.toolbox import Toolbox
from stagemarkt_cli.main import app
from stagemarkt_cli.messages import Notice
from stagemarkt_cli.views.screens import Screens
from typer.testing import CliRunner

from tests.unit.template import TEMPLATE
from tests.unit.template.effective_rights import translated
from tests.unit.template.resource_schemas import schema_of

KEPT: Final = {*RESTORABLE, "Versleuteling", "Peper"}
PARAMETERS: Final = {
    "Stage": "productie",
    "CacheMode": "uit",
    **{f"{name}Hersteld": "" for name in RESTORABLE},
}


@pytest.fixture(scope="module")
def processed() -> dict[str, Any]:
    """The template as CloudFormation keeps it: SAM's part written out."""
    return translated(TEMPLATE, {"Uitrol": "kanarie"})


class Gone:
    """CloudFormation, as far as it knows of stacks that were deleted: the last first, as it lists them."""

    meta = SimpleNamespace(region_name="eu-west-1", endpoint_url="https://cloudformation.example")

    def __init__(self, processed: dict[str, Any], **parameters: str) -> None:
        self.processed = processed
        self.parameters = PARAMETERS | parameters
        self.left = {"arn:2": dict.fromkeys(KEPT), "arn:1": dict.fromkeys(KEPT)}

    def get_paginator(self, operation: str) -> Any:
        """Each sheet holds one."""
        return SimpleNamespace(paginate=getattr(self, f"_{operation}"))

    def describe_stacks(self, StackName: str) -> Any:  # noqa: N803 - as AWS has it
        """Its parameters."""
        assert StackName in self.left
        values = [{"ParameterKey": key, "ParameterValue": value} for key, value in self.parameters.items()]
        return {"Stacks": [{"Parameters": values}]}

    def get_template(self, StackName: str) -> Any:  # noqa: N803 - as AWS has it
        """Processed: that is what it gives unasked."""
        assert StackName in self.left
        return {"TemplateBody": self.processed}

    def _list_stacks(self, StackStatusFilter: list[str]) -> Iterator[Any]:  # noqa: N803 - as AWS has it
        assert StackStatusFilter == ["DELETE_COMPLETE"]
        for arn in self.left:
            made = dt.datetime(2026, 11, int(arn[-1]), tzinfo=dt.UTC)
            yield {"StackSummaries": [{"StackName": "stagemarkt", "StackId": arn, "CreationTime": made}]}
        yield {"StackSummaries": [{"StackName": "anders", "StackId": "arn:9", "CreationTime": made}]}

    def _describe_stack_events(self, StackName: str) -> Iterator[Any]:  # noqa: N803 - as AWS has it
        for name in [*self.left.get(StackName, {}), "Aflevering"]:
            status = "DELETE_COMPLETE" if name == "Aflevering" else "DELETE_SKIPPED"
            physical = f"stagemarkt-{name}-{StackName[-1]}"
            yield {
                "StackEvents": [
                    {"LogicalResourceId": name, "PhysicalResourceId": physical, "ResourceStatus": status}
                ]
            }


def _takeover(gone: Any, stack: str = "stagemarkt") -> Any:
    return KeptResources(gone).takeover(stack)


def test_what_an_import_takes(processed: dict[str, Any], tmp_path: Path) -> None:
    """Those resources alone, as they were deployed, with what they use and nothing else; cfn-lint agrees."""
    takeover = _takeover(Gone(processed))
    template = takeover.template
    assert template.keys() == {"AWSTemplateFormatVersion", "Parameters", "Conditions", "Resources"}
    assert (template["Parameters"].keys(), template["Conditions"].keys()) == ({"Stage"}, {"InProductie"})
    assert takeover.parameters == {"Stage": "productie"}
    assert template["Resources"].keys() == KEPT
    for name, resource in template["Resources"].items():
        # As it was, or the deployment that follows would change it: another pepper makes every key void.
        assert resource == processed["Resources"][name] | {"DeletionPolicy": "Retain"}
    assert "GenerateSecretString" in template["Resources"]["Peper"]["Properties"]
    file = tmp_path / "sjabloon.json"
    file.write_text(json.dumps(template))
    # What CloudFormation takes in the call itself.
    assert file.stat().st_size < 51_200
    command = [str(Path(sys.executable).with_name("cfn-lint")), "--regions", "eu-west-1", "--", str(file)]
    said = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert said.returncode == 0, said.stdout


def test_each_is_named_as_its_type_is(processed: dict[str, Any]) -> None:
    """By the identifier of AWS's own schema; the last stack of that name is the one, or that of this ARN."""
    for kind, identifier in IDENTIFIERS.items():
        assert schema_of(kind)["primaryIdentifier"] == [f"/properties/{identifier}"]
    for stack, serial in (("stagemarkt", 2), ("arn:1", 1)):
        resources = _takeover(Gone(processed), stack).resources
        assert {one["LogicalResourceId"] for one in resources} == KEPT
        for one in resources:
            name = one["LogicalResourceId"]
            assert one["ResourceType"] == processed["Resources"][name]["Type"]
            called = f"stagemarkt-{name}-{serial}"
            assert one["ResourceIdentifier"] == {IDENTIFIERS[one["ResourceType"]]: called}


def test_a_table_that_was_restored_is_the_one(processed: dict[str, Any]) -> None:
    """The functions used that one, and not what the stack made."""
    gone = Gone(processed, UitgaandHersteld="-herstel-20261127t210000")
    named = {
        one["LogicalResourceId"]: one["ResourceIdentifier"].get("TableName")
        for one in _takeover(gone).resources
    }
    assert named["Uitgaand"] == "stagemarkt-Uitgaand-2-herstel-20261127t210000"
    assert named["Mutaties"] == "stagemarkt-Mutaties-2"


def test_one_that_left_nothing_is_not_meant(processed: dict[str, Any]) -> None:
    """A first deployment that failed leaves nothing: the stack before it is taken."""
    gone = Gone(processed)
    gone.left["arn:2"] = {}
    assert _takeover(gone).stack.arn == "arn:1"
    gone.left["arn:1"] = {}
    for stack in ("stagemarkt", "bestaat-niet", "arn:1"):
        with pytest.raises(Notice, match="iets achterliet"):
            _takeover(gone, stack)


def test_all_that_is_missing_is_named(processed: dict[str, Any]) -> None:
    """An import of a part would have the next deployment make the rest anew, and empty."""
    gone = Gone(processed)
    del gone.left["arn:2"]["Peper"], gone.left["arn:2"]["Audit"]
    with pytest.raises(Notice, match="Audit, Peper ontbreekt"):
        _takeover(gone)
    processed = processed | {
        "Resources": {"Onderwerp": {"Type": "AWS::SNS::Topic", "DeletionPolicy": "Retain"}}
    }
    gone = Gone(processed)
    gone.left["arn:2"] = {"Onderwerp": None}
    with pytest.raises(Notice, match="AWS::SNS::Topic"):
        _takeover(gone)


def test_conditions_that_use_conditions_come_along() -> None:
    """And the parameters that those use."""
    template = {
        "Parameters": {"Stage": {"Type": "String"}, "Ander": {"Type": "String"}, "Naam": {"Type": "String"}},
        "Conditions": {
            "A": {"Fn::Equals": [{"Ref": "Stage"}, "x"]},
            "B": {"Fn::Not": [{"Condition": "A"}]},
            "C": {"Fn::Equals": [{"Ref": "Ander"}, "x"]},
        },
        "Resources": {
            "Tabel": {
                "Type": "AWS::DynamoDB::Table",
                "DeletionPolicy": "Retain",
                "Condition": "B",
                "Properties": {"Tags": [{"Key": "x", "Value": {"Fn::Sub": "${Naam}-x"}}]},
            }
        },
    }
    gone = Gone(template, Naam="n")
    gone.left["arn:2"] = {"Tabel": None}
    takeover = _takeover(gone)
    assert takeover.template["Conditions"].keys() == {"A", "B"}
    assert takeover.parameters == {"Stage": "productie", "Naam": "n"}


def test_the_command_writes_it(processed: dict[str, Any], tmp_path: Path) -> None:
    """Two files, and a command to paste on one line; where it cannot write it says so."""
    folder = tmp_path / "met spatie"
    folder.mkdir()
    out, told = io.StringIO(), io.StringIO()
    helper = Toolbox(
        tmp_path,
        Screens(Console(file=out, width=40), Console(file=told, width=200)),
        cloudformation=lambda: Gone(processed),  # type: ignore[arg-type,return-value]
    )
    words = ["herstel", "overname", "--map", str(folder)]
    result = CliRunner().invoke(app, words, obj=helper)
    assert result.exit_code == 0, told.getvalue()
    takeover = _takeover(Gone(processed))
    assert json.loads((folder / TEMPLATE_FILE).read_text()) == takeover.template
    assert json.loads((folder / RESOURCES_FILE).read_text()) == takeover.resources
    (line,) = out.getvalue().splitlines()
    assert line.startswith(
        "aws cloudformation create-change-set --change-set-type IMPORT --stack-name stagemarkt "
    )
    assert f"--template-body 'file://{folder / TEMPLATE_FILE}'" in line
    assert line.endswith("--parameters ParameterKey=Stage,ParameterValue=productie")
    assert "Uitgaand: stagemarkt-Uitgaand-2" in told.getvalue()
    (folder / TEMPLATE_FILE).unlink()
    (folder / TEMPLATE_FILE).mkdir()
    result = CliRunner().invoke(app, words, obj=helper)
    assert (result.exit_code, "Niet te schrijven" in told.getvalue()) == (1, True)
