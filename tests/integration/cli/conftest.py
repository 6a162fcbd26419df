"""A deployed stack in this process: the template's table, a pepper, an API; and the command line over it."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from stagemarkt_cli.admin.admin import Beheer
from stagemarkt_cli.aws.stack import Stapel
from stagemarkt_cli.commands.toolbox import Gereedschap
from stagemarkt_cli.main import app
from stagemarkt_cli.views.screens import Schermen
from typer.testing import CliRunner

# Noon in the Netherlands, 1 September 2026.
NU = 1_788_256_800
TABELLEN = ("toegang", "abonnementen", "uitgaand")


@dataclass(frozen=True)
class Uitkomst:
    """How a command ended: exit code, stdout, stderr."""

    code: int
    uit: str
    fout: str


class Regel:
    """Runs commands against the stack, at a moment that a test moves."""

    def __init__(self, stapel: Stapel, werkmap: Path) -> None:
        self._stapel = stapel
        self.werkmap = werkmap
        self.nu = NU
        self.gezocht: list[str] = []
        self.beheer = Beheer(stapel, lambda: float(self.nu))

    def __call__(self, opdracht: str, *woorden: str, invoer: str | None = None, breed: int = 120) -> Uitkomst:
        """Run one command: its words in one text, what holds spaces apart."""
        uit, fout = io.StringIO(), io.StringIO()
        hulp = Gereedschap(
            self.werkmap,
            Schermen(Console(file=uit, width=breed), Console(file=fout, width=breed)),
            stapel=self._vind,
            klok=lambda: float(self.nu),
        )
        resultaat = CliRunner().invoke(app, [*opdracht.split(), *woorden], obj=hulp, input=invoer)
        assert resultaat.exception is None or isinstance(resultaat.exception, SystemExit), resultaat.exception
        return Uitkomst(
            resultaat.exit_code, uit.getvalue() + resultaat.stdout, fout.getvalue() + resultaat.stderr
        )

    def _vind(self, naam: str) -> Stapel:
        self.gezocht.append(naam)
        return self._stapel


@pytest.fixture(scope="module")
def stapel() -> Iterator[Stapel]:
    """An AWS with the outputs of a stack; a module's tests share it, for making one is slow."""
    import boto3

    from tests.integration.support.aws import nagemaakte_aws
    from tests.integration.support.template import bronnen

    with nagemaakte_aws():
        gateway = boto3.client("apigateway")
        api: Any = gateway.create_rest_api(name="stagemarkt")
        wortel = gateway.get_resources(restApiId=api["id"])["items"][0]["id"]
        gateway.put_method(restApiId=api["id"], resourceId=wortel, httpMethod="GET", authorizationType="NONE")
        gateway.put_integration(restApiId=api["id"], resourceId=wortel, httpMethod="GET", type="MOCK")
        gateway.create_deployment(restApiId=api["id"], stageName="v1")
        tabellen = bronnen("AWS::DynamoDB::Table")
        niet_bij_het_maken = {
            "PointInTimeRecoverySpecification",
            "SSESpecification",
            "TimeToLiveSpecification",
        }
        for tabel in TABELLEN:
            boto3.client("dynamodb").create_table(
                TableName=tabel,
                **{k: v for k, v in tabellen[tabel.capitalize()].items() if k not in niet_bij_het_maken},
            )
        uitvoer = {
            "ApiId": api["id"],
            "ToegangTabel": "toegang",
            "AbonnementenTabel": "abonnementen",
            "UitgaandTabel": "uitgaand",
            "GeheimenVoorvoegsel": "stagemarkt/proef",
            "PeperGeheim": boto3.client("secretsmanager").create_secret(Name="peper", SecretString="zout")[
                "ARN"
            ],
            # Nobody is at home there: this stack has no functions.
            "CertificaatwachtFunctie": "wacht",
            "VersleutelingArn": boto3.client("kms").create_key()["KeyMetadata"]["Arn"],
        }
        maak_client: Any = boto3.client
        yield Stapel("proef", uitvoer, maak_client)


@pytest.fixture
def regel(stapel: Stapel, tmp_path: Path) -> Iterator[Regel]:
    """A command line over a stack with one school, 99XX, and nobody who calls."""
    regel = Regel(stapel, tmp_path)
    assert regel("school toevoegen 99XX").code == 0
    yield regel
    maak_leeg(stapel)


def maak_leeg(stapel: Stapel) -> None:
    """Nobody and nothing is known to the stack."""
    dynamodb, kluis = stapel.client("dynamodb"), stapel.client("secretsmanager")
    for tabel in TABELLEN:
        items = dynamodb.scan(TableName=tabel)["Items"]
        sleutels = [{"pk": item["pk"], "sk": item["sk"]} for item in items]
        schrijf(dynamodb, tabel, [{"DeleteRequest": {"Key": sleutel}} for sleutel in sleutels])
    for geheim in kluis.list_secrets(IncludePlannedDeletion=True)["SecretList"]:
        if geheim["Name"].startswith("stagemarkt/proef/"):
            kluis.restore_secret(SecretId=geheim["Name"])
            kluis.delete_secret(SecretId=geheim["Name"], ForceDeleteWithoutRecovery=True)


def schrijf(dynamodb: Any, tabel: str, verzoeken: list[dict[str, Any]]) -> None:
    """These writes, as many at a time as may be."""
    for begin in range(0, len(verzoeken), 25):
        dynamodb.batch_write_item(RequestItems={tabel: verzoeken[begin : begin + 25]})
