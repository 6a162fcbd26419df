"""Logs, warnings and the audit from the command line, over a stack that a test makes up."""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from botocore.exceptions import ClientError
from stagemarkt.adapters.dynamodb.audit import ProcessingTable
from stagemarkt.ports.audit import Processing
from stagemarkt_cli.aws.stack import DeployedStack

from tests.integration.cli.conftest import NOW, StoredLine

REQUEST = "0b3c2a51-1f7e-4c8e-9d55-7a3f0c1b2d4e"
EVIL = "\x1b[31m\x9b31m"


def _line(**fields: Any) -> str:
    return json.dumps({"level": "INFO", "service": "stagemarkt", "location": "x:1", **fields})


class FakeLogStack(DeployedStack):
    """A stack that needs nobody to say where it is."""

    @property
    def endpoint(self) -> str:
        """Where it is."""
        return "https://aws"


class FakeLogs:
    """CloudWatch and CloudFormation: two functions, one that never ran; lines by log group."""

    def __init__(self, lines: Mapping[str, list[tuple[float, str]]]) -> None:
        self.lines = lines
        self.asked: list[dict[str, Any]] = []

    def get_paginator(self, name: str) -> "FakeLogs":
        """As boto3 has it."""
        assert name in {"list_stack_resources", "filter_log_events"}
        return self

    def paginate(self, **question: Any) -> Iterator[dict[str, Any]]:
        """Pages of one."""
        if "StackName" in question:
            for name in ("ZoekenLog", "StatusLog", "NooitLog"):
                yield {"StackResourceSummaries": [_bron(name), _bron("Tabel", "AWS::DynamoDB::Table")]}
            return
        self.asked.append(question)
        if question["logGroupName"] == "log-NooitLog":
            raise ClientError({"Error": {"Code": "ResourceNotFoundException"}}, "FilterLogEvents")
        for at, text in self.lines.get(question["logGroupName"], []):
            if question["startTime"] <= at * 1000 <= question["endTime"]:
                yield {"events": [{"timestamp": int(at * 1000), "message": text}]}


def _bron(name: str, kind: str = "AWS::Logs::LogGroup") -> dict[str, str]:
    return {"LogicalResourceId": name, "PhysicalResourceId": f"log-{name}", "ResourceType": kind}


LINES: dict[str, list[tuple[float, str]]] = {
    "log-ZoekenLog": [
        (NOW - 60, _line(message="verzoek", verzoekId=REQUEST, school="99XX", status=200)),
        (NOW - 50, _line(message="verzoek", verzoekId="ander", school="30AA", status=500, level="ERROR")),
        (NOW - 40, "2026-09-01T10:00:00Z 1234 Task timed out after 28.00 seconds"),
        (NOW - 30, "START RequestId: 1234 Version: $LATEST"),
        (NOW - 29, "END RequestId: 1234"),
        (NOW - 28, "REPORT RequestId: 1234\tDuration: 28000.00 ms\tStatus: timeout"),
        (NOW - 27, "REPORT RequestId: 1235\tDuration: 5.00 ms"),
        (NOW - 90_000, _line(message="verzoek", verzoekId="oud", school="99XX", status=500, level="ERROR")),
    ],
    "log-StatusLog": [
        (NOW - 20, _line(message="opslag", operation=EVIL, level="WARNING", verzoekId=REQUEST)),
        (
            NOW - 10,
            _line(
                message="waarschuwing",
                level="WARNING",
                school="99XX",
                soort="licentie",
                onderwerp="School 99XX: SBB weigert de licentie",
                tekst=f"Regel een{EVIL}\nRegel twee",
            ),
        ),
    ],
}


@pytest.fixture
def link(tmp_path_factory: pytest.TempPathFactory) -> StoredLine:
    """A command line over these logs."""
    fake = FakeLogs(LINES)
    return StoredLine(FakeLogStack("stagemarkt", {}, lambda _service: fake), tmp_path_factory.mktemp("werk"))


def _found(link: StoredLine, command: str) -> list[dict[str, Any]]:
    outcome = link(f"{command} --json")
    assert outcome.code == 0, outcome.fout
    found: list[dict[str, Any]] = json.loads(outcome.out)
    return found


def test_a_request(link: StoredLine) -> None:
    """Every line of one request, wherever it was written, oldest first."""
    for word in (REQUEST, f"urn:uuid:{REQUEST}"):
        found = _found(link, f"logboek --verzoek {word}")
        assert [(line["logboek"], line["message"]) for line in found] == [
            ("Zoeken", "verzoek"),
            ("Status", "opslag"),
        ]
    assert found[0]["moment"] == "2026-09-01T09:59:00.000Z"


def test_errors(link: StoredLine) -> None:
    """What went wrong on our side, a function that ran out of time as well; each once, no further back."""
    found = _found(link, "logboek --fouten --sinds 1u")
    assert [line["message"][-22:] for line in found] == ["verzoek", "d out after 28.00 seconds"[-22:]]
    assert len(_found(link, "logboek --fouten --sinds 2d")) == 3
    assert len(_found(link, "logboek --fouten --sinds 2d --maximum 1")) == 1


def test_of_a_school_or_a_function(link: StoredLine) -> None:
    """Only lines about that school; only that log, in whatever capitals."""
    assert [line["status"] for line in _found(link, "logboek --school 99xx --functie zoeken")] == [200]
    outcome = link("logboek --functie Bestaatniet")
    assert outcome.code == 2
    assert "Nooit, Status, Zoeken" in outcome.fout


def test_a_table_that_steers_no_terminal(link: StoredLine) -> None:
    """Columns in Dutch time; control characters from a line reach no terminal, in a table nor in JSON."""
    outcome = link("logboek", wide=400)
    assert "01-09-2026 11:59:00" in outcome.out
    for out in (outcome.out, link("logboek --json").out, link("waarschuwingen").out):
        assert not {"\x1b", "\x9b"} & set(out)


@pytest.mark.parametrize(
    "words", ["--sinds 0m", "--sinds gisteren", "--verzoek kort", "--school 9", "--maximum 0"]
)
def test_what_cannot_be_searched(link: StoredLine, words: str) -> None:
    """No duration, no verzoekId, no BRIN: exit code 2, and nothing is asked."""
    assert link(f"logboek {words}").code == 2


def test_warnings(link: StoredLine) -> None:
    """When, about what, and the whole text."""
    (one,) = _found(link, "waarschuwingen")
    assert (one["school"], one["soort"]) == ("99XX", "licentie")
    out = link("waarschuwingen").out
    assert "01-09-2026 11:59:50 School 99XX: SBB weigert de licentie" in out
    assert "Regel twee" in out.splitlines()
    assert link("waarschuwingen --school 30AA").fout.strip() == "Er is niet gewaarschuwd."


@pytest.fixture
def book(this_stack: DeployedStack, tmp_path_factory: pytest.TempPathFactory) -> Iterator[StoredLine]:
    """A command line over an audit of three answers, one just after midnight here and before it in UTC."""
    dynamodb = this_stack.client("dynamodb")
    dynamodb.create_table(
        TableName="audit",
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": n, "AttributeType": "S"} for n in ("pk", "sk")],
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
    )
    table = ProcessingTable(dynamodb, "audit", 365)
    after_midnight = datetime(2026, 8, 30, 22, 30, tzinfo=UTC).timestamp()
    for number, (school, at, leerbedrijf) in enumerate(
        [
            ("99XX", after_midnight, "900000001"),
            ("99XX", NOW - 60.0, "900000002"),
            ("30AA", NOW - 30.0, "900000001"),
        ]
    ):
        table.record(
            Processing(
                request_id=f"verzoek-{number}",
                operatie="geefDetailgegevens",
                afnemer_id="pakket",
                sleutel="abcd1234",
                school=school,
                leerbedrijven=(leerbedrijf,),
                velden=("contactpersonen",),
                bron="sbb",
                at=at,
                trail=None,
                parent_id=None,
            )
        )
    yield StoredLine(
        DeployedStack("proef", {"AuditTabel": "audit"}, this_stack.client), tmp_path_factory.mktemp("werk")
    )
    dynamodb.delete_table(TableName="audit")


@pytest.mark.parametrize(
    ("words", "expected"),
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
def test_audit(book: StoredLine, words: str, expected: list[str]) -> None:
    """Who was told of people of this school or leerbedrijf, by the day in the Netherlands."""
    found = _found(book, f"audit {words}")
    assert [one["verzoekId"] for one in found] == expected


def test_audit_as_a_table(book: StoredLine) -> None:
    """For people: in Dutch time, with who and which fields; without school or leerbedrijf it is refused."""
    out = book("audit --school 99XX", wide=300).out
    assert "31-08-2026 00:30:00" in out
    assert "contactpersonen" in out
    assert book("audit").code == 2
    assert book("audit --school 99XX --vanaf 02-09-2026 --tot-en-met 01-09-2026").code == 2
    assert "niets verstrekt" in book("audit --school 30AB").fout


@pytest.mark.parametrize("words", ["--tot-en-met 31-12-9999", "--vanaf 01-01-0001", "--vanaf 0000-01-01"])
def test_audit_of_an_impossible_day(book: StoredLine, words: str) -> None:
    """A day at the very end of the calendar is refused with words, not with a traceback."""
    outcome = book(f"audit --school 99XX {words}")
    assert outcome.code == 2
    assert outcome.fout.startswith("Dit ")


def test_what_lambda_says_each_time(link: StoredLine) -> None:
    """When a run began and ended is no event: three lines of every four would be that."""
    found = _found(link, "logboek --functie Zoeken")
    assert [line["message"][:6] for line in found] == ["verzoe", "verzoe", "2026-0", "REPORT"]


def test_further_back_than_there_is_time(link: StoredLine) -> None:
    """However far back, all that there is is found: AWS knows no moment before 1970."""
    assert len(_found(link, "logboek --school 99XX --sinds 99999d")) == 3
