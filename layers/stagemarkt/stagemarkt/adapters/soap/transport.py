"""Bytes to SBB and back: one kept connection pool, one deadline over everything, one retry where it is safe.

httpx is used asynchronously for the deadline alone: a server that sends a byte a second passes every
time-out per read, in its headers too, and only cancelling the whole call stops it.
"""

import asyncio
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, NamedTuple, Protocol, TypeVar

import httpx

from stagemarkt.adapters.closing_network import KEPT, ClosingNetwork, QuietPool
from stagemarkt.adapters.own_failures import as_shortage, is_own, make_runner
from stagemarkt.adapters.soap.refused_certificate import breaks_before_certificate, find_refusal
from stagemarkt.adapters.soap.retry import AT_ONCE, Retry
from stagemarkt.adapters.soap.transport_errors import (
    ResponseCutOff,
    ResponseTooLarge,
    is_ambiguous,
    may_retry,
    translate,
    unreachable,
)
from stagemarkt.model.errors import Bilingual, BronTimeout
from stagemarkt.ports.deadline import Deadline, Watch

# A connection that is not there within this time will not be there later; the rest of the deadline is SBB's.
_CONNECT: Final = 5.0
_ATTEMPTS: Final = 2
T = TypeVar("T")


class RawResponse(NamedTuple):
    """An answer as it came: status, media type without parameters, body, and Retry-After in seconds."""

    status: int
    mediatype: str
    inhoud: bytes
    retry_after: int | None


class _Message(NamedTuple):
    adres: str
    inhoud: bytes
    soapaction: str


@dataclass(frozen=True, slots=True)
class TransportLimits:
    """What an answer may cost: `bytes` at most, and the whole call `seconden` at most."""

    bytes: int = 5 * 1024 * 1024
    seconden: float = 20.0


class Channel(Protocol):
    """A way to SBB: one transport, or a choice of them."""

    def execute(self, run: Callable[["Transport"], T], watch: Watch) -> T:
        """Do this over a transport; over another one too, where the first one's certificate does not do.

        `watch` is told with what it went.
        """
        ...


class _ClosingTransport(httpx.AsyncHTTPTransport):
    """httpx's own, over connections that close when the deadline cancels them."""

    def __init__(self, tls: ssl.SSLContext, clock: Callable[[], float]) -> None:
        super().__init__(verify=tls, trust_env=False)
        self._pool = QuietPool(
            ssl_context=tls,
            max_connections=None,
            max_keepalive_connections=4,
            keepalive_expiry=KEPT,
            network_backend=ClosingNetwork(clock=clock),
        )


class Transport:
    """Posts to one endpoint with one school's certificate; its connections stay open between calls.

    Use it from one thread, and `close` it when its certificate changes. Without a `runner`, which others may
    use as well, it makes one of its own. `clock` is in seconds since 1970.
    """

    def __init__(
        self,
        url: str,
        tls: ssl.SSLContext,
        limits: TransportLimits,
        retry: Retry = AT_ONCE,
        runner: asyncio.Runner | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._url = url
        self._tls = tls
        self._limits = limits
        self._retry = retry
        self._owns_runner = runner is None
        self._runner = runner or make_runner()
        self._clock = clock
        self._client = self._make_client()

    def send(
        self,
        content: bytes,
        soapaction: str,
        deadline: Deadline,
        *,
        safe: bool = False,
        adres: str | None = None,
    ) -> RawResponse:
        """Post one message, to `adres` if not to the endpoint, and read the whole answer before the deadline.

        When the connection breaks before an answer began, a message that is `safe` is sent once more. One
        that is not goes over a new connection: a kept one may have died unnoticed.

        Raises:
            BronTimeout: the deadline passed.
            BronError: whatever else went wrong on the way (see `transport_errors`).
            OwnShortage: we ran out of something ourselves.
        """
        message = _Message(adres or self._url, content, soapaction)
        question = self._within_deadline(message, deadline, safe=safe)
        try:
            return self._runner.run(question)
        except (OSError, MemoryError, RuntimeError) as error:
            # Not even a loop, or a thread to look a name up in.
            if is_own(error):
                raise as_shortage(error) from error
            raise
        finally:
            question.close()

    def execute(self, run: Callable[["Transport"], T], watch: Watch) -> T:  # noqa: ARG002 - as `Channel` says
        """Do this over this transport (see `Channel`)."""
        return run(self)

    def close(self) -> None:
        """Close all connections. The transport is of no use afterwards."""
        self._runner.run(self._close())
        if self._owns_runner:
            self._runner.close()

    def _make_client(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            transport=_ClosingTransport(self._tls, self._clock), trust_env=False, follow_redirects=False
        )

    async def _close(self) -> None:
        await self._client.aclose()
        # asyncio closes a socket a turn of the loop after it was told to, and nobody may turn it again.
        await asyncio.sleep(0)
        await asyncio.sleep(0)

    async def _within_deadline(self, message: "_Message", deadline: Deadline, *, safe: bool) -> RawResponse:
        try:
            async with asyncio.timeout(min(deadline.remaining, self._limits.seconden)) as limit:
                if not safe:
                    await self._close()
                    self._client = self._make_client()
                return await self._with_retry(message, limit, deadline.watch if safe else None)
        except TimeoutError:
            raise BronTimeout(
                Bilingual("SBB antwoordde niet op tijd.", "SBB did not answer in time."),
                internal="deadline",
                retry_after=10,
            ) from None

    async def _with_retry(
        self, message: "_Message", limit: asyncio.Timeout, watch: Watch | None
    ) -> RawResponse:
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                return await self._send_once(message, limit)
            except (httpx.HTTPError, ssl.SSLError, OSError, ResponseTooLarge, ResponseCutOff) as error:
                again = may_retry(error)
                if again and watch and attempt < _ATTEMPTS and await self._retry.wait(watch):
                    continue
                if is_ambiguous(error) and await breaks_before_certificate(message.adres, self._tls):
                    raise unreachable(error) from error
                refusal = await find_refusal(message.adres, self._tls) if again else None
                raise translate(refusal or error) from error
        raise AssertionError("unreachable")  # pragma: no cover - the last attempt returns or raises

    async def _send_once(self, message: "_Message", limit: asyncio.Timeout) -> RawResponse:
        headers = {
            "Content-Type": "text/xml; charset=utf-8",
            "SOAPAction": f'"{message.soapaction}"',
            "Accept": "text/xml",
            # Decompressing what a stranger sends would put the size limit in the stranger's hands.
            "Accept-Encoding": "identity",
        }
        over = (limit.when() or 0.0) - asyncio.get_running_loop().time()
        # Just before the deadline, so that it ends as what it is.
        patience = httpx.Timeout(None, connect=max(0.001, min(_CONNECT, 0.95 * over)))
        question = self._client.stream(
            "POST", message.adres, content=message.inhoud, headers=headers, timeout=patience
        )
        async with question as answer:
            try:
                return await self._read(answer)
            except (httpx.NetworkError, httpx.RemoteProtocolError, ssl.SSLError) as error:
                raise ResponseCutOff from error

    async def _read(self, answer: httpx.Response) -> RawResponse:
        parts: list[bytes] = []
        received = 0
        async for part in answer.aiter_raw():
            received += len(part)
            if received > self._limits.bytes:
                raise ResponseTooLarge(self._limits.bytes)
            parts.append(part)
        mediatype = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
        if answer.headers.get("content-encoding", "identity").strip().lower() != "identity":
            mediatype = "gecomprimeerd"
        return RawResponse(
            answer.status_code, mediatype, b"".join(parts), _seconds(answer.headers.get("retry-after"))
        )


def _seconds(header: str | None) -> int | None:
    """Retry-After as a number of seconds, an hour at most; the form with a date is passed over."""
    return min(int(header[:9]), 3600) if header and header.isascii() and header.isdigit() else None
