"""Least privilege as deployed: what each function's role may do works, and everything else is refused."""

import contextlib
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Final, NamedTuple

import boto3
import pytest
from botocore.exceptions import ClientError

from local import ministack
from local.stack import Stapel
from tests.e2e.client import Facade
from tests.unit.template import BRONNEN, FUNCTIES, als_lijst, regels_van, van_soort

TABELLEN: Final = sorted(van_soort("AWS::DynamoDB::Table"))
DEELBAAR: Final = {
    naam: [deel["AttributeName"] for deel in tabel["KeySchema"]]
    for naam, tabel in van_soort("AWS::DynamoDB::Table").items()
}
# An action on a table, with what it needs besides the name and the key.
ACTIES: Final = ("GetItem", "PutItem", "DeleteItem", "Query", "Scan")
# Functions that exist on a condition alone, which is off here.
HIER: Final = sorted(naam for naam in FUNCTIES if "Condition" not in BRONNEN[naam])


class Rol(NamedTuple):
    """Clients as one function's role."""

    functie: str
    gegevens: Mapping[str, str]
    eindpunt: str

    def client(self, dienst: Any) -> Any:
        """A client of this service. One session for all: each reads AWS's descriptions anew."""
        return _sessie().client(
            dienst,
            endpoint_url=self.eindpunt,
            aws_access_key_id=self.gegevens["AccessKeyId"],
            aws_secret_access_key=self.gegevens["SecretAccessKey"],
            aws_session_token=self.gegevens["SessionToken"],
        )


@cache
def _sessie() -> boto3.Session:
    return boto3.Session(region_name=ministack.REGIO)


@pytest.fixture(scope="module")
def fysiek(stapel: Stapel) -> dict[str, str]:
    """The names of what was deployed, by the names in the template."""
    aws, uitgerold = stapel.uitgerold()
    bladzijden = (
        aws.client("cloudformation").get_paginator("list_stack_resources").paginate(StackName=uitgerold.stack)
    )
    return {
        bron["LogicalResourceId"]: bron["PhysicalResourceId"]
        for bladzij in bladzijden
        for bron in bladzij["StackResourceSummaries"]
    }


@pytest.fixture(params=HIER, scope="module")
def rol(request: pytest.FixtureRequest, stapel: Stapel, fysiek: dict[str, str]) -> Rol:
    """One function's role, assumed as Lambda does."""
    aws, _ = stapel.uitgerold()
    naam = fysiek[f"{request.param}Role"]
    arn = aws.client("iam").get_role(RoleName=naam)["Role"]["Arn"]
    gegevens = aws.client("sts").assume_role(RoleArn=arn, RoleSessionName="proef")["Credentials"]
    return Rol(request.param, gegevens, aws.eindpunt)


def _mag(functie: str, actie: str, bron: str) -> bool:
    """Whether the template says so."""
    for regel in regels_van(functie):
        if actie in als_lijst(regel["Action"]):
            namen = [
                "*"
                if arn == "*"
                else str(arn.get("Ref") or ".".join(arn.get("Fn::GetAtt", [])) or arn.get("Fn::Sub"))
                for arn in als_lijst(regel["Resource"])
            ]
            if any(naam == "*" or naam.partition(".")[0] == bron or naam.endswith(bron) for naam in namen):
                return True
    return False


@contextlib.contextmanager
def _geweigerd_tenzij(mag: bool, wat: str) -> Iterator[None]:  # noqa: FBT001 - a case
    try:
        yield
    except ClientError as fout:
        code = fout.response["Error"]["Code"]
        geweigerd = code in {"AccessDeniedException", "AccessDenied"}
        assert geweigerd != mag, f"{wat}: {code}"
    else:
        assert mag, f"{wat} was allowed"


def test_tabellen(rol: Rol, fysiek: dict[str, str]) -> None:
    """Each action on each table works exactly where the template gives it to this role."""
    dynamodb = rol.client("dynamodb")
    for tabel in TABELLEN:
        _probeer_tabel(rol, dynamodb, tabel, fysiek[tabel])


def _probeer_tabel(rol: Rol, dynamodb: Any, tabel: str, naam: str) -> None:
    sleutel = {deel: {"S": "rechtenproef"} for deel in DEELBAAR[tabel]}
    eerste = DEELBAAR[tabel][0]
    rest: dict[str, dict[str, Any]] = {
        "GetItem": {"Key": sleutel},
        "PutItem": {"Item": sleutel},
        "DeleteItem": {"Key": sleutel},
        "Query": {
            "KeyConditionExpression": f"{eerste} = :s",
            "ExpressionAttributeValues": {":s": {"S": "rechtenproef"}},
        },
        "Scan": {"Limit": 1},
    }
    for actie in ACTIES:
        methode = {"GetItem": "get_item", "PutItem": "put_item", "DeleteItem": "delete_item"}.get(
            actie, actie.lower()
        )
        with _geweigerd_tenzij(
            _mag(rol.functie, f"dynamodb:{actie}", tabel), f"{rol.functie} {actie} {tabel}"
        ):
            getattr(dynamodb, methode)(TableName=naam, **rest[actie])


def test_geheimen(rol: Rol, stapel: Stapel, facade: Facade) -> None:
    """A school's secret, SBB's CA and the pepper are each readable by the roles that need them alone."""
    _, uitgerold = stapel.uitgerold()
    voor, kluis = uitgerold.uitvoer["GeheimenVoorvoegsel"], rol.client("secretsmanager")
    for naam, bron in (
        (f"{voor}/school/{facade.stack['schoolBrin']}", "school/*"),
        (f"{voor}/sbb", "/sbb"),
        (uitgerold.uitvoer["PeperGeheim"], "Peper"),
    ):
        mag = _mag(rol.functie, "secretsmanager:GetSecretValue", bron)
        with _geweigerd_tenzij(mag, f"{rol.functie} {bron}"):
            kluis.get_secret_value(SecretId=naam)
        with _geweigerd_tenzij(mag=False, wat=f"{rol.functie} writes {bron}"):
            kluis.put_secret_value(SecretId=naam, SecretString="{}")


def test_wat_niemand_mag(rol: Rol, fysiek: dict[str, str]) -> None:
    """No role may have to do with the key itself, with rights or code, or remove or list anything."""
    sleutel = fysiek["Versleuteling"]
    pogingen: dict[str, tuple[str, str, dict[str, Any]]] = {
        "kms:ScheduleKeyDeletion": ("kms", "schedule_key_deletion", {"KeyId": sleutel}),
        "iam:CreateUser": ("iam", "create_user", {"UserName": "proef"}),
        "lambda:GetFunction": ("lambda", "get_function", {"FunctionName": fysiek["Zoeken"]}),
        "dynamodb:DeleteTable": ("dynamodb", "delete_table", {"TableName": fysiek["Audit"]}),
        "s3:ListBuckets": ("s3", "list_buckets", {}),
        "cloudformation:DescribeStacks": ("cloudformation", "describe_stacks", {}),
    }
    for wat, (dienst, methode, rest) in pogingen.items():
        with _geweigerd_tenzij(mag=False, wat=f"{rol.functie} {wat}"):
            getattr(rol.client(dienst), methode)(**rest)
