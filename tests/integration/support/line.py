"""Opens servers and transports for one test, and closes them after it."""

import ssl
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from stagemarkt.adapters.soap.retry import Herkansing
from stagemarkt.adapters.soap.tls import tls_context
from stagemarkt.adapters.soap.transport import Grenzen, Ruw, Transport
from stagemarkt.model.school import Schoolgeheim
from stagemarkt.ports.deadline import Termijn, Watch

from tests.integration.support.pki import Pki
from tests.integration.support.server import Gedrag, Server

METEEN = Herkansing(toeval=lambda: 0.0)


class Lijn:
    """Both ends of the wire, and the authorities that they trust."""

    def __init__(self, pki: Pki, opruimer: ExitStack) -> None:
        self.pki = pki
        self.school = pki.school("99XX")
        self._opruimer = opruimer

    def server(self, *gedrag: Gedrag, context: ssl.SSLContext | None = None, netjes: bool = True) -> Server:
        """An SBB with these behaviours; by default it says a proper goodbye to who is refused."""
        server = Server(context or self.pki.bij_sbb(), *gedrag, netjes=netjes)
        self._opruimer.callback(server.sluit)
        return server

    def transport(
        self,
        url: str,
        geheim: Schoolgeheim | None = None,
        *,
        ca: str | None = None,
        grenzen: Grenzen | None = None,
        herkansing: Herkansing = METEEN,
    ) -> Transport:
        """A way to this address, as the school unless another is given."""
        context = tls_context(ca or self.pki.sbb_ca, geheim or self.school)
        transport = Transport(url, context, grenzen or Grenzen(), herkansing)
        self._opruimer.callback(transport.sluit)
        return transport


def stuur(
    transport: Transport, seconden: float = 5.0, *, veilig: bool = True, watch: Watch | None = None
) -> Ruw:
    """One message, with this much time; safe to send twice, unless said otherwise."""
    termijn = Termijn.van(seconden)
    termijn = termijn if watch is None else termijn._replace(watch=watch)
    return transport.stuur(b"<vraag/>", "urn:actie", termijn, veilig=veilig)


@contextmanager
def met_context(url: str, context: ssl.SSLContext) -> Iterator[Transport]:
    """A way to this address with this context, for as long as the block lasts."""
    transport = Transport(url, context, Grenzen())
    try:
        yield transport
    finally:
        transport.sluit()
