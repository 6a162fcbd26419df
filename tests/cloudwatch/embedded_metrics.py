"""Reads figures out of lines of the log as CloudWatch does, by what AWS says of the embedded metric format.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
"""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

import jsonschema

_NAME: Final = {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^(.*)$"}
_UNITS: Final = (
    "Seconds|Microseconds|Milliseconds|Bytes|Kilobytes|Megabytes|Gigabytes|Terabytes|Bits|Kilobits|Megabits|"
    "Gigabits|Terabits|Percent|Count|Bytes/Second|Kilobytes/Second|Megabytes/Second|Gigabytes/Second|"
    "Terabytes/Second|Bits/Second|Kilobits/Second|Megabits/Second|Gigabits/Second|Terabits/Second|"
    "Count/Second|None"
)
# The schema that AWS publishes in that page, without its titles and examples.
SCHEMA: Final[Mapping[str, Any]] = {
    "type": "object",
    "required": ["_aws"],
    "properties": {
        "_aws": {
            "type": "object",
            "required": ["Timestamp", "CloudWatchMetrics"],
            "properties": {
                "Timestamp": {"type": "integer"},
                "CloudWatchMetrics": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "required": ["Namespace", "Dimensions", "Metrics"],
                        "properties": {
                            "Namespace": _NAME,
                            "Dimensions": {
                                "type": "array",
                                "minItems": 1,
                                "items": {"type": "array", "minItems": 0, "maxItems": 9, "items": _NAME},
                            },
                            "Metrics": {
                                "type": "array",
                                "items": {
                                    "type": "object",
                                    "required": ["Name"],
                                    "properties": {
                                        "Name": _NAME,
                                        "Unit": {"type": "string", "pattern": f"^({_UNITS})$"},
                                    },
                                },
                            },
                        },
                    },
                },
            },
        },
    },
}
_MOST: Final = 100


class MetricPoint(NamedTuple):
    """One value, as CloudWatch has it."""

    namespace: str
    name: str
    dimensions: tuple[tuple[str, str], ...]
    unit: str
    value: float
    at: int


def read_points(line: Mapping[str, Any]) -> list[MetricPoint]:
    """The values that CloudWatch takes from a line; a line that it would refuse fails the test."""
    if "_aws" not in line:
        return []
    jsonschema.validate(line, SCHEMA, jsonschema.Draft7Validator)
    points = []
    for directive in line["_aws"]["CloudWatchMetrics"]:
        assert 1 <= len(directive["Metrics"]) <= _MOST
        for definition in directive["Metrics"]:
            target = line[definition["Name"]]
            values = target if isinstance(target, list) else [target]
            assert len(values) <= _MOST
            for names in directive["Dimensions"]:
                dimensions = tuple((name, line[name]) for name in names)
                assert all(isinstance(value, str) and value for _, value in dimensions)
                for value in values:
                    assert isinstance(value, int | float)
                    assert not isinstance(value, bool)
                    points.append(
                        MetricPoint(
                            directive["Namespace"],
                            definition["Name"],
                            dimensions,
                            definition.get("Unit", "None"),
                            value,
                            line["_aws"]["Timestamp"],
                        )
                    )
    return points
