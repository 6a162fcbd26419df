"""What an SBB can do to a connection, once the handshake is done."""

import itertools

from tests.integration.support.server import Behaviour, Connection

BODY = b"<antwoord/>"


def http(content: bytes = BODY, status: str = "200 OK", **headers: str) -> bytes:
    """A whole answer; `Content_Length=…` and the like replace or add headers."""
    everything = {"Content-Type": "text/xml; charset=utf-8", "Content-Length": str(len(content))}
    everything |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines = "".join(f"{name}: {value}\r\n" for name, value in everything.items())
    return f"HTTP/1.1 {status}\r\n{lines}\r\n".encode() + content


def respond(raw: bytes | None = None, times: int | None = None) -> Behaviour:
    """Answer each request with these bytes; after so many, close."""

    def behaviour(connection: Connection) -> None:
        for _ in itertools.count() if times is None else range(times):
            if connection.read() is None:
                return
            connection.send(http() if raw is None else raw)

    return behaviour


def answer_beyond(*parts: bytes) -> Behaviour:
    """Answer the first request with all of these at once, each in a record of its own; then as is proper."""

    def behaviour(connection: Connection) -> None:
        connection.read()
        connection.send_together(*parts)
        respond()(connection)

    return behaviour


def break_off(connection: Connection) -> None:
    """Read the request and reset the connection."""
    connection.read()
    connection.break_off()


def close(connection: Connection) -> None:
    """Read the request and close, without a word."""
    connection.read()


def stay_silent(connection: Connection) -> None:
    """Read the request and do nothing."""
    connection.read()
    connection.wait()


def talm(seconds: float) -> Behaviour:
    """Answer, after a while."""

    def behaviour(connection: Connection) -> None:
        while connection.read() is not None:
            connection.wait(seconds)
            connection.send(http())

    return behaviour


def trickle(begin: bytes, end: bytes) -> Behaviour:
    """Send the begin at once and the end over and over, a byte every twentieth of a second."""

    def behaviour(connection: Connection) -> None:
        connection.read()
        connection.send(begin)
        for byte in itertools.cycle(end):
            connection.send(bytes([byte]))
            if connection.wait(0.05):
                return

    return behaviour


class Stream:
    """Sends `begin` and then `part` without end, and counts how much of it was taken."""

    def __init__(self, begin: bytes, part: bytes) -> None:
        self._begin = begin
        self._part = part
        self.sent = 0

    def __call__(self, connection: Connection) -> None:
        """Until the other side has had enough."""
        connection.read()
        connection.send(self._begin)
        while not connection.wait(0):
            connection.send(self._part)
            self.sent += len(self._part)


def begin_and_stay_silent(connection: Connection) -> None:
    """Send a part of an answer, and no more."""
    connection.read()
    connection.send(http(b"x", Content_Length="9"))
    connection.wait()


_CHUNKED = "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nTransfer-Encoding: chunked\r\n"
_ONE_CHUNK = f"{len(BODY):x}\r\n{BODY.decode()}\r\n0\r\n\r\n"
_GONE = http(b"", "410 Gone")
# An answer with more behind it than was asked for; each is 200 or 204 by itself.
BEYOND: dict[str, tuple[bytes, ...]] = {
    "a second answer in the same record": (http() + _GONE,),
    "a second answer in the next record": (http(), _GONE),
    "half a second answer": (http() + _GONE[:20],),
    "half a second answer in the next record": (http(), _GONE[:20]),
    "an empty line": (http(), b"\r\n"),
    "a body where there can be none": (b"HTTP/1.1 204 No Content\r\n\r\n" + _GONE,),
    "more than its length": (http(BODY + _GONE, Content_Length=str(len(BODY))),),
    "two lengths": (f"{_CHUNKED}Content-Length: {len(BODY)}\r\n\r\n{_ONE_CHUNK}".encode(),),
    "a second answer after chunks": (f"{_CHUNKED}\r\n{_ONE_CHUNK}".encode() + _GONE,),
    "an interim answer of the next one": (http(), b"HTTP/1.1 100 Continue\r\n\r\n"),
}
