"""Measurements as CloudWatch keeps them, and what a statistic makes of a period of them."""

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from math import ceil
from typing import Any, Final, NamedTuple

from tests.unit.template import RESOURCES, TEMPLATE

MINUTE: Final = 60
# The name of the stack here; its resources are called as in the template.
STACK: Final = "stapel"

_TRIMMED_COUNT: Final = re.compile(r"TC\((\d+):\)")
_STATISTICS: Final[Mapping[str, Callable[[Sequence[float]], float]]] = {
    "Sum": sum,
    "Maximum": max,
    "Minimum": min,
    "SampleCount": len,
    "Average": lambda values: sum(values) / len(values),
}


class Metric(NamedTuple):
    """One metric: a name in a namespace, with exactly these dimensions."""

    namespace: str
    name: str
    dimensions: frozenset[tuple[str, str]] = frozenset()


def metric(namespace: str, name: str, **dimensions: str) -> Metric:
    """The metric with these dimensions."""
    return Metric(namespace, name, frozenset(dimensions.items()))


def resolved(value: Any) -> str:
    """What a value of the template is here: a resource's name is its logical ID, a parameter its default."""
    if isinstance(value, str):
        return value
    if "Ref" in value:
        return _named(value["Ref"])
    if "Fn::Sub" in value:
        return re.sub(r"\$\{([^}]+)\}", lambda name: _named(name[1]), value["Fn::Sub"])
    resource, attribute = value["Fn::GetAtt"]
    return f"arn:{resource}" if attribute == "Arn" else str(resource)


def _named(name: str) -> str:
    if name == "AWS::StackName":
        return STACK
    if (api := name.removesuffix(".Stage")) != name:
        return str(RESOURCES[api]["Properties"]["StageName"])
    return str(TEMPLATE["Parameters"][name]["Default"]) if name in TEMPLATE["Parameters"] else name


def metric_of(properties: Mapping[str, Any]) -> Metric:
    """The metric that an alarm, or a `MetricStat` of one, names."""
    dimensions = properties.get("Dimensions", ())
    return Metric(
        resolved(properties["Namespace"]),
        properties["MetricName"],
        frozenset((one["Name"], resolved(one["Value"])) for one in dimensions),
    )


class Measurements:
    """All that was measured, in minutes; moments are seconds since some midnight."""

    def __init__(self) -> None:
        self._minutes: dict[Metric, dict[int, list[float]]] = defaultdict(lambda: defaultdict(list))

    def put(self, of: Metric, at: float, value: float) -> None:
        """One value."""
        self._minutes[of][int(at // MINUTE)].append(value)

    def metrics(self) -> set[Metric]:
        """Those with any value."""
        return set(self._minutes)

    def total(self, of: Metric) -> float:
        """The sum of all its values."""
        return sum(sum(values) for values in self._minutes.get(of, {}).values())

    def statistic(self, of: Metric, statistic: str, begin: int, period: int) -> float | None:
        """This statistic of the period that begins then; None where nothing was measured."""
        minutes = self._minutes.get(of)
        if not minutes:
            return None
        first, last = begin // MINUTE, (begin + period) // MINUTE
        if last - first < len(minutes):
            values = [value for minute in range(first, last) for value in minutes.get(minute, ())]
        else:
            values = [
                value for minute, all_of in minutes.items() if first <= minute < last for value in all_of
            ]
        return _statistic(values, statistic) if values else None


def _statistic(values: list[float], statistic: str) -> float:
    if (trimmed := _TRIMMED_COUNT.fullmatch(statistic)) is not None:
        # "TC(150:)": how many there are above this; the lower boundary is not among them.
        return sum(value > float(trimmed[1]) for value in values)
    if statistic.startswith("p"):
        ordered = sorted(values)
        return ordered[max(0, ceil(float(statistic[1:]) / 100 * len(ordered)) - 1)]
    return _STATISTICS[statistic](values)
