"""What a deleted stack left, written out as CloudFormation wants it to make a new stack of.

An import takes a template of nothing but what is imported, each with a `DeletionPolicy`, without outputs, and
the name of each (CloudFormation User Guide, "Import AWS resources into a CloudFormation stack"). All of it is
read from the deleted stack itself, whose template, parameters and events AWS keeps for 90 days: so it is what
was deployed that is described, and not what is checked out here.
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple, NoReturn

from stagemarkt_cli.messages import WRONG_USAGE, Notice

if TYPE_CHECKING:
    import datetime as dt

    from types_boto3_cloudformation.client import CloudFormationClient

# By type: the property by which CloudFormation knows one (`primaryIdentifier` of its schema).
IDENTIFIERS: Final[Mapping[str, str]] = {
    "AWS::DynamoDB::Table": "TableName",
    "AWS::KMS::Key": "KeyId",
    "AWS::SecretsManager::Secret": "Id",
}
_KEPT: Final = frozenset({"Retain", "RetainExceptOnCreate"})
_RESTORED: Final = "Hersteld"


class GoneStack(NamedTuple):
    """A stack that was deleted: its name, its ARN, and when it was made."""

    name: str
    arn: str
    made_at: "dt.datetime"


class Takeover(NamedTuple):
    """What an import change set is made of.

    Attributes:
        stack: the one that left it.
        template: of the kept resources alone.
        resources: what each is called, as `--resources-to-import` has it.
        parameters: the values that the template needs.
    """

    stack: GoneStack
    template: dict[str, Any]
    resources: list[dict[str, Any]]
    parameters: dict[str, str]


class KeptResources:
    """What is left of stacks that were deleted.

    Args:
        client: of CloudFormation.
    """

    def __init__(self, client: "CloudFormationClient") -> None:
        self._client = client

    def takeover(self, stack: str) -> Takeover:
        """All that the last deleted stack of this name, or the one with this ARN, has left.

        Raises:
            Notice: there is no such stack, or it left nothing, or not all that its template says.
        """
        gone = self._find(stack)
        kept, parameters = self._kept(gone), self._parameters(gone)
        template: dict[str, Any] = dict(self._client.get_template(StackName=gone.arn)["TemplateBody"])
        meant = {
            name: resource
            for name, resource in template["Resources"].items()
            if resource.get("DeletionPolicy") in _KEPT
        }
        if missing := sorted(meant.keys() - kept.keys()):
            _refuse_missing(gone, missing)
        resources = {name: resource | {"DeletionPolicy": "Retain"} for name, resource in meant.items()}
        own = _of_these(template, resources)
        return Takeover(
            gone,
            {"AWSTemplateFormatVersion": "2010-09-09", **own, "Resources": resources},
            [_named(name, resource, kept[name], parameters) for name, resource in meant.items()],
            {name: parameters[name] for name in own.get("Parameters", {})},
        )

    def _find(self, stack: str) -> GoneStack:
        sheets = self._client.get_paginator("list_stacks").paginate(StackStatusFilter=["DELETE_COMPLETE"])
        found = [
            GoneStack(one["StackName"], one["StackId"], one["CreationTime"])
            for sheet in sheets
            for one in sheet["StackSummaries"]
            if stack in {one["StackName"], one["StackId"]}
        ]
        # Two of one name were never there at once. One that never came to be left nothing, and is not meant.
        for gone in sorted(found, key=lambda one: one.made_at, reverse=True):
            if self._kept(gone):
                return gone
        region = self._client.meta.region_name
        raise Notice(
            f"In {region} is de laatste 90 dagen geen stapel {stack} verwijderd die iets achterliet.",
            "Noem zijn naam of zijn ARN met --stack. Een stapel die er nog is, heeft zijn tabellen zelf: "
            "verwijder hem eerst, of zie docs/runbooks/herstel.md.",
            code=WRONG_USAGE,
        )

    def _kept(self, gone: GoneStack) -> dict[str, str]:
        """What the deletion passed over: its name to AWS, by logical ID."""
        sheets = self._client.get_paginator("describe_stack_events").paginate(StackName=gone.arn)
        return {
            event["LogicalResourceId"]: event["PhysicalResourceId"]
            for sheet in sheets
            for event in sheet["StackEvents"]
            if event.get("ResourceStatus") == "DELETE_SKIPPED"
        }

    def _parameters(self, gone: GoneStack) -> dict[str, str]:
        (description,) = self._client.describe_stacks(StackName=gone.arn)["Stacks"]
        return {one["ParameterKey"]: one["ParameterValue"] for one in description["Parameters"]}


def _refuse_missing(gone: GoneStack, missing: list[str]) -> NoReturn:
    raise Notice(
        f"{gone.name} liet niet alles achter wat zijn sjabloon wil houden: {', '.join(missing)} ontbreekt.",
        f"Wat ermee gebeurde, staat in: aws cloudformation describe-stack-events --stack-name {gone.arn}",
    )


def _named(
    name: str, resource: Mapping[str, Any], physical_id: str, parameters: Mapping[str, str]
) -> dict[str, Any]:
    kind: str = resource["Type"]
    if kind not in IDENTIFIERS:
        raise Notice(f"{name} is een {kind}, en waaraan CloudFormation die herkent, weet deze versie niet.")
    # Of a table that was restored the functions used the one beside it.
    in_use = physical_id + parameters.get(f"{name}{_RESTORED}", "")
    return {
        "ResourceType": kind,
        "LogicalResourceId": name,
        "ResourceIdentifier": {IDENTIFIERS[kind]: in_use},
    }


def _of_these(template: Mapping[str, Any], resources: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The parameters and conditions that these resources use."""
    conditions: dict[str, Any] = template.get("Conditions", {})
    used: dict[str, Any] = {}
    # A condition may be made of others.
    while more := {
        name: value
        for name, value in conditions.items()
        if name not in used and name in {*_texts(resources), *_texts(used)}
    }:
        used |= more
    texts = [*_texts(resources), *_texts(used)]
    parameters = {
        name: value
        for name, value in template.get("Parameters", {}).items()
        if any(name == text or f"${{{name}}}" in text for text in texts)
    }
    parts = {"Parameters": parameters, "Conditions": used}
    return {part: values for part, values in parts.items() if values}


def _texts(value: object) -> Iterator[str]:
    """Every text in this part of a template."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)
