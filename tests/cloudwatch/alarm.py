"""The state of an alarm, as CloudWatch's documentation has it.

"Evaluating an alarm", and "Configuring how CloudWatch alarms treat missing data".
"""

from collections.abc import Mapping, Sequence
from operator import ge, gt, le, lt
from typing import Any, Final

from tests.cloudwatch.measurements import MINUTE, Measurements, Metric, metric_of
from tests.cloudwatch.metric_math import TimeSeries, evaluate

OK: Final = "OK"
ALARM: Final = "ALARM"
INSUFFICIENT: Final = "INSUFFICIENT_DATA"
_COMPARISONS: Final = {
    "GreaterThanThreshold": gt,
    "GreaterThanOrEqualToThreshold": ge,
    "LessThanThreshold": lt,
    "LessThanOrEqualToThreshold": le,
}
# CloudWatch retrieves more points than it needs; how many is not told, but for an example of five for three.
MORE_POINTS: Final = 2


class EvaluatedAlarm:
    """An alarm of the template, that can be asked for its state.

    Args:
        properties: of the `AWS::CloudWatch::Alarm`, as they are in the template.
        fills: how FILL treats what lies outside a series: one of `metric_math.FILLS`.
        more: points that CloudWatch retrieves beside those that it evaluates.
    """

    def __init__(self, properties: Mapping[str, Any], fills: str = "any", more: int = MORE_POINTS) -> None:
        self._properties = properties
        self._fills = fills
        self.periods: int = properties["EvaluationPeriods"]
        self.to_alarm: int = properties.get("DatapointsToAlarm", self.periods)
        self._more = more
        queries = properties.get("Metrics")
        stats = [one["MetricStat"] for one in queries or () if "MetricStat" in one]
        (self.period,) = {stat["Period"] for stat in stats} or {properties["Period"]}
        self.metrics: list[Metric] = (
            [metric_of(stat["Metric"]) for stat in stats] if queries else [metric_of(properties)]
        )

    def state(self, measurements: Measurements, at: int, before: str = OK) -> str:
        """Its state at this moment, of all that was measured before it, when it was in that state."""
        count = self.periods + self._more
        moments = [at - self.period * (count - number) for number in range(count)]
        series = self._series(measurements, moments)
        return judge([series.get(moment) for moment in moments], self, before)

    def history(
        self, measurements: Measurements, begin: int, end: int, step: int = MINUTE, state: str = OK
    ) -> list[tuple[int, str]]:
        """Each change of its state between these moments, when it begins in that one."""
        changes = list[tuple[int, str]]()
        for at in range(begin, end + 1, step):
            new = self.state(measurements, at, state)
            if new != state:
                state = new
                changes.append((at, new))
        return changes

    def is_breaching(self, value: float) -> bool:
        """Whether this point is on the wrong side of the threshold."""
        compare = _COMPARISONS[self._properties["ComparisonOperator"]]
        return bool(compare(value, self._properties["Threshold"]))

    @property
    def missing(self) -> str:
        """What stands for a missing point."""
        if any(of.namespace == "AWS/DynamoDB" for of in self.metrics):
            # PutMetricAlarm: such alarms "always ignore missing data even if you choose a different option".
            return "ignore"
        return str(self._properties.get("TreatMissingData", "missing"))

    def _series(self, measurements: Measurements, moments: Sequence[int]) -> TimeSeries:
        def of(stat: Mapping[str, Any], measured: Metric) -> TimeSeries:
            name = stat.get("Stat") or stat.get("Statistic") or stat["ExtendedStatistic"]
            found = {at: measurements.statistic(measured, name, at, self.period) for at in moments}
            return {at: value for at, value in found.items() if value is not None}

        queries = self._properties.get("Metrics")
        if not queries:
            return of(self._properties, self.metrics[0])
        stats = [one for one in queries if "MetricStat" in one]
        known = {
            one["Id"]: of(one["MetricStat"], measured)
            for one, measured in zip(stats, self.metrics, strict=True)
        }
        # An expression may use another that stands after it.
        left = [one for one in queries if "Expression" in one]
        (asked,) = [one["Id"] for one in queries if one.get("ReturnData", True)]
        while left:
            ready = [one for one in left if not _uses(one["Expression"], {two["Id"] for two in left})]
            assert ready, "expressions that wait for each other"
            for one in ready:
                known[one["Id"]] = evaluate(one["Expression"], known, moments, self._fills)
                left.remove(one)
        return known[asked]


def _uses(expression: str, ids: set[str]) -> bool:
    words = "".join(sign if sign.isalnum() or sign == "_" else " " for sign in expression).split()
    return bool(ids.intersection(words))


def judge(points: Sequence[float | None], alarm: EvaluatedAlarm, before: str) -> str:
    """The state after these points, the newest last: all that were retrieved, of which some are missing."""
    real = [point for point in points if point is not None]
    if len(real) >= alarm.periods:
        newest = real[-alarm.periods :]
        return ALARM if sum(map(alarm.is_breaching, newest)) >= alarm.to_alarm else OK
    wrong = sum(map(alarm.is_breaching, real))
    if alarm.missing == "breaching":
        # As few of the missing points as possible are made up for.
        wrong += alarm.periods - len(real)
    if wrong >= alarm.to_alarm:
        return ALARM
    if alarm.missing in ("breaching", "notBreaching") or wrong < len(real):
        return OK
    return _undecided(points, alarm, before)


def _undecided(points: Sequence[float | None], alarm: EvaluatedAlarm, before: str) -> str:
    """What there is is wrong, and too little, or there is nothing; and nothing stands for what is missing."""
    if alarm.missing == "ignore":
        return before
    oldest = next((at for at, point in enumerate(points) if point is not None), len(points))
    # "Avoiding premature transitions": what is as old as the points that it takes, is enough.
    return ALARM if len(points) - oldest > alarm.to_alarm else INSUFFICIENT
