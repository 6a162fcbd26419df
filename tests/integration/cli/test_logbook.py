"""Logs, warnings and the audit from the command line, over a stack that a test makes up."""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from botocore.exceptions import ClientError
from stagemarkt.adapters.dynamodb.audit import Verwerkingentabel
from stagemarkt.ports.audit import Verwerking
from stagemarkt_cli.aws.stack import Stapel

from tests.integration.cli.conftest import NU, Regel

VERZOEK = "0b3c2a51-1f7e-4c8e-9d55-7a3f0c1b2d4e"
KWAAD = "\x1b[31m\x9b31m"


def _regel(**velden: Any) -> str:
    return json.dumps({"level": "INFO", "service": "stagemarkt", "location": "x:1", **velden})


class NepStapel(Stapel):
    """A stack that needs nobody to say where it is."""

    @property
    def eindpunt(self) -> str:
        """Where it is."""
        return "https://aws"


class NepLogboeken:
    """CloudWatch and CloudFormation: two functions, one that never ran; lines by log group."""

    def __init__(self, regels: Mapping[str, list[tuple[float, str]]]) -> None:
        self.regels = regels
        self.gevraagd: list[dict[str, Any]] = []

    def get_paginator(self, naam: str) -> "NepLogboeken":
        """As boto3 has it."""
        assert naam in {"list_stack_resources", "filter_log_events"}
        return self

    def paginate(self, **vraag: Any) -> Iterator[dict[str, Any]]:
        """Pages of one."""
        if "StackName" in vraag:
            for naam in ("ZoekenLog", "StatusLog", "NooitLog"):
                yield {"StackResourceSummaries": [_bron(naam), _bron("Tabel", "AWS::DynamoDB::Table")]}
            return
        self.gevraagd.append(vraag)
        if vraag["logGroupName"] == "log-NooitLog":
            raise ClientError({"Error": {"Code": "ResourceNotFoundException"}}, "FilterLogEvents")
        for op, tekst in self.regels.get(vraag["logGroupName"], []):
            if vraag["startTime"] <= op * 1000 <= vraag["endTime"]:
                yield {"events": [{"timestamp": int(op * 1000), "message": tekst}]}


def _bron(naam: str, soort: str = "AWS::Logs::LogGroup") -> dict[str, str]:
    return {"LogicalResourceId": naam, "PhysicalResourceId": f"log-{naam}", "ResourceType": soort}


REGELS: dict[str, list[tuple[float, str]]] = {
    "log-ZoekenLog": [
        (NU - 60, _regel(message="verzoek", verzoekId=VERZOEK, school="99XX", status=200)),
        (NU - 50, _regel(message="verzoek", verzoekId="ander", school="30AA", status=500, level="ERROR")),
        (NU - 40, "2026-09-01T10:00:00Z 1234 Task timed out after 28.00 seconds"),
        (NU - 30, "START RequestId: 1234 Version: $LATEST"),
        (NU - 29, "END RequestId: 1234"),
        (NU - 28, "REPORT RequestId: 1234\tDuration: 28000.00 ms\tStatus: timeout"),
        (NU - 27, "REPORT RequestId: 1235\tDuration: 5.00 ms"),
        (NU - 90_000, _regel(message="verzoek", verzoekId="oud", school="99XX", status=500, level="ERROR")),
    ],
    "log-StatusLog": [
        (NU - 20, _regel(message="opslag", bewerking=KWAAD, level="WARNING", verzoekId=VERZOEK)),
        (
            NU - 10,
            _regel(
                message="waarschuwing",
                level="WARNING",
                school="99XX",
                soort="licentie",
                onderwerp="School 99XX: SBB weigert de licentie",
                tekst=f"Regel een{KWAAD}\nRegel twee",
            ),
        ),
    ],
}


@pytest.fixture
def lijn(tmp_path_factory: pytest.TempPathFactory) -> Regel:
    """A command line over these logs."""
    nep = NepLogboeken(REGELS)
    return Regel(NepStapel("stagemarkt", {}, lambda _dienst: nep), tmp_path_factory.mktemp("werk"))


def _gevonden(lijn: Regel, opdracht: str) -> list[dict[str, Any]]:
    uitkomst = lijn(f"{opdracht} --json")
    assert uitkomst.code == 0, uitkomst.fout
    gevonden: list[dict[str, Any]] = json.loads(uitkomst.uit)
    return gevonden


def test_een_verzoek(lijn: Regel) -> None:
    """Every line of one request, wherever it was written, oldest first."""
    for woord in (VERZOEK, f"urn:uuid:{VERZOEK}"):
        gevonden = _gevonden(lijn, f"logboek --verzoek {woord}")
        assert [(regel["logboek"], regel["message"]) for regel in gevonden] == [
            ("Zoeken", "verzoek"),
            ("Status", "opslag"),
        ]
    assert gevonden[0]["moment"] == "2026-09-01T09:59:00.000Z"


def test_fouten(lijn: Regel) -> None:
    """What went wrong on our side, a function that ran out of time as well; each once, no further back."""
    gevonden = _gevonden(lijn, "logboek --fouten --sinds 1u")
    assert [regel["message"][-22:] for regel in gevonden] == ["verzoek", "d out after 28.00 seconds"[-22:]]
    assert len(_gevonden(lijn, "logboek --fouten --sinds 2d")) == 3
    assert len(_gevonden(lijn, "logboek --fouten --sinds 2d --maximum 1")) == 1


def test_van_een_school_of_een_functie(lijn: Regel) -> None:
    """Only lines about that school; only that log, in whatever capitals."""
    assert [regel["status"] for regel in _gevonden(lijn, "logboek --school 99xx --functie zoeken")] == [200]
    uitkomst = lijn("logboek --functie Bestaatniet")
    assert uitkomst.code == 2
    assert "Nooit, Status, Zoeken" in uitkomst.fout


def test_een_tabel_die_geen_terminal_stuurt(lijn: Regel) -> None:
    """Columns in Dutch time; control characters from a line reach no terminal, in a table nor in JSON."""
    uitkomst = lijn("logboek", breed=400)
    assert "01-09-2026 11:59:00" in uitkomst.uit
    for uit in (uitkomst.uit, lijn("logboek --json").uit, lijn("waarschuwingen").uit):
        assert not {"\x1b", "\x9b"} & set(uit)


@pytest.mark.parametrize(
    "woorden", ["--sinds 0m", "--sinds gisteren", "--verzoek kort", "--school 9", "--maximum 0"]
)
def test_wat_niet_te_zoeken_is(lijn: Regel, woorden: str) -> None:
    """No duration, no verzoekId, no BRIN: exit code 2, and nothing is asked."""
    assert lijn(f"logboek {woorden}").code == 2


def test_waarschuwingen(lijn: Regel) -> None:
    """When, about what, and the whole text."""
    (een,) = _gevonden(lijn, "waarschuwingen")
    assert (een["school"], een["soort"]) == ("99XX", "licentie")
    uit = lijn("waarschuwingen").uit
    assert "01-09-2026 11:59:50 School 99XX: SBB weigert de licentie" in uit
    assert "Regel twee" in uit.splitlines()
    assert lijn("waarschuwingen --school 30AA").fout.strip() == "Er is niet gewaarschuwd."


@pytest.fixture
def boek(stapel: Stapel, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Regel]:
    """A command line over an audit of three answers, one just after midnight here and before it in UTC."""
    dynamodb = stapel.client("dynamodb")
    dynamodb.create_table(
        TableName="audit",
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": n, "AttributeType": "S"} for n in ("pk", "sk")],
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
    )
    tabel = Verwerkingentabel(dynamodb, "audit", 365)
    na_middernacht = datetime(2026, 8, 30, 22, 30, tzinfo=UTC).timestamp()
    for nummer, (school, op, leerbedrijf) in enumerate(
        [
            ("99XX", na_middernacht, "900000001"),
            ("99XX", NU - 60.0, "900000002"),
            ("30AA", NU - 30.0, "900000001"),
        ]
    ):
        tabel.leg_vast(
            Verwerking(
                verzoek_id=f"verzoek-{nummer}",
                operatie="geefDetailgegevens",
                afnemer_id="pakket",
                sleutel="abcd1234",
                school=school,
                leerbedrijven=(leerbedrijf,),
                velden=("contactpersonen",),
                bron="sbb",
                op=op,
                spoor=None,
                vanuit=None,
            )
        )
    yield Regel(Stapel("proef", {"AuditTabel": "audit"}, stapel.client), tmp_path_factory.mktemp("werk"))
    dynamodb.delete_table(TableName="audit")


@pytest.mark.parametrize(
    ("woorden", "verwacht"),
    [
        ("--school 99XX", ["verzoek-0", "verzoek-1"]),
        ("--leerbedrijf 900000001", ["verzoek-0", "verzoek-2"]),
        ("--leerbedrijf 900000001 --school 30AA", ["verzoek-2"]),
        ("--school 99XX --vanaf 31-08-2026 --tot-en-met 31-08-2026", ["verzoek-0"]),
        ("--school 99XX --vanaf 30-08-2026 --tot-en-met 30-08-2026", []),
        ("--leerbedrijf 900000009", []),
        ("--school 99XX --vanaf 01-01-1900", ["verzoek-0", "verzoek-1"]),
        ("--school 30AA --vanaf 01-01-1900 --tot-en-met 31-12-2999", ["verzoek-2"]),
    ],
)
def test_audit(boek: Regel, woorden: str, verwacht: list[str]) -> None:
    """Who was told of people of this school or leerbedrijf, by the day in the Netherlands."""
    gevonden = _gevonden(boek, f"audit {woorden}")
    assert [een["verzoekId"] for een in gevonden] == verwacht


def test_audit_als_tabel(boek: Regel) -> None:
    """For people: in Dutch time, with who and which fields; without school or leerbedrijf it is refused."""
    uit = boek("audit --school 99XX", breed=300).uit
    assert "31-08-2026 00:30:00" in uit
    assert "contactpersonen" in uit
    assert boek("audit").code == 2
    assert boek("audit --school 99XX --vanaf 02-09-2026 --tot-en-met 01-09-2026").code == 2
    assert "niets verstrekt" in boek("audit --school 30AB").fout


@pytest.mark.parametrize("woorden", ["--tot-en-met 31-12-9999", "--vanaf 01-01-0001", "--vanaf 0000-01-01"])
def test_audit_van_een_dag_die_niet_kan(boek: Regel, woorden: str) -> None:
    """A day at the very end of the calendar is refused with words, not with a traceback."""
    uitkomst = boek(f"audit --school 99XX {woorden}")
    assert uitkomst.code == 2
    assert uitkomst.fout.startswith("Dit ")


def test_wat_lambda_van_elke_keer_zegt(lijn: Regel) -> None:
    """When a run began and ended is no event: three lines of every four would be that."""
    gevonden = _gevonden(lijn, "logboek --functie Zoeken")
    assert [regel["message"][:6] for regel in gevonden] == ["verzoe", "verzoe", "2026-0", "REPORT"]


def test_verder_terug_dan_er_tijd_is(lijn: Regel) -> None:
    """However far back, all that there is is found: AWS knows no moment before 1970."""
    assert len(_gevonden(lijn, "logboek --school 99XX --sinds 99999d")) == 3
