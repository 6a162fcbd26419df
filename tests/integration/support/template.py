"""The tables of the real `template.yaml`, made in the AWS of a test."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from samtranslator.yaml_helper import yaml_parse

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient

PROJECT = Path(__file__).resolve().parents[3]
REGIO = "eu-west-1"
# Calls of their own in AWS's API; the encryption key, which is another resource, is left out.
_NIET_BIJ_HET_MAKEN = frozenset(
    {"TimeToLiveSpecification", "PointInTimeRecoverySpecification", "SSESpecification"}
)


class Tabellen(NamedTuple):
    """The names of the tables, by their logical IDs."""

    antwoorden: str
    toegang: str
    waarnemingen: str
    mutaties: str
    abonnementen: str
    uitgaand: str
    audit: str


def bronnen(soort: str) -> dict[str, dict[str, Any]]:
    """The `Properties` of every resource of this type in the template, by logical ID."""
    return {naam: bron["Properties"] for naam, bron in _bronnen().items() if bron["Type"] == soort}


@cache
def _bronnen() -> dict[str, dict[str, Any]]:
    """Every resource; reading the template takes half a second, and each test with tables wants it."""
    sjabloon: dict[str, Any] = yaml_parse((PROJECT / "template.yaml").read_text(encoding="utf-8"))
    resources: dict[str, dict[str, Any]] = sjabloon["Resources"]
    return resources


def maak_tabellen(client: "DynamoDBClient") -> Tabellen:
    """Every table of the template, with its time to live."""
    for naam, eigenschappen in bronnen("AWS::DynamoDB::Table").items():
        tabel = f"stapel-{naam}"
        bij_het_maken = {k: v for k, v in eigenschappen.items() if k not in _NIET_BIJ_HET_MAKEN}
        client.create_table(TableName=tabel, **bij_het_maken)
        if "TimeToLiveSpecification" in eigenschappen:
            levensduur = eigenschappen["TimeToLiveSpecification"]
            client.update_time_to_live(TableName=tabel, TimeToLiveSpecification=levensduur)
    namen = ("Antwoorden", "Toegang", "Waarnemingen", "Mutaties", "Abonnementen", "Uitgaand", "Audit")
    return Tabellen(*(f"stapel-{naam}" for naam in namen))
