"""Alarms of alarms, and counts above a limit: as the CloudWatch User Guide has them."""

from typing import Any, Final

import pytest

from tests.cloudwatch.alarm import ALARM, OK
from tests.cloudwatch.composite_alarm import EvaluatedComposite
from tests.cloudwatch.measurements import MINUTE, Measurements, metric

NAMES: Final = ("Een", "Twee", "Drie")
ALARMS: Final[dict[str, dict[str, Any]]] = {
    name: {
        "Namespace": "Proef",
        "MetricName": name,
        "Statistic": "Sum",
        "Period": MINUTE,
        "EvaluationPeriods": 1,
        "ComparisonOperator": "GreaterThanThreshold",
        "Threshold": 0,
        "TreatMissingData": "notBreaching",
    }
    for name in NAMES
}
RULE: Final = '(ALARM("${Een}") AND ALARM("${Twee}")) OR ALARM("${Drie}")'


@pytest.mark.parametrize(
    ("on", "state"),
    [
        ((), OK),
        (("Een",), OK),
        (("Twee",), OK),
        (("Een", "Twee"), ALARM),
        (("Drie",), ALARM),
        (("Een", "Drie"), ALARM),
        (NAMES, ALARM),
    ],
)
def test_a_rule_of_states(on: tuple[str, ...], state: str) -> None:
    """AND and OR of the states of others, with brackets."""
    measurements = Measurements()
    for name in on:
        measurements.put(metric("Proef", name), 10, 1)
    assert EvaluatedComposite({"AlarmRule": {"Fn::Sub": RULE}}, ALARMS).state(measurements, MINUTE) == state


def test_it_is_over_when_its_parts_are() -> None:
    """Each change of its state is told, at the minute that it is seen."""
    measurements = Measurements()
    measurements.put(metric("Proef", "Drie"), 5 * MINUTE, 1)
    composite = EvaluatedComposite({"AlarmRule": {"Fn::Sub": RULE}}, ALARMS)
    # The point is in sight until newer ones are: what is missing is no trouble.
    changes = composite.history(measurements, 0, 20 * MINUTE)
    assert [state for _, state in changes] == [ALARM, OK]
    assert changes[0][0] == 6 * MINUTE


def test_another_rule_is_not_guessed_at() -> None:
    """What is no ALARM, AND or OR is not known here."""
    with pytest.raises(AssertionError):
        EvaluatedComposite({"AlarmRule": {"Fn::Sub": 'NOT ALARM("${Een}")'}}, ALARMS)


def test_a_count_above_a_limit() -> None:
    """`TC(150:)` counts what is higher than 150; what is exactly that is not."""
    measurements, of = Measurements(), metric("Proef", "Duur")
    for value in (149, 150, 150.1, 400):
        measurements.put(of, 0, value)
    assert measurements.statistic(of, "TC(150:)", 0, MINUTE) == 2
    assert measurements.statistic(of, "TC(400:)", 0, MINUTE) == 0
