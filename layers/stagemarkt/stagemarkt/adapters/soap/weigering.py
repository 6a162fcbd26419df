"""Looks behind a connection that SBB broke: was it the school's certificate that it did not want?

In TLS 1.3 a server says so after the handshake, and when it hangs up at once its reset can overtake the
alert. Then all that a request sees is a broken connection. One more connection, on which nothing is sent,
leaves nothing for a reset to race with.
"""

import asyncio
import ssl
from typing import Final

import httpx

_GEDULD: Final = 0.5


async def zoek_weigering(url: str, tls: ssl.SSLContext) -> ssl.SSLError | None:
    """The alert with which SBB refuses this certificate; None when it does not, within half a second."""
    doel = httpx.URL(url)
    try:
        async with asyncio.timeout(_GEDULD):
            lezer, schrijver = await asyncio.open_connection(doel.host, doel.port or 443, ssl=tls)
            try:
                await lezer.read(1)
            finally:
                schrijver.transport.abort()
    except ssl.SSLError as weigering:
        return weigering
    except OSError:
        # A time-out is one of these, too: SBB waits for a request, and so wants the certificate.
        return None
    return None
