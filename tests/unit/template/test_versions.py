"""`template.yaml`: what answers or works off a queue runs as a version, and each deployment makes another.

A version is code and settings as they were ("Manage Lambda function versions", Lambda Developer Guide). SAM
names one after what the template says, and so makes no other when only the value of a parameter, or a layer,
is another.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

import pytest

from tests.unit.template import FUNCTIONS, RESOURCES, TEMPLATE, calls, of_type, reader_of
from tests.unit.template.effective_rights import translated
from tests.unit.template.resource_schemas import schema_of

ALIAS: Final = "actueel"
QUEUE_READERS: Final = {reader_of(source) for source in of_type("AWS::Lambda::EventSourceMapping").values()}
# Who answers a caller, or SBB, or API Gateway itself; or works off a queue.
ANSWERING: Final = {function for function, *_ in calls()} | {"Authorizer", "Inname"} | QUEUE_READERS
# By the clock, or by an operator's hand.
OTHERS: Final = {"Opruiming", "Veger", "Certificaatwacht", "Schoolabonnementen"}


def _translated(changed: Mapping[str, Any] | None = None, **parameters: str) -> dict[str, Any]:
    """The resources, with these values of parameters, and these properties of resources in place of ours."""
    template = json.loads(json.dumps(TEMPLATE))
    for name, properties in (changed or {}).items():
        template["Resources"][name]["Properties"] |= properties
    resources: dict[str, Any] = translated(template, parameters)["Resources"]
    return resources


def _of(resources: Mapping[str, Any], kind: str) -> dict[str, Any]:
    return {name: one for name, one in resources.items() if one["Type"] == kind}


def _versions(resources: Mapping[str, Any]) -> dict[str, str]:
    """By function, the logical ID of its version."""
    return {
        one["Properties"]["FunctionName"]["Ref"]: name
        for name, one in _of(resources, "AWS::Lambda::Version").items()
    }


def _references(value: Any) -> Iterator[str]:
    """Everything that an intrinsic in it names, as `Fn::Sub` writes it."""
    text = json.dumps(value)
    yield from re.findall(r'\{"Ref": "([^"]+)"\}', text)
    yield from (f"{name}.{what}" for name, what in re.findall(r'"Fn::GetAtt": \["(\w+)", "(\w+)"\]', text))
    yield from re.findall(r"\$\{([^}]+)\}", text)


def test_who_runs_as_a_version() -> None:
    """Whoever answers or works off a queue; what runs by the clock or by hand has no calls to share out."""
    assert FUNCTIONS.keys() == ANSWERING | OTHERS
    versions = _versions(_translated())
    assert versions.keys() == ANSWERING
    aliases = _of(_translated(), "AWS::Lambda::Alias")
    assert {
        one["Properties"]["FunctionName"]["Ref"]: (
            one["Properties"]["Name"],
            one["Properties"]["FunctionVersion"],
        )
        for one in aliases.values()
    } == {name: (ALIAS, {"Fn::GetAtt": [version, "Version"]}) for name, version in versions.items()}


def test_every_door_leads_to_the_alias() -> None:
    """API Gateway calls it and may call nothing else of them; so do the authorizer's door and the queues."""
    resources = _translated()
    callable_ = {
        json.dumps(one["Properties"]["FunctionName"])
        for one in _of(resources, "AWS::Lambda::Permission").values()
        if one["Properties"]["Principal"] == "apigateway.amazonaws.com"
    }
    in_front = ANSWERING - QUEUE_READERS | {"Afleveraar"}
    assert callable_ == {json.dumps({"Ref": f"{name}Alias{ALIAS}"}) for name in in_front}
    bodies = json.dumps(
        [one["Properties"]["Body"] for one in _of(resources, "AWS::ApiGateway::RestApi").values()]
    )
    uris = re.findall(r"functions/\$\{([\w.]+)\}/invocations", bodies)
    assert set(uris) == {f"{name}Alias{ALIAS}" for name in in_front - {"Authorizer"}} | {"__FunctionArn__"}
    assert f'"__FunctionArn__": {{"Ref": "AuthorizerAlias{ALIAS}"}}' in bodies
    assert {
        one["Properties"]["FunctionName"]["Ref"]
        for one in _of(resources, "AWS::Lambda::EventSourceMapping").values()
    } == {f"{name}Alias{ALIAS}" for name in QUEUE_READERS}


def test_all_that_a_function_is_told_is_in_the_settings_book() -> None:
    """A value that is not in it would change, and no version would know."""
    (book,) = of_type("AWS::AppConfig::HostedConfigurationVersion").values()
    told = {
        name
        for function in FUNCTIONS.values()
        for name in _references(function.get("Environment", {}))
        if not name.startswith("AWS::")
    }
    assert set(_references(book["Content"])) == told


def test_another_settings_book_is_another_version() -> None:
    """Its number is in each function, so that Lambda sees another, and in what CloudFormation replaces."""
    book = {"Ref": "Instellingen"}
    assert TEMPLATE["Globals"]["Function"]["Environment"]["Variables"]["INSTELLINGEN"] == book
    for one in _of(_translated(), "AWS::Lambda::Version").values():
        assert one["Properties"]["Description"] == {"Fn::Sub": "instellingen ${Instellingen}"}
        # One that no alias has is in the way: the same again would be "already exists".
        assert one["DeletionPolicy"] == "Delete"


@pytest.mark.parametrize(
    ("kind", "what"),
    [
        ("AWS::Lambda::Version", "Description"),
        ("AWS::AppConfig::HostedConfigurationVersion", "Content"),
    ],
)
def test_cloudformation_replaces_what_has_another_text(kind: str, what: str) -> None:
    """By AWS's own schema of the resource: what is `createOnly` is replaced."""
    assert f"/properties/{what}" in schema_of(kind)["createOnlyProperties"]


def test_another_layer_or_code_is_another_version() -> None:
    """Another layer makes another version of each function that has it; other code of its own function."""
    before = _versions(_translated())
    other = {"Description": "another", "ContentUri": "s3://bucket/other"}
    layers = {"Laag": ANSWERING, "Certificatenlaag": {"Inname"}}
    for layer, having in layers.items():
        after = _versions(_translated({layer: other}))
        assert {name for name in before if before[name] != after[name]} == having
    after = _versions(_translated({"Status": {"CodeUri": "s3://bucket/other"}}))
    assert {name for name in before if before[name] != after[name]} == {"Status"}


def test_at_once_unless_asked() -> None:
    """Unless the operator asks for a shift there is nothing of CodeDeploy, nor to wait for."""
    assert TEMPLATE["Parameters"]["Uitrol"]["Default"] == "ineens"
    for resources in (_translated(), _translated(Uitrol="ineens")):
        assert not [name for name, one in resources.items() if "CodeDeploy" in one["Type"]]
        assert not [name for name, one in resources.items() if "UpdatePolicy" in one]


@pytest.mark.parametrize(
    ("choice", "by"), [("kanarie", "Canary10Percent5Minutes"), ("trapsgewijs", "Linear10PercentEvery1Minute")]
)
def test_a_shift_goes_back_by_itself(choice: str, by: str) -> None:
    """Each alias shifts this way, and an alarm of ours, or whatever else fails, takes it back."""
    resources = _translated(Uitrol=choice)
    groups = _of(resources, "AWS::CodeDeploy::DeploymentGroup")
    assert groups.keys() == {f"{name}DeploymentGroup" for name in ANSWERING}
    for name, group in groups.items():
        properties = group["Properties"]
        config = {"Fn::Sub": ["CodeDeployDefault.Lambda${ConfigName}", {"ConfigName": by}]}
        assert properties["DeploymentConfigName"] == config
        assert properties["AutoRollbackConfiguration"]["Enabled"] is True
        assert "DEPLOYMENT_STOP_ON_ALARM" in properties["AutoRollbackConfiguration"]["Events"]
        alarms = [alarm["Name"]["Ref"] for alarm in properties["AlarmConfiguration"]["Alarms"]]
        assert set(alarms) == {"UitrolAlarm", "InterneFoutAlarm", "FunctieMislukt"}
        assert {RESOURCES[alarm]["Type"] for alarm in alarms} == {"AWS::CloudWatch::Alarm"}
        # Of a function that is not made nothing is made.
        function = name.removesuffix("DeploymentGroup")
        assert group.get("Condition") == RESOURCES[function].get("Condition")
        policy = resources[f"{function}Alias{ALIAS}"]["UpdatePolicy"]["CodeDeployLambdaAliasUpdate"]
        assert policy["DeploymentGroupName"] == {"Ref": name}


def test_the_choices_are_those_of_the_table() -> None:
    """What may be chosen is what the mapping has."""
    assert TEMPLATE["Mappings"]["Uitrol"].keys() == set(TEMPLATE["Parameters"]["Uitrol"]["AllowedValues"])
