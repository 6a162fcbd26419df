"""Least privilege as deployed: what each function's role may do works, and everything else is refused."""

import contextlib
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Final, NamedTuple

import boto3
import pytest
from botocore.exceptions import ClientError

from local.emulator import ministack
from local.stack.local_stack import LocalStack
from tests.e2e.client import FacadeClient
from tests.unit.template import FUNCTIONS, RESOURCES, as_list, of_type, statements_of

TABLES: Final = sorted(of_type("AWS::DynamoDB::Table"))
SHAREABLE: Final = {
    name: [part["AttributeName"] for part in table["KeySchema"]]
    for name, table in of_type("AWS::DynamoDB::Table").items()
}
# An action on a table, with what it needs besides the name and the key.
ACTIONS: Final = ("GetItem", "PutItem", "DeleteItem", "Query", "Scan")
# Functions that exist on a condition alone, which is off here.
HERE: Final = sorted(name for name in FUNCTIONS if "Condition" not in RESOURCES[name])


class Role(NamedTuple):
    """Clients as one function's role."""

    functie: str
    data: Mapping[str, str]
    endpoint: str

    def client(self, service: Any) -> Any:
        """A client of this service. One session for all: each reads AWS's descriptions anew."""
        return _session().client(
            service,
            endpoint_url=self.endpoint,
            aws_access_key_id=self.data["AccessKeyId"],
            aws_secret_access_key=self.data["SecretAccessKey"],
            aws_session_token=self.data["SessionToken"],
        )


@cache
def _session() -> boto3.Session:
    return boto3.Session(region_name=ministack.REGION)


@pytest.fixture(scope="module")
def physical_names(this_stack: LocalStack) -> dict[str, str]:
    """The names of what was deployed, by the names in the template."""
    aws, deployed = this_stack.deployed()
    pages = (
        aws.client("cloudformation").get_paginator("list_stack_resources").paginate(StackName=deployed.stack)
    )
    return {
        bron["LogicalResourceId"]: bron["PhysicalResourceId"]
        for page in pages
        for bron in page["StackResourceSummaries"]
    }


@pytest.fixture(params=HERE, scope="module")
def role(request: pytest.FixtureRequest, this_stack: LocalStack, physical_names: dict[str, str]) -> Role:
    """One function's role, assumed as Lambda does."""
    aws, _ = this_stack.deployed()
    name = physical_names[f"{request.param}Role"]
    arn = aws.client("iam").get_role(RoleName=name)["Role"]["Arn"]
    data = aws.client("sts").assume_role(RoleArn=arn, RoleSessionName="proef")["Credentials"]
    return Role(request.param, data, aws.endpoint)


def _is_allowed(function: str, action: str, bron: str) -> bool:
    """Whether the template says so."""
    for line in statements_of(function):
        if action in as_list(line["Action"]):
            names = [
                "*"
                if arn == "*"
                else str(arn.get("Ref") or ".".join(arn.get("Fn::GetAtt", [])) or arn.get("Fn::Sub"))
                for arn in as_list(line["Resource"])
            ]
            if any(name == "*" or name.partition(".")[0] == bron or name.endswith(bron) for name in names):
                return True
    return False


@contextlib.contextmanager
def _refused_unless(may: bool, wat: str) -> Iterator[None]:  # noqa: FBT001 - a case
    try:
        yield
    except ClientError as error:
        code = error.response["Error"]["Code"]
        refused = code in {"AccessDeniedException", "AccessDenied"}
        assert refused != may, f"{wat}: {code}"
    else:
        assert may, f"{wat} was allowed"


def test_tables(role: Role, physical_names: dict[str, str]) -> None:
    """Each action on each table works exactly where the template gives it to this role."""
    dynamodb = role.client("dynamodb")
    for table in TABLES:
        _try_table(role, dynamodb, table, physical_names[table])


def _try_table(role: Role, dynamodb: Any, table: str, name: str) -> None:
    sleutel = {part: {"S": "rechtenproef"} for part in SHAREABLE[table]}
    first = SHAREABLE[table][0]
    rest: dict[str, dict[str, Any]] = {
        "GetItem": {"Key": sleutel},
        "PutItem": {"Item": sleutel},
        "DeleteItem": {"Key": sleutel},
        "Query": {
            "KeyConditionExpression": f"{first} = :s",
            "ExpressionAttributeValues": {":s": {"S": "rechtenproef"}},
        },
        "Scan": {"Limit": 1},
    }
    for action in ACTIONS:
        method = {"GetItem": "get_item", "PutItem": "put_item", "DeleteItem": "delete_item"}.get(
            action, action.lower()
        )
        with _refused_unless(
            _is_allowed(role.functie, f"dynamodb:{action}", table), f"{role.functie} {action} {table}"
        ):
            getattr(dynamodb, method)(TableName=name, **rest[action])


def test_secrets(role: Role, this_stack: LocalStack, facade: FacadeClient) -> None:
    """A school's secret, SBB's CA and the pepper are each readable by the roles that need them alone."""
    _, deployed = this_stack.deployed()
    before, vault = deployed.output["GeheimenVoorvoegsel"], role.client("secretsmanager")
    for name, bron in (
        (f"{before}/school/{facade.stack['schoolBrin']}", "school/*"),
        (f"{before}/sbb", "/sbb"),
        (deployed.output["PeperGeheim"], "Peper"),
    ):
        may = _is_allowed(role.functie, "secretsmanager:GetSecretValue", bron)
        with _refused_unless(may, f"{role.functie} {bron}"):
            vault.get_secret_value(SecretId=name)
        with _refused_unless(may=False, wat=f"{role.functie} writes {bron}"):
            vault.put_secret_value(SecretId=name, SecretString="{}")


def test_what_nobody_may_do(role: Role, physical_names: dict[str, str]) -> None:
    """No role may have to do with the key itself, with rights or code, or remove or list anything."""
    sleutel = physical_names["Versleuteling"]
    pogingen: dict[str, tuple[str, str, dict[str, Any]]] = {
        "kms:ScheduleKeyDeletion": ("kms", "schedule_key_deletion", {"KeyId": sleutel}),
        "iam:CreateUser": ("iam", "create_user", {"UserName": "proef"}),
        "lambda:GetFunction": ("lambda", "get_function", {"FunctionName": physical_names["Zoeken"]}),
        "dynamodb:DeleteTable": ("dynamodb", "delete_table", {"TableName": physical_names["Audit"]}),
        "s3:ListBuckets": ("s3", "list_buckets", {}),
        "cloudformation:DescribeStacks": ("cloudformation", "describe_stacks", {}),
    }
    for wat, (service, method, rest) in pogingen.items():
        with _refused_unless(may=False, wat=f"{role.functie} {wat}"):
            getattr(role.client(service), method)(**rest)
