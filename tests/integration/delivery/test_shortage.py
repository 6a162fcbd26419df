"""What we run out of ourselves is no failed attempt: it does not count against a receiver."""

import asyncio

import boto3
import pytest
from botocore.config import Config
from stagemarkt.adapters.delivery.network import resolve_addresses, resolve_public
from stagemarkt.adapters.delivery.sqs import SqsSender
from stagemarkt.adapters.regions import regions_of
from stagemarkt.domain.changes.queue_arn import Home
from stagemarkt.model.errors import OwnShortage
from stagemarkt.ports.deadline import Deadline
from stagemarkt.ports.delivery import DeliveryOutcome, Destination
from types_boto3_sqs.client import SQSClient

from tests.integration.delivery.received import MESSAGE, ReceivedPosts, send
from tests.integration.support.behaviour import http, respond
from tests.integration.support.shortage import without_descriptors


@pytest.mark.parametrize("over", range(5))
def test_webhook_without_a_descriptor(receipt: ReceivedPosts, over: int) -> None:
    """A post that cannot go out is no attempt, wherever on its way it finds no room; the next goes out."""
    server = receipt.server(respond(http()))
    sender = receipt.sender(server)
    with without_descriptors(over):
        try:
            outcome = send(sender, server)
        except OwnShortage:
            outcome = None
    assert outcome in {None, DeliveryOutcome("geleverd", 200)}
    assert over or outcome is None
    assert send(sender, server) == DeliveryOutcome("geleverd", 200)


def test_a_name_without_a_descriptor() -> None:
    """A name that cannot be looked up for want of a descriptor is not an unknown name."""
    with asyncio.Runner() as runner:
        runner.get_loop()
        with without_descriptors(), pytest.raises(OwnShortage):
            runner.run(resolve_public("localhost", 443, resolve_addresses, free=True))


def test_queue_without_a_descriptor() -> None:
    """A queue that cannot be reached for want of a descriptor is no receiver that fails."""

    def make(region: str) -> SQSClient:
        client: SQSClient = boto3.client(
            "sqs",
            region_name=region,
            aws_access_key_id="x",
            aws_secret_access_key="x",  # noqa: S106 - nobody's
            endpoint_url="http://127.0.0.1:9",
            config=Config(retries={"total_max_attempts": 1, "mode": "standard"}),
        )
        return client

    sender = SqsSender(Home("aws", "000000000000", regions_of("aws"), "eu-west-1"), make)
    naar = Destination("a1", "sqs", queue_arn="arn:aws:sqs:eu-west-1:123456789012:rij")
    assert sender.dispatch(naar, MESSAGE, Deadline.after(5)) == DeliveryOutcome("mislukt", reden="storing")
    with without_descriptors(), pytest.raises(OwnShortage):
        sender.dispatch(naar, MESSAGE, Deadline.after(5))
