"""docs/operations.md names all that the template and the code have, and nothing else."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from stagemarkt import metrics
from stagemarkt.metrics import Figure
from stagemarkt.web.problems import PROBLEMS

from tests.cloudwatch.alarm import EvaluatedAlarm
from tests.unit.template import RESOURCES, TEMPLATE, of_type

_PROJECT: Final = Path(__file__).parents[2]
_TEXT: Final = (_PROJECT / "docs" / "operations.md").read_text(encoding="utf-8")
# Of 30 days.
_PER_MONTH: Final = {
    "rate(1 minute)": 43_200,
    "rate(5 minutes)": 8_640,
    "cron(0 7 * * ? *)": 30,
    "cron(15 7 * * ? *)": 30,
}
_LOG: Final = re.compile(r"logger\.(?:debug|info|warning|error|critical|exception)\(\s*\"([^\"]+)\"")


def _part(header: str) -> str:
    """What stands under this heading, up to the next of the same depth."""
    depth = header.split(" ", maxsplit=1)[0]
    return _TEXT.split(f"\n{header}\n", 1)[1].split(f"\n{depth} ", 1)[0]


def _rows(part: str, header: str) -> Iterator[list[str]]:
    """The rows of the table in it of which the first column has this heading."""
    lines = iter(part.splitlines())
    for line in lines:
        if line.startswith(f"| {header} |"):
            break
    for line in lines:
        if not line.startswith("|"):
            return
        if not line.startswith("|---"):
            yield [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]


def _names(rows: Iterator[list[str]]) -> list[str]:
    return [name for row in rows for name in re.findall(r"`([^`]+)`", row[0])]


def test_every_parameter() -> None:
    """Each parameter of the template has a row, with the default that the template has."""
    defaults = {
        name: row[1].strip("`")
        for row in _rows(_part("## Parameters"), "parameter")
        for name in _names(iter([row]))
    }
    real = {
        name: "none" if "Default" not in parameter else str(parameter["Default"]) or "empty"
        for name, parameter in TEMPLATE["Parameters"].items()
    }
    assert defaults == real


def test_every_output() -> None:
    """Each output of the template has a row."""
    assert sorted(_names(_rows(_part("## Outputs"), "output"))) == sorted(TEMPLATE["Outputs"])


def _telling() -> dict[str, dict[str, Any]]:
    """The alarms that somebody hears; a part of another is heard by that one (test_objectives)."""
    alarms = of_type("AWS::CloudWatch::Alarm") | of_type("AWS::CloudWatch::CompositeAlarm")
    return {name: alarm for name, alarm in alarms.items() if alarm.get("ActionsEnabled", True)}


def test_every_alarm() -> None:
    """Each alarm of the template has a row that says when it goes off, how soon to look, and has its page."""
    rows = list(_rows(_part("## Alarms"), "alarm"))
    assert sorted(_names(iter(rows))) == sorted(_telling())
    assert all(cell for row in rows for cell in row)
    assert [row[0] for row in rows] == [f"[`{name}`](runbooks/{name}.md)" for name in _names(iter(rows))]
    # The page says the same of how soon.
    for name, row in zip(_names(iter(rows)), rows, strict=True):
        page = (_PROJECT / "docs" / "runbooks" / f"{name}.md").read_text(encoding="utf-8")
        assert f"**For** the operator, {row[2]}" in page, name


def _bron() -> str:
    folders = (_PROJECT / "layers" / "stagemarkt" / "stagemarkt", _PROJECT / "functions")
    return "\n".join(file.read_text(encoding="utf-8") for folder in folders for file in folder.rglob("*.py"))


def test_every_event_in_the_log() -> None:
    """Each event that the code logs has a row, and each row is an event that the code knows."""
    bron, rows = _bron(), set(_names(_rows(_part("## Logs"), "event")))
    assert set(_LOG.findall(bron)) <= rows
    assert {name for name in rows if f'"{name}"' not in bron} == set()


@pytest.mark.parametrize(
    "name", [n for n, bron in RESOURCES.items() if bron["Type"] == "AWS::Logs::MetricFilter"]
)
def test_every_metric(name: str) -> None:
    """Each metric that is made of the logs is named."""
    for framing in RESOURCES[name]["Properties"]["MetricTransformations"]:
        assert f"`{framing['MetricName']}`" in _TEXT


def test_every_figure() -> None:
    """Each figure of the code has a row with its unit, and what they cost follows from how many there are."""
    units = {"Milliseconds": "ms", "Seconds": "s", "Count": "count"}
    real = {value.name: units[value.unit] for value in vars(metrics).values() if isinstance(value, Figure)}
    part = _part("## Figures")
    assert {row[0].strip("`"): row[1] for row in _rows(part, "figure")} == real
    plain, per_school = [row[1:] for row in _rows(part, "dimensions")][:2]
    count = len(real)
    assert plain == [f"${0.3 * count:.2f}"] * 2
    assert per_school == [f"${0.3 * count * (1 + schools):.2f}" for schools in (1, 60)]


def test_what_runs_when_nobody_asks() -> None:
    """How often the clock calls, how many queues are read, alarms watched: as the template has them."""
    costs = {row[0]: row[1] for row in _rows(_part("## What it costs to run"), "what")}
    per_month = {
        name: _PER_MONTH[event["Properties"]["ScheduleExpression"]]
        for name, function in of_type("AWS::Serverless::Function").items()
        for event in function.get("Events", {}).values()
        if event["Type"] == "ScheduleV2"
    }
    always = {name: times for name, times in per_month.items() if "Condition" not in RESOURCES[name]}
    told = ", ".join(f"{name} {times:,}" for name, times in sorted(always.items(), key=lambda of: -of[1]))
    more = sum(per_month.values()) - sum(always.values())
    told = f"{sum(always.values()):,}: {told}; with the intake {more} more"
    assert costs["invocations by the clock"] == told
    # Five pollers, three times a minute.
    questions = f"{5 * 3 * _PER_MONTH['rate(1 minute)']:,}"
    queues = len(of_type("AWS::Lambda::EventSourceMapping"))
    assert f"about {questions} for each of {queues} queues" in costs["questions of Lambda at queues"]
    assert costs["the KMS key"] == str(len(of_type("AWS::KMS::Key")))


def test_what_looking_on_costs() -> None:
    """How many alarms there are, on how many metrics, for that is paid; metrics of logs; the dashboard."""
    costs = {row[0]: row[1] for row in _rows(_part("## What it costs to run"), "what")}
    alarms = of_type("AWS::CloudWatch::Alarm")
    kinds = {name: RESOURCES[name].get("Condition") for name in alarms}
    of = {
        condition: [EvaluatedAlarm(alarms[name]) for name, kind in kinds.items() if kind == condition]
        for condition in (None, "MetIntake", "MetDoelen")
    }
    counts = {
        condition: (len(some), sum(len(alarm.metrics) for alarm in some)) for condition, some in of.items()
    }
    (always, paid), (intake, intake_paid), (doelen, doelen_paid) = counts.values()
    told = f"{always} on {paid} metrics, with the intake {always + intake} on {paid + intake_paid}"
    composites = len(of_type("AWS::CloudWatch::CompositeAlarm"))
    more = f"with `Doelen` {doelen} more on {doelen_paid} and {composites} of alarms together"
    assert costs["alarms"] == f"{told}; {more}"
    made = {
        transformation["MetricName"]
        for made_of in of_type("AWS::Logs::MetricFilter").values()
        for transformation in made_of["MetricTransformations"]
    }
    assert costs["metrics made of logs"].startswith(f"{len(made)}, ")
    assert "figures" in costs
    assert costs["the dashboard"] == str(len(of_type("AWS::CloudWatch::Dashboard")))


def test_every_problem_and_whose() -> None:
    """Each problem has a row with its status; who can act is who its page says that can."""
    words = {"aanroeper": "caller", "beheerder": "operator", "school": "school", "sbb": "SBB"}
    rows = {row[1].strip("`"): row for row in _rows(_part("## Errors"), "status")}
    assert {code: row[0] for code, row in rows.items()} == {
        code: str(problem.status) for code, problem in PROBLEMS.items()
    }
    named = {code: {word for word in words.values() if word in row[3]} for code, row in rows.items()}
    assert named == {code: {words[one] for one in problem.wie} for code, problem in PROBLEMS.items()}
