"""The body of a request as HTTP/1.1 frames it (RFC 9112): of a given length, or in chunks.

What is not framed as it should be is refused whole: where one request ends is where the next begins.
"""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from email.message import Message
    from io import BufferedIOBase

_LENGTH: Final = re.compile(r"[0-9]{1,18}", re.ASCII)
# A size, and extensions that mean nothing to us.
_PIECE: Final = re.compile(rb"([0-9A-Fa-f]{1,15})[ \t]*(;[^\r\n]*)?\r\n")
# Of the line before a chunk, and of what follows the last one.
_LINE: Final = 4096
_TRAILER: Final = 8192
# So many times what may be is read away before a refusal: unread bytes would turn it into a reset.
_MAX_DISCARD: Final = 8
_HTTP_1_0: Final = "HTTP/1.0"


class BodyRefused(Exception):
    """The body is not taken, and nothing more can be read from the connection; `status` says why."""

    def __init__(self, status: int, tekst: str) -> None:
        super().__init__(tekst)
        self.status = status
        self.tekst = tekst


class Framing(NamedTuple):
    """How a body is framed: so long, or in chunks when `length` is None."""

    length: int | None


def read_body(
    stream: "BufferedIOBase", headers: "Message[str, str]", version: str, highest: int
) -> bytes | None:
    """The body; None when the request says nothing about one.

    Raises:
        BodyRefused: 400 for what is framed wrongly, 413 above `highest` bytes, 501 for an unknown coding.
        ConnectionAbortedError: the caller went away before it was whole.
    """
    framing = _framing(headers, version)
    if framing is None:
        return None
    if framing.length is None:
        return _read_chunks(stream, highest)
    if framing.length > highest:
        _discard(stream, min(framing.length, _MAX_DISCARD * highest))
        raise _too_large(highest)
    return _read(stream, framing.length)


def announces_body(headers: "Message[str, str]") -> bool:
    """Whether the request says that it has a body; whoever does not read it must not read on."""
    return "Transfer-Encoding" in headers or _values(headers, "Content-Length") not in ([], ["0"])


def _framing(headers: "Message[str, str]", version: str) -> Framing | None:
    lengths = _values(headers, "Content-Length")
    codings = [value.lower() for value in _values(headers, "Transfer-Encoding")]
    if codings:
        # With a length as well, or from HTTP/1.0, two readers could see two requests.
        if lengths or version == _HTTP_1_0:
            raise BodyRefused(400, "Transfer-Encoding with Content-Length, or in HTTP/1.0")
        if codings != ["chunked"]:
            raise BodyRefused(501, "no other Transfer-Encoding than chunked")
        return Framing(None)
    if not lengths:
        return None
    if len(set(lengths)) > 1 or not _LENGTH.fullmatch(lengths[0]):
        raise BodyRefused(400, "Content-Length is no number of bytes")
    return Framing(int(lengths[0]))


def _values(headers: "Message[str, str]", name: str) -> Sequence[str]:
    return [part.strip(" \t") for value in headers.get_all(name) or () for part in value.split(",")]


def _read_chunks(stream: "BufferedIOBase", highest: int) -> bytes:
    body = bytearray()
    parsed = 0
    while size := _size(stream):
        parsed += size
        if parsed > _MAX_DISCARD * highest:
            raise _too_large(highest)
        if parsed > highest:
            body.clear()
            _discard(stream, size)
        else:
            body += _read(stream, size)
        if _read(stream, 2) != b"\r\n":
            raise BodyRefused(400, "a chunk is not as long as it says")
    _read_trailer(stream)
    if parsed > highest:
        raise _too_large(highest)
    return bytes(body)


def _size(stream: "BufferedIOBase") -> int:
    piece = _PIECE.fullmatch(_line(stream, _LINE))
    if piece is None:
        raise BodyRefused(400, "the size of a chunk is no number")
    return int(piece[1], 16)


def _read_trailer(stream: "BufferedIOBase") -> None:
    """What may follow the last chunk: fields that nobody here has a use for."""
    over = _TRAILER
    while (line := _line(stream, over)) != b"\r\n":
        over -= len(line)
        if over <= 0:
            raise BodyRefused(400, "too much after the last chunk")


def _line(stream: "BufferedIOBase", highest: int) -> bytes:
    line = stream.readline(highest)
    if not line:
        raise ConnectionAbortedError("gone in the middle of a body")
    if not line.endswith(b"\r\n"):
        raise BodyRefused(400, "a line of the body does not end")
    return line


def _read(stream: "BufferedIOBase", count: int) -> bytes:
    content = stream.read(count)
    if len(content) < count:
        raise ConnectionAbortedError("gone in the middle of a body")
    return content


def _discard(stream: "BufferedIOBase", count: int) -> None:
    while count > 0:
        piece = stream.read(min(count, 2**16))
        if not piece:
            raise ConnectionAbortedError("gone in the middle of a body")
        count -= len(piece)


def _too_large(highest: int) -> BodyRefused:
    return BodyRefused(413, f"at most {highest} bytes")
