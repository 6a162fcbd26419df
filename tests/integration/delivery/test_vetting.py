"""The URL of a new abonnement, and the choice of the way out."""

import asyncio
from collections.abc import Sequence

import pytest
from stagemarkt.adapters.delivery.sqs import SqsSender
from stagemarkt.adapters.delivery.vetting import DnsVetter
from stagemarkt.adapters.delivery.ways_out import WaysOut
from stagemarkt.adapters.delivery.webhook import WebhookSender
from stagemarkt.adapters.regions import regions_of
from stagemarkt.domain.changes.queue_arn import Home
from stagemarkt.domain.changes.webhook_url import Exceptions
from stagemarkt.model.delivery_reasons import REASONS
from stagemarkt.ports.deadline import Deadline
from stagemarkt.ports.delivery import DeliveryOutcome, Destination

from tests.integration.delivery.received import MESSAGE, ReceivedPosts, send
from tests.integration.delivery.test_network import METADATA, PUBLIC, FakeDns
from tests.integration.support.behaviour import respond


@pytest.mark.parametrize(
    ("answer", "reasons"),
    [
        ([PUBLIC], []),
        ([METADATA], ["adres-verboden"]),
        ([PUBLIC, "10.0.0.1"], ["adres-verboden"]),
        (OSError("no such name"), ["naam-onbekend"]),
    ],
)
def test_the_name_is_looked_up(answer: list[str] | OSError, reasons: list[str]) -> None:
    """A URL whose name leads nowhere, or somewhere that is not public, is refused when it is given."""
    errors = DnsVetter(search=FakeDns(answer)).vet("https://hook.example.nl/")
    assert list(errors) == [REASONS[reason] for reason in reasons]


def test_a_url_with_errors_is_not_looked_up() -> None:
    """Of a URL that is not right in itself all faults are named, and nothing is looked up."""
    dns = FakeDns([PUBLIC])
    assert len(DnsVetter(search=dns).vet("http://u@127.0.0.1:80/")) == 4
    assert dns.questions == []


def test_an_exception_is_allowed() -> None:
    """An exception may be anywhere."""
    vetter = DnsVetter(Exceptions(frozenset({"localhost:9443"})), FakeDns(["127.0.0.1"]))
    assert vetter.vet("https://localhost:9443/hook") == ()


def test_slow_dns_is_no_fault_of_the_url() -> None:
    """A lookup that does not end in time refuses nothing: each attempt judges again."""

    async def never(_name: str, _port: int) -> Sequence[str]:
        await asyncio.Event().wait()
        raise AssertionError

    assert DnsVetter(search=never, geduld=0.05).vet("https://hook.example.nl/") == ()


def test_each_kind_its_own_way(receipt: ReceivedPosts) -> None:
    """A webhook goes to the webhooks and a queue to SQS; what is not needed is not made."""

    def no_sqs() -> SqsSender:
        raise AssertionError

    def no_webhook() -> WebhookSender:
        raise AssertionError

    server = receipt.server(respond())
    sender = receipt.sender(server)
    service = WaysOut(lambda: sender, no_sqs)
    assert send(service, server) == DeliveryOutcome("geleverd", 200)
    to_sqs = WaysOut(
        no_webhook, lambda: SqsSender(Home("aws", "000000000000", regions_of("aws"), "eu-west-1"))
    )
    outcome = to_sqs.dispatch(Destination("a1", "sqs", queue_arn="x"), MESSAGE, Deadline.after(1))
    assert outcome == DeliveryOutcome("geweigerd", reden="wachtrij-ongeldig")
