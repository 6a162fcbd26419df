"""A queue in another account: the policy that we print lets our role in, and nothing less does.

The emulated AWS takes twelve digits as a key to the account of that number, so that of the subscriber is
another one indeed. What ships is used as it is: only the client's address and credentials are the emulator's.
"""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any, Final

import boto3
import pytest
from botocore.config import Config
from stagemarkt.adapters.delivery.sqs import SqsSender
from stagemarkt.adapters.regions import regions_of
from stagemarkt.domain.changes.queue_arn import Home, queue_policy
from stagemarkt.ports.deadline import Deadline
from stagemarkt.ports.delivery import DeliveryMessage, DeliveryOutcome, Destination

from local.deployment.cloudformation import Aws
from local.emulator import ministack
from tests.e2e.client import FacadeClient

ABONNEE: Final = "111122223333"
ARN: Final = f"arn:aws:sqs:{ministack.REGION}:{ABONNEE}:mutaties.fifo"
OUR_ACCOUNT: Final = "000000000000"
MESSAGE: Final = DeliveryMessage("d288d401", 7, "900000001", "25998", b'{"specversion":"1.0"}')


class QueueTrial:
    """Our role, and their queue."""

    def __init__(self, endpoint: str, purger: ExitStack) -> None:
        self._endpoint = endpoint
        self.abonnee = self._client("sqs", ABONNEE, ABONNEE)
        self.url = self.abonnee.create_queue(QueueName="mutaties.fifo", Attributes={"FifoQueue": "true"})[
            "QueueUrl"
        ]
        purger.callback(self.abonnee.delete_queue, QueueUrl=self.url)
        aws = Aws(endpoint)
        self._iam = aws.client("iam")
        trusted = {
            "Effect": "Allow",
            "Principal": {"AWS": f"arn:aws:iam::{OUR_ACCOUNT}:root"},
            "Action": "sts:AssumeRole",
        }
        self.role = self._iam.create_role(
            RoleName="Proefbezorger",
            AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [trusted]}),
        )["Role"]["Arn"]
        purger.callback(self._iam.delete_role, RoleName="Proefbezorger")
        purger.callback(self._iam.delete_role_policy, RoleName="Proefbezorger", PolicyName="stuur")
        self.role_policy("Deny")
        sleutels = aws.client("sts").assume_role(RoleArn=self.role, RoleSessionName="proef")["Credentials"]
        self._sender = SqsSender(
            Home("aws", OUR_ACCOUNT, regions_of("aws"), "eu-west-1"),
            lambda _region: self._client(
                "sqs", sleutels["AccessKeyId"], sleutels["SecretAccessKey"], sleutels["SessionToken"]
            ),
        )

    def role_policy(self, effect: str = "Allow") -> None:
        """What our role may: send to any queue that is not in our account."""
        line = {
            "Effect": effect,
            "Action": "sqs:SendMessage",
            "Resource": "arn:aws:sqs:*:*:*",
            "Condition": {"StringNotEquals": {"aws:ResourceAccount": OUR_ACCOUNT}},
        }
        document = json.dumps({"Version": "2012-10-17", "Statement": [line]})
        self._iam.put_role_policy(RoleName="Proefbezorger", PolicyName="stuur", PolicyDocument=document)

    def queue_policy(self, role: str) -> None:
        """What the subscriber lets in: what we print, for this role."""
        policy = json.dumps(queue_policy(ARN, role))
        self.abonnee.set_queue_attributes(QueueUrl=self.url, Attributes={"Policy": policy})

    def send(self, arn: str = ARN) -> DeliveryOutcome:
        """One event to this queue."""
        return self._sender.dispatch(Destination("a1", "sqs", queue_arn=arn), MESSAGE, Deadline.after(10))

    def received(self) -> list[tuple[str, str]]:
        """Bodies and groups of what waits there."""
        messages = self.abonnee.receive_message(
            QueueUrl=self.url, MaxNumberOfMessages=10, MessageSystemAttributeNames=["All"]
        )
        return [(b["Body"], b["Attributes"]["MessageGroupId"]) for b in messages.get("Messages", [])]

    def _client(self, service: Any, sleutel: str, secret: str, token: str | None = None) -> Any:
        return boto3.client(
            service,
            endpoint_url=self._endpoint,
            region_name=ministack.REGION,
            aws_access_key_id=sleutel,
            aws_secret_access_key=secret,
            aws_session_token=token,
            config=Config(retries={"total_max_attempts": 1}),
        )


@pytest.fixture
def proef(facade: FacadeClient) -> Iterator[QueueTrial]:
    """Both, for one test."""
    with ExitStack() as purger:
        yield QueueTrial(facade.stack["awsEndpointUrl"], purger)


def test_the_printed_policy_lets_us_in(proef: QueueTrial) -> None:
    """Without the queue's policy, or with that for another role, nothing arrives; with ours it does."""
    closed = DeliveryOutcome("mislukt", 403, None, "geen-toegang")
    proef.role_policy()
    assert proef.send() == closed
    proef.queue_policy(f"arn:aws:iam::{OUR_ACCOUNT}:role/EenAnder")
    assert proef.send() == closed
    proef.queue_policy(proef.role)
    assert proef.send() == DeliveryOutcome("geleverd", 200)
    assert proef.received() == [('{"specversion":"1.0"}', "900000001.25998")]


def test_a_queue_that_does_not_exist(proef: QueueTrial) -> None:
    """A queue that does not exist there is a reason of its own."""
    proef.role_policy()
    assert proef.send(f"{ARN[:-5]}-weg.fifo").reden == "wachtrij-onbekend"
