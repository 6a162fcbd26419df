"""Connections over real mutual TLS: what is sent, what is kept, what is tried once more."""

import socket
from typing import Final

import pytest
from stagemarkt.adapters.closing_network import KEPT
from stagemarkt.adapters.soap.retry import Retry
from stagemarkt.adapters.soap.transport import RawResponse
from stagemarkt.model.errors import BronUnavailable

from tests.integration.support.behaviour import BEYOND, BODY, answer_beyond, break_off, close, http, respond
from tests.integration.support.clock import ManualClock
from tests.integration.support.line import Link, send
from tests.integration.support.server import Behaviour, Connection
from tests.integration.support.watch import RecordingWatch

GOOD: Final = RawResponse(200, "text/xml", BODY, None)


def test_sends_and_reads(link: Link) -> None:
    """A message arrives whole, with the headers of the contract, under the school's certificate."""
    server = link.server(respond())
    assert send(link.transport(server.url)) == GOOD
    (request,) = server.requests
    assert request.regel == "POST /whitelabel.asmx HTTP/1.1"
    assert request.inhoud == b"<vraag/>"
    expected = {
        "content-type": "text/xml; charset=utf-8",
        "soapaction": '"urn:actie"',
        "accept": "text/xml",
        "accept-encoding": "identity",
        "content-length": "8",
    }
    assert request.koppen | expected == request.koppen
    assert server.names == ["99XX"]


def test_reads_status_and_headers(link: Link) -> None:
    """Status, media type without parameters and Retry-After come along with the body."""
    raw = http(b"", "503 Weg", Content_Type="Text/HTML ; charset=x", Retry_After="17")
    assert send(link.transport(link.server(respond(raw)).url)) == RawResponse(503, "text/html", b"", 17)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("0", 0),
        ("99999", 3600),
        ("", None),
        ("-1", None),
        ("1.5", None),
        ("Wed, 21 Oct 2026 07:28:00 GMT", None),
        ("9" * 5000, 3600),
    ],
)
def test_retry_after(link: Link, header: str, seconds: int | None) -> None:
    """Seconds are read, never more than an hour; anything else is no advice, and no error."""
    server = link.server(respond(http(Retry_After=header)))
    assert send(link.transport(server.url)).retry_after == seconds


def test_response_in_parts(link: Link) -> None:
    """A chunked answer, with the connection closed after it, is as good."""
    raw = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nTransfer-Encoding: chunked\r\n\r\n"
    parts = b"".join(b"1\r\n%c\r\n" % byte for byte in BODY) + b"0\r\n\r\n"
    assert send(link.transport(link.server(respond(raw + parts, 1)).url)) == GOOD


def test_the_connection_stays_open(link: Link) -> None:
    """Five calls take one connection."""
    server = link.server(respond())
    transport = link.transport(server.url)
    assert [send(transport) for _ in range(5)] == [GOOD] * 5
    assert (server.aangenomen, len(server.requests)) == (1, 5)


@pytest.mark.parametrize("parts", BEYOND.values(), ids=BEYOND)
def test_what_nobody_asked_for(link: Link, parts: tuple[bytes, ...]) -> None:
    """What stands on a connection before a question is no answer to it: that takes a new connection."""
    server = link.server(answer_beyond(*parts), respond())
    transport = link.transport(server.url)
    first, *others = [send(transport) for _ in range(3)]
    assert first.status in {200, 204}
    assert others == [GOOD] * 2
    assert (server.aangenomen, len(server.requests)) == (2, 3)


def test_a_closed_connection_is_replaced(link: Link) -> None:
    """A kept connection that the server closed in between costs the caller nothing."""
    server = link.server(respond(times=1), respond())
    transport = link.transport(server.url)
    assert [send(transport), send(transport)] == [GOOD, GOOD]
    assert server.aangenomen == 2


@pytest.mark.parametrize("behaviour", [break_off, close])
def test_a_kept_connection_that_breaks_on_the_request(link: Link, behaviour: Behaviour) -> None:
    """A kept connection that breaks only when it is used again is replaced as well."""

    def once_and_then(connection: Connection) -> None:
        respond(times=1)(connection)
        behaviour(connection)

    server = link.server(once_and_then, respond())
    transport = link.transport(server.url)
    assert [send(transport), send(transport)] == [GOOD, GOOD]
    assert server.aangenomen == 2


@pytest.mark.parametrize("jump", [KEPT, 86_400, -1])
def test_a_connection_of_before_a_freeze(link: Link, jump: float) -> None:
    """One that was unused for a minute, or nobody knows how long, is not trusted with a question."""
    clock = ManualClock()
    server = link.server(respond())
    transport = link.transport(server.url, clock=clock)
    assert [send(transport), send(transport)] == [GOOD, GOOD]
    clock.now += KEPT - 1
    assert send(transport) == GOOD
    assert server.aangenomen == 1
    clock.now += jump
    assert send(transport) == GOOD
    assert (server.aangenomen, len(server.requests)) == (2, 4)


@pytest.mark.parametrize("behaviour", [break_off, close])
def test_what_is_not_safe_meets_no_kept_connection(link: Link, behaviour: Behaviour) -> None:
    """As it goes no second time, it does not go over one that may have died unnoticed."""

    def once_and_then(connection: Connection) -> None:
        respond(times=1)(connection)
        behaviour(connection)

    server = link.server(once_and_then)
    transport = link.transport(server.url)
    assert [send(transport, safe=safe) for safe in (True, False, False)] == [GOOD] * 3
    assert (server.aangenomen, len(server.requests)) == (3, 3)


@pytest.mark.parametrize("behaviour", [break_off, close])
def test_a_break_is_retried(link: Link, behaviour: Behaviour) -> None:
    """One reset, or one goodbye without an answer, is tried again and forgotten."""
    server = link.server(behaviour, respond())
    assert send(link.transport(server.url)) == GOOD
    assert server.aangenomen == 2


@pytest.mark.parametrize("behaviour", [break_off, close])
def test_two_breaks_are_enough(link: Link, behaviour: Behaviour) -> None:
    """After the question went out twice SBB is not available; the next call starts afresh."""
    server = link.server(behaviour, behaviour, respond())
    transport = link.transport(server.url)
    with pytest.raises(BronUnavailable) as caught:
        send(transport)
    assert caught.value.retry_after == 30
    assert len(server.requests) == 2
    assert send(transport) == GOOD


@pytest.mark.parametrize("behaviour", [break_off, close])
def test_what_is_not_safe_goes_no_second_time(link: Link, behaviour: Behaviour) -> None:
    """A message that changes something may have been carried out before it broke: it is sent once."""
    server = link.server(behaviour, respond())
    with pytest.raises(BronUnavailable):
        send(link.transport(server.url), safe=False)
    assert len(server.requests) == 1


def test_a_retry_that_is_not_allowed(link: Link) -> None:
    """Where a second try may not go, for a circuit breaker is open or the limit is reached, there is none."""
    server = link.server(break_off, respond())
    with pytest.raises(BronUnavailable):
        send(link.transport(server.url), watch=RecordingWatch(None))
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("over", "randomness", "duration"), [(0.0, 0.5, 0.1), (0.0, 0.0, 0.0), (1.5, 0.5, 1.5)]
)
def test_a_retry_waits(link: Link, over: float, randomness: float, duration: float) -> None:
    """A second try waits for its turn, and else for a moment of chance."""
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    retry = Retry(sleep, lambda: randomness)
    server = link.server(break_off, respond())
    assert send(link.transport(server.url, retry=retry), watch=RecordingWatch(over)) == GOOD
    assert slept == [pytest.approx(duration)]


def test_nobody_listens(link: Link) -> None:
    """A port where nobody listens is an SBB that is not available."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(BronUnavailable):
        send(link.transport(f"https://127.0.0.1:{port}/"))


def test_the_name_does_not_exist(link: Link) -> None:
    """A name without an address (`.invalid` never has one) is an SBB that is not available."""
    with pytest.raises(BronUnavailable):
        send(link.transport("https://sbb.invalid/"))


def test_every_school_has_its_own_connection(link: Link) -> None:
    """What SBB sees is the certificate of the school that asks, also when the calls alternate."""
    server = link.server(respond())
    one = link.transport(server.url, link.pki.school("99XX"))
    two = link.transport(server.url, link.pki.school("01AA"))
    for transport in (one, two, one, two):
        send(transport)
    assert server.names == ["99XX", "01AA"]
