"""Filter patterns do as the examples in the documentation of CloudWatch Logs say."""

import json

import pytest

from tests.cloudwatch.filter_pattern import UnknownPattern, matches, measure, read_pattern
from tests.cloudwatch.measurements import Measurements, metric

LINE = json.dumps(
    {
        "eventType": "UpdateTrail",
        "source": "111.111.111.111",
        "latency": 55.5,
        "status": "429",
        "user": {"id": 1, "email": "iemand@example.nl"},
        "nothing": None,
        "flag": True,
        "list": [1],
    }
)


@pytest.mark.parametrize(
    "pattern",
    [
        '{ $.eventType = "UpdateTrail" }',
        "{ $.eventType = UpdateTrail }",
        "{ $.eventType = Update* }",
        '{ $.source != "123.123.*" }',
        "{ $.nothing IS NULL }",
        "{ $.other NOT EXISTS }",
        "{ $.flag IS TRUE }",
        '{ $.status = "429" }',
        "{ $.latency >= 55.5 && $.user.id = 1 }",
        '{ $.user.email = "iemand@example.nl" || $.latency = 1 && $.flag IS FALSE }',
        "{ ($.latency < 1 || $.latency > 50) && $.user.id != 2 }",
    ],
)
def test_what_matches(pattern: str) -> None:
    """Texts, wildcards, numbers, states; AND binds before OR."""
    assert matches(pattern, LINE)


@pytest.mark.parametrize(
    "pattern",
    [
        '{ $.eventType = "updatetrail" }',
        "{ $.other = x }",
        "{ $.other != x }",
        "{ $.list = 1 }",
        "{ $.list != 1 }",
        "{ $.status = 429 }",
        "{ $.flag = 1 }",
        "{ $.user = x }",
        '{ ($.user.email = "iemand@example.nl" || $.latency = 1) && $.flag IS FALSE }',
    ],
)
def test_what_does_not_match(pattern: str) -> None:
    """Another case, a field that is absent or no value, a number for a text."""
    assert not matches(pattern, LINE)


def test_what_is_no_json_does_not_match() -> None:
    """Lambda's own lines are text."""
    assert not matches("{ $.other NOT EXISTS }", "REPORT RequestId: x Duration: 12 ms")


@pytest.mark.parametrize(
    "pattern", ["ERROR", "{ $.a }", "{ $.a = }", "{ $.a = b c }", "{ ($.a = b }", "{ a = b }"]
)
def test_what_is_no_pattern(pattern: str) -> None:
    """It is refused, as AWS would refuse it."""
    with pytest.raises(UnknownPattern):
        read_pattern(pattern)


def test_a_metric_is_made_of_a_log_group() -> None:
    """By a fixed value or by one of the line; lines of another group make none."""
    transformation = {"MetricNamespace": {"Ref": "AWS::StackName"}, "MetricName": "Fouten"}
    filters = [
        {
            "LogGroupName": {"Ref": "Dit"},
            "FilterPattern": "{ $.n > 1 }",
            "MetricTransformations": [{**transformation, "MetricValue": value}],
        }
        for value in ("$.n", "1", "$.none")
    ]
    measurements = Measurements()
    for group in ("Dit", "Dat"):
        measure(filters, group, ['{"n": 5}', '{"n": 1}', "x"], 0, measurements)
    assert measurements.total(metric("stapel", "Fouten")) == 6
