"""A network whose connections are closed in time, and known when they are of no more use.

httpcore closes one whose handshake fails, not one whose handshake is cancelled, as a deadline does: that one
would stay open until the collector comes by. And it ages what it keeps by a clock that need not run while
Lambda freezes the worker: what the other side gave up long ago would be taken for fresh. And what the other
side sent beyond its answer it would take for the answer to the next question: it looks for that in the socket
alone, which TLS and its own parser have emptied by then. The adapters that speak to strangers connect through
this.
"""

import socket
import ssl
import time
from collections.abc import Callable, Iterable
from typing import Any, Final

import httpcore

from stagemarkt.model.age import Age

# What is unused for longer (seconds) is not used again: what stands between may have forgotten it.
KEPT: Final = 60.0
# A side that is gone without a word is noticed: while nothing is said after some 25 seconds, and after 5 when
# it does not so much as acknowledge what it is sent, however long it takes to answer. TCP_USER_TIMEOUT and
# not TCP_KEEPCNT says for how long a probe may go unanswered (tcp(7)): the first goes out after 20 seconds,
# and 5 later, instead of the second, the connection is given up. By the names that this system has; where
# TCP_USER_TIMEOUT is not among them three probes are sent, and it takes 35.
_TCP: Final = {
    "TCP_KEEPIDLE": 20,
    "TCP_KEEPINTVL": 5,
    "TCP_KEEPCNT": 3,
    "TCP_USER_TIMEOUT": 5_000,
}
SOCKET_OPTIONS: Final[tuple[tuple[int, int, int], ...]] = (
    (socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1),
    *(
        (socket.IPPROTO_TCP, getattr(socket, name), value)
        for name, value in _TCP.items()
        if hasattr(socket, name)
    ),
)


class KeptConnectionBroke(httpcore.ReadError):
    """A connection on which something was answered before broke, before a byte came of the next answer."""


class ClosingNetwork(httpcore.AsyncNetworkBackend):
    """Makes connections as `inner` does.

    Args:
        inner: by default httpcore's own.
        clock: seconds since 1970.
        kept: seconds that a connection may be unused.
    """

    def __init__(
        self,
        inner: httpcore.AsyncNetworkBackend | None = None,
        clock: Callable[[], float] = time.time,
        kept: float = KEPT,
    ) -> None:
        self._inner = inner or httpcore.AnyIOBackend()
        self._clock = clock
        self._kept = kept

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the signature is httpcore's
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect. Raises what `inner` does."""
        options = SOCKET_OPTIONS if socket_options is None else socket_options
        stream = await self._inner.connect_tcp(host, port, timeout, local_address, options)
        return _Stream(stream, self._clock, self._kept)

    async def sleep(self, seconds: float) -> None:
        """As httpcore asks for its own retries."""
        await self._inner.sleep(seconds)


class QuietPool(httpcore.AsyncConnectionPool):
    """Keeps a connection only while nothing stands on it that was not asked for."""

    def create_connection(self, origin: httpcore.Origin) -> httpcore.AsyncConnectionInterface:
        """As httpcore asks for one."""
        return _QuietConnection(super().create_connection(origin))


class _QuietConnection(httpcore.AsyncConnectionInterface):
    def __init__(self, inner: httpcore.AsyncConnectionInterface) -> None:
        self._inner = inner
        self._ambiguous = False

    async def handle_async_request(self, request: httpcore.Request) -> httpcore.Response:
        answer = await self._inner.handle_async_request(request)
        # Two lengths: where one reader sees the end another sees the next answer begin (RFC 9112, 6.3).
        names = {name.lower() for name, _ in answer.headers}
        self._ambiguous = self._ambiguous or {b"content-length", b"transfer-encoding"} <= names
        return answer

    def has_expired(self) -> bool:
        return self._inner.has_expired() or (self.is_idle() and (self._ambiguous or self._has_more()))

    def _has_more(self) -> bool:
        # Of what h11 read beyond the end of an answer httpcore says nothing, and has no word to ask it by.
        state = getattr(getattr(self._inner, "_connection", None), "_h11_state", None)
        return state is None or state.trailing_data != (b"", False)

    async def aclose(self) -> None:
        await self._inner.aclose()

    def info(self) -> str:
        return self._inner.info()

    def can_handle_request(self, origin: httpcore.Origin) -> bool:
        return self._inner.can_handle_request(origin)

    def is_available(self) -> bool:
        return self._inner.is_available()

    def is_idle(self) -> bool:
        return self._inner.is_idle()

    def is_closed(self) -> bool:
        return self._inner.is_closed()


class _Stream(httpcore.AsyncNetworkStream):
    def __init__(self, inner: httpcore.AsyncNetworkStream, clock: Callable[[], float], kept: float) -> None:
        self._inner = inner
        self._clock = clock
        self._kept = kept
        self._used = Age(clock())
        # Whether something was answered on it before, and whether anything came since it was last written to.
        self._again = False
        self._silent = True

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109
        try:
            part = await self._inner.read(max_bytes, timeout)
        except httpcore.ReadError as error:
            if self._again and self._silent:
                raise KeptConnectionBroke from error
            raise
        if not part and self._again and self._silent:
            raise KeptConnectionBroke
        self._silent = self._silent and not part
        self._used = Age(self._clock())
        return part

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109
        self._again = self._again or not self._silent
        self._silent = True
        await self._inner.write(buffer, timeout)

    async def aclose(self) -> None:
        await self._inner.aclose()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109
    ) -> httpcore.AsyncNetworkStream:
        try:
            stream = await self._inner.start_tls(ssl_context, server_hostname, timeout)
            return _Stream(stream, self._clock, self._kept)
        except BaseException:
            await self._inner.aclose()
            raise

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - the signature is httpcore's
        # What httpcore asks of a connection that it kept, and closes when it is so: whether the other side
        # said something meanwhile: goodbye, or what nobody asked for.
        if info == "is_readable" and (
            not self._used.under(self._kept, self._clock())
            or _has_more(self._inner.get_extra_info("ssl_object"))
        ):
            return True
        return self._inner.get_extra_info(info)


def _has_more(tls: ssl.SSLObject | None) -> bool:
    """Whether TLS took something from the socket that nobody has read. A byte of it is lost: close, then."""
    if tls is None:
        return False
    try:
        tls.read(1)
    except ssl.SSLWantReadError:
        return False
    except ssl.SSLError:
        return True
    return True
