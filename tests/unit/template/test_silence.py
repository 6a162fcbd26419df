"""`template.yaml`: what runs by the clock and stops is noticed, soon and not sooner."""

from typing import Any, Final

import pytest

from tests.cloudwatch.alarm import ALARM, MORE_POINTS, EvaluatedAlarm
from tests.cloudwatch.measurements import Measurements, metric
from tests.cloudwatch.metric_math import FILLS
from tests.unit.template import FUNCTIONS, of_type

HOUR: Final = 3600
# How long it can be from one run to the next: what Amsterdam's clock gains or loses in a night is in a day's.
LONGEST: Final = {
    "rate(1 minute)": 60,
    "rate(5 minutes)": 300,
    "cron(0 7 * * ? *)": 25 * HOUR,
    "cron(15 7 * * ? *)": 25 * HOUR,
}
SCHEDULES: Final = {
    function: event["Properties"]["ScheduleExpression"]
    for function, properties in FUNCTIONS.items()
    for event in properties.get("Events", {}).values()
    if event["Type"] == "ScheduleV2"
}


def _properties(function: str) -> dict[str, Any]:
    """The one alarm on how often this function ran."""
    ran = metric("AWS/Lambda", "Invocations", FunctionName=function)
    (found,) = [
        alarm
        for alarm in of_type("AWS::CloudWatch::Alarm").values()
        if alarm["ComparisonOperator"] == "LessThanThreshold" and EvaluatedAlarm(alarm).metrics == [ran]
    ]
    return found


def _runs(function: str, begin: int, end: int, every: int) -> Measurements:
    measurements = Measurements()
    for at in range(begin, end, every):
        measurements.put(metric("AWS/Lambda", "Invocations", FunctionName=function), at, 1)
    return measurements


@pytest.mark.parametrize("fills", FILLS)
@pytest.mark.parametrize("function", SCHEDULES)
def test_who_stops_running_is_told_of(function: str, fills: str) -> None:
    """Within three hours of when it should have run again an alarm goes off; before, none does.

    Where FILL fills nothing after the last point, CloudWatch has to lose sight of that one first: as many
    periods later as it retrieves more points.
    """
    alarm, longest = EvaluatedAlarm(_properties(function), fills), LONGEST[SCHEDULES[function]]
    begin, last = 10 * longest, 20 * longest
    measurements = _runs(function, 0, last + 1, longest)
    seen = alarm.periods * alarm.period
    later = {"any": 0, "gaps": MORE_POINTS * alarm.period}[fills]
    step = alarm.period // 5
    [(at, state)] = alarm.history(measurements, begin, last + seen + later + alarm.period, step)
    assert state == ALARM
    assert longest < at - last <= longest + 3 * HOUR + later


@pytest.mark.parametrize("fills", FILLS)
@pytest.mark.parametrize("function", SCHEDULES)
def test_who_never_ran_is_told_of(function: str, fills: str) -> None:
    """Never a point at all, as on a stack whose schedule never worked, is what this is about too."""
    assert EvaluatedAlarm(_properties(function), fills).state(Measurements(), 30 * HOUR) == ALARM


@pytest.mark.parametrize("fills", FILLS)
@pytest.mark.parametrize("function", SCHEDULES)
def test_a_point_that_comes_late_is_no_silence(function: str, fills: str) -> None:
    """CloudWatch may not have the newest period yet, which FILL takes for a zero: that alone is no alarm."""
    alarm, longest = EvaluatedAlarm(_properties(function), fills), LONGEST[SCHEDULES[function]]
    late = _runs(function, 0, 20 * longest + 1, longest)
    begin = 20 * longest + alarm.period
    assert alarm.history(late, begin, begin, 60) == []


@pytest.mark.parametrize("function", SCHEDULES)
def test_the_alarm_is_one_that_cloudwatch_takes(function: str) -> None:
    """Seven days at most in periods of an hour or more, a day in shorter ones (PutMetricAlarm)."""
    alarm = EvaluatedAlarm(_properties(function))
    most = {True: 604_800, False: 86_400}[alarm.period >= HOUR]
    assert alarm.periods * alarm.period <= most


def test_no_alarm_waits_days_for_what_is_missing() -> None:
    """A missing point is passed over for periods on end: none of a metric itself says that it is bad."""
    by_itself = {name for name, alarm in of_type("AWS::CloudWatch::Alarm").items() if "MetricName" in alarm}
    waiting = {
        name
        for name, alarm in of_type("AWS::CloudWatch::Alarm").items()
        if name in by_itself and alarm["TreatMissingData"] == "breaching"
    }
    assert waiting == set()
