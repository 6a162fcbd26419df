"""Connections to strangers: closed when their handshake is cut short, and watched by the system."""

import asyncio
import socket
import ssl
from collections.abc import Iterable

import httpcore
import pytest
from stagemarkt.adapters.closing_network import SOCKET_OPTIONS, ClosingNetwork


class FakeStream(httpcore.AsyncNetworkStream):
    """A connection whose handshake goes on for ever, or fails."""

    def __init__(self, fout: Exception | None) -> None:
        self._error = fout
        self.closed = False

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,  # noqa: ARG002 - the signature is httpcore's
        server_hostname: str | None = None,  # noqa: ARG002
        timeout: float | None = None,  # noqa: ARG002, ASYNC109
    ) -> httpcore.AsyncNetworkStream:
        """As httpcore says, and without an end."""
        if self._error is not None:
            raise self._error
        await asyncio.Event().wait()
        raise AssertionError("it ended")

    async def aclose(self) -> None:
        """As httpcore says."""
        self.closed = True


class FakeNetwork(httpcore.AsyncNetworkBackend):
    """Gives that connection."""

    def __init__(self, stream: FakeStream) -> None:
        self._stream = stream

    async def connect_tcp(
        self,
        host: str,  # noqa: ARG002 - the signature is httpcore's
        port: int,  # noqa: ARG002
        timeout: float | None = None,  # noqa: ARG002, ASYNC109
        local_address: str | None = None,  # noqa: ARG002
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,  # noqa: ARG002
    ) -> httpcore.AsyncNetworkStream:
        """As httpcore says."""
        return self._stream


async def _handshake(network: ClosingNetwork, seconds: float) -> None:
    stream = await network.connect_tcp("127.0.0.1", 443)
    async with asyncio.timeout(seconds):
        await stream.start_tls(ssl.create_default_context())


@pytest.mark.parametrize("error", [None, httpcore.ConnectError("refused")])
def test_a_handshake_that_does_not_come(error: Exception | None) -> None:
    """Cancelled by the deadline, or failed: the connection is closed, and what happened is still told."""
    stream = FakeStream(error)
    with pytest.raises(type(error) if error else TimeoutError):
        asyncio.run(_handshake(ClosingNetwork(FakeNetwork(stream)), 0.01))
    assert stream.closed


async def _options(network: ClosingNetwork, port: int) -> list[int]:
    stream = await network.connect_tcp("127.0.0.1", port)
    try:
        socket_ = stream.get_extra_info("socket")
        return [socket_.getsockopt(level, option) for level, option, _ in SOCKET_OPTIONS]
    finally:
        await stream.aclose()


def test_the_system_watches_over_what_is_open() -> None:
    """Of a side that is gone without a word the system finds out: the socket is told to look."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        told = asyncio.run(_options(ClosingNetwork(), server.getsockname()[1]))
    assert told == [value for _, _, value in SOCKET_OPTIONS]
    assert (socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1) in SOCKET_OPTIONS
