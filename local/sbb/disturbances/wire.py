"""Faults on the wire: slow, cut off, endless, or no HTTP at all."""

import select
import socket
import ssl
import struct
import threading
import time
import zlib
from collections.abc import Callable
from functools import lru_cache
from http import HTTPStatus
from typing import Final

from local.sbb.disturbances.catalogue import Disturbance
from local.sbb.envelope import XML_TYPE, SoapAnswer
from local.sbb.text import seeded_random

_MB: Final = 2**20
_FLOOD_BYTES: Final = 50 * _MB
_BEGIN: Final = (
    b'<?xml version="1.0" encoding="utf-8"?>'
    b'<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body><Vloed>'
)
_STREAM: Final = b"water " * (_MB // 6)
# Seconds between two looks at whether somebody still waits for the answer.
_LOOK_SECONDS: Final = 0.1
# The first byte of what somebody says who ends TLS; who ends the connection says nothing at all.
_GOODBYE: Final = (b"", b"\x15")
_NO_HTTP: Final = b"\x16\x03\x01\x02\x00 220 mail.example ESMTP\r\n"


class AnswerWire:
    """One connection, for as long as one answer takes.

    Args:
        connection: the TLS connection.
        stop: set when the simulator stops; waiting ends then.
    """

    def __init__(self, connection: socket.socket, stop: threading.Event) -> None:
        self._connection = connection
        self._stop = stop

    def send(self, text: bytes) -> None:
        """Send bytes."""
        self._connection.sendall(text)

    def wait(self, seconds: float) -> None:
        """Wait, for as long as somebody is there.

        Raises:
            ConnectionAbortedError: the simulator stops, or who asked has gone.
        """
        until = time.monotonic() + seconds
        while not self._stop.wait(max(0.0, min(_LOOK_SECONDS, until - time.monotonic()))):
            if time.monotonic() >= until:
                return
            if self._is_gone():
                raise ConnectionAbortedError("who asked has gone")
        raise ConnectionAbortedError("the simulator stops")

    def _is_gone(self) -> bool:
        poll = select.poll()
        poll.register(self._connection, select.POLLIN)
        # Of the plain socket: TLS knows no looking without taking.
        return bool(poll.poll(0)) and socket.socket.recv(self._connection, 1, socket.MSG_PEEK) in _GOODBYE

    def trickle(self, text: bytes, seconds: float) -> None:
        """Send byte by byte, with so many seconds after each."""
        for spot in range(len(text)):
            self.send(text[spot : spot + 1])
            self.wait(seconds)

    @property
    def asks_afterwards(self) -> bool:
        """Whether the certificate was asked for after the handshake."""
        return isinstance(self._connection, ssl.SSLSocket) and self._connection.context.post_handshake_auth

    def reset(self) -> None:
        """See to it that closing sends a TCP RST."""
        self._connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def headers_of(answer: SoapAnswer, *, length: int | None, close: bool) -> bytes:
    """Write status line and headers; without a length the body ends where the connection does."""
    lines = [
        f"HTTP/1.1 {answer.status} {HTTPStatus(answer.status).phrase}",
        f"Content-Type: {answer.content_type}",
        *(f"{name}: {value}" for name, value in answer.koppen),
    ]
    if length is not None:
        lines.append(f"Content-Length: {length}")
    lines.append(f"Connection: {'close' if close else 'keep-alive'}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def _reset(wire: AnswerWire, _answer: SoapAnswer, _disturbance: Disturbance) -> None:
    wire.reset()


def _certificate_afterwards(wire: AnswerWire, answer: SoapAnswer, _disturbance: Disturbance) -> None:
    """Answer on a line that asks so; any other closes, and a client that comes back gets such a line."""
    if wire.asks_afterwards:
        wire.send(headers_of(answer, length=len(answer.body), close=True) + answer.body)


def _disconnect(_wire: AnswerWire, _answer: SoapAnswer, _disturbance: Disturbance) -> None:
    """Send nothing: the connection closes after this."""


def _garbage_http(wire: AnswerWire, _answer: SoapAnswer, _disturbance: Disturbance) -> None:
    wire.send(_NO_HTTP + seeded_random("rommel-http").randbytes(256))


def _cut_off(wire: AnswerWire, answer: SoapAnswer, disturbance: Disturbance) -> None:
    part = len(answer.body) // 2 if disturbance.na_bytes is None else disturbance.na_bytes
    headers = headers_of(answer, length=len(answer.body), close=True)
    wire.send(headers + answer.body[: min(part, len(answer.body) - 1)])


def _trickle(wire: AnswerWire, answer: SoapAnswer, disturbance: Disturbance) -> None:
    ineens = disturbance.na_bytes or 0
    wire.send(headers_of(answer, length=len(answer.body), close=True) + answer.body[:ineens])
    wire.trickle(answer.body[ineens:], _seconds(disturbance))


def _trickle_headers(wire: AnswerWire, answer: SoapAnswer, disturbance: Disturbance) -> None:
    wire.trickle(headers_of(answer, length=len(answer.body), close=True), _seconds(disturbance))
    wire.send(answer.body)


def _flood(wire: AnswerWire, _answer: SoapAnswer, disturbance: Disturbance) -> None:
    wire.send(headers_of(SoapAnswer(200, b""), length=None, close=True) + _BEGIN)
    over = disturbance.na_bytes or _FLOOD_BYTES
    while over > 0:
        wire.send(_STREAM[:over])
        over -= len(_STREAM)


def _flood_gzip(wire: AnswerWire, _answer: SoapAnswer, disturbance: Disturbance) -> None:
    body = _bomb(disturbance.na_bytes or _FLOOD_BYTES)
    header = SoapAnswer(200, b"", XML_TYPE, (("Content-Encoding", "gzip"),))
    wire.send(headers_of(header, length=len(body), close=True) + body)


@lru_cache(maxsize=4)
def _bomb(size: int) -> bytes:
    """Pack so many bytes of envelope and spaces as gzip, about a thousand times smaller."""
    pers = zlib.compressobj(9, wbits=31)
    begin = pers.compress(_BEGIN)
    spaces = (pers.compress(b" " * min(_MB, size - spot)) for spot in range(0, size, _MB))
    return b"".join([begin, *spaces, pers.flush()])


def _seconds(disturbance: Disturbance) -> float:
    return 1.0 if disturbance.seconden is None else disturbance.seconden


WIRE: Final[dict[str, Callable[[AnswerWire, SoapAnswer, Disturbance], None]]] = {
    "reset": _reset,
    "verbreek": _disconnect,
    "certificaat-achteraf": _certificate_afterwards,
    "rommel-http": _garbage_http,
    "afgebroken": _cut_off,
    "druppel": _trickle,
    "druppel-koppen": _trickle_headers,
    "vloed": _flood,
    "vloed-gzip": _flood_gzip,
}
