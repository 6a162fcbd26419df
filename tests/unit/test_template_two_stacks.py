"""`template.yaml`: two stacks stand in one account and region, for no name would be the same for both."""

import json
from typing import Any

import pytest

from tests.unit.effective_rights import translated
from tests.unit.template import TEMPLATE

RESOURCES: dict[str, dict[str, Any]] = translated(TEMPLATE)["Resources"]
# By type, the property that names a resource in its account and region (IAM: its account). Where it is left
# out CloudFormation makes a name with the stack's in it.
NAMED_BY = {
    "AWS::ApiGateway::RestApi": "Name",
    "AWS::ApiGateway::ApiKey": "Name",
    "AWS::ApiGateway::UsagePlan": "UsagePlanName",
    "AWS::CloudWatch::Alarm": "AlarmName",
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
    "AWS::KMS::Key",
    "AWS::Lambda::EventInvokeConfig",
    "AWS::Lambda::EventSourceMapping",
    "AWS::Lambda::Permission",
    "AWS::Logs::MetricFilter",
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


def test_nothing_is_exported() -> None:
    """An export is one name for all stacks of a region."""
    assert [name for name, output in TEMPLATE["Outputs"].items() if "Export" in output] == []
