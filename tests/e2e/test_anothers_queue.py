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
from stagemarkt.adapters.delivery.sqs import SqsBezorger
from stagemarkt.domain.changes.queue_arn import Thuis, wachtrijbeleid
from stagemarkt.ports.deadline import Termijn
from stagemarkt.ports.delivery import Bericht, Bestemming, Uitkomst

from local import ministack
from local.deployment import Aws
from tests.e2e.client import Facade

ABONNEE: Final = "111122223333"
ARN: Final = f"arn:aws:sqs:{ministack.REGIO}:{ABONNEE}:mutaties.fifo"
ONS: Final = "000000000000"
BERICHT: Final = Bericht("d288d401", 7, "900000001", "25998", b'{"specversion":"1.0"}')


class Proef:
    """Our role, and their queue."""

    def __init__(self, eindpunt: str, opruimer: ExitStack) -> None:
        self._eindpunt = eindpunt
        self.abonnee = self._client("sqs", ABONNEE, ABONNEE)
        self.url = self.abonnee.create_queue(QueueName="mutaties.fifo", Attributes={"FifoQueue": "true"})[
            "QueueUrl"
        ]
        opruimer.callback(self.abonnee.delete_queue, QueueUrl=self.url)
        aws = Aws(eindpunt)
        self._iam = aws.client("iam")
        vertrouwd = {
            "Effect": "Allow",
            "Principal": {"AWS": f"arn:aws:iam::{ONS}:root"},
            "Action": "sts:AssumeRole",
        }
        self.rol = self._iam.create_role(
            RoleName="Proefbezorger",
            AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [vertrouwd]}),
        )["Role"]["Arn"]
        opruimer.callback(self._iam.delete_role, RoleName="Proefbezorger")
        opruimer.callback(self._iam.delete_role_policy, RoleName="Proefbezorger", PolicyName="stuur")
        self.rolbeleid("Deny")
        sleutels = aws.client("sts").assume_role(RoleArn=self.rol, RoleSessionName="proef")["Credentials"]
        self._bezorger = SqsBezorger(
            Thuis("aws", ONS),
            lambda _regio: self._client(
                "sqs", sleutels["AccessKeyId"], sleutels["SecretAccessKey"], sleutels["SessionToken"]
            ),
        )

    def rolbeleid(self, effect: str = "Allow") -> None:
        """What our role may: send to any queue that is not in our account."""
        regel = {
            "Effect": effect,
            "Action": "sqs:SendMessage",
            "Resource": "arn:aws:sqs:*:*:*",
            "Condition": {"StringNotEquals": {"aws:ResourceAccount": ONS}},
        }
        document = json.dumps({"Version": "2012-10-17", "Statement": [regel]})
        self._iam.put_role_policy(RoleName="Proefbezorger", PolicyName="stuur", PolicyDocument=document)

    def wachtrijbeleid(self, rol: str) -> None:
        """What the subscriber lets in: what we print, for this role."""
        beleid = json.dumps(wachtrijbeleid(ARN, rol))
        self.abonnee.set_queue_attributes(QueueUrl=self.url, Attributes={"Policy": beleid})

    def stuur(self, arn: str = ARN) -> Uitkomst:
        """One event to this queue."""
        return self._bezorger.bezorg(Bestemming("a1", "sqs", queue_arn=arn), BERICHT, Termijn.van(10))

    def ontvangen(self) -> list[tuple[str, str]]:
        """Bodies and groups of what waits there."""
        berichten = self.abonnee.receive_message(
            QueueUrl=self.url, MaxNumberOfMessages=10, MessageSystemAttributeNames=["All"]
        )
        return [(b["Body"], b["Attributes"]["MessageGroupId"]) for b in berichten.get("Messages", [])]

    def _client(self, dienst: Any, sleutel: str, geheim: str, token: str | None = None) -> Any:
        return boto3.client(
            dienst,
            endpoint_url=self._eindpunt,
            region_name=ministack.REGIO,
            aws_access_key_id=sleutel,
            aws_secret_access_key=geheim,
            aws_session_token=token,
            config=Config(retries={"total_max_attempts": 1}),
        )


@pytest.fixture
def proef(facade: Facade) -> Iterator[Proef]:
    """Both, for one test."""
    with ExitStack() as opruimer:
        yield Proef(facade.stack["awsEndpointUrl"], opruimer)


def test_het_afgedrukte_beleid_laat_ons_binnen(proef: Proef) -> None:
    """Without the queue's policy, or with that for another role, nothing arrives; with ours it does."""
    dicht = Uitkomst("mislukt", 403, None, "geen-toegang")
    proef.rolbeleid()
    assert proef.stuur() == dicht
    proef.wachtrijbeleid(f"arn:aws:iam::{ONS}:role/EenAnder")
    assert proef.stuur() == dicht
    proef.wachtrijbeleid(proef.rol)
    assert proef.stuur() == Uitkomst("geleverd", 200)
    assert proef.ontvangen() == [('{"specversion":"1.0"}', "900000001.25998")]


def test_een_wachtrij_die_er_niet_is(proef: Proef) -> None:
    """A queue that does not exist there is a reason of its own."""
    proef.rolbeleid()
    assert proef.stuur(f"{ARN[:-5]}-weg.fifo").reden == "wachtrij-onbekend"
