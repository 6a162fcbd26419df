"""The evaluator of alarms does as the tables in CloudWatch's documentation say."""

from typing import Any

import pytest

from tests.cloudwatch.alarm import ALARM, INSUFFICIENT, OK, EvaluatedAlarm
from tests.cloudwatch.measurements import Measurements, metric

PERIOD = 300
TREATMENTS = ("missing", "ignore", "breaching", "notBreaching")
RETAINED = "what it was"
# "Configuring how CloudWatch alarms treat missing data": five points for an alarm of 3 out of 3, X breaching.
THREE_OF_THREE = {
    "0-X-X": (OK, OK, OK, OK),
    "0----": (OK, OK, OK, OK),
    "-----": (INSUFFICIENT, RETAINED, ALARM, OK),
    "0XX-X": (ALARM, ALARM, ALARM, ALARM),
    "----X": (INSUFFICIENT, RETAINED, ALARM, OK),
    "X----": (ALARM, RETAINED, ALARM, OK),
}
# The same, of 2 out of 3.
TWO_OF_THREE = {
    "0-X-X": (ALARM, ALARM, ALARM, ALARM),
    "00X0X": (ALARM, ALARM, ALARM, ALARM),
    "0-X--": (OK, OK, ALARM, OK),
    "----0": (OK, OK, ALARM, OK),
    "----X": (INSUFFICIENT, RETAINED, ALARM, OK),
}
CASES = [
    (points, to_alarm, treatment, state)
    for to_alarm, table in ((3, THREE_OF_THREE), (2, TWO_OF_THREE))
    for points, states in table.items()
    for treatment, state in zip(TREATMENTS, states, strict=True)
]
MEASURED = metric("Proef", "Keren")


def _definition(**otherwise: Any) -> dict[str, Any]:
    return {
        "Namespace": "Proef",
        "MetricName": "Keren",
        "Statistic": "Sum",
        "Period": PERIOD,
        "EvaluationPeriods": 3,
        "ComparisonOperator": "GreaterThanThreshold",
        "Threshold": 0,
        **otherwise,
    }


def _measured(points: str) -> Measurements:
    measurements = Measurements()
    for number, point in enumerate(points):
        if point != "-":
            measurements.put(MEASURED, number * PERIOD, float(point == "X"))
    return measurements


@pytest.mark.parametrize(("points", "to_alarm", "treatment", "state"), CASES)
def test_the_tables_of_the_documentation(points: str, to_alarm: int, treatment: str, state: str) -> None:
    """Each row of both tables, for each way to treat what is missing."""
    alarm = EvaluatedAlarm(_definition(DatapointsToAlarm=to_alarm, TreatMissingData=treatment))
    assert alarm.state(_measured(points), len(points) * PERIOD, RETAINED) == state


def test_what_is_of_dynamodb_keeps_its_state() -> None:
    """An alarm on a metric of DynamoDB ignores what is missing, whatever it says itself (PutMetricAlarm)."""
    alarm = EvaluatedAlarm(_definition(Namespace="AWS/DynamoDB", TreatMissingData="notBreaching"))
    assert alarm.state(Measurements(), 10 * PERIOD, ALARM) == ALARM


@pytest.mark.parametrize(
    ("statistic", "value"),
    [
        ("Sum", 10.0),
        ("Average", 2.5),
        ("Maximum", 4.0),
        ("Minimum", 1.0),
        ("SampleCount", 4),
        ("p50", 2.0),
        ("p90", 4.0),
    ],
)
def test_statistics(statistic: str, value: float) -> None:
    """What each makes of the values of a period, and of no other."""
    measurements = Measurements()
    for number in (4, 1, 3, 2):
        measurements.put(MEASURED, PERIOD + number, number)
    measurements.put(MEASURED, 2 * PERIOD, 99)
    assert measurements.statistic(MEASURED, statistic, PERIOD, PERIOD) == value
    assert measurements.statistic(MEASURED, statistic, 0, PERIOD) is None


def test_an_alarm_changes_and_changes_back() -> None:
    """Its history has the moment at which it goes off, and the one at which it is over."""
    alarm = EvaluatedAlarm(_definition(EvaluationPeriods=1, TreatMissingData="notBreaching"), more=0)
    changes = alarm.history(_measured("0X000"), PERIOD, 5 * PERIOD)
    # Its window moves by the minute; what is in it counts.
    assert changes == [(PERIOD + 60, ALARM), (2 * PERIOD + 60, OK)]


def test_an_expression_of_two_metrics() -> None:
    """Metrics by their ids, an expression over another one, and the one that is asked for."""
    stat = {"Period": PERIOD, "Stat": "Sum", "Metric": {"Namespace": "Proef", "MetricName": "Keren"}}
    other = {**stat, "Metric": {"Namespace": "Proef", "MetricName": "Fouten"}}
    queries = [
        {"Id": "deel", "Expression": "IF(genoeg, fouten / keren, 0)"},
        {"Id": "genoeg", "Expression": "keren >= 2", "ReturnData": False},
        {"Id": "keren", "MetricStat": stat, "ReturnData": False},
        {"Id": "fouten", "MetricStat": other, "ReturnData": False},
    ]
    definition = {
        "Metrics": queries,
        "EvaluationPeriods": 1,
        "ComparisonOperator": "GreaterThanOrEqualToThreshold",
        "Threshold": 0.5,
    }
    measurements = Measurements()
    for _ in range(2):
        measurements.put(MEASURED, 0, 1)
    measurements.put(metric("Proef", "Fouten"), 0, 1)
    assert EvaluatedAlarm(definition).state(measurements, PERIOD) == ALARM
    measurements.put(MEASURED, 0, 1)
    assert EvaluatedAlarm(definition).state(measurements, PERIOD) == OK
