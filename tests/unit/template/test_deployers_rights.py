"""docs/iam/uitrollen.json: who deploys may do what CloudFormation needs for this template, and no more.

What it needs is in AWS's own schemas of the types (`handlers.permissions`): CloudFormation does it with the
rights of who deploys. Those lists are of all that a type can do, so what this template has nothing of is left
out here.
"""

import json
from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Any, Final

import pytest

from tests.unit.requests import ROOT
from tests.unit.template import TEMPLATE, as_list
from tests.unit.template.effective_rights import translated
from tests.unit.template.resource_schemas import schema_of

POLICY: Final = json.loads((ROOT / "docs" / "iam" / "uitrollen.json").read_text())
# What the types could do with other properties than those of this template.
NOT_OURS: Final = (
    # Networks and file systems of functions.
    "ec2:*",
    "elasticfilesystem:*",
    "s3files:*",
    # A WAF before something else than an API, or shared.
    "elasticloadbalancing:*",
    "appsync:*",
    "cognito-idp:*",
    "apprunner:*",
    "amplify:*",
    "bedrock-agentcore:*",
    "wafv2:*PermissionPolicy",
    # Tables that are imported, copied elsewhere, or looked into.
    "dynamodb:*Import*",
    "dynamodb:*Replica",
    "dynamodb:*KinesisStreamingDestination",
    "dynamodb:*ContributorInsights",
    "dynamodb:*ResourcePolicy",
    "dynamodb:Scan",
    "dynamodb:Query",
    "dynamodb:*Item",
    "kinesis:*",
    # Logs that leave, are masked, indexed, or have a key.
    "firehose:*",
    "s3:REST.PUT.OBJECT",
    "logs:*LogDelivery",
    "logs:*DataProtectionPolicy",
    "logs:*IndexPolicy",
    "logs:*IndexPolicies",
    "logs:*ResourcePolic*",
    "logs:*KmsKey",
    "logs:*BearerTokenAuthentication",
    "logs:*DeletionProtection",
    "logs:*LogStream*",
    "logs:PutLogEvents",
    # Functions that are signed, provisioned, scaled by hand, or pinned to a runtime.
    "lambda:*CodeSigning*",
    "lambda:*Provisioned*",
    "lambda:*ScalingConfig",
    "lambda:*CapacityProvider",
    "lambda:*RuntimeAlias",
    "lambda:*RuntimeManagementConfig",
    # Machines of one's own; users and groups; boundaries; secrets elsewhere; an API's definition in a bucket.
    "codedeploy:RegisterOnPremisesInstance",
    "iam:*GroupPolicy",
    "iam:*UserPolicy",
    "iam:*Boundary",
    "iam:CreateServiceLinkedRole",
    "secretsmanager:*Region*",
    "sns:*DataProtectionPolicy",
    "sns:*ubscribe",
    "s3:ListBucket",
    "s3:GetObjectMetadata",
    "apigateway:UpdateRestApiPolicy",
    # Keys that are switched off by hand.
    "kms:DisableKey",
    "kms:EnableKey",
    "kms:DisableKeyRotation",
    "kms:RevokeGrant",
    "kms:ListAliases",
    "kms:Encrypt",
)
# What `sam deploy` itself does, and what API Gateway asks of who sets a truststore (its Developer Guide).
BY_SAM: Final = {
    "cloudformation:CreateChangeSet",
    "cloudformation:CreateStack",
    "cloudformation:DeleteChangeSet",
    "cloudformation:DeleteStack",
    "cloudformation:DescribeChangeSet",
    "cloudformation:DescribeStackEvents",
    "cloudformation:DescribeStacks",
    "cloudformation:ExecuteChangeSet",
    "cloudformation:GetTemplate",
    "cloudformation:GetTemplateSummary",
    "cloudformation:ListStackResources",
    "cloudformation:UpdateStack",
    "cloudformation:CancelUpdateStack",
    "s3:CreateBucket",
    "s3:GetBucketLocation",
    "s3:GetBucketPolicy",
    "s3:ListBucket",
    "s3:PutBucketPolicy",
    "s3:PutBucketTagging",
    "s3:PutBucketVersioning",
    "s3:PutBucketPublicAccessBlock",
    "s3:PutEncryptionConfiguration",
    "s3:PutObject",
    "s3:DeleteObject",
    "sts:GetCallerIdentity",
    # Besides those of the domain itself, for one with mutual TLS (Service Authorization Reference).
    "apigateway:AddCertificateToDomain",
    "apigateway:RemoveCertificateFromDomain",
}


def _needed() -> set[str]:
    """Every action of every type that this template has, with and without a gradual deployment."""
    types = {one["Type"] for one in translated(TEMPLATE, {"Uitrol": "kanarie"})["Resources"].values()}
    return {
        action
        for kind in types
        for step, handler in schema_of(kind)["handlers"].items()
        if step != "list"
        for action in handler["permissions"]
    }


def _statements() -> Iterator[tuple[str, dict[str, Any]]]:
    for statement in POLICY["Statement"]:
        assert statement["Effect"] == "Allow"
        for action in as_list(statement["Action"]):
            yield action, statement


def _is_ours(action: str) -> bool:
    return not any(fnmatchcase(action, pattern) for pattern in NOT_OURS)


def test_nothing_is_wanting_and_nothing_spare() -> None:
    """Exactly what the types of this template need and `sam deploy` does, each once or on a resource each."""
    allowed = {action for action, _ in _statements()}
    expected = {action for action in _needed() if _is_ours(action)} | BY_SAM
    assert (sorted(expected - allowed), sorted(allowed - expected)) == ([], [])


def test_it_fits() -> None:
    """As an inline policy of a role, which takes 10,240 characters without white space."""
    assert len(json.dumps(POLICY, separators=(",", ":"))) <= 10_240


def test_what_is_left_out_is_something() -> None:
    """Each pattern of what we have nothing of is one that a type of ours could need."""
    needed = _needed()
    assert [pattern for pattern in NOT_OURS if not any(fnmatchcase(one, pattern) for one in needed)] == []


@pytest.mark.parametrize("service", ["iam", "lambda", "secretsmanager", "dynamodb"])
def test_what_gives_power_is_of_this_stack_alone(service: str) -> None:
    """Roles, functions, secrets and tables of others stay theirs."""
    whole = {
        action
        for action, statement in _statements()
        if action.startswith(f"{service}:") and "*" in as_list(statement["Resource"])
    }
    # These have no resource to be allowed on.
    assert whole <= {"lambda:CreateEventSourceMapping", "secretsmanager:GetRandomPassword"}


def test_a_role_is_handed_to_services_that_we_use() -> None:
    """Whoever may hand any role to any service may do anything."""
    (statement,) = [statement for action, statement in _statements() if action == "iam:PassRole"]
    assert as_list(statement["Action"]) == ["iam:PassRole"]
    services = statement["Condition"]["StringEquals"]["iam:PassedToService"]
    trusted = {
        service
        for one in translated(TEMPLATE, {"Uitrol": "kanarie"})["Resources"].values()
        if one["Type"] == "AWS::IAM::Role"
        for trust in one["Properties"]["AssumeRolePolicyDocument"]["Statement"]
        for service in as_list(trust["Principal"]["Service"])
    }
    assert set(services) == trusted
