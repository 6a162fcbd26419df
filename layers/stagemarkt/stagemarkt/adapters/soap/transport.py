"""Bytes to SBB and back: one kept connection pool, one deadline over everything, one retry where it is safe.

httpx is used asynchronously for the deadline alone: a server that sends a byte a second passes every
time-out per read, in its headers too, and only cancelling the whole call stops it.
"""

import asyncio
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, NamedTuple, Protocol, TypeVar

import httpcore
import httpx

from stagemarkt.adapters.closing_network import SluitendNetwerk
from stagemarkt.adapters.own_failures import als_tekort, is_eigen, maak_loper
from stagemarkt.adapters.soap.refused_certificate import breekt_voor_het_certificaat, zoek_weigering
from stagemarkt.adapters.soap.retry import METEEN, Herkansing
from stagemarkt.adapters.soap.transport_errors import (
    IsAfgebroken,
    IsGroter,
    is_dubbelzinnig,
    mag_opnieuw,
    onbereikbaar,
    vertaal,
)
from stagemarkt.model.errors import BronTimeout, Tekst
from stagemarkt.ports.deadline import Termijn, Watch

# A connection that is not there within this time will not be there later; the rest of the deadline is SBB's.
_VERBINDEN: Final = 5.0
_POGINGEN: Final = 2
T = TypeVar("T")


class Ruw(NamedTuple):
    """An answer as it came: status, media type without parameters, body, and Retry-After in seconds."""

    status: int
    mediatype: str
    inhoud: bytes
    opnieuw_na: int | None


class _Bericht(NamedTuple):
    adres: str
    inhoud: bytes
    soapaction: str


@dataclass(frozen=True, slots=True)
class Grenzen:
    """What an answer may cost: `bytes` at most, and the whole call `seconden` at most."""

    bytes: int = 5 * 1024 * 1024
    seconden: float = 20.0


class Weg(Protocol):
    """A way to SBB: one transport, or a choice of them."""

    def voer_uit(self, doe: Callable[["Transport"], T], watch: Watch) -> T:
        """Do this over a transport; over another one too, where the first one's certificate does not do.

        `watch` is told with what it went.
        """
        ...


class _Weg(httpx.AsyncHTTPTransport):
    """httpx's own, over connections that close when the deadline cancels them."""

    def __init__(self, tls: ssl.SSLContext) -> None:
        super().__init__(verify=tls, trust_env=False)
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=tls,
            max_connections=None,
            max_keepalive_connections=4,
            keepalive_expiry=60,
            network_backend=SluitendNetwerk(),
        )


class Transport:
    """Posts to one endpoint with one school's certificate; its connections stay open between calls.

    Use it from one thread, and `sluit` it when its certificate changes. Without a `loper`, which others may
    use as well, it makes one of its own.
    """

    def __init__(
        self,
        url: str,
        tls: ssl.SSLContext,
        grenzen: Grenzen,
        herkansing: Herkansing = METEEN,
        loper: asyncio.Runner | None = None,
    ) -> None:
        self._url = url
        self._tls = tls
        self._grenzen = grenzen
        self._herkansing = herkansing
        self._is_eigen_loper = loper is None
        self._loper = loper or maak_loper()
        self._client = httpx.AsyncClient(transport=_Weg(tls), trust_env=False, follow_redirects=False)

    def stuur(
        self,
        inhoud: bytes,
        soapaction: str,
        termijn: Termijn,
        *,
        veilig: bool = False,
        adres: str | None = None,
    ) -> Ruw:
        """Post one message, to `adres` if not to the endpoint, and read the whole answer before the deadline.

        When the connection breaks before an answer began, a message that is `veilig` is sent once more.

        Raises:
            BronTimeout: the deadline passed.
            Bronfout: whatever else went wrong on the way (see `transportfouten`).
            EigenTekort: we ran out of something ourselves.
        """
        bericht = _Bericht(adres or self._url, inhoud, soapaction)
        vraag = self._binnen_termijn(bericht, termijn, veilig=veilig)
        try:
            return self._loper.run(vraag)
        except (OSError, MemoryError, RuntimeError) as fout:
            # Not even a loop, or a thread to look a name up in.
            if is_eigen(fout):
                raise als_tekort(fout) from fout
            raise
        finally:
            vraag.close()

    def voer_uit(self, doe: Callable[["Transport"], T], watch: Watch) -> T:  # noqa: ARG002 - as `Weg` says
        """Do this over this transport (see `Weg`)."""
        return doe(self)

    def sluit(self) -> None:
        """Close all connections. The transport is of no use afterwards."""
        self._loper.run(self._sluit())
        if self._is_eigen_loper:
            self._loper.close()

    async def _sluit(self) -> None:
        await self._client.aclose()
        # asyncio closes a socket a turn of the loop after it was told to, and nobody may turn it again.
        await asyncio.sleep(0)
        await asyncio.sleep(0)

    async def _binnen_termijn(self, bericht: "_Bericht", termijn: Termijn, *, veilig: bool) -> Ruw:
        try:
            async with asyncio.timeout(min(termijn.over, self._grenzen.seconden)) as grens:
                return await self._met_herkansing(bericht, grens, termijn.watch if veilig else None)
        except TimeoutError:
            raise BronTimeout(
                Tekst("SBB antwoordde niet op tijd.", "SBB did not answer in time."),
                intern="deadline",
                opnieuw_na=10,
            ) from None

    async def _met_herkansing(self, bericht: "_Bericht", grens: asyncio.Timeout, watch: Watch | None) -> Ruw:
        for poging in range(1, _POGINGEN + 1):
            try:
                return await self._eenmaal(bericht, grens)
            except (httpx.HTTPError, ssl.SSLError, OSError, IsGroter, IsAfgebroken) as fout:
                opnieuw = mag_opnieuw(fout)
                if opnieuw and watch and poging < _POGINGEN and await self._herkansing.wacht(watch):
                    continue
                if is_dubbelzinnig(fout) and await breekt_voor_het_certificaat(bericht.adres, self._tls):
                    raise onbereikbaar(fout) from fout
                weigering = await zoek_weigering(bericht.adres, self._tls) if opnieuw else None
                raise vertaal(weigering or fout) from fout
        raise AssertionError("unreachable")  # pragma: no cover - the last attempt returns or raises

    async def _eenmaal(self, bericht: "_Bericht", grens: asyncio.Timeout) -> Ruw:
        koppen = {
            "Content-Type": "text/xml; charset=utf-8",
            "SOAPAction": f'"{bericht.soapaction}"',
            "Accept": "text/xml",
            # Decompressing what a stranger sends would put the size limit in the stranger's hands.
            "Accept-Encoding": "identity",
        }
        over = (grens.when() or 0.0) - asyncio.get_running_loop().time()
        # Just before the deadline, so that it ends as what it is.
        geduld = httpx.Timeout(None, connect=max(0.001, min(_VERBINDEN, 0.95 * over)))
        vraag = self._client.stream(
            "POST", bericht.adres, content=bericht.inhoud, headers=koppen, timeout=geduld
        )
        async with vraag as antwoord:
            try:
                return await self._lees(antwoord)
            except (httpx.NetworkError, httpx.RemoteProtocolError, ssl.SSLError) as fout:
                raise IsAfgebroken from fout

    async def _lees(self, antwoord: httpx.Response) -> Ruw:
        delen: list[bytes] = []
        ontvangen = 0
        async for deel in antwoord.aiter_raw():
            ontvangen += len(deel)
            if ontvangen > self._grenzen.bytes:
                raise IsGroter(self._grenzen.bytes)
            delen.append(deel)
        mediatype = antwoord.headers.get("content-type", "").partition(";")[0].strip().lower()
        if antwoord.headers.get("content-encoding", "identity").strip().lower() != "identity":
            mediatype = "gecomprimeerd"
        return Ruw(
            antwoord.status_code, mediatype, b"".join(delen), _seconden(antwoord.headers.get("retry-after"))
        )


def _seconden(kop: str | None) -> int | None:
    """Retry-After as a number of seconds, an hour at most; the form with a date is passed over."""
    return min(int(kop[:9]), 3600) if kop and kop.isascii() and kop.isdigit() else None
