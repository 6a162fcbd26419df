"""A deployed stack in this process: the template's table, a pepper, an API; and the command line over it."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from stagemarkt_cli.admin.admin import Admin
from stagemarkt_cli.aws.stack import DeployedStack
from stagemarkt_cli.commands.toolbox import Toolbox
from stagemarkt_cli.main import app
from stagemarkt_cli.views.screens import Screens
from typer.testing import CliRunner

from tests.integration.support.operators_rights import RecordedRights

# Noon in the Netherlands, 1 September 2026.
NOW = 1_788_256_800
RIGHTS = RecordedRights()
TABLES = ("toegang", "abonnementen", "uitgaand")


@dataclass(frozen=True)
class CommandEnd:
    """How a command ended: exit code, stdout, stderr."""

    code: int
    out: str
    fout: str


class StoredLine:
    """Runs commands against the stack, at a moment that a test moves."""

    def __init__(self, this_stack: DeployedStack, work_dir: Path) -> None:
        self._stack = this_stack
        self.work_dir = work_dir
        self.now = NOW
        self.sought: list[str] = []
        self.admin = Admin(this_stack, lambda: float(self.now))

    def __call__(self, command: str, *words: str, inputs: str | None = None, wide: int = 120) -> CommandEnd:
        """Run one command: its words in one text, what holds spaces apart."""
        out, error = io.StringIO(), io.StringIO()
        helper = Toolbox(
            self.work_dir,
            Screens(Console(file=out, width=wide), Console(file=error, width=wide)),
            this_stack=self._find,
            clock=lambda: float(self.now),
        )
        # Whatever it asks of AWS, the policy of who operates must allow.
        with RIGHTS.recording():
            result = CliRunner().invoke(app, [*command.split(), *words], obj=helper, input=inputs)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return CommandEnd(result.exit_code, out.getvalue() + result.stdout, error.getvalue() + result.stderr)

    def _find(self, name: str) -> DeployedStack:
        self.sought.append(name)
        return self._stack


@pytest.fixture(scope="module")
def this_stack() -> Iterator[DeployedStack]:
    """An AWS with the outputs of a stack; a module's tests share it, for making one is slow."""
    import boto3

    from tests.integration.support.aws import fake_aws
    from tests.integration.support.template import NOT_AT_CREATION, sources

    with fake_aws():
        gateway = boto3.client("apigateway")
        api: Any = gateway.create_rest_api(name="stagemarkt")
        root = gateway.get_resources(restApiId=api["id"])["items"][0]["id"]
        gateway.put_method(restApiId=api["id"], resourceId=root, httpMethod="GET", authorizationType="NONE")
        gateway.put_integration(restApiId=api["id"], resourceId=root, httpMethod="GET", type="MOCK")
        gateway.create_deployment(restApiId=api["id"], stageName="v1")
        tables = sources("AWS::DynamoDB::Table")
        for table in TABLES:
            boto3.client("dynamodb").create_table(
                TableName=table,
                **{k: v for k, v in tables[table.capitalize()].items() if k not in NOT_AT_CREATION},
            )
        output = {
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
        make_client: Any = boto3.client
        yield DeployedStack("proef", output, lambda service: RIGHTS.watch(make_client(service)))


@pytest.fixture
def line(this_stack: DeployedStack, tmp_path: Path) -> Iterator[StoredLine]:
    """A command line over a stack with one school, 99XX, and nobody who calls."""
    line = StoredLine(this_stack, tmp_path)
    assert line("school toevoegen 99XX").code == 0
    yield line
    maak_leeg(this_stack)


def maak_leeg(this_stack: DeployedStack) -> None:
    """Nobody and nothing is known to the stack."""
    dynamodb, vault = this_stack.client("dynamodb"), this_stack.client("secretsmanager")
    for table in TABLES:
        items = dynamodb.scan(TableName=table)["Items"]
        sleutels = [{"pk": item["pk"], "sk": item["sk"]} for item in items]
        write(dynamodb, table, [{"DeleteRequest": {"Key": sleutel}} for sleutel in sleutels])
    for secret in vault.list_secrets(IncludePlannedDeletion=True)["SecretList"]:
        if secret["Name"].startswith("stagemarkt/proef/"):
            vault.restore_secret(SecretId=secret["Name"])
            vault.delete_secret(SecretId=secret["Name"], ForceDeleteWithoutRecovery=True)


def write(dynamodb: Any, table: str, requests: list[dict[str, Any]]) -> None:
    """These writes, as many at a time as may be."""
    for begin in range(0, len(requests), 25):
        dynamodb.batch_write_item(RequestItems={table: requests[begin : begin + 25]})
