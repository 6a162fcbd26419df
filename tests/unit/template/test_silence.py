"""`template.yaml`: what runs by the clock and stops is noticed, soon and not sooner."""

from typing import Any

import pytest

from tests.unit.template import FUNCTIONS, of_type

HOUR = 3600
# How long it can be from one run to the next: what Amsterdam's clock gains or loses in a night is in a day's.
LONGEST = {
    "rate(1 minute)": 60,
    "rate(5 minutes)": 300,
    "cron(0 7 * * ? *)": 25 * HOUR,
    "cron(15 7 * * ? *)": 25 * HOUR,
}
SCHEDULES = {
    function: event["Properties"]["ScheduleExpression"]
    for function, properties in FUNCTIONS.items()
    for event in properties.get("Events", {}).values()
    if event["Type"] == "ScheduleV2"
}


def _alarms(function: str) -> list[dict[str, Any]]:
    """The alarms on how often this function ran."""
    return [
        alarm
        for alarm in of_type("AWS::CloudWatch::Alarm").values()
        for metric in alarm.get("Metrics", ())
        if metric.get("MetricStat", {}).get("Metric", {}).get("MetricName") == "Invocations"
        and {"Name": "FunctionName", "Value": {"Ref": function}}
        in metric["MetricStat"]["Metric"]["Dimensions"]
    ]


def _is_alarm(alarm: dict[str, Any], points: list[int | None]) -> bool:
    """The state after these points, the newest one last; the expression fills in what has no data."""
    filled, source = alarm["Metrics"]
    assert filled["Expression"] == f"FILL({source['Id']}, 0)"
    assert (source["ReturnData"], source["MetricStat"]["Stat"]) == (False, "Sum")
    assert alarm["ComparisonOperator"] == "LessThanThreshold"
    newest = [0 if point is None else point for point in points[-alarm["EvaluationPeriods"] :]]
    return all(point < alarm["Threshold"] for point in newest)


@pytest.mark.parametrize("function", SCHEDULES)
def test_who_stops_running_is_told_of(function: str) -> None:
    """Within three hours of when it should have run again an alarm goes off; before, none does."""
    (alarm,) = _alarms(function)
    period, longest = alarm["Metrics"][1]["MetricStat"]["Period"], LONGEST[SCHEDULES[function]]
    ran = [1, *[None] * (alarm["EvaluationPeriods"] - 1)]
    assert not _is_alarm(alarm, ran)
    assert _is_alarm(alarm, [*ran, None])
    assert longest < alarm["EvaluationPeriods"] * period <= longest + 3 * HOUR


@pytest.mark.parametrize("function", SCHEDULES)
def test_the_alarm_is_one_that_cloudwatch_takes(function: str) -> None:
    """Seven days at most in periods of an hour or more, a day in shorter ones (PutMetricAlarm)."""
    (alarm,) = _alarms(function)
    period = alarm["Metrics"][1]["MetricStat"]["Period"]
    most = {True: 604_800, False: 86_400}[period >= HOUR]
    assert alarm["EvaluationPeriods"] * period <= most
    # Never a point at all, as when it never ran, is what this is about too.
    assert alarm["TreatMissingData"] == "breaching"


def test_no_alarm_waits_days_for_what_is_missing() -> None:
    """A missing point is passed over for periods on end: none of a metric itself says that it is bad."""
    by_itself = {name for name, alarm in of_type("AWS::CloudWatch::Alarm").items() if "MetricName" in alarm}
    waiting = {
        name
        for name, alarm in of_type("AWS::CloudWatch::Alarm").items()
        if name in by_itself and alarm["TreatMissingData"] == "breaching"
    }
    assert waiting == set()
