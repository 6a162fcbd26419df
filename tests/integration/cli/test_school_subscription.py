"""The operator's commands around the intake, over a function and a table that a test makes up."""

import io
import json
from typing import Any

import pytest
from stagemarkt.adapters.dynamodb.rejects import Afkeurtabel
from stagemarkt.ports.mutaties import Afgekeurd
from stagemarkt_cli.aws.stack import Stapel

from tests.integration.cli.conftest import NU, Regel


class NepLambda:
    """The function, which answers this."""

    def __init__(self, antwoord: Any, fout: str | None = None) -> None:
        self.antwoord = antwoord
        self.fout = fout
        self.gevraagd: list[tuple[str, Any]] = []

    def invoke(self, *, FunctionName: str, Payload: bytes) -> dict[str, Any]:  # noqa: N803 - boto3's names
        """As boto3 has it."""
        self.gevraagd.append((FunctionName, json.loads(Payload)))
        antwoord = {"Payload": io.BytesIO(json.dumps(self.antwoord).encode())}
        return {**antwoord, **({"FunctionError": self.fout} if self.fout else {})}


class NepStapel(Stapel):
    """A stack with this function."""

    def __init__(self, functie: NepLambda, echt: Stapel | None = None) -> None:
        uitvoer = {
            "SchoolabonnementenFunctie": "functie",
            "IntakeUrl": "https://intake",
            "MutatiesTabel": "m",
        }

        def maak(dienst: str) -> Any:
            return functie if dienst == "lambda" or echt is None else echt.client(dienst)

        super().__init__("stagemarkt", uitvoer, maak)

    @property
    def eindpunt(self) -> str:
        """Where it is."""
        return "https://aws"


@pytest.fixture
def regel(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Makes a command line over a function."""
    return lambda functie, echt=None: Regel(NepStapel(functie, echt), tmp_path_factory.mktemp("werk"))


def test_abonneer(regel: Any) -> None:
    """The function is asked for this school; `--json` is its answer and nothing else."""
    functie = NepLambda({"uitkomst": {"abonnementId": "a-1"}})
    uitkomst = regel(functie)("school abonneer --school 99xx --json")
    assert (uitkomst.code, json.loads(uitkomst.uit)) == (0, {"abonnementId": "a-1"})
    assert functie.gevraagd == [("functie", {"opdracht": "abonneer", "school": "99XX", "abonnementId": None})]
    assert "https://intake" in regel(NepLambda(functie.antwoord))("school abonneer --school 99XX").fout


def test_abonnementen(regel: Any) -> None:
    """Each subscription with how it stands, in words."""
    een = {"school": "99XX", "abonnementId": "a-1", "endpoint": "https://x", "stand": "elders"}
    uitkomst = regel(NepLambda({"uitkomst": {"abonnementen": [een]}}))("school abonnementen --school 99XX")
    assert "a-1" in uitkomst.uit
    assert "wijst naar elders" in uitkomst.uit
    leeg = regel(NepLambda({"uitkomst": {"abonnementen": []}}))("school abonnementen --school 99XX")
    assert "school abonneer" in leeg.fout


def test_opzeggen(regel: Any) -> None:
    """One or all end, and each is named."""
    functie = NepLambda({"uitkomst": {"beeindigd": ["a-1"]}})
    assert "a-1" in regel(functie)("school opzeggen --school 99XX --abonnement a-1").fout
    assert functie.gevraagd[0][1]["abonnementId"] == "a-1"
    assert (
        "geen abonnement"
        in regel(NepLambda({"uitkomst": {"beeindigd": []}}))("school opzeggen --school 99XX").fout
    )


@pytest.mark.parametrize(
    ("functie", "code", "woord"),
    [
        (NepLambda({"fout": {"code": "bron-licentie", "detail": "Geen licentie."}}), 1, "Geen licentie."),
        (NepLambda({"fout": {"code": "bron-timeout", "detail": "Te laat."}}), 3, "Te laat."),
        (NepLambda({"errorMessage": "geheim"}, "Unhandled"), 1, "logboek"),
        (NepLambda(None), 1, "logboek"),
    ],
)
def test_wat_de_functie_weigert(regel: Any, functie: NepLambda, code: int, woord: str) -> None:
    """Its words reach the operator; what it dies of does not."""
    uitkomst = regel(functie)("school abonneer --school 99XX")
    assert uitkomst.code == code
    assert woord in uitkomst.fout
    assert "geheim" not in uitkomst.fout


def test_wat_er_is_afgekeurd(regel: Any, stapel: Stapel, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    """What was refused is listed without its content; that comes when it is asked for by name."""
    client = stapel.client("dynamodb")
    sleutels = [("pk", "HASH"), ("sk", "RANGE")]
    client.create_table(
        TableName="m",
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": naam, "AttributeType": "S"} for naam, _ in sleutels],
        KeySchema=[{"AttributeName": naam, "KeyType": soort} for naam, soort in sleutels],
    )
    opdracht = regel(NepLambda(None), stapel)
    assert "niets afgekeurd" in opdracht("mutaties afgekeurd").fout
    een = Afgekeurd("k-1", "ongeldig", "Brin", "0" * 20, "99XX", None, b"<Jansen/>", 9, NU, NU)
    Afkeurtabel(client, "m").keur_af(een)
    getoond = opdracht("mutaties afgekeurd", breed=160)
    assert "k-1" in getoond.uit
    assert "ongeldig" in getoond.uit
    (als_json,) = json.loads(opdracht("mutaties afgekeurd --json").uit)
    assert (als_json["kenmerk"], als_json["keren"], als_json["laatst"]) == ("k-1", 1, "2026-09-01T10:00:00Z")
    assert "Jansen" not in getoond.uit + json.dumps(als_json)
    assert "<Jansen/>" in opdracht("mutaties afgekeurd --toon k").uit
    assert opdracht("mutaties afgekeurd --toon x").code == 1
    assert capfdbinary.readouterr().err == b""
