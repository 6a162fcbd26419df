"""Looks behind a connection that SBB broke: was it the school's certificate that it did not want?

In TLS 1.3 a server says so after the handshake, and when it hangs up at once its reset can overtake the
alert. Then all that a request sees is a broken connection. And `handshake_failure` is said of a certificate
as of anything else that the two sides do not agree on. One more connection, on which nothing is sent, leaves
nothing for a reset to race with, and shows how far the handshake came.
"""

import asyncio
import ssl
from typing import Final

import httpx

_PATIENCE: Final = 0.5
_BLOCK: Final = 65536


async def find_refusal(url: str, tls: ssl.SSLContext) -> ssl.SSLError | None:
    """The alert with which SBB refuses this certificate; None when it does not, within half a second."""
    return (await _try(url, tls))[0]


async def breaks_before_certificate(url: str, tls: ssl.SSLContext) -> bool:
    """Whether SBB ends the handshake before it said a word: then no certificate was asked for or shown."""
    refusal, begun = await _try(url, tls)
    return refusal is not None and not begun


async def _try(url: str, tls: ssl.SSLContext) -> tuple[ssl.SSLError | None, bool]:
    """With what SBB ends a connection on which nothing is asked, and whether it took part in a handshake."""
    target = httpx.URL(url)
    within, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    side = tls.wrap_bio(within, outgoing, server_hostname=target.host)
    refusal: ssl.SSLError | None = None
    try:
        async with asyncio.timeout(_PATIENCE):
            reader, writer = await asyncio.open_connection(target.host, target.port or 443)
            try:
                await _talk(side, (within, outgoing), reader, writer)
            finally:
                writer.transport.abort()
    except ssl.SSLError as error:
        refusal = error
    except OSError:
        # A time-out is one of these, too: SBB waits for a request, and so wants the certificate.
        pass
    # Chosen in the first thing that a server says.
    return refusal, side.cipher() is not None


async def _talk(
    side: ssl.SSLObject,
    bios: tuple[ssl.MemoryBIO, ssl.MemoryBIO],
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
) -> None:
    """The handshake, and then listen; until the other side is done, or raises ssl.SSLError."""
    within, outgoing = bios
    ready = False
    while True:
        try:
            if not ready:
                side.do_handshake()
                ready = True
            elif not side.read(1):
                return
        except ssl.SSLWantReadError:
            writer.write(outgoing.read())
            part = await reader.read(_BLOCK)
            if not part:
                return
            within.write(part)
