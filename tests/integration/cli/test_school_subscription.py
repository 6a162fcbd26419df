"""The operator's commands around the intake, over a function and a table that a test makes up."""

import io
import json
from typing import Any

import pytest
from stagemarkt.adapters.dynamodb.rejects import RejectsTable
from stagemarkt.ports.intake import Rejected
from stagemarkt_cli.aws.stack import DeployedStack

from tests.integration.cli.conftest import NOW, StoredLine


class FakeLambda:
    """The function, which answers this."""

    def __init__(self, answer: Any, fout: str | None = None) -> None:
        self.answer = answer
        self.fout = fout
        self.asked: list[tuple[str, Any]] = []

    def invoke(self, *, FunctionName: str, Payload: bytes) -> dict[str, Any]:  # noqa: N803 - boto3's names
        """As boto3 has it."""
        self.asked.append((FunctionName, json.loads(Payload)))
        answer = {"Payload": io.BytesIO(json.dumps(self.answer).encode())}
        return {**answer, **({"FunctionError": self.fout} if self.fout else {})}


class FakeSubscriptionStack(DeployedStack):
    """A stack with this function."""

    def __init__(self, functie: FakeLambda, real: DeployedStack | None = None) -> None:
        output = {
            "SchoolabonnementenFunctie": "functie",
            "IntakeUrl": "https://intake",
            "MutatiesTabel": "m",
        }

        def make(service: str) -> Any:
            return functie if service == "lambda" or real is None else real.client(service)

        super().__init__("stagemarkt", output, make)

    @property
    def endpoint(self) -> str:
        """Where it is."""
        return "https://aws"


@pytest.fixture
def line(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Makes a command line over a function."""
    return lambda function, real=None: StoredLine(
        FakeSubscriptionStack(function, real), tmp_path_factory.mktemp("werk")
    )


def test_subscribe(line: Any) -> None:
    """The function is asked for this school; `--json` is its answer and nothing else."""
    function = FakeLambda({"uitkomst": {"abonnementId": "a-1"}})
    outcome = line(function)("school abonneer --school 99xx --json")
    assert (outcome.code, json.loads(outcome.out)) == (0, {"abonnementId": "a-1"})
    assert function.asked == [("functie", {"opdracht": "abonneer", "school": "99XX", "abonnementId": None})]
    assert "https://intake" in line(FakeLambda(function.answer))("school abonneer --school 99XX").fout


def test_abonnementen(line: Any) -> None:
    """Each subscription with how it stands, in words."""
    one = {"school": "99XX", "abonnementId": "a-1", "endpoint": "https://x", "stand": "elders"}
    outcome = line(FakeLambda({"uitkomst": {"abonnementen": [one]}}))("school abonnementen --school 99XX")
    assert "a-1" in outcome.out
    assert "wijst naar elders" in outcome.out
    empty = line(FakeLambda({"uitkomst": {"abonnementen": []}}))("school abonnementen --school 99XX")
    assert "school abonneer" in empty.fout


def test_unsubscribe(line: Any) -> None:
    """One or all end, and each is named."""
    function = FakeLambda({"uitkomst": {"beeindigd": ["a-1"]}})
    assert "a-1" in line(function)("school opzeggen --school 99XX --abonnement a-1").fout
    assert function.asked[0][1]["abonnementId"] == "a-1"
    assert (
        "geen abonnement"
        in line(FakeLambda({"uitkomst": {"beeindigd": []}}))("school opzeggen --school 99XX").fout
    )


@pytest.mark.parametrize(
    ("function", "code", "word"),
    [
        (FakeLambda({"fout": {"code": "bron-licentie", "detail": "Geen licentie."}}), 1, "Geen licentie."),
        (FakeLambda({"fout": {"code": "bron-timeout", "detail": "Te laat."}}), 3, "Te laat."),
        (FakeLambda({"errorMessage": "geheim"}, "Unhandled"), 1, "logboek"),
        (FakeLambda(None), 1, "logboek"),
    ],
)
def test_what_the_function_refuses(line: Any, function: FakeLambda, code: int, word: str) -> None:
    """Its words reach the operator; what it dies of does not."""
    outcome = line(function)("school abonneer --school 99XX")
    assert outcome.code == code
    assert word in outcome.fout
    assert "geheim" not in outcome.fout


def test_what_was_rejected(
    line: Any, this_stack: DeployedStack, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    """What was refused is listed without its content; that comes when it is asked for by name."""
    client = this_stack.client("dynamodb")
    sleutels = [("pk", "HASH"), ("sk", "RANGE")]
    client.create_table(
        TableName="m",
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name, _ in sleutels],
        KeySchema=[{"AttributeName": name, "KeyType": kind} for name, kind in sleutels],
    )
    command = line(FakeLambda(None), this_stack)
    assert "niets afgekeurd" in command("mutaties afgekeurd").fout
    one = Rejected("k-1", "ongeldig", "Brin", "0" * 20, "99XX", None, b"<Jansen/>", 9, NOW, NOW)
    RejectsTable(client, "m").reject(one)
    shown = command("mutaties afgekeurd", wide=160)
    assert "k-1" in shown.out
    assert "ongeldig" in shown.out
    (as_json,) = json.loads(command("mutaties afgekeurd --json").out)
    assert (as_json["kenmerk"], as_json["keren"], as_json["laatst"]) == ("k-1", 1, "2026-09-01T10:00:00Z")
    assert "Jansen" not in shown.out + json.dumps(as_json)
    assert "<Jansen/>" in command("mutaties afgekeurd --toon k").out
    assert command("mutaties afgekeurd --toon x").code == 1
    assert capfdbinary.readouterr().err == b""
