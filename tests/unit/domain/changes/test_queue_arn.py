"""The ARN of a subscriber's queue."""

import pytest
from stagemarkt.domain.changes.queue_arn import Home, InvalidArn, QueueArn, queue_policy, read_queue_arn

HOME = Home("aws", "000000000000", frozenset({"eu-west-1", "ap-southeast-2"}), "eu-west-1")


def errors(arn: str) -> list[str]:
    """Every fault, in English."""
    try:
        read_queue_arn(arn, HOME)
    except InvalidArn as error:
        return [text.en for text in error.fouten]
    return []


@pytest.mark.parametrize(
    ("arn", "adres", "fifo"),
    [
        (
            "arn:aws:sqs:eu-west-1:111122223333:mutaties",
            QueueArn("aws", "eu-west-1", "111122223333", "mutaties"),
            False,
        ),
        (
            "arn:aws:sqs:ap-southeast-2:111122223333:Mutaties_1-2.fifo",
            QueueArn("aws", "ap-southeast-2", "111122223333", "Mutaties_1-2.fifo"),
            True,
        ),
    ],
)
def test_is_read(arn: str, adres: QueueArn, fifo: bool) -> None:  # noqa: FBT001 - a table
    """The ARN of a queue in another account is read; `.fifo` says that it keeps order."""
    parsed = read_queue_arn(arn, HOME)
    assert parsed == adres
    assert parsed.is_fifo is fifo


@pytest.mark.parametrize(
    "arn",
    [
        "",
        "mutaties",
        "https://sqs.eu-west-1.amazonaws.com/111122223333/mutaties",
        "arn:aws:sns:eu-west-1:111122223333:mutaties",
        "arn:aws:sqs:eu-west-1:111122223333:",
        "arn:aws:sqs:eu-west-1:111122223333:a.b",
        "arn:aws:sqs:eu-west-1:111122223333:.fifo",
        "arn:aws:sqs:eu-west-1:111122223333:a/../b",
        "arn:aws:sqs:eu-west-1:111122223333:" + "a" * 81,
        "arn:aws:sqs:eu-west-1:11112222333:a",
        "arn:aws:sqs:eu-west-1::a",
        "arn:aws:sqs::111122223333:a",
        "arn:aws:sqs:evil.example:111122223333:a",
        "arn:aws:sqs:eu-west-1.evil:111122223333:a",
        "arn:aws:sqs:eu-west-1:111122223333:a\n",
        "arn:aws:sqs:eu-west-1:١١١١٢٢٢٢٣٣٣٣:a",
        "arn:evil:sqs:eu-west-1:111122223333:a",
        "arn:aws:sqs:eu-west-1:111122223333:a:b",
        "arn:aws:sqs:*:*:*",
    ],
)
def test_no_queue(arn: str) -> None:
    """What is not the ARN of a queue, to the letter, is refused."""
    assert errors(arn) == ["Give the ARN of an SQS queue: `arn:aws:sqs:<region>:<account>:<name>`."]


@pytest.mark.parametrize("region", ["aa-qoord-1", "eu-west-99", "aws-global", "us-gov-west-1", "cn-north-1"])
def test_a_region_that_is_not_there(region: str) -> None:
    """A region that our partition has not is refused, however much it looks like one."""
    assert errors(f"arn:aws:sqs:{region}:111122223333:a") == [
        "AWS has no such region; write it as in the ARN of the queue, like `eu-west-1`."
    ]


def test_our_own_account_and_another_partition() -> None:
    """Our own account and another partition are refused, both named when both are so."""
    assert "account of the subscriber" in errors("arn:aws:sqs:eu-west-1:000000000000:Verwerking.fifo")[0]
    assert "another AWS partition" in errors("arn:aws-cn:sqs:cn-north-1:111122223333:a")[0]
    assert len(errors("arn:aws-us-gov:sqs:us-gov-west-1:000000000000:a")) == 2


def test_policy() -> None:
    """The policy lets one role send to one queue: by its name, also after it was made anew."""
    assert queue_policy("arn:aws:sqs:eu-west-1:111122223333:a", "arn:aws:iam::000000000000:role/r") == {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "StagemarktFacade",
                "Effect": "Allow",
                "Principal": {"AWS": "arn:aws:iam::000000000000:root"},
                "Action": "sqs:SendMessage",
                "Resource": "arn:aws:sqs:eu-west-1:111122223333:a",
                "Condition": {"ArnEquals": {"aws:PrincipalArn": "arn:aws:iam::000000000000:role/r"}},
            }
        ],
    }
