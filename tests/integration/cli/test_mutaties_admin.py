"""What an operator does to the way out: what was missed is passed on, what was set aside is seen."""

import uuid
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from stagemarkt.adapters.dynamodb.rejects import RejectsTable
from stagemarkt.domain.changes.fanout import FanOut
from stagemarkt.model.aflevering import Aflevering, Attempt, DeliveryStand, FeedLine
from stagemarkt.model.mutatie import mutatie_id_of
from stagemarkt.ports.intake import UNREADABLE_MUTATIE, MessageHeader, Rejected
from stagemarkt_cli.admin.outbox import Outgoing, Restored
from stagemarkt_cli.admin.set_apart import SetApart
from stagemarkt_cli.aws.stack import DeployedStack

from tests.integration.support.aws import fake_aws
from tests.integration.support.template import REGION, make_tables
from tests.unit.fakes.composition import NOW
from tests.unit.fakes.outbox import FakeInvalidator, abonnement, mutatie

SCHOOL = "99XX"
WHO = abonnement()


class AdminTrial:
    """The tables and queues of a stack, and what is done with them."""

    def __init__(self, this_stack: DeployedStack) -> None:
        self.outgoing = Outgoing(this_stack)
        self.set_apart = SetApart(this_stack)
        self.book = RejectsTable(this_stack.client("dynamodb"), this_stack.output("MutatiesTabel"))
        self._sqs = this_stack.client("sqs")
        self._row = this_stack.output("VerwerkingWachtrij")

    def message_queue(self) -> list[str]:
        """What waits for the fan-out, taken out."""
        answer = self._sqs.receive_message(QueueUrl=self._row, MaxNumberOfMessages=10)
        for message in answer.get("Messages", []):
            self._sqs.delete_message(QueueUrl=self._row, ReceiptHandle=message["ReceiptHandle"])
        return [message["Body"] for message in answer.get("Messages", [])]

    def fan_out(self, *mutatie_ids: str) -> None:
        """The fan-out."""
        u = self.outgoing
        distributor = FanOut(
            u.mutaties,
            FakeInvalidator(),
            u.feed,
            u.abonnementen,
            u.deliveries,
            u.waker,
            lambda: float(NOW),
            lambda _what, _error: None,
        )
        distributor.fan_out(SCHOOL, mutatie_ids)


@pytest.fixture
def proef() -> Iterator[AdminTrial]:
    """An AWS with what `herstel` touches, one abonnement, and a message of three mutaties in the store."""
    with fake_aws():
        clients: dict[str, Any] = {service: boto3.client(service, REGION) for service in ("dynamodb", "sqs")}
        tables = make_tables(clients["dynamodb"])
        rows = {
            name: clients["sqs"].create_queue(QueueName=f"{name}.fifo", Attributes={"FifoQueue": "true"})[
                "QueueUrl"
            ]
            for name in ("VerwerkingWachtrij", "AfleveringWachtrij")
        }
        output = {
            "UitgaandTabel": tables.outgoing,
            "MutatiesTabel": tables.mutaties,
            "AbonnementenTabel": tables.abonnementen,
            **rows,
        }
        proef = AdminTrial(DeployedStack("proef", output, clients.__getitem__))
        one = mutatie()
        proef.outgoing.mutaties.accept(
            MessageHeader(one.bericht_id, one.abonnement_id, SCHOOL, 3, "som"), NOW
        )
        proef.outgoing.mutaties.keep([mutatie(n) for n in (1, 2, 3)])
        proef.outgoing.abonnementen.make(WHO, 0, NOW)
        yield proef


def test_what_has_no_number_goes_again(proef: AdminTrial) -> None:
    """Mutaties that nobody was told of are queued again, in order; those with a number are not."""
    proef.fan_out(mutatie(2).mutatie_id)
    assert proef.outgoing.restore(SCHOOL, NOW - 1, NOW) == Restored(2, 1)
    [message] = proef.message_queue()
    assert message.index(mutatie(1).mutatie_id) < message.index(mutatie(3).mutatie_id)
    assert mutatie(2).mutatie_id not in message
    proef.fan_out(mutatie(1).mutatie_id, mutatie(3).mutatie_id)
    assert proef.outgoing.restore(SCHOOL, NOW - 1, NOW) == Restored(0, 1)
    assert proef.message_queue() == []


def test_only_what_came_since(proef: AdminTrial) -> None:
    """What was logged before the moment is left alone."""
    assert proef.outgoing.restore(SCHOOL, NOW + 1, NOW) == Restored(0, 0)
    assert proef.message_queue() == []


def test_an_abonnement_that_is_behind(proef: AdminTrial) -> None:
    """When an abonnement has not read the whole feed, the fan-out is called once more, and makes it good."""
    lines = [FeedLine(n, mutatie(n), n > 1, float(NOW)) for n in (1, 2, 3)]
    proef.outgoing.feed.write(SCHOOL, lines)
    assert proef.outgoing.restore(SCHOOL, NOW - 1, NOW) == Restored(0, 0)
    [message] = proef.message_queue()
    assert mutatie(3).mutatie_id in message
    proef.fan_out(mutatie(3).mutatie_id)
    assert proef.outgoing.deliveries.stand(WHO.sleutel) == DeliveryStand(3, 3)


def test_set_aside(proef: AdminTrial) -> None:
    """What was set aside is listed with its abonnement, and with why it failed; nothing else is."""
    proef.fan_out(*(mutatie(n).mutatie_id for n in (1, 2)))
    outbox = proef.outgoing.outbox
    lease = outbox.lease(WHO.sleutel, NOW, NOW + 45)
    assert lease is not None
    given_up = Aflevering(
        1,
        FeedLine(1, mutatie(1), earlier=False, numbered_at=float(NOW)),
        "opzij",
        30,
        float(NOW),
        float(NOW),
        Attempt(float(NOW), 500, "http-status"),
    )
    outbox.note(WHO.sleutel, lease.fence, given_up)
    assert list(outbox.opzij()) == [(WHO.sleutel, given_up)]


def test_what_can_be_read_now_is_resumed(proef: AdminTrial) -> None:
    """What was set apart and can be read now goes the way of the others; what cannot stays, and says why."""
    bericht_id, ns = str(uuid.uuid4()), "urn:stagemarkt:whitelabel:2.1"
    good = (
        f'<Mutatie xmlns="{ns}"><CodeLeerbedrijf>900000001</CodeLeerbedrijf><Crebonummer>25998</Crebonummer>'
        "<StatusErkenning>Ingetrokken</StatusErkenning></Mutatie>"
    )
    texts = (good, good.replace("Ingetrokken", "Geschorst"))
    set_apart = [
        Rejected(
            tag=str(n),
            reden=UNREADABLE_MUTATIE,
            explanation="x",
            oin="0" * 20,
            school=SCHOOL,
            bericht_id=bericht_id,
            inhoud=text.encode(),
            size=1,
            first_at=NOW,
            last_at=NOW,
            abonnement_id=bericht_id,
            positie=n,
        )
        for n, text in enumerate(texts, start=1)
    ]
    proef.book.keep_apart(set_apart)
    assert proef.set_apart.resume("99ZZ").aangenomen == 0
    assert proef.set_apart.resume(None) == (1, {"Mutatie/StatusErkenning": 1})
    new = proef.outgoing.mutaties.read(mutatie_id_of(bericht_id, 1))
    assert new is not None
    assert (new.leerbedrijf_id, new.status, new.startdatum) == ("900000001", "ingetrokken", None)
    assert new.mutatie_id in proef.message_queue()[0]
    assert list(proef.book.rejected_messages()) == set_apart[1:]
