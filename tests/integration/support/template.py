"""The tables of the real `template.yaml`, made in the AWS of a test."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from samtranslator.yaml_helper import yaml_parse

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient

PROJECT = Path(__file__).resolve().parents[3]
REGION = "eu-west-1"
# Calls of their own in AWS's API; the encryption key, which is another resource, is left out, and so is what
# depends on the stage.
NOT_AT_CREATION = frozenset(
    {
        "TimeToLiveSpecification",
        "PointInTimeRecoverySpecification",
        "SSESpecification",
        "DeletionProtectionEnabled",
    }
)


class Tables(NamedTuple):
    """The names of the tables, by their logical IDs."""

    answers: str
    toegang: str
    sightings: str
    mutaties: str
    abonnementen: str
    outgoing: str
    audit: str


def sources(kind: str) -> dict[str, dict[str, Any]]:
    """The `Properties` of every resource of this type in the template, by logical ID."""
    return {name: bron["Properties"] for name, bron in _resources().items() if bron["Type"] == kind}


@cache
def _resources() -> dict[str, dict[str, Any]]:
    """Every resource; reading the template takes half a second, and each test with tables wants it."""
    template: dict[str, Any] = yaml_parse((PROJECT / "template.yaml").read_text(encoding="utf-8"))
    resources: dict[str, dict[str, Any]] = template["Resources"]
    return resources


def make_tables(client: "DynamoDBClient") -> Tables:
    """Every table of the template, with its time to live."""
    for name, properties in sources("AWS::DynamoDB::Table").items():
        table = f"stapel-{name}"
        at_creation = {k: v for k, v in properties.items() if k not in NOT_AT_CREATION}
        client.create_table(TableName=table, **at_creation)
        if "TimeToLiveSpecification" in properties:
            lifetime = properties["TimeToLiveSpecification"]
            client.update_time_to_live(TableName=table, TimeToLiveSpecification=lifetime)
    names = ("Antwoorden", "Toegang", "Waarnemingen", "Mutaties", "Abonnementen", "Uitgaand", "Audit")
    return Tables(*(f"stapel-{name}" for name in names))
