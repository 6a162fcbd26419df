"""Events to a subscriber's queue: what arrives there, and what every refusal of AWS means."""

import json
from collections.abc import Iterator
from typing import Any, cast

import boto3
import pytest
from botocore.exceptions import (
    BotoCoreError,
    ConnectTimeoutError,
    EndpointConnectionError,
    NoCredentialsError,
    ReadTimeoutError,
)
from botocore.stub import Stubber
from stagemarkt.adapters.delivery.sqs import SqsSender, make_client_of_region, request
from stagemarkt.adapters.regions import regions_of
from stagemarkt.domain.changes.queue_arn import Home, read_queue_arn
from stagemarkt.model.errors import StorageError
from stagemarkt.ports.deadline import Deadline
from stagemarkt.ports.delivery import DeliveryMessage, DeliveryOutcome, DeliveryReason, Destination
from types_boto3_sqs.client import SQSClient
from types_boto3_sqs.type_defs import MessageTypeDef

from tests.integration.delivery.received import MESSAGE
from tests.integration.support.aws import fake_aws
from tests.integration.support.template import REGION

# The emulated AWS has one account: that of the subscriber. We are at home in another.
HOME = Home("aws", "000000000000", regions_of("aws"), "eu-west-1")
ABONNEE = "123456789012"


@pytest.fixture
def abonnee() -> Iterator[SQSClient]:
    """SQS as the subscriber sees it."""
    with fake_aws():
        client: SQSClient = boto3.client("sqs")
        yield client


def naar(name: str, account: str = ABONNEE, region: str = REGION) -> Destination:
    """The queue with this name."""
    return Destination("a1", "sqs", queue_arn=f"arn:aws:sqs:{region}:{account}:{name}")


def dispatch(destination: Destination, *messages: DeliveryMessage) -> list[DeliveryOutcome]:
    """Send these, after each other."""
    sender = SqsSender(HOME)
    return [sender.dispatch(destination, message, Deadline.after(5)) for message in messages]


def received(client: SQSClient, name: str) -> list[MessageTypeDef]:
    """What waits in the queue."""
    answer = client.receive_message(
        QueueUrl=client.get_queue_url(QueueName=name)["QueueUrl"],
        MaxNumberOfMessages=10,
        MessageAttributeNames=["All"],
        MessageSystemAttributeNames=["All"],
    )
    return answer.get("Messages", [])


def test_to_an_ordinary_queue(abonnee: SQSClient) -> None:
    """The event arrives as it was made, with what a receiver may filter by beside it; no group, no order."""
    abonnee.create_queue(QueueName="mutaties")
    assert dispatch(naar("mutaties"), MESSAGE) == [DeliveryOutcome("geleverd", 200)]
    (message,) = received(abonnee, "mutaties")
    assert message["Body"].encode() == MESSAGE.inhoud
    assert {name: part["StringValue"] for name, part in message["MessageAttributes"].items()} == {
        "contentType": "application/cloudevents+json",
        "id": MESSAGE.id,
        "volgnummer": "7",
        "leerbedrijfId": "900000001",
        "code": "25998",
    }
    assert "MessageGroupId" not in message["Attributes"]


def test_to_a_fifo(abonnee: SQSClient) -> None:
    """In a FIFO queue the group is leerbedrijf and code; the same id twice is one message."""
    abonnee.create_queue(QueueName="mutaties.fifo", Attributes={"FifoQueue": "true"})
    other = MESSAGE._replace(id="ander", code="K0067", volgnummer=8)
    assert [u.soort for u in dispatch(naar("mutaties.fifo"), MESSAGE, MESSAGE, other)] == ["geleverd"] * 3
    messages = received(abonnee, "mutaties.fifo")
    assert [
        (b["Attributes"]["MessageGroupId"], b["Attributes"]["MessageDeduplicationId"]) for b in messages
    ] == [
        ("900000001.25998", MESSAGE.id),
        ("900000001.K0067", "ander"),
    ]


def test_a_test_message(abonnee: SQSClient) -> None:
    """A test message says so beside the event, and has no volgnummer."""
    abonnee.create_queue(QueueName="mutaties.fifo", Attributes={"FifoQueue": "true"})
    dispatch(
        naar("mutaties.fifo"), DeliveryMessage("t1", 0, "", "", json.dumps({"a": 1}).encode(), is_test=True)
    )
    (message,) = received(abonnee, "mutaties.fifo")
    assert set(message["MessageAttributes"]) == {"contentType", "id", "test"}
    assert message["Attributes"]["MessageGroupId"] == "testbericht"


def test_a_queue_that_does_not_exist(abonnee: SQSClient) -> None:
    """A queue that does not exist is a reason that the subscriber can act on."""
    assert abonnee.meta.region_name == REGION
    (outcome,) = dispatch(naar("weg"), MESSAGE)
    assert (outcome.soort, outcome.reden) == ("mislukt", "wachtrij-onbekend")


@pytest.mark.parametrize(
    "arn",
    [
        None,
        "",
        "arn:aws:sqs:eu-west-1:000000000000:Verwerking.fifo",
        "arn:aws-cn:sqs:cn-north-1:111122223333:a",
    ],
)
def test_where_nothing_may_go(arn: str | None) -> None:
    """To our own account, another partition and what is no queue nothing is sent."""

    def none(_region: str) -> SQSClient:
        raise AssertionError

    destination = Destination("a1", "sqs", queue_arn=arn)
    outcome = SqsSender(HOME, none).dispatch(destination, MESSAGE, Deadline.after(5))
    assert outcome == DeliveryOutcome("geweigerd", reden="wachtrij-ongeldig")


def test_no_time_left() -> None:
    """With no time left nothing is sent."""
    assert SqsSender(HOME).dispatch(naar("a"), MESSAGE, Deadline.after(0)) == DeliveryOutcome(
        "mislukt", reden="te-laat"
    )


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("AWS.SimpleQueueService.NonExistentQueue", "wachtrij-onbekend"),
        ("QueueDoesNotExist", "wachtrij-onbekend"),
        ("AccessDenied", "geen-toegang"),
        ("AWS.SimpleQueueService.AccessDenied", "geen-toegang"),
        ("KmsAccessDenied", "geen-toegang-versleuteling"),
        ("KMS.AccessDeniedException", "geen-toegang-versleuteling"),
        ("RequestThrottled", "overbelast"),
        ("InvalidMessageContents", "bericht-geweigerd"),
        ("InternalFailure", "storing"),
        ("ServiceUnavailable", "storing"),
        ("Iets.Nieuws", "storing"),
    ],
)
def test_every_refusal_by_aws_has_its_reason(abonnee: SQSClient, code: str, reason: DeliveryReason) -> None:
    """Every code of AWS, known or new, is a failed attempt with a reason."""
    with Stubber(abonnee) as fake:
        fake.add_client_error("send_message", code, "geheim", 403)
        outcome = SqsSender(HOME, lambda _: abonnee).dispatch(naar("a"), MESSAGE, Deadline.after(5))
    assert outcome == DeliveryOutcome("mislukt", 403, None, reason)


@pytest.mark.parametrize("code", ["ExpiredToken", "InvalidClientTokenId", "UnrecognizedClientException"])
def test_our_own_credentials_are_no_attempt(abonnee: SQSClient, code: str) -> None:
    """When AWS does not know us, that is no attempt: the subscriber is not blamed for it."""
    sender = SqsSender(HOME, lambda _: abonnee)
    with Stubber(abonnee) as fake:
        fake.add_client_error("send_message", code, "geheim", 403)
        with pytest.raises(StorageError, match=code):
            sender.dispatch(naar("a"), MESSAGE, Deadline.after(5))


@pytest.mark.parametrize("code", ["InvalidClientTokenId", "UnrecognizedClientException"])
def test_a_region_that_is_not_switched_on(abonnee: SQSClient, code: str) -> None:
    """Where our account never opened a region nobody knows our good credentials: who chose it hears so."""
    sender = SqsSender(HOME, lambda _: abonnee)
    with Stubber(abonnee) as fake:
        fake.add_client_error("send_message", code, "geheim", 403)
        outcome = sender.dispatch(naar("a", region="af-south-1"), MESSAGE, Deadline.after(5))
    assert outcome == DeliveryOutcome("mislukt", 403, None, "geen-toegang")


@pytest.mark.parametrize("code", ["ExpiredToken", "RequestTimeTooSkewed", "SignatureDoesNotMatch"])
def test_our_own_fault_is_ours_in_any_region(abonnee: SQSClient, code: str) -> None:
    """What says of our credentials more than that nobody knows them is nobody else's."""
    sender = SqsSender(HOME, lambda _: abonnee)
    with Stubber(abonnee) as fake:
        fake.add_client_error("send_message", code, "geheim", 403)
        with pytest.raises(StorageError, match=code):
            sender.dispatch(naar("a", region="af-south-1"), MESSAGE, Deadline.after(5))


class BrokenSqs:
    """An SQS that raises."""

    def __init__(self, fout: BotoCoreError) -> None:
        self._error = fout

    def send_message(self, **_: object) -> None:
        """Raise."""
        raise self._error


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (ConnectTimeoutError(endpoint_url="x"), "te-laat"),
        (ReadTimeoutError(endpoint_url="x"), "te-laat"),
        (EndpointConnectionError(endpoint_url="x"), "storing"),
        (BotoCoreError(), "storing"),
    ],
)
def test_an_sqs_that_does_not_answer(error: BotoCoreError, reason: DeliveryReason) -> None:
    """An SQS that cannot be reached is a failed attempt."""
    sender = SqsSender(HOME, lambda _: BrokenSqs(error))  # type: ignore[arg-type,return-value]  # a fake
    assert sender.dispatch(naar("a"), MESSAGE, Deadline.after(5)) == DeliveryOutcome("mislukt", reden=reason)


def test_without_aws_credentials_it_is_no_attempt() -> None:
    """Without credentials of our own nothing is blamed on the subscriber."""
    sender = SqsSender(HOME, lambda _: BrokenSqs(NoCredentialsError()))  # type: ignore[arg-type,return-value]  # a fake
    with pytest.raises(StorageError, match="NoCredentialsError"):
        sender.dispatch(naar("a"), MESSAGE, Deadline.after(5))


@pytest.mark.parametrize(
    ("arn", "url"),
    [
        ("arn:aws:sqs:eu-west-1:111122223333:a", "https://sqs.eu-west-1.amazonaws.com/111122223333/a"),
        (
            "arn:aws-cn:sqs:cn-north-1:111122223333:a",
            "https://sqs.cn-north-1.amazonaws.com.cn/111122223333/a",
        ),
    ],
)
def test_the_address_of_the_queue(arn: str, url: str) -> None:
    """The queue's address follows from its ARN alone."""
    partition = arn.split(":")[1]
    adres = read_queue_arn(arn, Home(partition, "000000000000", regions_of(partition), ""))
    assert request(adres, MESSAGE)["QueueUrl"] == url


def test_one_client_per_region(abonnee: SQSClient) -> None:
    """Each region has one client, made when it is first needed."""
    regions = []

    def make(region: str) -> SQSClient:
        regions.append(region)
        return make_client_of_region(region)

    abonnee.create_queue(QueueName="a")
    sender = SqsSender(HOME, make)
    for region in (REGION, REGION, "eu-central-1"):
        sender.dispatch(naar("a", region=region), MESSAGE, Deadline.after(5))
    assert regions == [REGION, "eu-central-1"]


class FakeQueueClient:
    """Takes what it is sent, until it is closed."""

    def __init__(self, region: str) -> None:
        self.region = region
        self.is_open = True

    def send_message(self, **_: object) -> dict[str, Any]:
        """As SQS does."""
        assert self.is_open
        return {"ResponseMetadata": {"HTTPStatusCode": 200}}

    def close(self) -> None:
        """As a client does."""
        self.is_open = False


def test_regions_by_the_hundred() -> None:
    """A client goes to each region that there is, and a handful is kept; to one made up goes none."""
    made: list[FakeQueueClient] = []

    def make(region: str) -> SQSClient:
        made.append(FakeQueueClient(region))
        return cast("SQSClient", made[-1])

    sender = SqsSender(HOME, make)
    real = sorted(HOME.regions)
    for region in (*real, *(f"aa-qoord{n}-1" for n in range(400)), real[-1]):
        sender.dispatch(naar("a", region=region), MESSAGE, Deadline.after(5))
    assert [client.region for client in made] == real
    assert [client.region for client in made if client.is_open] == real[-8:]


def test_the_regions_of_a_partition() -> None:
    """Those of the SDK: each partition its own, without the places that stand for none."""
    regions = {partition: regions_of(partition) for partition in ("aws", "aws-cn", "aws-us-gov", "aws-eusc")}
    assert {"eu-west-1", "eu-central-1", "us-east-1", "mx-central-1"} <= regions["aws"]
    assert regions["aws-cn"] == {"cn-north-1", "cn-northwest-1"}
    assert regions["aws-us-gov"] == {"us-gov-east-1", "us-gov-west-1"}
    assert regions["aws-eusc"] == {"eusc-de-east-1"}
    assert regions_of("evil") == frozenset()
