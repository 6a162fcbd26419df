"""One attempt to bring a message to a school's endpoint, over mutual TLS with SBB's own certificate."""

import contextlib
import http.client
import socket
import ssl
import threading
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from local.sbb.mutatie_message import ACTIE, Bericht, Ontvangst, lees_ontvangst
from local.sbb.pki.authority import Pki
from local.sbb.pki.files import Sleutelpaar
from local.sbb.shipment_disturbances import lichaam

_SECONDEN: Final = 30.0
# Until there is a connection nothing can be broken off: a school's endpoint is on this machine, mostly.
_VERBIND_SECONDEN: Final = 5.0
_MAX_ANTWOORD: Final = 2**20


class Bezorger:
    """Brings messages, for many threads.

    It trusts the CA of the PKI, which also signs the receiver at home.
    """

    def __init__(self, pki: Pki) -> None:
        self._pki = pki
        self._slot = threading.Lock()
        self._onderweg: set[socket.socket] = set()

    def bezorg(self, bericht: Bericht, storing: str | None) -> Ontvangst:
        """Make one attempt, spoilt in this way; whatever fails on the way is told in the outcome."""
        doel = urlsplit(bericht.endpoint)
        try:
            with self._verbinding(doel.hostname or "", doel.port, self._context(storing)) as verbinding:
                koppen = {"Content-Type": "text/xml; charset=utf-8", "SOAPAction": f'"{ACTIE}"'}
                pad = f"{doel.path}?{doel.query}" if doel.query else doel.path
                verbinding.request("POST", pad or "/", lichaam(bericht, storing), koppen)
                antwoord = verbinding.getresponse()
                return lees_ontvangst(antwoord.status, antwoord.read(_MAX_ANTWOORD), bericht.id)
        except (OSError, http.client.HTTPException, ValueError) as fout:
            return Ontvangst(None, f"geen antwoord: {type(fout).__name__}")

    def breek_af(self) -> None:
        """End what is under way: whoever waits there fails at once."""
        with self._slot:
            for kaal in self._onderweg:
                with contextlib.suppress(OSError):
                    kaal.shutdown(socket.SHUT_RDWR)

    @contextlib.contextmanager
    def _verbinding(
        self, naam: str, poort: int | None, tls: ssl.SSLContext
    ) -> Iterator[http.client.HTTPConnection]:
        """A connection that `breek_af` finds from before its handshake on."""
        kaal = socket.create_connection((naam, poort or 443), timeout=_VERBIND_SECONDEN)
        # A second handle on it: TLS takes the first one for itself.
        with kaal, kaal.dup() as greep:
            kaal.settimeout(_SECONDEN)
            with self._slot:
                self._onderweg.add(greep)
            try:
                with tls.wrap_socket(kaal, server_hostname=naam) as stroom:
                    verbinding = http.client.HTTPSConnection(naam, poort, context=tls)
                    verbinding.sock = stroom
                    yield verbinding
            finally:
                with self._slot:
                    self._onderweg.discard(greep)

    def _context(self, storing: str | None) -> ssl.SSLContext:
        context = ssl.create_default_context(cafile=str(self._pki.ca))
        eigen = self._certificaat(storing)
        if eigen is not None:
            context.load_cert_chain(eigen.cert, eigen.key)
        return context

    def _certificaat(self, storing: str | None) -> Sleutelpaar | None:
        if storing == "zonder-certificaat":
            return None
        if storing == "andere-oin":
            return next(iter(self._pki.scholen.values()))
        return self._pki.sbb_client
