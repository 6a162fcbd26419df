"""A network whose connections close when their handshake is cancelled.

httpcore closes one whose handshake fails, not one whose handshake is cancelled, as a deadline does: that one
would stay open until the collector comes by. The adapters that speak to strangers connect through this.
"""

import ssl
from collections.abc import Iterable
from typing import Any

import httpcore


class SluitendNetwerk(httpcore.AsyncNetworkBackend):
    """Makes connections as `onder` does, by default httpcore's own."""

    def __init__(self, onder: httpcore.AsyncNetworkBackend | None = None) -> None:
        self._onder = onder or httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the signature is httpcore's
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect. Raises what `onder` does."""
        return _Stroom(await self._onder.connect_tcp(host, port, timeout, local_address, socket_options))

    async def sleep(self, seconds: float) -> None:
        """As httpcore asks for its own retries."""
        await self._onder.sleep(seconds)


class _Stroom(httpcore.AsyncNetworkStream):
    def __init__(self, onder: httpcore.AsyncNetworkStream) -> None:
        self._onder = onder

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109
        return await self._onder.read(max_bytes, timeout)

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109
        await self._onder.write(buffer, timeout)

    async def aclose(self) -> None:
        await self._onder.aclose()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109
    ) -> httpcore.AsyncNetworkStream:
        try:
            return await self._onder.start_tls(ssl_context, server_hostname, timeout)
        except BaseException:
            await self._onder.aclose()
            raise

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - the signature is httpcore's
        return self._onder.get_extra_info(info)
