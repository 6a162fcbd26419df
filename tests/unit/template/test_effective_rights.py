"""What a role may do is what stands at its function: SAM adds nothing, nor does where a right is written."""

import json
from functools import cache
from typing import Any

import pytest

from tests.unit.template import FUNCTIONS, TEMPLATE, failures_of, statements_of
from tests.unit.template.effective_rights import Right, rights_per_role

# Writing its own log, the one policy of AWS's own that SAM gives each function.
LOGGING_POLICY = "iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
LOGGING = Right("Allow", "managed", f'"arn:aws:{LOGGING_POLICY}"', "{}")
# The same where we write it ourselves, in whatever partition this is.
LOGGING_ANYWHERE = Right(
    "Allow", "managed", json.dumps({"Fn::Sub": f"arn:${{AWS::Partition}}:{LOGGING_POLICY}"}), "{}"
)
STATEMENT = {"Effect": "Allow", "Action": ["sqs:SendMessage", "sqs:DeleteMessage"], "Resource": ["a", "b"]}


@cache
def _rights() -> dict[str, frozenset[Right]]:
    return rights_per_role(TEMPLATE)


def _role(**properties: Any) -> dict[str, Any]:
    return {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {}, **properties}}


def _document(*statements: dict[str, Any]) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": list(statements)}


def _inline(*statements: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"PolicyName": "own", "PolicyDocument": _document(*statements)}]


def _or_none(**resources: dict[str, Any]) -> dict[str, frozenset[Right]]:
    return rights_per_role({"Transform": "AWS::Serverless-2016-10-31", "Resources": resources})


def test_where_a_right_is_written_makes_no_difference() -> None:
    """In a policy of its own, in a shared one, in one statement or in several: the same rights."""
    set_apart = [{**STATEMENT, "Action": action} for action in STATEMENT["Action"]]
    policy = {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"PolicyDocument": _document(STATEMENT)}}
    rights = _or_none(
        Own=_role(Policies=_inline(STATEMENT)),
        Apart=_role(Policies=_inline(*set_apart)),
        Shared=_role(ManagedPolicyArns=[{"Ref": "Policy"}]),
        Policy=policy,
    )
    assert rights["Own"] == rights["Apart"] == rights["Shared"]
    assert rights["Own"] == {
        Right("Allow", f"sqs:{action}", f'"{resource}"', "{}")
        for action in ("SendMessage", "DeleteMessage")
        for resource in ("a", "b")
    }


@pytest.mark.parametrize(
    "other",
    [
        {"Effect": "Deny"},
        {"Action": "sqs:*"},
        {"Resource": "*"},
        {"Condition": {"StringEquals": {"aws:ResourceAccount": "1"}}},
    ],
)
def test_every_part_of_a_right_counts(other: dict[str, Any]) -> None:
    """Another effect, action, resource or condition is another right."""
    rights = _or_none(
        One=_role(Policies=_inline(STATEMENT)), Other=_role(Policies=_inline({**STATEMENT, **other}))
    )
    assert rights["One"] != rights["Other"]


@pytest.mark.parametrize("part", ["NotAction", "NotResource"])
def test_what_is_not_allowed_is_refused(part: str) -> None:
    """A statement of what is not allowed has no such form, and is not passed over."""
    with pytest.raises(ValueError, match=part):
        _or_none(Role=_role(Policies=_inline({**STATEMENT, part: "x"})))


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_role_has_what_its_function_says(function: str) -> None:
    """No event and no setting adds a right: its own policies, its log, and the queue of what failed."""
    said = _or_none(Role=_role(Policies=_inline(*statements_of(function))))["Role"]
    failures = failures_of(function)
    failed = {Right("Allow", "sqs:SendMessage", json.dumps(failures), "{}")} if failures else set()
    logging = {True: LOGGING_ANYWHERE, False: LOGGING}["Role" in FUNCTIONS[function]]
    assert _rights()[f"{function}Role"] == said | {logging} | failed


def test_a_schedule_invokes_its_function_and_no_more() -> None:
    """The roles besides those of functions are of schedules; each may invoke the function that it is of."""
    schedules = {
        f"{function}{event}Role": function
        for function, properties in FUNCTIONS.items()
        for event, value in properties.get("Events", {}).items()
        if value["Type"] == "ScheduleV2"
    }
    assert _rights().keys() == schedules.keys() | {f"{function}Role" for function in FUNCTIONS}
    for role, function in schedules.items():
        arn = f'{{"Fn::GetAtt": ["{function}", "Arn"]}}'
        assert _rights()[role] == {Right("Allow", "lambda:InvokeFunction", arn, "{}")}
