"""`template.yaml`, read as SAM reads it, for the tests of it."""

import json
from collections.abc import Iterator
from typing import Any

from samtranslator.yaml_helper import yaml_parse

from tests.unit.requests import ROOT

TEMPLATE: dict[str, Any] = yaml_parse((ROOT / "template.yaml").read_text())
RESOURCES: dict[str, Any] = TEMPLATE["Resources"]


def of_type(kind: str) -> dict[str, dict[str, Any]]:
    """The resources of this type, by name: their properties."""
    return {name: bron["Properties"] for name, bron in RESOURCES.items() if bron["Type"] == kind}


FUNCTIONS = of_type("AWS::Serverless::Function")
API = RESOURCES["Api"]["Properties"]


# What calls a function besides the API.
NO_API = ("ScheduleV2", "EventBridgeRule")


def reader_of(source: dict[str, Any]) -> str:
    """The function to which an event source brings what it reads, by its alias."""
    reference: str = source["FunctionName"]["Ref"]
    assert reference.endswith(".Alias")
    return reference.removesuffix(".Alias")


def folder_of(function: str) -> str:
    """The folder in `functions/` that a function's code is in."""
    uri: str = FUNCTIONS[function]["CodeUri"]
    return uri.removeprefix("functions/").rstrip("/")


def calls() -> Iterator[tuple[str, str, str, str | None]]:
    """Every event of the API: the function, the method, the path, and its authorizer if not the default."""
    for function, properties in FUNCTIONS.items():
        for event in properties.get("Events", {}).values():
            if event["Type"] in NO_API:
                continue
            assert event["Type"] == "Api"
            values = event["Properties"]
            if values["RestApiId"] == {"Ref": "IntakeApi"}:
                # For SBB alone, with an API of its own: tests/unit/template/test_intake.py.
                continue
            assert values["RestApiId"] == {"Ref": "Api"}
            yield (
                function,
                values["Method"].upper(),
                values["Path"],
                values.get("Auth", {}).get("Authorizer"),
            )


def statements_of(function: str) -> Iterator[dict[str, Any]]:
    """The statements of a function's policies: its own, those that it shares, those of a role with a name."""
    own: list[dict[str, Any]] = FUNCTIONS[function].get("Policies", [])
    if (role := FUNCTIONS[function].get("Role")) is not None:
        values = RESOURCES[role["Fn::GetAtt"][0]]["Properties"]
        own = [arn for arn in values["ManagedPolicyArns"] if "Ref" in arn]
        own += [policy["PolicyDocument"] for policy in values["Policies"]]
    for policy in own:
        shared = "Ref" in policy
        document = RESOURCES[policy["Ref"]]["Properties"]["PolicyDocument"] if shared else policy
        yield from document["Statement"]


def failures_of(function: str) -> Any | None:
    """The ARN of where Lambda puts what a function was given up on; SAM adds the right to its role."""
    config = FUNCTIONS[function].get("EventInvokeConfig", {}).get("DestinationConfig", {})
    return config["OnFailure"]["Destination"] if config else None


def as_list(value: Any) -> list[Any]:
    """What IAM takes as one or more, as more."""
    return value if isinstance(value, list) else [value]


def problem_of(answer: dict[str, Any]) -> dict[str, Any]:
    """The body of a gateway response, which has to be JSON before API Gateway fills it in."""
    content: dict[str, Any] = json.loads(answer["ResponseTemplates"]["application/json"])
    return content


def headers_of(answer: dict[str, Any]) -> dict[str, str]:
    """The headers of a gateway response: the fixed ones without the quotes of API Gateway."""
    headers: dict[str, str] = answer["ResponseParameters"]["Headers"]
    return {
        name: value[1:-1] if value[0] == value[-1] == "'" else f"${value}" for name, value in headers.items()
    }
