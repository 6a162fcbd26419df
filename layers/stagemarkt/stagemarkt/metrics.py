"""Figures for CloudWatch, inside a line of the log: the embedded metric format, which AWS reads out of it.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html

A figure costs what its name costs (a metric for each), however often it is told and of however many schools.
Which school it was stands in the same line, as a field: that costs nothing. Decision 0045 says why, and why
this is not Powertools' own way of writing; docs/operations.md says what each figure tells.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any, Final, Literal, NamedTuple

from aws_lambda_powertools import Metrics

# Each line of the log has it as `service`, and CloudWatch as the only dimension.
SERVICE: Final = "stagemarkt"


class Figure(NamedTuple):
    """A figure: its name in CloudWatch and in the line, and CloudWatch's word for what it counts."""

    name: str
    unit: Literal["Count", "Milliseconds", "Seconds"]


# How long an answer took that was kept and fresh, kept and stale, or for which SBB was asked. How many of
# each there were, CloudWatch counts along (`SampleCount`).
HIT: Final = Figure("TrefferDuur", "Milliseconds")
STALE: Final = Figure("VerouderdDuur", "Milliseconds")
MISS: Final = Figure("MisserDuur", "Milliseconds")
# How long ago SBB was asked for a kept answer that was served.
AGE: Final = Figure("Ouderdom", "Seconds")
# Requests that we refused, for what the caller asked; and for want of room of the school at SBB.
REFUSED: Final = Figure("Geweigerd", "Count")
NO_ROOM: Final = Figure("Vol", "Count")
# Answers of 500 and up of which the cause is not ours: SBB, the school at SBB, or what the caller wished.
FAULT_ELSEWHERE: Final = Figure("FoutElders", "Count")
# Each call to SBB: how long it took, and whether SBB failed it (0 or 1).
SBB_DURATION: Final = Figure("SbbDuur", "Milliseconds")
SBB_FAILED: Final = Figure("SbbMis", "Count")
# Of what SBB told: from its coming in to its number in the feed; and from there to a receiver that took it.
FAN_OUT_AGE: Final = Figure("Verwerktijd", "Seconds")
DELIVERY_AGE: Final = Figure("Aflevertijd", "Seconds")

# Powertools reads it of the environment, as it does the level of the log.
_NAMESPACE: Final = Metrics(service=SERVICE).namespace or SERVICE


def embed(values: Mapping[Figure, float], at: float, namespace: str = _NAMESPACE) -> dict[str, Any]:
    """What a line of the log needs besides, for CloudWatch to read these figures out of it; nothing for none.

    Args:
        values: the figures.
        at: the moment that they are of, seconds since 1970.
        namespace: where they go; that of this stack.
    """
    if not values:
        return {}
    directive = _directive(tuple(values), namespace)
    fields: dict[str, Any] = {metric.name: value for metric, value in values.items()}
    fields["_aws"] = {"Timestamp": int(at * 1000), "CloudWatchMetrics": directive}
    return fields


@cache
def _directive(metrics: tuple[Figure, ...], namespace: str) -> list[dict[str, Any]]:
    """What CloudWatch is to read; the same few combinations each time."""
    definitions = [{"Name": metric.name, "Unit": metric.unit} for metric in metrics]
    return [{"Namespace": namespace, "Dimensions": [["service"]], "Metrics": definitions}]
