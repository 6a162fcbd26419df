"""Opens servers and transports for one test, and closes them after it."""

import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

from stagemarkt.adapters.soap.retry import Retry
from stagemarkt.adapters.soap.tls import tls_context
from stagemarkt.adapters.soap.transport import RawResponse, Transport, TransportLimits
from stagemarkt.model.school import SchoolSecret
from stagemarkt.ports.deadline import Deadline, Watch

from tests.integration.support.pki import ThrowawayPki
from tests.integration.support.server import Behaviour, HttpsServer

AT_ONCE = Retry(randomness=lambda: 0.0)


class Link:
    """Both ends of the wire, and the authorities that they trust."""

    def __init__(self, pki: ThrowawayPki, purger: ExitStack) -> None:
        self.pki = pki
        self.school = pki.school("99XX")
        self._cleanup = purger

    def server(
        self, *behaviour: Behaviour, context: ssl.SSLContext | None = None, graceful: bool = True
    ) -> HttpsServer:
        """An SBB with these behaviours; by default it says a proper goodbye to who is refused."""
        server = HttpsServer(context or self.pki.at_sbb(), *behaviour, graceful=graceful)
        self._cleanup.callback(server.close)
        return server

    def transport(
        self,
        url: str,
        secret: SchoolSecret | None = None,
        *,
        ca: str | None = None,
        limits: TransportLimits | None = None,
        retry: Retry = AT_ONCE,
        clock: Callable[[], float] = time.time,
    ) -> Transport:
        """A way to this address, as the school unless another is given."""
        context = tls_context(ca or self.pki.sbb_ca, secret or self.school)
        transport = Transport(url, context, limits or TransportLimits(), retry, clock=clock)
        self._cleanup.callback(transport.close)
        return transport


def send(
    transport: Transport, seconds: float = 5.0, *, safe: bool = True, watch: Watch | None = None
) -> RawResponse:
    """One message, with this much time; safe to send twice, unless said otherwise."""
    deadline = Deadline.after(seconds)
    deadline = deadline if watch is None else deadline._replace(watch=watch)
    return transport.send(b"<vraag/>", "urn:actie", deadline, safe=safe)


@contextmanager
def with_context(url: str, context: ssl.SSLContext) -> Iterator[Transport]:
    """A way to this address with this context, for as long as the block lasts."""
    transport = Transport(url, context, TransportLimits())
    try:
        yield transport
    finally:
        transport.close()
