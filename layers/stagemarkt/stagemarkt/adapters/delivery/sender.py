"""One POST to a stranger: bounded in time and size, and nothing of the answer but its status is kept.

httpcore, not httpx on top of it: what it does not have it cannot be made to do. No redirects, no cookies, no
proxies from the environment, no decompression.
"""

import asyncio
import contextlib
import ssl
from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from typing import Final, NamedTuple

import certifi
import httpcore

from stagemarkt.adapters.closing_network import KeptConnectionBroke, QuietPool
from stagemarkt.adapters.delivery.network import GuardedNetwork
from stagemarkt.adapters.own_failures import make_runner
from stagemarkt.domain.changes.webhook_url import NO_EXCEPTIONS, Exceptions, WebhookUrl
from stagemarkt.ports.deadline import Deadline

# How long a connection stays open unused. Receivers are many, and few hear of two changes in one minute.
KEPT: Final = 30.0
# For a whole attempt, and the part of it that connecting may take: lookup, TCP and TLS.
SECONDS: Final = 10.0
_CONNECT: Final = 5.0
# What is read of a body, only to use the connection again; one that is longer or slower costs the connection.
_BODY: Final = 16 * 1024
_BODY_SECONDS: Final = 0.5


class ReceiverResponse(NamedTuple):
    """What a receiver answered: its status, and `Retry-After` as it came."""

    status: int
    retry_after: str | None


class HttpSender:
    """Posts to webhooks, over connections that stay open for a while. Use it from one thread; `close` it.

    Args:
        exceptions: receivers with a CA of their own.
        network: makes the connections.
        roots: the context that public receivers are judged by; the roots of certifi by default.
    """

    def __init__(
        self,
        exceptions: Exceptions = NO_EXCEPTIONS,
        network: GuardedNetwork | None = None,
        roots: ssl.SSLContext | None = None,
    ) -> None:
        self._exceptions = exceptions
        self._network = network or GuardedNetwork(exceptions.places)
        self._roots = roots
        self._runner: asyncio.Runner | None = None
        self._open: dict[bool, httpcore.AsyncConnectionPool] = {}

    def post(
        self, adres: WebhookUrl, headers: Mapping[str, str], content: bytes, deadline: Deadline
    ) -> ReceiverResponse:
        """Post once; once more where a kept connection broke before a byte of the answer came.

        Such a break is what became of a connection that was left alone, and says nothing of the receiver.
        Should it have taken the event all the same, it hears it again under the same id.

        Raises:
            TimeoutError: no status before the deadline, or within ten seconds.
            NotConnected, httpcore's errors, ssl.SSLError, OSError: see `causes`.
            OwnShortage: nothing was sent, for want of something of our own.
        """
        if self._runner is None:
            self._runner = make_runner()
        return self._runner.run(self._within_deadline(adres, headers, content, deadline))

    def close(self) -> None:
        """Close all connections. The sender is of no use afterwards."""
        if self._runner is None:
            return
        for verbindingen in self._open.values():
            self._runner.run(verbindingen.aclose())
        self._runner.close()

    async def _within_deadline(
        self, adres: WebhookUrl, headers: Mapping[str, str], content: bytes, deadline: Deadline
    ) -> ReceiverResponse:
        over = min(deadline.remaining, SECONDS)
        got: ReceiverResponse | None = None

        async def ask() -> None:
            nonlocal got
            async with self._ask(adres, headers, content, over) as answer:
                got = ReceiverResponse(answer.status, _header(answer, b"retry-after"))
                await _empty(answer)

        # Once the status has come it counts, however late the rest is.
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(over):
                try:
                    await ask()
                except KeptConnectionBroke:
                    # It is closed now, and there was no other to this receiver: one post at a time.
                    await ask()
        if got is None:
            raise TimeoutError
        return got

    def _ask(
        self, adres: WebhookUrl, headers: Mapping[str, str], content: bytes, over: float
    ) -> AbstractAsyncContextManager[httpcore.Response]:
        verbindingen = self._connections(is_probe=adres.plaats in self._exceptions.places)
        # Just before the deadline, so that it ends as what it is.
        connect = max(0.001, min(_CONNECT, 0.95 * over))
        return verbindingen.stream(
            "POST",
            httpcore.URL(
                scheme=b"https", host=adres.host.encode(), port=adres.port, target=adres.target.encode()
            ),
            headers=list(headers.items()),
            content=content,
            extensions={"timeout": {"connect": connect}},
        )

    def _connections(self, *, is_probe: bool) -> httpcore.AsyncConnectionPool:
        # Each when it is first needed: the roots of the world take a tenth of a second to read.
        if is_probe not in self._open:
            tls = _own_ca(self._exceptions.ca) if is_probe else self._roots or public_roots()
            self._open[is_probe] = QuietPool(
                ssl_context=tls,
                max_connections=4,
                max_keepalive_connections=4,
                keepalive_expiry=KEPT,
                retries=0,
                network_backend=self._network,
            )
        return self._open[is_probe]


async def _empty(answer: httpcore.Response) -> None:
    # The status has come: whatever is wrong with the body changes nothing about that.
    received = 0
    with contextlib.suppress(TimeoutError, httpcore.ReadError, httpcore.RemoteProtocolError, ssl.SSLError):
        async with asyncio.timeout(_BODY_SECONDS):
            async for part in answer.aiter_stream():
                received += len(part)
                if received > _BODY:
                    return


def _header(answer: httpcore.Response, name: bytes) -> str | None:
    values = [value for header, value in answer.headers if header.lower() == name]
    return values[0].decode("latin-1") if values else None


def public_roots() -> ssl.SSLContext:
    """The context that trusts the public CAs, as certifi has them; TLS 1.2 or later."""
    context = ssl.create_default_context(cafile=certifi.where())
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def _own_ca(ca: str) -> ssl.SSLContext:
    context = ssl.create_default_context(cadata=ca)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context
