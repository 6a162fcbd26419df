"""What comes back over the wire and is no answer: too large, compressed, cut short, or no HTTP at all."""

import gzip
import uuid
from dataclasses import replace
from typing import Final

import pytest
from stagemarkt.adapters.soap.http_status import check_status
from stagemarkt.adapters.soap.sbb import SoapSbb
from stagemarkt.adapters.soap.transport import TransportLimits
from stagemarkt.model.errors import BronAnswerInvalid, BronUnavailable
from stagemarkt.ports.deadline import Deadline

from tests.integration.support.behaviour import BODY, Stream, http, respond
from tests.integration.support.envelope import HEADER, IDENTIFICEER, answer
from tests.integration.support.exchange import BY_NAME, EINDPUNT, SECRET
from tests.integration.support.line import Link, send
from tests.integration.support.server import Connection

GRENS: Final = 100_000
# What may be under way when the client stops: buffers of TLS and of both sockets.
UNDER_WAY: Final = 8_000_000
NO_LENGTH: Final = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n"
ENDLESS: Final = {
    "met lengte": Stream(http(b"", Content_Length=str(10**12)), b"x" * 10_000),
    "zonder lengte": Stream(NO_LENGTH + b"\r\n", b"x" * 10_000),
    "in delen": Stream(
        NO_LENGTH + b"Transfer-Encoding: chunked\r\n\r\n", b"2710\r\n" + b"x" * 10_000 + b"\r\n"
    ),
}


@pytest.mark.parametrize("stream", ENDLESS.values(), ids=ENDLESS)
def test_endless_response(link: Link, stream: Stream) -> None:
    """Reading stops at the limit: it is no answer, is not asked for again, and the server is hung up on."""
    server = link.server(stream)
    with pytest.raises(BronAnswerInvalid) as caught:
        send(link.transport(server.url, limits=TransportLimits(bytes=GRENS)))
    assert caught.value.internal == "larger than the limit"
    assert server.aangenomen == 1
    assert stream.sent < GRENS + UNDER_WAY


@pytest.mark.parametrize(("length", "past"), [(GRENS - 1, True), (GRENS, True), (GRENS + 1, False)])
def test_the_limit_itself(link: Link, length: int, *, past: bool) -> None:
    """An answer of exactly the limit is read, one byte more is not."""
    transport = link.transport(
        link.server(respond(http(b"x" * length))).url, limits=TransportLimits(bytes=GRENS)
    )
    if past:
        assert len(send(transport).inhoud) == length
        return
    with pytest.raises(BronAnswerInvalid):
        send(transport)


def test_after_a_too_large_response_it_goes_on(link: Link) -> None:
    """The rest of an answer that was too large is never taken for the next answer."""
    server = link.server(respond(http(b"x" * (GRENS * 2))), respond())
    transport = link.transport(server.url, limits=TransportLimits(bytes=GRENS))
    with pytest.raises(BronAnswerInvalid):
        send(transport)
    assert send(transport).inhoud == BODY


@pytest.mark.parametrize("encoding", ["gzip", "GZIP", "deflate", "br", "zstd", "gzip, identity"])
def test_compressed_response(link: Link, encoding: str) -> None:
    """What is compressed, though we asked for it plain, is refused as it is: nothing is unpacked."""
    bom = gzip.compress(b"\0" * 10_000_000)
    server = link.server(respond(http(bom, Content_Encoding=encoding)))
    raw = send(link.transport(server.url))
    assert raw.inhoud == bom
    with pytest.raises(BronAnswerInvalid):
        check_status(raw)


def test_identity_is_not_compressed(link: Link) -> None:
    """Who says that nothing was done to it is believed."""
    server = link.server(respond(http(Content_Encoding="Identity")))
    check_status(send(link.transport(server.url)))


def _refuse(link: Link, raw: bytes) -> int:
    """After how many connections this answer was refused."""
    server = link.server(respond(raw, times=1))
    with pytest.raises(BronAnswerInvalid) as caught:
        send(link.transport(server.url))
    assert "GEHEIM" not in f"{caught.value}{caught.value.detail}{caught.value.internal}"
    return server.aangenomen


@pytest.mark.parametrize(
    "raw",
    [
        b"GEHEIM\r\n\r\n",
        b"SSH-2.0-GEHEIM\r\n\r\n",
        b"\x00\x01GEHEIM\r\n\r\n",
        b"HTTP/1.1 zesenzestig GEHEIM\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nGEHEIM\r\n\r\n",
        http(Content_Length="GEHEIM"),
        http(Content_Length="-1"),
        b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx",
        b"HTTP/1.1 200 OK\r\nX: " + b"x" * 200_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 30_000 + b"\r\n",
    ],
)
def test_no_http(link: Link, raw: bytes) -> None:
    """What breaks HTTP is no answer, and asking again would give no other."""
    assert _refuse(link, raw) == 1


@pytest.mark.parametrize(
    "raw",
    [
        http(Content_Length="12"),
        http(b"", Content_Length="1"),
        NO_LENGTH + b"Transfer-Encoding: chunked\r\n\r\n5\r\n<a/",
        NO_LENGTH + b"Transfer-Encoding: chunked\r\n\r\n4\r\n<a/>\r\n",
        NO_LENGTH + b"Transfer-Encoding: chunked\r\n\r\nGEHEIM\r\n",
    ],
)
def test_truncated_response(link: Link, raw: bytes) -> None:
    """An answer that ends before its end is no answer; it may have cost SBB a search, so once is enough."""
    assert _refuse(link, raw) == 1


def test_response_that_breaks_off_halfway(link: Link) -> None:
    """The same for a reset in the middle."""

    def break_off_halfway(connection: Connection) -> None:
        connection.read()
        connection.send(http(b"<a", Content_Length="9"))
        connection.wait(0.1)
        connection.break_off()

    server = link.server(break_off_halfway)
    with pytest.raises(BronAnswerInvalid):
        send(link.transport(server.url))
    assert server.aangenomen == 1


def test_half_a_beginning_is_no_response(link: Link) -> None:
    """A server that hangs up within its headers has not answered: tried again, then not available."""
    server = link.server(respond(b"HTTP/1.1 200 OK\r\nContent-", times=1))
    with pytest.raises(BronUnavailable):
        send(link.transport(server.url))
    assert len(server.requests) == 2


@pytest.mark.parametrize("status", ["301 Weg", "302 Elders", "303 Zie", "307 Even", "308 Voorgoed"])
def test_a_redirect_is_not_followed(link: Link, status: str) -> None:
    """A licence goes to SBB's address and to no other, whoever points there."""
    elders = link.server(respond())
    server = link.server(respond(http(b"", status, Location=elders.url)))
    with pytest.raises(BronAnswerInvalid):
        check_status(send(link.transport(server.url)))
    assert (server.aangenomen, elders.aangenomen) == (1, 0)


def test_surplus_response_is_not_that_to_the_next_request(link: Link) -> None:
    """A second answer that nobody asked for never becomes the answer to the next question."""
    first, second = (str(uuid.UUID(int=n, version=4)) for n in (1, 2))
    answers = [http(answer(IDENTIFICEER, HEADER[:1], refers_to=i)) for i in (first, first)]
    server = link.server(respond(b"".join(answers)))
    ids = iter((first, second))
    sbb = SoapSbb(replace(EINDPUNT, url=server.url), SECRET, link.transport(server.url), lambda: next(ids))
    assert sbb.identificeer(BY_NAME, Deadline.after(5)) == []
    with pytest.raises(BronAnswerInvalid, match="another message"):
        sbb.identificeer(BY_NAME, Deadline.after(5))
