"""`template.yaml`: what is called by the clock and fails is tried again, or kept, as its next time is near.

A schedule hands its event to Lambda's own queue, and with that its `RetryPolicy` is done ("How Lambda
handles errors and retries with asynchronous invocation"): from there on only the function's own settings
count. Without them it is run twice more, and an event that finds no room waits for six hours.
"""

from typing import Any, Final

import pytest

from tests.unit.template import FUNCTIONS, RESOURCES, TEMPLATE, failures_of, of_type
from tests.unit.template.effective_rights import translated

NEXT: Final = {
    "rate(1 minute)": 60,
    "rate(5 minutes)": 300,
    "cron(0 7 * * ? *)": 86_400,
    "cron(15 7 * * ? *)": 86_400,
}
# By function, the seconds to its next time.
CALLED: Final = {
    name: min(
        NEXT[event["Properties"]["ScheduleExpression"]]
        for event in function["Events"].values()
        if event["Type"] == "ScheduleV2"
    )
    for name, function in FUNCTIONS.items()
    if any(
        event["Type"] in {"ScheduleV2", "EventBridgeRule"} for event in function.get("Events", {}).values()
    )
}
# The one of which nothing is kept: what it did not do, the next one does.
SWEEPER: Final = "Veger"


def _settings(name: str) -> dict[str, Any]:
    """As CloudFormation gets them."""
    found: list[dict[str, Any]] = [
        resource["Properties"]
        for resource in translated(TEMPLATE)["Resources"].values()
        if resource["Type"] == "AWS::Lambda::EventInvokeConfig"
        and resource["Properties"]["FunctionName"] == {"Ref": name}
    ]
    assert len(found) == 1
    assert found[0]["Qualifier"] == "$LATEST"
    return found[0]


@pytest.mark.parametrize("name", CALLED)
def test_how_often_and_how_long(name: str) -> None:
    """It is tried again only where the next time is far, and no event is done after the next has come."""
    settings, following = _settings(name), CALLED[name]
    far = following > 3600
    assert settings["MaximumRetryAttempts"] == {True: 2, False: 0}[far]
    # 60 is the least that Lambda takes.
    assert 60 <= settings["MaximumEventAgeInSeconds"] <= following
    for event in FUNCTIONS[name]["Events"].values():
        policy = event["Properties"].get("RetryPolicy", {})
        assert policy.get("MaximumEventAgeInSeconds", following) <= following


@pytest.mark.parametrize("name", sorted(CALLED.keys() - {SWEEPER}))
def test_what_is_given_up_is_kept_and_told(name: str) -> None:
    """It ends in a queue that takes it, for as long as a queue keeps anything, and that has an alarm."""
    destination = failures_of(name)
    assert _settings(name)["DestinationConfig"] == {"OnFailure": {"Destination": destination}}
    assert destination is not None
    queue = destination["Fn::GetAtt"][0]
    # Lambda sends to no FIFO queue.
    assert "FifoQueue" not in RESOURCES[queue]["Properties"]
    assert RESOURCES[queue]["Properties"]["MessageRetentionPeriod"] == 14 * 86_400
    dimension = {"Name": "QueueName", "Value": {"Fn::GetAtt": [queue, "QueueName"]}}
    alarms = [a for a in of_type("AWS::CloudWatch::Alarm").values() if a.get("Dimensions") == [dimension]]
    assert [(a["MetricName"], a["Threshold"]) for a in alarms] == [("ApproximateNumberOfMessagesVisible", 0)]


def test_nothing_is_kept_of_a_sweep() -> None:
    """A sweep that failed says nothing that the next one does not find by itself; its alarms are others."""
    assert failures_of(SWEEPER) is None
    assert _settings(SWEEPER).get("DestinationConfig", {}) == {}


def test_who_is_not_called_so_has_no_such_settings() -> None:
    """Functions behind the API or a queue are not called asynchronously, and have none of it."""
    assert {name for name, function in FUNCTIONS.items() if "EventInvokeConfig" in function} == CALLED.keys()
