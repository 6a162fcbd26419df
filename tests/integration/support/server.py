"""An SBB on 127.0.0.1 with mutual TLS, that does to each connection what a test tells it to."""

import contextlib
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any, Final, NamedTuple

# What is never longer than a test: nobody waits for a server that a mistake keeps busy.
_GEDULD: Final = 5.0
# Between two looks at whether a certificate has come.
_BLIK: Final = 0.02


class Verzoek(NamedTuple):
    """What was received: the request line, the headers in small letters, the body."""

    regel: str
    koppen: dict[str, str]
    inhoud: bytes


class Verbinding:
    """One connection, after its handshake."""

    def __init__(self, stroom: ssl.SSLSocket, server: "Server") -> None:
        self._stroom = stroom
        self._server = server

    def lees(self) -> Verzoek | None:
        """The next request; None when the other side has gone."""
        ruw = b""
        while b"\r\n\r\n" not in ruw:
            deel = self._stroom.recv(65536)
            if not deel:
                return None
            ruw += deel
        kop, _, inhoud = ruw.partition(b"\r\n\r\n")
        regel, *regels = kop.decode("latin-1").split("\r\n")
        koppen = {
            naam.strip().lower(): waarde.strip() for naam, _, waarde in (r.partition(":") for r in regels)
        }
        while len(inhoud) < int(koppen.get("content-length", "0")):
            deel = self._stroom.recv(65536)
            if not deel:
                # Gone halfway: waiting for the rest would be for ever.
                return None
            inhoud += deel
        verzoek = Verzoek(regel, koppen, inhoud)
        self._server.verzoeken.append(verzoek)
        return verzoek

    def stuur(self, inhoud: bytes) -> None:
        """Send these bytes as they are."""
        self._stroom.sendall(inhoud)

    def vraag_certificaat(self) -> bool:
        """Ask for a certificate after the handshake, as IIS does for some paths; whether one was shown.

        Raises:
            ssl.SSLError: the other side did not offer this, or what it showed is refused.
        """
        getoond = vraag_certificaat(self._stroom)
        self._server.namen += getoond
        return bool(getoond)

    def wacht(self, seconden: float = _GEDULD) -> bool:
        """Do nothing for this long; True when the server is to stop."""
        return self._server.einde.wait(seconden)

    def breek_af(self) -> None:
        """Reset the connection: no goodbye in TLS, none in TCP."""
        self._stroom.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


Gedrag = Callable[[Verbinding], None]


class Server:
    """Listens until it is closed. The nth connection gets the nth behaviour, later ones the last.

    Attributes:
        url: where it listens.
        aangenomen: how many connections were accepted.
        namen: the common names in the certificates that clients showed, in that order.
        verzoeken: every request that was read, in order.
        weigeringen: why handshakes failed on this side.
        einde: set when it must stop.
    """

    def __init__(self, context: ssl.SSLContext, *gedrag: Gedrag, netjes: bool = False) -> None:
        self._context = context
        self._gedrag = gedrag
        self._netjes = netjes
        self._luisteraar = socket.create_server(("127.0.0.1", 0))
        self._draden: list[threading.Thread] = []
        self.url = f"https://127.0.0.1:{self._luisteraar.getsockname()[1]}/whitelabel.asmx"
        self.aangenomen = 0
        self.namen: list[str] = []
        self.verzoeken: list[Verzoek] = []
        self.weigeringen: list[str] = []
        self.einde = threading.Event()
        self._start(self._neem_aan)

    def sluit(self) -> None:
        """Stop, and wait until every thread has."""
        self.einde.set()
        with contextlib.suppress(OSError):
            self._luisteraar.shutdown(socket.SHUT_RDWR)
        self._luisteraar.close()
        for draad in self._draden:
            draad.join(_GEDULD)

    def _start(self, doel: Callable[..., None], *args: object) -> None:
        draad = threading.Thread(target=doel, args=args, daemon=True)
        self._draden.append(draad)
        draad.start()

    def _neem_aan(self) -> None:
        while not self.einde.is_set():
            try:
                stroom, _ = self._luisteraar.accept()
            except OSError:
                # Closed, or for the moment without a descriptor.
                self.einde.wait(_BLIK)
            else:
                self.aangenomen += 1
                gedrag = self._gedrag[min(self.aangenomen, len(self._gedrag)) - 1]
                self._start(self._bedien, stroom, gedrag)

    def _bedien(self, kaal: socket.socket, gedrag: Gedrag) -> None:
        kaal.settimeout(_GEDULD)
        kaal.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with self._context.wrap_socket(kaal, server_side=True, do_handshake_on_connect=False) as stroom:
            try:
                stroom.do_handshake()
            except OSError as fout:
                self.weigeringen.append(getattr(fout, "reason", None) or type(fout).__name__)
                if self._netjes:
                    _neem_afscheid(stroom)
                return
            with contextlib.suppress(OSError):
                self.namen += _namen(stroom)
                gedrag(Verbinding(stroom, self))


def vraag_certificaat(stroom: ssl.SSLSocket) -> list[str]:
    """Ask for a certificate after the handshake; the common names in what was shown, none for none."""
    stroom.verify_client_post_handshake()
    was = stroom.gettimeout()
    stroom.settimeout(_BLIK)
    getoond: list[str] = []
    einde = time.monotonic() + _GEDULD
    while not getoond and time.monotonic() < einde:
        # Reading sends the question and takes the certificate; there is nothing else to read.
        with contextlib.suppress(TimeoutError):
            stroom.recv(1)
        # Half-way there is no certificate to look at.
        with contextlib.suppress(ValueError):
            getoond = _namen(stroom)
    stroom.settimeout(was)
    return getoond


def _namen(stroom: ssl.SSLSocket) -> list[str]:
    certificaat: dict[str, Any] = dict(stroom.getpeercert() or {})
    onderwerp = certificaat.get("subject", ())
    return [waarde for deel in onderwerp for naam, waarde in deel if naam == "commonName"]


def _neem_afscheid(stroom: ssl.SSLSocket) -> None:
    """Close so that what was sent last, a TLS alert, arrives: read what still comes, until the other goes."""
    with contextlib.suppress(OSError):
        stroom.shutdown(socket.SHUT_WR)
        while stroom.recv(65536):
            pass


@contextlib.contextmanager
def draaiend(server: Server) -> Iterator[Server]:
    """This server for as long as the block lasts."""
    try:
        yield server
    finally:
        server.sluit()
