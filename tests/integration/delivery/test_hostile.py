"""A hostile receiver harms nobody: bounded in time and size, led nowhere, and nobody it pretends to be."""

import contextlib
import gc
import socket
import ssl
import threading
import time
from typing import Final

import pytest
import trustme
from stagemarkt.ports.deadline import Deadline
from stagemarkt.ports.delivery import DeliveryOutcome, Destination

from tests.integration.delivery.received import MESSAGE, SLEUTEL, ReceivedPosts, send
from tests.integration.support.behaviour import (
    Stream,
    begin_and_stay_silent,
    http,
    respond,
    stay_silent,
    trickle,
)
from tests.integration.support.server import Behaviour

DEADLINE: Final = 0.3
# What a busy machine may add; less than the server would take by itself.
SLACK: Final = 3.0
METADATA: Final = "http://169.254.169.254/latest/meta-data/iam/security-credentials/"


@pytest.mark.parametrize(
    "status", ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"]
)
@pytest.mark.parametrize("target", [METADATA, "https://[fd00:ec2::254]/", "//10.0.0.1/", "/hook2"])
def test_a_redirect_is_not_followed(receipt: ReceivedPosts, status: str, target: str) -> None:
    """A redirect, to the metadata of the machine or to itself, ends the attempt: there is one request."""
    server = receipt.server(respond(http(b"", status, Location=target)))
    assert send(receipt.sender(server), server) == DeliveryOutcome(
        "mislukt", int(status[:3]), None, "omleiding"
    )
    assert len(server.requests) == 1


SLOW_HEADERS: Final[dict[str, Behaviour]] = {
    "zwijgt": stay_silent,
    "druppelt de status": trickle(b"", b"HTTP/1.1 200 OK"),
    "druppelt koppen": trickle(b"HTTP/1.1 200 OK\r\n", b"X-Nog-Een: kop\r\n"),
    "druppelt een kop": trickle(b"HTTP/1.1 200 OK\r\nX-Lang: ", b"x"),
    "vraagt eindeloos geduld": trickle(b"", b"HTTP/1.1 102 Processing\r\n\r\n"),
}


@pytest.mark.parametrize("behaviour", SLOW_HEADERS.values(), ids=SLOW_HEADERS)
def test_who_drips_holds_nobody_up(receipt: ReceivedPosts, behaviour: Behaviour) -> None:
    """Before the status has come whole, the deadline ends the attempt, whatever drips in."""
    server = receipt.server(behaviour)
    sender = receipt.sender(server)
    begin = time.monotonic()
    assert send(sender, server, deadline=DEADLINE) == DeliveryOutcome("mislukt", reden="te-laat")
    assert DEADLINE - 0.05 < time.monotonic() - begin < DEADLINE + SLACK


SLOW_CONTENT: Final[dict[str, Behaviour]] = {
    "druppelt de inhoud": trickle(http(b"", Content_Length="1000000"), b"x"),
    "druppelt delen": trickle(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
    "stopt halverwege": begin_and_stay_silent,
    "geeft rommel als delen": respond(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzzz\r\n", 1),
}


@pytest.mark.parametrize("behaviour", SLOW_CONTENT.values(), ids=SLOW_CONTENT)
def test_nothing_is_awaited_after_the_status(receipt: ReceivedPosts, behaviour: Behaviour) -> None:
    """Once the status has come the body changes nothing: half a second is waited for it, and no more."""
    server = receipt.server(behaviour)
    sender = receipt.sender(server)
    begin = time.monotonic()
    assert send(sender, server) == DeliveryOutcome("geleverd", 200)
    assert time.monotonic() - begin < 0.5 + SLACK


@pytest.mark.parametrize(
    "begin",
    [http(b"", Content_Length="999999999999"), b"HTTP/1.1 200 OK\r\n\r\n"],
    ids=["met lengte", "zonder lengte"],
)
def test_endless_content_is_not_read(receipt: ReceivedPosts, begin: bytes) -> None:
    """Of a body without end no more is taken than a socket holds; the next event has a new connection."""
    stream = Stream(begin, b"x" * 65536)
    server = receipt.server(stream, respond())
    sender = receipt.sender(server)
    assert send(sender, server) == DeliveryOutcome("geleverd", 200)
    assert send(sender, server) == DeliveryOutcome("geleverd", 200)
    assert server.aangenomen == 2
    assert stream.sent < 16 * 1024 * 1024


def test_a_gzip_bomb_stays_closed(receipt: ReceivedPosts) -> None:
    """What says that it is compressed is not unpacked."""
    assert receipt.dispatch(respond(http(b"\x1f\x8b" * 500, Content_Encoding="gzip"))).soort == "geleverd"


def test_enormous_headers(receipt: ReceivedPosts) -> None:
    """Headers without end are given up on, long before the deadline."""
    stream = Stream(b"HTTP/1.1 200 OK\r\n", b"X-Lang: " + b"y" * 8000 + b"\r\n")
    server = receipt.server(stream)
    assert send(receipt.sender(server), server) == DeliveryOutcome("mislukt", reden="antwoord-ongeldig")
    assert stream.sent < 16 * 1024 * 1024


def test_invalid_certificates(receipt: ReceivedPosts) -> None:
    """A certificate of another name, one that has expired, and one of an unknown CA: nothing is sent."""
    for tls in (
        receipt.tls("ander.example"),
        receipt.tls("127.0.0.1"),
        receipt.tls(days=-1),
        receipt.tls(issuer=trustme.CA()),
    ):
        server = receipt.server(respond(), tls=tls)
        outcome = send(receipt.sender(server), server)
        assert outcome == DeliveryOutcome("mislukt", reden="certificaat-niet-vertrouwd")
        assert server.requests == []


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion.TLSv1_1 is deprecated:DeprecationWarning")
def test_old_tls(receipt: ReceivedPosts) -> None:
    """A receiver that speaks TLS 1.1 at most gets nothing."""
    context = receipt.tls()
    context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    context.maximum_version = ssl.TLSVersion.TLSv1_1
    assert receipt.dispatch(respond(), tls=context) == DeliveryOutcome("mislukt", reden="tls-fout")


def test_who_speaks_no_tls(receipt: ReceivedPosts) -> None:
    """A port that says nothing, or does not speak TLS, is left in time, with nothing open."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        plaats = f"localhost:{listener.getsockname()[1]}"
        sender = receipt.sender_for(plaats)
        destination = Destination("a1", "webhook", f"https://{plaats}/", None, (SLEUTEL,))
        begin = time.monotonic()
        outcome = sender.dispatch(destination, MESSAGE, Deadline.after(DEADLINE))
        assert outcome == DeliveryOutcome("mislukt", reden="te-laat")
        assert time.monotonic() - begin < DEADLINE + SLACK
        wire = threading.Thread(target=_answer_in_plain_text, args=(listener,))
        wire.start()
        bare = sender.dispatch(destination, MESSAGE, Deadline.after(5))
        wire.join()
        assert bare.reden in {"tls-fout", "geen-verbinding"}
    gc.collect()


def _answer_in_plain_text(listener: socket.socket) -> None:
    # The first in line is the one that nobody answered.
    for _ in range(2):
        stream, _ = listener.accept()
        with stream, contextlib.suppress(OSError):
            stream.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")


def test_the_ca_of_an_exception_holds_for_it_alone(receipt: ReceivedPosts) -> None:
    """A receiver that is no exception is not trusted by the exceptions' CA: its URL is refused as it is."""
    server, other = receipt.server(respond()), receipt.server(respond())
    assert send(receipt.sender(server), other) == DeliveryOutcome("geweigerd", reden="url-ongeldig")
    assert other.aangenomen == 0


@pytest.mark.parametrize("header", ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "SSL_CERT_FILE", "https_proxy"])
def test_the_environment_does_not_divert(
    receipt: ReceivedPosts, monkeypatch: pytest.MonkeyPatch, header: str
) -> None:
    """Proxies and CAs from the environment are not heeded."""
    monkeypatch.setenv(header, "/nergens" if header == "SSL_CERT_FILE" else "http://127.0.0.1:1")
    assert receipt.dispatch(respond()).soort == "geleverd"
