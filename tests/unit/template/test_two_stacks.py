"""`template.yaml`: two stacks stand in one account and region, for no name would be the same for both."""

import json
import tomllib
from typing import Any

import pytest

from tests.unit.requests import ROOT
from tests.unit.template import TEMPLATE
from tests.unit.template.effective_rights import translated

RESOURCES: dict[str, dict[str, Any]] = translated(TEMPLATE, {"Uitrol": "kanarie"})["Resources"]
# By type, the property that names a resource in its account and region (IAM: its account). Where it is left
# out CloudFormation makes a name with the stack's in it.
NAMED_BY = {
    "AWS::ApiGateway::RestApi": "Name",
    "AWS::ApiGateway::ApiKey": "Name",
    "AWS::ApiGateway::UsagePlan": "UsagePlanName",
    "AWS::AppConfig::Application": "Name",
    "AWS::Budgets::Budget": "Budget",
    "AWS::CloudWatch::Alarm": "AlarmName",
    "AWS::CodeDeploy::Application": "ApplicationName",
    "AWS::CloudWatch::CompositeAlarm": "AlarmName",
    "AWS::CloudWatch::Dashboard": "DashboardName",
    "AWS::DynamoDB::Table": "TableName",
    "AWS::Events::Rule": "Name",
    "AWS::IAM::ManagedPolicy": "ManagedPolicyName",
    "AWS::IAM::Role": "RoleName",
    "AWS::Lambda::Function": "FunctionName",
    "AWS::Lambda::LayerVersion": "LayerName",
    "AWS::Logs::LogGroup": "LogGroupName",
    "AWS::SNS::Topic": "TopicName",
    "AWS::SQS::Queue": "QueueName",
    "AWS::Scheduler::Schedule": "Name",
    "AWS::SecretsManager::Secret": "Name",
}
# These have no name of their own, or one within what they belong to; the domain is as the operator says.
NAMELESS = {
    "AWS::ApiGateway::BasePathMapping",
    "AWS::ApiGateway::Deployment",
    "AWS::ApiGateway::DomainName",
    "AWS::ApiGateway::Stage",
    "AWS::ApiGateway::UsagePlanKey",
    "AWS::AppConfig::ConfigurationProfile",
    "AWS::AppConfig::HostedConfigurationVersion",
    "AWS::CodeDeploy::DeploymentGroup",
    "AWS::KMS::Key",
    "AWS::Lambda::Alias",
    "AWS::Lambda::EventInvokeConfig",
    "AWS::Lambda::EventSourceMapping",
    "AWS::Lambda::Permission",
    "AWS::Lambda::Version",
    "AWS::Logs::MetricFilter",
    "AWS::WAFv2::WebACLAssociation",
    "AWS::SNS::TopicPolicy",
}


def test_every_type_is_known() -> None:
    """Of each type of resource it is known whether it has a name; a new one has to be looked up."""
    types = {resource["Type"] for resource in RESOURCES.values()}
    assert types == NAMED_BY.keys() | NAMELESS
    assert not NAMED_BY.keys() & NAMELESS


@pytest.mark.parametrize("type_", NAMED_BY)
def test_a_name_has_the_stack_in_it(type_: str) -> None:
    """What has a name has the stack's name in it; what has none gets it from CloudFormation."""
    names = {
        logical: resource["Properties"][NAMED_BY[type_]]
        for logical, resource in RESOURCES.items()
        if resource["Type"] == type_ and NAMED_BY[type_] in resource.get("Properties", {})
    }
    assert {logical for logical, name in names.items() if "AWS::StackName" not in json.dumps(name)} == set()


def test_a_role_with_a_name_fits_in_every_region() -> None:
    """An account has one list of roles for all regions: the region is in a name, and it is short enough."""
    names = {
        logical: resource["Properties"]["RoleName"]["Fn::Sub"]
        for logical, resource in RESOURCES.items()
        if resource["Type"] == "AWS::IAM::Role" and "RoleName" in resource["Properties"]
    }
    assert names.keys() == {"AfleveraarRole"}
    # IAM takes 64 characters, the longest name of a region has 14; the text says what the stack may have.
    for name in names.values():
        left = 64 - len(name.replace("${AWS::StackName}", "").replace("${AWS::Region}", "ap-southeast-1"))
        assert f"at most {left} characters" in (ROOT / "docs/deploying.md").read_text()


def test_what_sam_deploy_may_do_is_enough() -> None:
    """A role with a name needs `CAPABILITY_NAMED_IAM`, which holds the other (CreateStack)."""
    settings = tomllib.loads((ROOT / "samconfig.toml").read_text())["default"]["deploy"]["parameters"]
    assert settings["capabilities"].split() == ["CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"]


def test_nothing_is_exported() -> None:
    """An export is one name for all stacks of a region."""
    assert [name for name, output in TEMPLATE["Outputs"].items() if "Export" in output] == []
