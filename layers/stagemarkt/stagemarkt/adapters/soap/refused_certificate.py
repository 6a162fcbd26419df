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

_GEDULD: Final = 0.5
_BLOK: Final = 65536


async def zoek_weigering(url: str, tls: ssl.SSLContext) -> ssl.SSLError | None:
    """The alert with which SBB refuses this certificate; None when it does not, within half a second."""
    return (await _probeer(url, tls))[0]


async def breekt_voor_het_certificaat(url: str, tls: ssl.SSLContext) -> bool:
    """Whether SBB ends the handshake before it said a word: then no certificate was asked for or shown."""
    weigering, begonnen = await _probeer(url, tls)
    return weigering is not None and not begonnen


async def _probeer(url: str, tls: ssl.SSLContext) -> tuple[ssl.SSLError | None, bool]:
    """With what SBB ends a connection on which nothing is asked, and whether it took part in a handshake."""
    doel = httpx.URL(url)
    binnen, buiten = ssl.MemoryBIO(), ssl.MemoryBIO()
    kant = tls.wrap_bio(binnen, buiten, server_hostname=doel.host)
    weigering: ssl.SSLError | None = None
    try:
        async with asyncio.timeout(_GEDULD):
            lezer, schrijver = await asyncio.open_connection(doel.host, doel.port or 443)
            try:
                await _praat(kant, (binnen, buiten), lezer, schrijver)
            finally:
                schrijver.transport.abort()
    except ssl.SSLError as fout:
        weigering = fout
    except OSError:
        # A time-out is one of these, too: SBB waits for a request, and so wants the certificate.
        pass
    # Chosen in the first thing that a server says.
    return weigering, kant.cipher() is not None


async def _praat(
    kant: ssl.SSLObject,
    bios: tuple[ssl.MemoryBIO, ssl.MemoryBIO],
    lezer: asyncio.StreamReader,
    schrijver: asyncio.StreamWriter,
) -> None:
    """The handshake, and then listen; until the other side is done, or raises ssl.SSLError."""
    binnen, buiten = bios
    klaar = False
    while True:
        try:
            if not klaar:
                kant.do_handshake()
                klaar = True
            elif not kant.read(1):
                return
        except ssl.SSLWantReadError:
            schrijver.write(buiten.read())
            deel = await lezer.read(_BLOK)
            if not deel:
                return
            binnen.write(deel)
