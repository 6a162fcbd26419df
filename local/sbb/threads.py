"""A server with a thread per connection, on this machine only, that stops without leaving anything open."""

import contextlib
import socket
import socketserver
import ssl
import threading
import time
from dataclasses import dataclass
from typing import Final

_HANDDRUK_SECONDEN: Final = 10.0
_NAZIT_SECONDEN: Final = 0.5
# What waits for something else than its connection may take this long; nothing here does.
_STOP_SECONDEN: Final = 5.0
_KIJK_SECONDEN: Final = 0.05


@dataclass
class Tellers:
    """Connections accepted, handshakes refused, and connections open now."""

    verbindingen: int = 0
    geweigerde_handdrukken: int = 0
    open_verbindingen: int = 0


class DradenServer(socketserver.TCPServer):
    """Listens on 127.0.0.1, and gives each connection a thread of its own.

    Args:
        poort: 0 for any that is free.
        loket: handles a connection.
        context: for TLS; None for plain TCP.
    """

    allow_reuse_address = True
    # A burst of clients must find room, not a refusal.
    request_queue_size = 1024

    def __init__(
        self, poort: int, loket: type[socketserver.BaseRequestHandler], context: ssl.SSLContext | None = None
    ) -> None:
        self.tellers = Tellers()
        self.stop = threading.Event()
        self.context = context
        self._loket = loket
        self._slot = threading.Lock()
        self._open: dict[threading.Thread, socket.socket] = {}
        self._draden: list[threading.Thread] = []
        self._luisteraar = threading.Thread(target=self.serve_forever, args=(_KIJK_SECONDEN,), daemon=True)
        super().__init__(("127.0.0.1", poort), loket)

    @property
    def poort(self) -> int:
        """The port that it listens on."""
        return int(self.socket.getsockname()[1])

    def kies_context(self) -> ssl.SSLContext | None:
        """The TLS of a new connection; None for plain TCP."""
        return self.context

    def begin(self) -> None:
        """Start listening, in a thread."""
        self._luisteraar.start()

    def einde(self) -> None:
        """Stop listening, break off what is open, and wait for its threads."""
        self.stop.set()
        if self._luisteraar.is_alive():
            self.shutdown()
            self._luisteraar.join()
        self.server_close()
        tot = time.monotonic() + _STOP_SECONDEN
        while (draden := self._levend()) and time.monotonic() < tot:
            # Again and again: what was on its way into TLS could not be reached a moment ago.
            self._breek_af()
            draden[0].join(_KIJK_SECONDEN)

    def _levend(self) -> list[threading.Thread]:
        with self._slot:
            self._draden = [draad for draad in self._draden if draad.is_alive()]
            return self._draden

    def _breek_af(self) -> None:
        with self._slot:
            for verbinding in self._open.values():
                with contextlib.suppress(OSError):
                    # Of the plain socket: SSLSocket's own would pull TLS away beneath a thread that reads.
                    socket.socket.shutdown(verbinding, socket.SHUT_RDWR)

    def process_request(
        self, request: socket.socket | tuple[bytes, socket.socket], client_address: object
    ) -> None:
        """Hand a connection to a thread; TLS begins there, so that a slow client holds up nobody else."""
        if isinstance(request, tuple):
            raise TypeError("a TCP server has no datagrams")
        draad = threading.Thread(target=self._bedien, args=(request, client_address), daemon=True)
        with self._slot:
            self.tellers.verbindingen += 1
            self.tellers.open_verbindingen += 1
            self._open[draad] = request
            self._draden = [ander for ander in self._draden if ander.is_alive()]
            draad.start()
            self._draden.append(draad)

    def _bedien(self, ruw: socket.socket, adres: object) -> None:
        verbinding = ruw
        try:
            context = self.kies_context()
            if context is not None:
                verbinding = context.wrap_socket(ruw, server_side=True, do_handshake_on_connect=False)
                with self._slot:
                    self._open[threading.current_thread()] = verbinding
                self._handdruk(verbinding)
            self._loket(verbinding, adres, self)
        except OSError:
            # The other side went away, or was refused: that is counted, and no news.
            pass
        finally:
            verbinding.close()
            with self._slot:
                self.tellers.open_verbindingen -= 1
                del self._open[threading.current_thread()]

    def _handdruk(self, verbinding: ssl.SSLSocket) -> None:
        verbinding.settimeout(_HANDDRUK_SECONDEN)
        try:
            verbinding.do_handshake()
        except OSError:
            with self._slot:
                self.tellers.geweigerde_handdrukken += 1
            _laat_uitpraten(verbinding)
            raise


def _laat_uitpraten(verbinding: socket.socket) -> None:
    """Read what is on its way before closing: else a RST overtakes the TLS alert that says why."""
    with contextlib.suppress(OSError):
        socket.socket.shutdown(verbinding, socket.SHUT_WR)
        verbinding.settimeout(_NAZIT_SECONDEN)
        while socket.socket.recv(verbinding, 4096):
            continue
