"""The tables of the real `template.yaml`, made in the AWS of a test."""

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from samtranslator.yaml_helper import yaml_parse

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient

PROJECT = Path(__file__).resolve().parents[3]
REGIO = "eu-west-1"
# How `create_table` spells what the template has besides; the encryption key is not of this test.
_NIET_BIJ_HET_MAKEN = ("TimeToLiveSpecification", "PointInTimeRecoverySpecification", "SSESpecification")


class Tabellen(NamedTuple):
    """The names of the tables, by their logical IDs."""

    antwoorden: str
    toegang: str
    waarnemingen: str


def bronnen(soort: str) -> dict[str, dict[str, Any]]:
    """The `Properties` of every resource of this type in the template, by logical ID."""
    sjabloon: dict[str, Any] = yaml_parse((PROJECT / "template.yaml").read_text(encoding="utf-8"))
    return {naam: bron["Properties"] for naam, bron in sjabloon["Resources"].items() if bron["Type"] == soort}


def maak_tabellen(client: "DynamoDBClient") -> Tabellen:
    """Every table of the template, with its time to live."""
    for naam, eigenschappen in bronnen("AWS::DynamoDB::Table").items():
        eisen = {sleutel: waarde for sleutel, waarde in eigenschappen.items()}
        levensduur = eisen.get("TimeToLiveSpecification")
        for sleutel in _NIET_BIJ_HET_MAKEN:
            eisen.pop(sleutel, None)
        client.create_table(TableName=f"stapel-{naam}", **eisen)
        if levensduur is not None:
            client.update_time_to_live(TableName=f"stapel-{naam}", TimeToLiveSpecification={**levensduur})
    return Tabellen("stapel-Antwoorden", "stapel-Toegang", "stapel-Waarnemingen")
