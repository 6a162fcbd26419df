"""Connections to public addresses only: a name is looked up once, judged, and that very address is used.

A check before the request would leave the lookup to whoever connects, and DNS may answer differently the
second time ("rebinding"). Here the one who connects is the one who checks. TLS and `Host` keep the name.
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Final

import httpcore

from stagemarkt.adapters.closing_network import SluitendNetwerk
from stagemarkt.adapters.own_failures import als_tekort, is_eigen
from stagemarkt.domain.changes.public_addresses import is_openbaar
from stagemarkt.ports.delivery import Reden

# Who has more than this has them for load; one that works is among the first.
_HOOGSTENS: Final = 4

Zoeker = Callable[[str, int], Awaitable[Sequence[str]]]


class NietVerbonden(Exception):
    """No connection was made, for a reason of ours: the name leads nowhere, or somewhere forbidden."""

    def __init__(self, reden: Reden) -> None:
        super().__init__(reden)
        self.reden: Reden = reden


async def zoek_adressen(naam: str, poort: int) -> Sequence[str]:
    """The addresses of a name, as the system finds them. Raises OSError."""
    lus = asyncio.get_running_loop()
    rijen = await lus.getaddrinfo(naam, poort, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(rij[4][0]) for rij in rijen))


async def zoek_openbaar(naam: str, poort: int, zoek: Zoeker, *, vrij: bool) -> Sequence[str]:
    """The addresses of a name, all of them public unless `vrij`.

    One that is not public condemns the name: who mixes them is up to no good, or does not mean us.

    Raises:
        NietVerbonden: `naam-onbekend` or `adres-verboden`.
        EigenTekort: it could not be looked up, for want of something of our own.
    """
    try:
        adressen = await zoek(naam, poort)
    except (OSError, UnicodeError) as fout:
        if is_eigen(fout):
            raise als_tekort(fout) from None
        raise NietVerbonden("naam-onbekend") from None
    if not adressen:
        raise NietVerbonden("naam-onbekend")
    if not vrij and not all(is_openbaar(adres) for adres in adressen):
        raise NietVerbonden("adres-verboden")
    return adressen


class BewaaktNetwerk(httpcore.AsyncNetworkBackend):
    """A network on which only public addresses exist, and the exceptions.

    Args:
        uitzonderingen: `host:port` that may be at any address.
        zoek: looks names up.
        onder: makes the connections; it is given addresses, never names.
    """

    def __init__(
        self,
        uitzonderingen: frozenset[str],
        zoek: Zoeker = zoek_adressen,
        onder: httpcore.AsyncNetworkBackend | None = None,
    ) -> None:
        self._uitzonderingen = uitzonderingen
        self._zoek = zoek
        self._onder = onder or SluitendNetwerk()

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
            NietVerbonden: there is no address to connect to.
            httpcore.ConnectError, httpcore.ConnectTimeout: none of them answers.
        """
        try:
            async with asyncio.timeout(timeout):
                vrij = f"{host}:{port}" in self._uitzonderingen
                adressen = (await zoek_openbaar(host, port, self._zoek, vrij=vrij))[:_HOOGSTENS]
                for adres in adressen[:-1]:
                    try:
                        deel = None if timeout is None else timeout / len(adressen)
                        return await self._onder.connect_tcp(adres, port, deel, local_address, socket_options)
                    except (httpcore.ConnectError, httpcore.ConnectTimeout):
                        continue
                return await self._onder.connect_tcp(adressen[-1], port, None, local_address, socket_options)
        except TimeoutError as fout:
            raise httpcore.ConnectTimeout from fout

    async def connect_unix_socket(
        self,
        path: str,  # noqa: ARG002 - the signature is httpcore's
        timeout: float | None = None,  # noqa: ARG002, ASYNC109
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,  # noqa: ARG002
    ) -> httpcore.AsyncNetworkStream:
        """There are none on this network."""
        raise NietVerbonden("adres-verboden")

    async def sleep(self, seconds: float) -> None:
        """As httpcore asks for its own retries, which are off."""
        await self._onder.sleep(seconds)
