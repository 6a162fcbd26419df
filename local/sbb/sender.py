"""One attempt to bring a message to a school's endpoint, over mutual TLS with SBB's own certificate."""

import contextlib
import http.client
import socket
import ssl
import threading
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from local.certificates import KeyPair
from local.sbb.mutatie_message import ACTIE, MutatieReceipt, SimulatedMessage, read_receipt
from local.sbb.pki import Pki
from local.sbb.shipment_disturbances import body

_SECONDS: Final = 30.0
# Until there is a connection nothing can be broken off: a school's endpoint is on this machine, mostly.
_CONNECT_SECONDS: Final = 5.0
_MAX_ANSWER: Final = 2**20


class MutatieSender:
    """Brings messages, for many threads.

    It trusts the CA of the PKI, which also signs the receiver at home.
    """

    def __init__(self, pki: Pki) -> None:
        self._pki = pki
        self._lock = threading.Lock()
        self._under_way: set[socket.socket] = set()

    def dispatch(self, message: SimulatedMessage, storing: str | None) -> MutatieReceipt:
        """Make one attempt, spoilt in this way; whatever fails on the way is told in the outcome."""
        target = urlsplit(message.endpoint)
        try:
            with self._connection(target.hostname or "", target.port, self._context(storing)) as connection:
                koppen = {"Content-Type": "text/xml; charset=utf-8", "SOAPAction": f'"{ACTIE}"'}
                path = f"{target.path}?{target.query}" if target.query else target.path
                connection.request("POST", path or "/", body(message, storing), koppen)
                answer = connection.getresponse()
                return read_receipt(answer.status, answer.read(_MAX_ANSWER), message.id)
        except (OSError, http.client.HTTPException, ValueError) as fout:
            return MutatieReceipt(None, f"geen antwoord: {type(fout).__name__}")

    def break_off(self) -> None:
        """End what is under way: whoever waits there fails at once."""
        with self._lock:
            for bare in self._under_way:
                with contextlib.suppress(OSError):
                    bare.shutdown(socket.SHUT_RDWR)

    @contextlib.contextmanager
    def _connection(
        self, naam: str, port: int | None, tls: ssl.SSLContext
    ) -> Iterator[http.client.HTTPConnection]:
        """A connection that `break_off` finds from before its handshake on."""
        bare = socket.create_connection((naam, port or 443), timeout=_CONNECT_SECONDS)
        # A second handle on it: TLS takes the first one for itself.
        with bare, bare.dup() as portion:
            bare.settimeout(_SECONDS)
            with self._lock:
                self._under_way.add(portion)
            try:
                with tls.wrap_socket(bare, server_hostname=naam) as stream:
                    connection = http.client.HTTPSConnection(naam, port, context=tls)
                    connection.sock = stream
                    yield connection
            finally:
                with self._lock:
                    self._under_way.discard(portion)

    def _context(self, storing: str | None) -> ssl.SSLContext:
        context = ssl.create_default_context(cafile=str(self._pki.ca))
        own = self._certificate(storing)
        if own is not None:
            context.load_cert_chain(own.cert, own.key)
        return context

    def _certificate(self, storing: str | None) -> KeyPair | None:
        if storing == "zonder-certificaat":
            return None
        if storing == "andere-oin":
            return next(iter(self._pki.scholen.values()))
        return self._pki.sbb_client
