"""The body of a request: of a given length or in chunks, and never more or less than was sent."""

import io
from email.message import Message

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.request_body import BodyRefused, announces_body, read_body

HIGHEST = 100
CHUNKED = ("Transfer-Encoding", "chunked")


def _read(raw: bytes, *headers: tuple[str, str], version: str = "HTTP/1.1") -> tuple[bytes | None, bytes]:
    """The body, and what is left for the next request."""
    message: Message[str, str] = Message()
    for name, value in headers:
        message[name] = value
    stream = io.BytesIO(raw)
    return read_body(stream, message, version, HIGHEST), stream.read()


@pytest.mark.parametrize(
    "raw",
    [
        b"5\r\nhallo\r\n0\r\n\r\n",
        b"2\r\nha\r\n3\r\nllo\r\n0\r\n\r\n",
        b"005\r\nhallo\r\n000\r\n\r\n",
        b'5;naam=waarde;x="y"\r\nhallo\r\n0;einde\r\n\r\n',
        b"5 \t;x\r\nhallo\r\n0\r\n\r\n",
        b"5\r\nhallo\r\n0\r\nX-Staart: 1\r\nContent-Length: 3\r\n\r\n",
    ],
)
def test_in_chunks(raw: bytes) -> None:
    """Chunks, with extensions and fields at the end that mean nothing, are the body; what follows is left."""
    for value in ("chunked", "Chunked", " chunked\t"):
        assert _read(raw + b"POST", ("Transfer-Encoding", value)) == (b"hallo", b"POST")


@given(st.lists(st.binary(min_size=1, max_size=30), max_size=3))
def test_any_body(parts: list[bytes]) -> None:
    """However a body is cut, it comes out whole, line ends and zeros within it too."""
    raw = b"".join(b"%X\r\n%b\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"
    assert _read(raw + b"rest", CHUNKED) == (b"".join(parts), b"rest")


@pytest.mark.parametrize(
    "raw",
    [
        b"zz\r\n",
        b"-1\r\n",
        b"+5\r\nhallo\r\n0\r\n\r\n",
        b"0x5\r\nhallo\r\n0\r\n\r\n",
        b"1_0\r\n" + b"x" * 16,
        b" 5\r\nhallo\r\n0\r\n\r\n",
        b"\xd9\xa5\r\nhallo\r\n",
        b"5\nhallo\n0\n\n",
        b"\r\n",
        b"5\r\nhallo!\r\n0\r\n\r\n",
        b"4\r\nhallo\r\n0\r\n\r\n",
        b"F" * 16 + b"\r\n",
        b"5;" + b"x" * 5000 + b"\r\nhallo\r\n0\r\n\r\n",
        b"0\r\n" + b"X: y\r\n" * 2000 + b"\r\n",
        b"0\r\nX: " + b"y" * 9000 + b"\r\n\r\n",
    ],
)
def test_invalid_chunks(raw: bytes) -> None:
    """A size that is no number, a chunk of another length, a line or an end without end: 400, and no body."""
    with pytest.raises(BodyRefused) as caught:
        _read(raw, CHUNKED)
    assert caught.value.status == 400


@pytest.mark.parametrize(
    "raw",
    [b"", b"5", b"5\r\n", b"5\r\nhal", b"5\r\nhallo", b"5\r\nhallo\r\n", b"5\r\nhallo\r\n0\r\n", b"0\r\n"],
)
def test_who_leaves_halfway(raw: bytes) -> None:
    """Half a body is none: the connection has ended, or its last line has."""
    with pytest.raises((ConnectionAbortedError, BodyRefused)):
        _read(raw, CHUNKED)


def test_who_leaves_halfway_through_a_length() -> None:
    """The same of a body of a given length."""
    with pytest.raises(ConnectionAbortedError):
        _read(b"hal", ("Content-Length", "5"))


def test_too_large() -> None:
    """What is too large is 413, and read away as far as is fair, so that the refusal arrives."""
    piece = b"32\r\n" + b"x" * 50 + b"\r\n"
    assert _read(2 * piece + b"0\r\n\r\n", CHUNKED) == (b"x" * 100, b"")
    for raw, headers, over in (
        (3 * piece + b"0\r\n\r\nPOST", CHUNKED, b"POST"),
        (b"x" * 101 + b"POST", ("Content-Length", "101"), b"POST"),
        (17 * piece, CHUNKED, b"x" * 50 + b"\r\n"),
        (b"x" * 900, ("Content-Length", "900"), b"x" * 100),
    ):
        message: Message[str, str] = Message()
        message[headers[0]] = headers[1]
        stream = io.BytesIO(raw)
        with pytest.raises(BodyRefused) as caught:
            read_body(stream, message, "HTTP/1.1", HIGHEST)
        assert (caught.value.status, stream.read()) == (413, over)


@pytest.mark.parametrize(
    ("headers", "version", "status"),
    [
        ([CHUNKED, ("Content-Length", "5")], "HTTP/1.1", 400),
        ([CHUNKED], "HTTP/1.0", 400),
        ([("Transfer-Encoding", "gzip, chunked")], "HTTP/1.1", 501),
        ([("Transfer-Encoding", "chunked, chunked")], "HTTP/1.1", 501),
        ([CHUNKED, CHUNKED], "HTTP/1.1", 501),
        ([("Transfer-Encoding", "xchunked")], "HTTP/1.1", 501),
        ([("Transfer-Encoding", "")], "HTTP/1.1", 501),
        ([("Content-Length", "5"), ("Content-Length", "6")], "HTTP/1.1", 400),
        ([("Content-Length", "5, 6")], "HTTP/1.1", 400),
        ([("Content-Length", "-5")], "HTTP/1.1", 400),
        ([("Content-Length", "+5")], "HTTP/1.1", 400),
        ([("Content-Length", "5_0")], "HTTP/1.1", 400),
        ([("Content-Length", "\u0665")], "HTTP/1.1", 400),
        ([("Content-Length", "vijf")], "HTTP/1.1", 400),
        ([("Content-Length", "9" * 5000)], "HTTP/1.1", 400),
    ],
)
def test_an_impossible_length(headers: list[tuple[str, str]], version: str, status: int) -> None:
    """Two lengths, or none that is a number, or an unknown coding: refused before anything is read."""
    with pytest.raises(BodyRefused) as caught:
        _read(b"5\r\nhallo\r\n0\r\n\r\n", *headers, version=version)
    assert caught.value.status == status


def test_a_length() -> None:
    """A given length, also when it is given twice alike, is the body; without one there is none."""
    assert _read(b"halloPOST", ("Content-Length", "5"), ("Content-Length", "5")) == (b"hallo", b"POST")
    assert _read(b"POST", ("Content-Length", "0")) == (b"", b"POST")
    assert _read(b"POST") == (None, b"POST")


def test_a_body_that_nobody_reads() -> None:
    """Whether there is one is known without reading it."""
    for header, expected in (
        (CHUNKED, True),
        (("Content-Length", "3"), True),
        (("Content-Length", "0"), False),
    ):
        message: Message[str, str] = Message()
        message[header[0]] = header[1]
        assert announces_body(message) is expected
    assert not announces_body(Message())
