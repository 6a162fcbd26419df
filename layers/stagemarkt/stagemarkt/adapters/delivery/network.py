"""Connections to public addresses only: a name is looked up once, judged, and that very address is used.

A check before the request would leave the lookup to whoever connects, and DNS may answer differently the
second time ("rebinding"). Here the one who connects is the one who checks. TLS and `Host` keep the name.
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Final

import httpcore

from stagemarkt.adapters.closing_network import ClosingNetwork
from stagemarkt.adapters.own_failures import as_shortage, is_own
from stagemarkt.domain.changes.public_addresses import is_public
from stagemarkt.ports.delivery import DeliveryReason

# Who has more than this has them for load; one that works is among the first.
_AT_MOST: Final = 4

Resolver = Callable[[str, int], Awaitable[Sequence[str]]]


class NotConnected(Exception):
    """No connection was made, for a reason of ours: the name leads nowhere, or somewhere forbidden."""

    def __init__(self, reden: DeliveryReason) -> None:
        super().__init__(reden)
        self.reden: DeliveryReason = reden


async def resolve_addresses(name: str, port: int) -> Sequence[str]:
    """The addresses of a name, as the system finds them. Raises OSError."""
    loop = asyncio.get_running_loop()
    rows = await loop.getaddrinfo(name, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(row[4][0]) for row in rows))


async def resolve_public(name: str, port: int, search: Resolver, *, free: bool) -> Sequence[str]:
    """The addresses of a name, all of them public unless `vrij`.

    One that is not public condemns the name: who mixes them is up to no good, or does not mean us.

    Raises:
        NotConnected: `naam-onbekend` or `adres-verboden`.
        OwnShortage: it could not be looked up, for want of something of our own.
    """
    try:
        adressen = await search(name, port)
    except (OSError, UnicodeError) as error:
        if is_own(error):
            raise as_shortage(error) from None
        raise NotConnected("naam-onbekend") from None
    if not adressen:
        raise NotConnected("naam-onbekend")
    if not free and not all(is_public(adres) for adres in adressen):
        raise NotConnected("adres-verboden")
    return adressen


class GuardedNetwork(httpcore.AsyncNetworkBackend):
    """A network on which only public addresses exist, and the exceptions.

    Args:
        exceptions: `host:port` that may be at any address.
        search: looks names up.
        inner: makes the connections; it is given addresses, never names.
    """

    def __init__(
        self,
        exceptions: frozenset[str],
        search: Resolver = resolve_addresses,
        inner: httpcore.AsyncNetworkBackend | None = None,
    ) -> None:
        self._exceptions = exceptions
        self._search = search
        self._inner = inner or ClosingNetwork()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the signature is httpcore's
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Look up, judge, connect; the first address that answers, within `timeout` in all.

        Raises:
            NotConnected: there is no address to connect to.
            httpcore.ConnectError, httpcore.ConnectTimeout: none of them answers.
        """
        try:
            async with asyncio.timeout(timeout):
                free = f"{host}:{port}" in self._exceptions
                adressen = (await resolve_public(host, port, self._search, free=free))[:_AT_MOST]
                for adres in adressen[:-1]:
                    try:
                        part = None if timeout is None else timeout / len(adressen)
                        return await self._inner.connect_tcp(adres, port, part, local_address, socket_options)
                    except (httpcore.ConnectError, httpcore.ConnectTimeout):
                        continue
                return await self._inner.connect_tcp(adressen[-1], port, None, local_address, socket_options)
        except TimeoutError as error:
            raise httpcore.ConnectTimeout from error

    async def connect_unix_socket(
        self,
        path: str,  # noqa: ARG002 - the signature is httpcore's
        timeout: float | None = None,  # noqa: ARG002, ASYNC109
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,  # noqa: ARG002
    ) -> httpcore.AsyncNetworkStream:
        """There are none on this network."""
        raise NotConnected("adres-verboden")

    async def sleep(self, seconds: float) -> None:
        """As httpcore asks for its own retries, which are off."""
        await self._inner.sleep(seconds)
