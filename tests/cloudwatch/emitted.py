"""What services of AWS measure by themselves of what happens to them: as each documents it.

Lambda: "Types of metrics for Lambda functions". API Gateway: "Amazon API Gateway dimensions and metrics"; by
API and stage without detailed metrics. SQS: "Available CloudWatch metrics for Amazon SQS". DynamoDB:
"DynamoDB metrics and dimensions"; only where there is something. SNS: "Monitoring Amazon SNS topics using
CloudWatch". EventBridge: "Monitoring Amazon EventBridge".
"""

import re
from collections.abc import Mapping

from tests.cloudwatch.measurements import Measurements, metric, resolved
from tests.unit.template import RESOURCES


def invocation(into: Measurements, function: str, at: float, milliseconds: float, *, failed: bool) -> None:
    """A function ran: an error that leaves it, a crash and a time-out are all `Errors`."""
    for name, value in (("Invocations", 1), ("Errors", failed), ("Throttles", 0), ("Duration", milliseconds)):
        # By function, and without a dimension of all functions together.
        into.put(metric("AWS/Lambda", name, FunctionName=function), at, float(value))
        into.put(metric("AWS/Lambda", name), at, float(value))


def throttle(into: Measurements, function: str, at: float) -> None:
    """An invocation found no room: it is neither an invocation nor an error."""
    into.put(metric("AWS/Lambda", "Throttles", FunctionName=function), at, 1)
    into.put(metric("AWS/Lambda", "Throttles"), at, 1)


def request(into: Measurements, api: str, at: float, status: int, milliseconds: float) -> None:
    """A request was answered, by a function or by API Gateway itself."""
    properties = RESOURCES[api]["Properties"]
    name, stage = resolved(properties["Name"]), properties["StageName"]
    measured = {
        "Count": 1,
        "4XXError": 400 <= status < 500,
        "5XXError": status >= 500,
        "Latency": milliseconds,
        "IntegrationLatency": milliseconds,
    }
    for of, value in measured.items():
        into.put(metric("AWS/ApiGateway", of, ApiName=name), at, float(value))
        into.put(metric("AWS/ApiGateway", of, ApiName=name, Stage=stage), at, float(value))


def access_log(api: str, context: Mapping[str, object]) -> str:
    """The line that API Gateway writes of a request: the template's `Format`, filled in; `-` for nothing."""
    form: str = RESOURCES[api]["Properties"]["AccessLogSetting"]["Format"]
    return re.sub(r"\$context\.([A-Za-z.]+)", lambda name: str(context.get(name[1], "-")), form)


def queue(into: Measurements, name: str, at: float, *, oldest: float, visible: int) -> None:
    """A queue, each minute: the age of its oldest message (seconds), and how many can be received."""
    into.put(metric("AWS/SQS", "ApproximateAgeOfOldestMessage", QueueName=name), at, oldest)
    into.put(metric("AWS/SQS", "ApproximateNumberOfMessagesVisible", QueueName=name), at, visible)


def table_throttle(into: Measurements, table: str, operation: str, at: float) -> None:
    """DynamoDB refused this operation for it came too fast."""
    kind = {True: "Read", False: "Write"}[operation in {"GetItem", "BatchGetItem", "Query", "Scan"}]
    into.put(metric("AWS/DynamoDB", f"{kind}ThrottleEvents", TableName=table), at, 1)
    into.put(metric("AWS/DynamoDB", "ThrottledRequests", TableName=table, Operation=operation), at, 1)


def notification(into: Measurements, topic: str, at: float, *, failed: bool) -> None:
    """A message to one subscriber of a topic."""
    name = "NumberOfNotificationsFailed" if failed else "NumberOfNotificationsDelivered"
    into.put(metric("AWS/SNS", name, TopicName=topic), at, 1)


def rule(into: Measurements, name: str, at: float) -> None:
    """A rule of EventBridge matched an event."""
    into.put(metric("AWS/Events", "TriggeredRules", RuleName=name), at, 1)
