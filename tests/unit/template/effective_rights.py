"""What each role of a template may do once SAM has translated it; two templates can be compared by it."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from boto3 import Session
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator

_REGION = "eu-west-1"


class Right(NamedTuple):
    """One action on one resource. Both `resource` and `condition` are JSON: most are intrinsics."""

    effect: str
    action: str
    resource: str
    condition: str


def translated(template: Mapping[str, Any], parameters: Mapping[str, str] | None = None) -> dict[str, Any]:
    """The template as CloudFormation gets it: roles, permissions, schedules written out; code is anywhere.

    Args:
        template: as `template.yaml` has it.
        parameters: their values, where those are not the defaults.
    """
    # Through JSON: what YAML's aliases share is then changed once, and the caller's own not at all.
    own = json.loads(json.dumps(template))
    for resource in own["Resources"].values():
        properties = resource.get("Properties", {})
        for place in properties.keys() & {"CodeUri", "ContentUri"}:
            if not properties[place].startswith("s3:"):
                properties[place] = "s3://bucket/key"
    translator = Translator({}, Parser(), boto_session=Session(region_name=_REGION))
    result: dict[str, Any] = translator.translate(own, parameter_values=dict(parameters or {}))
    return result


def rights_per_role(template: Mapping[str, Any]) -> dict[str, frozenset[Right]]:
    """What each role may do, by its logical ID: its own policies and the managed ones, taken apart.

    A managed policy of AWS's own, whose text is not here, is one right: `managed` on its ARN.

    Raises:
        ValueError: a statement says what is not allowed (`NotAction`, `NotResource`), and has no such form.
    """
    resources = translated(template)["Resources"]
    return {
        name: frozenset(_rights_of(resource["Properties"], resources))
        for name, resource in resources.items()
        if resource["Type"] == "AWS::IAM::Role"
    }


def _rights_of(role: Mapping[str, Any], resources: Mapping[str, Any]) -> Iterator[Right]:
    for policy in role.get("Policies", ()):
        yield from _taken_apart(policy["PolicyDocument"])
    for managed in role.get("ManagedPolicyArns", ()):
        if isinstance(managed, dict) and managed.get("Ref") in resources:
            yield from _taken_apart(resources[managed["Ref"]]["Properties"]["PolicyDocument"])
        else:
            yield Right("Allow", "managed", _text(managed), "{}")


def _taken_apart(document: Mapping[str, Any]) -> Iterator[Right]:
    for statement in _several(document["Statement"]):
        if unknown := statement.keys() - {"Sid", "Effect", "Action", "Resource", "Condition"}:
            raise ValueError(f"not to be taken apart: {sorted(unknown)}")
        for action in _several(statement["Action"]):
            for resource in _several(statement["Resource"]):
                yield Right(
                    statement["Effect"], action, _text(resource), _text(statement.get("Condition", {}))
                )


def _several(one_or_more: Any) -> list[Any]:
    return one_or_more if isinstance(one_or_more, list) else [one_or_more]


def _text(value: Any) -> str:
    return json.dumps(value, sort_keys=True)
