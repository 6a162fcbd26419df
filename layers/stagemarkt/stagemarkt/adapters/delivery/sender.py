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

from stagemarkt.adapters.delivery.network import BewaaktNetwerk
from stagemarkt.adapters.own_failures import maak_loper
from stagemarkt.domain.changes.webhook_url import GEEN_UITZONDERINGEN, Uitzonderingen, Webhookadres
from stagemarkt.ports.deadline import Termijn

# For a whole attempt, and the part of it that connecting may take: lookup, TCP and TLS.
SECONDEN: Final = 10.0
_VERBINDEN: Final = 5.0
# What is read of a body, only to use the connection again; one that is longer or slower costs the connection.
_LICHAAM: Final = 16 * 1024
_LICHAAM_SECONDEN: Final = 0.5


class Antwoord(NamedTuple):
    """What a receiver answered: its status, and `Retry-After` as it came."""

    status: int
    opnieuw_na: str | None


class Zender:
    """Posts to webhooks, over connections that stay open for a while. Use it from one thread; `sluit` it.

    Args:
        uitzonderingen: receivers with a CA of their own.
        netwerk: makes the connections.
        wortels: the context that public receivers are judged by; the roots of certifi by default.
    """

    def __init__(
        self,
        uitzonderingen: Uitzonderingen = GEEN_UITZONDERINGEN,
        netwerk: BewaaktNetwerk | None = None,
        wortels: ssl.SSLContext | None = None,
    ) -> None:
        self._uitzonderingen = uitzonderingen
        self._netwerk = netwerk or BewaaktNetwerk(uitzonderingen.plaatsen)
        self._wortels = wortels
        self._loper: asyncio.Runner | None = None
        self._open: dict[bool, httpcore.AsyncConnectionPool] = {}

    def post(
        self, adres: Webhookadres, koppen: Mapping[str, str], inhoud: bytes, termijn: Termijn
    ) -> Antwoord:
        """Post once.

        Raises:
            TimeoutError: no status before the deadline, or within ten seconds.
            NietVerbonden, httpcore's errors, ssl.SSLError, OSError: see `oorzaken`.
            EigenTekort: nothing was sent, for want of something of our own.
        """
        if self._loper is None:
            self._loper = maak_loper()
        return self._loper.run(self._binnen_termijn(adres, koppen, inhoud, termijn))

    def sluit(self) -> None:
        """Close all connections. The sender is of no use afterwards."""
        if self._loper is None:
            return
        for verbindingen in self._open.values():
            self._loper.run(verbindingen.aclose())
        self._loper.close()

    async def _binnen_termijn(
        self, adres: Webhookadres, koppen: Mapping[str, str], inhoud: bytes, termijn: Termijn
    ) -> Antwoord:
        over = min(termijn.over, SECONDEN)
        gekregen: Antwoord | None = None
        try:
            async with asyncio.timeout(over), self._vraag(adres, koppen, inhoud, over) as antwoord:
                gekregen = Antwoord(antwoord.status, _kop(antwoord, b"retry-after"))
                await _leeg(antwoord)
        except TimeoutError:
            # Once the status has come it counts, however late the rest is.
            if gekregen is None:
                raise
        return gekregen

    def _vraag(
        self, adres: Webhookadres, koppen: Mapping[str, str], inhoud: bytes, over: float
    ) -> AbstractAsyncContextManager[httpcore.Response]:
        verbindingen = self._verbindingen(is_proef=adres.plaats in self._uitzonderingen.plaatsen)
        # Just before the deadline, so that it ends as what it is.
        verbinden = max(0.001, min(_VERBINDEN, 0.95 * over))
        return verbindingen.stream(
            "POST",
            httpcore.URL(
                scheme=b"https", host=adres.gastheer.encode(), port=adres.poort, target=adres.doel.encode()
            ),
            headers=list(koppen.items()),
            content=inhoud,
            extensions={"timeout": {"connect": verbinden}},
        )

    def _verbindingen(self, *, is_proef: bool) -> httpcore.AsyncConnectionPool:
        # Each when it is first needed: the roots of the world take a tenth of a second to read.
        if is_proef not in self._open:
            tls = _eigen_ca(self._uitzonderingen.ca) if is_proef else self._wortels or openbare_wortels()
            self._open[is_proef] = httpcore.AsyncConnectionPool(
                ssl_context=tls,
                max_connections=4,
                max_keepalive_connections=4,
                keepalive_expiry=30,
                retries=0,
                network_backend=self._netwerk,
            )
        return self._open[is_proef]


async def _leeg(antwoord: httpcore.Response) -> None:
    # The status has come: whatever is wrong with the body changes nothing about that.
    ontvangen = 0
    with contextlib.suppress(TimeoutError, httpcore.ReadError, httpcore.RemoteProtocolError, ssl.SSLError):
        async with asyncio.timeout(_LICHAAM_SECONDEN):
            async for deel in antwoord.aiter_stream():
                ontvangen += len(deel)
                if ontvangen > _LICHAAM:
                    return


def _kop(antwoord: httpcore.Response, naam: bytes) -> str | None:
    waarden = [waarde for kop, waarde in antwoord.headers if kop.lower() == naam]
    return waarden[0].decode("latin-1") if waarden else None


def openbare_wortels() -> ssl.SSLContext:
    """The context that trusts the public CAs, as certifi has them; TLS 1.2 or later."""
    context = ssl.create_default_context(cafile=certifi.where())
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def _eigen_ca(ca: str) -> ssl.SSLContext:
    context = ssl.create_default_context(cadata=ca)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context
