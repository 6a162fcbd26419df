"""Each alarm has a page in docs/runbooks that says what to do, is heard, and was set off in a test."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from stagemarkt_cli.commands.on_demand import OnDemand
from stagemarkt_cli.main import app
from typer import Context
from typer.core import TyperGroup
from typer.main import get_command

from tests.cloudwatch.alarm import EvaluatedAlarm
from tests.unit.requests import ROOT
from tests.unit.template import RESOURCES, of_type

SINGLE: Final = of_type("AWS::CloudWatch::Alarm")
# Those that somebody hears; a part of another one is heard by that.
ALARMS: Final = {
    name: alarm
    for name, alarm in (SINGLE | of_type("AWS::CloudWatch::CompositeAlarm")).items()
    if alarm.get("ActionsEnabled", True)
}
RUNBOOKS: Final = ROOT / "docs" / "runbooks"
# A page of an alarm is called as the alarm; what is called otherwise is a procedure of its own.
PAGES: Final = {path.stem: path for path in RUNBOOKS.glob("[A-Z]*.md") if path.stem != "README"}
PARTS: Final = ("What you see", "What it means", "What to do", "How you know that it is over")
# Tests that set alarms off: they ask the evaluator.
TESTS: Final = [
    path
    for path in (ROOT / "tests").rglob("test_*.py")
    if path != Path(__file__) and re.search("tests.cloudwatch|WatchedStack", path.read_text(encoding="utf-8"))
]


def test_every_alarm_has_a_page_and_every_page_an_alarm() -> None:
    """None is without, and none is left of an alarm that is gone."""
    assert PAGES.keys() == ALARMS.keys()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_says_all_of_it(name: str) -> None:
    """For whom it is and how soon; what one sees, what that means, what to do, and when it is over."""
    text = PAGES[name].read_text(encoding="utf-8")
    title, *parts = re.split(r"^#+ (.*)$", text, flags=re.MULTILINE)[1:]
    assert title == name
    assert parts[0].strip().startswith("**For** the operator, ")
    said = dict(zip(parts[1::2], parts[2::2], strict=True))
    assert tuple(said) == PARTS
    assert all(len(part.split()) >= 4 for part in said.values())


@pytest.mark.parametrize("name", ALARMS)
def test_an_alarm_is_heard_and_points_at_its_page(name: str) -> None:
    """Who hears that it goes off, hears that it is over; its description says in a sentence what is wrong."""
    alarm = ALARMS[name]
    assert alarm["AlarmActions"] == alarm["OKActions"] == [{"Ref": "Waarschuwingen"}]
    said, _, where = alarm["AlarmDescription"].rpartition(" See ")
    assert where == f"docs/runbooks/{name}.md."
    assert said.endswith(".")
    # AWS takes 1,024.
    assert len(alarm["AlarmDescription"]) < 300


@pytest.mark.parametrize("name", ALARMS)
def test_an_alarm_is_set_off_in_a_test(name: str) -> None:
    """Some test that evaluates alarms names it as one that it sets off."""
    assert any(f'"{name}"' in path.read_text(encoding="utf-8") for path in TESTS)


@pytest.mark.parametrize("name", SINGLE)
def test_an_alarm_is_one_that_cloudwatch_takes(name: str) -> None:
    """Ten metrics at most in an expression; a day to look back, or seven in periods of an hour or more."""
    alarm = EvaluatedAlarm(SINGLE[name])
    assert len(alarm.metrics) <= 10
    assert alarm.to_alarm <= alarm.periods
    assert alarm.period % 60 == 0
    most = {True: 604_800, False: 86_400}[alarm.period >= 3600]
    assert alarm.periods * alarm.period <= most


def _functions_behind(dimension: str, name: str) -> list[str]:
    return [
        dict(metric.dimensions)[dimension]
        for metric in EvaluatedAlarm(SINGLE[name]).metrics
        if dimension in dict(metric.dimensions)
    ]


def test_no_function_crashes_unheard() -> None:
    """Each function's own errors are in an alarm, but of those of which each failure is an answer of 5xx.

    The authorizer is one of these: a key that is refused is an error of it.
    """
    watched = {
        function
        for name in SINGLE
        if any(metric.name == "Errors" for metric in EvaluatedAlarm(SINGLE[name]).metrics)
        for function in _functions_behind("FunctionName", name)
    }
    assert of_type("AWS::Serverless::Function").keys() - watched == {"Authorizer", "Documentatie", "Inname"}


def test_no_table_or_queue_is_unwatched() -> None:
    """Each table is in the alarm on throttles; each queue, dead-letter queues included, in one of its own."""
    assert set(_functions_behind("TableName", "TabelVol")) == of_type("AWS::DynamoDB::Table").keys()
    queues = {
        dict(metric.dimensions)["QueueName"]
        for alarm in SINGLE.values()
        for metric in EvaluatedAlarm(alarm).metrics
        if metric.namespace == "AWS/SQS"
    }
    assert queues == of_type("AWS::SQS::Queue").keys()


def test_a_message_is_given_up_on_before_it_is_too_old() -> None:
    """Else what always fails ends nowhere, and no alarm hears of it.

    Five receives are the least that AWS advises ("Using Lambda with Amazon SQS"): a poller that finds no
    Lambda to run has received the message all the same.
    """
    read = {
        source["EventSourceArn"]["Fn::GetAtt"][0]
        for source in of_type("AWS::Lambda::EventSourceMapping").values()
    }
    for name in read:
        queue = RESOURCES[name]["Properties"]
        times = queue["RedrivePolicy"]["maxReceiveCount"]
        assert times >= 5
        assert times * queue["VisibilityTimeout"] < queue["MessageRetentionPeriod"]


def _publishers() -> dict[str, Any]:
    (policy,) = of_type("AWS::SNS::TopicPolicy").values()
    return {line["Principal"]["Service"]: line for line in policy["PolicyDocument"]["Statement"]}


def test_alarms_and_the_rule_may_publish_and_nobody_else() -> None:
    """A topic with a policy has lost the one that it had by itself: the account's alarms, and one rule."""
    publishers = _publishers()
    assert publishers.keys() == {"cloudwatch.amazonaws.com", "events.amazonaws.com"}
    assert {line["Action"] for line in publishers.values()} == {"sns:Publish"}
    account = {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}}
    assert publishers["cloudwatch.amazonaws.com"]["Condition"] == account
    rule = {"ArnEquals": {"aws:SourceArn": {"Fn::GetAtt": ["VersleutelingRegel", "Arn"]}}}
    assert publishers["events.amazonaws.com"]["Condition"] == rule


def _commands() -> Iterator[str]:
    for path in sorted(RUNBOOKS.glob("*.md")):
        text = " ".join(path.read_text(encoding="utf-8").split())
        yield from re.findall(r"`stagemarkt ([^`]+)`", text)


@pytest.mark.parametrize("line", sorted(set(_commands())))
def test_a_command_in_a_runbook_is_one_that_there_is(line: str) -> None:
    """Who is woken at night types what the page says: it is a command, and each option is one of it."""
    command: Any = get_command(app)
    context, words = Context(command), line.split()
    while words and isinstance(command, TyperGroup) and words[0] in command.list_commands(context):
        command = command.get_command(context, words.pop(0))
        # What stands for a command until it is asked for.
        command = command.load() if isinstance(command, OnDemand) else command
    assert not isinstance(command, TyperGroup) or words == []
    options = {name for parameter in command.params for name in parameter.opts}
    assert {word for word in words if word.startswith("--")} <= options
