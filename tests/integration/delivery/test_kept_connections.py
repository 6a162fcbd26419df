"""Connections to receivers that were left alone: what became of them is not held against the receiver."""

import pytest
from stagemarkt.adapters.delivery.sender import KEPT
from stagemarkt.ports.delivery import DeliveryOutcome

from tests.integration.delivery.received import MESSAGE, ReceivedPosts, port_of, send
from tests.integration.support.behaviour import BEYOND, answer_beyond, break_off, close, http, respond
from tests.integration.support.clock import ManualClock
from tests.integration.support.server import Behaviour, Connection

GOOD = DeliveryOutcome("geleverd", 200)
BROKEN = DeliveryOutcome("mislukt", reden="geen-verbinding")


def once_and_then(behaviour: Behaviour) -> Behaviour:
    """Answer one event, and do this on the next over the same connection."""

    def both(connection: Connection) -> None:
        respond(http(), times=1)(connection)
        behaviour(connection)

    return both


def begin_and_break_off(connection: Connection) -> None:
    """Read the event, send the first byte of an answer, and reset."""
    connection.read()
    connection.send(b"H")
    connection.break_off()


@pytest.mark.parametrize("behaviour", [break_off, close])
def test_one_that_breaks_on_the_next_event(receipt: ReceivedPosts, behaviour: Behaviour) -> None:
    """The event goes once more over a new connection, as it was: under its own id, and signed the same."""
    server = receipt.server(once_and_then(behaviour), respond(http()))
    sender = receipt.sender(server)
    other = MESSAGE._replace(id="een-ander")
    assert [send(sender, server), send(sender, server, message=other)] == [GOOD, GOOD]
    first, *again = server.requests
    assert first.koppen["webhook-id"] == MESSAGE.id
    assert [request.koppen["webhook-id"] for request in again] == [other.id] * 2
    assert again[0] == again[1]
    assert server.aangenomen == 2


@pytest.mark.parametrize("behaviour", [break_off, close])
def test_a_receiver_that_breaks_off_each_time(receipt: ReceivedPosts, behaviour: Behaviour) -> None:
    """A new connection that breaks is the receiver's: it is sent no third time, and it counts."""
    server = receipt.server(once_and_then(behaviour), behaviour)
    sender = receipt.sender(server)
    assert [send(sender, server) for _ in range(3)] == [GOOD, BROKEN, BROKEN]
    assert len(server.requests) == 4


@pytest.mark.parametrize("parts", BEYOND.values(), ids=BEYOND)
def test_what_nobody_asked_for(receipt: ReceivedPosts, parts: tuple[bytes, ...]) -> None:
    """What stands on a connection before the next event goes is no answer: that takes a new connection."""
    server = receipt.server(answer_beyond(*parts), respond(http()))
    sender = receipt.sender(server)
    assert [send(sender, server).soort for _ in range(3)] == ["geleverd"] * 3
    assert (server.aangenomen, len(server.requests)) == (2, 3)


def test_an_answer_that_began(receipt: ReceivedPosts) -> None:
    """One byte of an answer, and it is the receiver that broke off: the event is not sent again here."""
    server = receipt.server(once_and_then(begin_and_break_off), respond(http()))
    sender = receipt.sender(server)
    assert send(sender, server) == GOOD
    assert send(sender, server).soort == "mislukt"
    assert (server.aangenomen, len(server.requests)) == (1, 2)


@pytest.mark.parametrize("jump", [KEPT, 86_400, -1])
def test_one_of_before_a_freeze(receipt: ReceivedPosts, jump: float) -> None:
    """What was unused for half a minute, by the clock on the wall, is not used again."""
    clock = ManualClock(1_700_000_000.0)
    server = receipt.server(respond(http()))
    sender = receipt.sender_for(f"localhost:{port_of(server)}", clock=clock)
    assert [send(sender, server) for _ in range(2)] == [GOOD] * 2
    clock.now += KEPT - 1
    assert send(sender, server) == GOOD
    assert server.aangenomen == 1
    clock.now += jump
    assert send(sender, server) == GOOD
    assert server.aangenomen == 2
