"""What every server at home has in common: a thread per connection, on this machine only, mutual TLS, an end.

It stops without leaving anything open.
"""

import contextlib
import json
import signal
import socket
import socketserver
import ssl
import threading
import time
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Final

from local.certificates import KeyPair, write_safely
from local.request_body import BodyRefused, announces_body, read_body

_HANDSHAKE_SECONDS: Final = 10.0
_LINGER_SECONDS: Final = 0.5
# What waits for something else than its connection may take this long; nothing here does.
_STOP_SECONDS: Final = 5.0
_LOOK_SECONDS: Final = 0.05


def tls_context(own: KeyPair, client_ca: str | None = None) -> ssl.SSLContext:
    """TLS 1.2 or later, showing this certificate.

    Args:
        own: the server's.
        client_ca: PEM of who may issue clients' certificates, which each must show then; None asks for none.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(own.cert, own.key)
    if client_ca is not None:
        context.verify_mode = ssl.CERT_REQUIRED
        # What stands between the certificates may be in any encoding; OpenSSL takes none of it.
        context.load_verify_locations(cadata=client_ca.encode("ascii", "ignore").decode())
    # No session tickets: each connection shows its certificate, and nothing follows the handshake unasked.
    context.num_tickets = 0
    return context


class SilentHandler(BaseHTTPRequestHandler):
    """Handles one connection, request after request, and says nothing of it on the console."""

    protocol_version = "HTTP/1.1"
    # Seconds that a connection may lie idle, or take over its request.
    timeout = 120
    disable_nagle_algorithm = True

    def body(self, highest: int) -> bytes | None:
        """The body of this request, of at most so many bytes; None when it says nothing about one.

        Raises:
            BodyRefused: it is not taken; the connection ends with the answer.
        """
        try:
            return read_body(self.rfile, self.headers, self.request_version, highest)
        except BodyRefused:
            self.close_connection = True
            raise

    def without_body(self) -> None:
        """This request's body, if it has one, is not read: nothing more can be read from the connection."""
        self.close_connection |= announces_body(self.headers)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
        """Stay silent: what may be known is told elsewhere."""


def run_until_signal(ready: Path, serving: AbstractContextManager[Mapping[str, object]]) -> None:
    """Serve until SIGTERM or SIGINT; meanwhile `ready` holds, in JSON, what `serving` tells of itself."""
    end = threading.Event()
    for kind in (signal.SIGTERM, signal.SIGINT):
        signal.signal(kind, lambda *_: end.set())
    ready.parent.mkdir(parents=True, exist_ok=True)
    # An old one would tell a reader that this run is ready already.
    ready.unlink(missing_ok=True)
    with serving as description:
        write_safely(ready, json.dumps(description, indent=2).encode())
        end.wait()
    ready.unlink(missing_ok=True)


@dataclass
class Counters:
    """Connections accepted, handshakes refused, and connections open now."""

    verbindingen: int = 0
    geweigerde_handdrukken: int = 0
    open_verbindingen: int = 0


class ThreadingServer(socketserver.TCPServer):
    """Listens on 127.0.0.1, and gives each connection a thread of its own.

    Args:
        port: 0 for any that is free.
        service_desk: handles a connection.
        context: for TLS; None for plain TCP.
    """

    allow_reuse_address = True
    # A burst of clients must find room, not a refusal.
    request_queue_size = 1024

    def __init__(
        self,
        port: int,
        service_desk: type[socketserver.BaseRequestHandler],
        context: ssl.SSLContext | None = None,
    ) -> None:
        self.counters = Counters()
        self.stop = threading.Event()
        self.context = context
        self._handler = service_desk
        self._lock = threading.Lock()
        self._open: dict[threading.Thread, socket.socket] = {}
        self._threads: list[threading.Thread] = []
        self._listener = threading.Thread(target=self.serve_forever, args=(_LOOK_SECONDS,), daemon=True)
        super().__init__(("127.0.0.1", port), service_desk)

    @property
    def port(self) -> int:
        """The port that it listens on."""
        return int(self.socket.getsockname()[1])

    def choose_context(self) -> ssl.SSLContext | None:
        """The TLS of a new connection; None for plain TCP."""
        return self.context

    def begin(self) -> None:
        """Start listening, in a thread."""
        self._listener.start()

    def einde(self) -> None:
        """Stop listening, break off what is open, and wait for its threads."""
        self.stop.set()
        if self._listener.is_alive():
            self.shutdown()
            self._listener.join()
        self.server_close()
        until = time.monotonic() + _STOP_SECONDS
        while (threads := self._alive()) and time.monotonic() < until:
            # Again and again: what was on its way into TLS could not be reached a moment ago.
            self._break_off()
            threads[0].join(_LOOK_SECONDS)

    def _alive(self) -> list[threading.Thread]:
        with self._lock:
            self._threads = [wire for wire in self._threads if wire.is_alive()]
            return self._threads

    def _break_off(self) -> None:
        with self._lock:
            for connection in self._open.values():
                with contextlib.suppress(OSError):
                    # Of the plain socket: SSLSocket's own would pull TLS away beneath a thread that reads.
                    socket.socket.shutdown(connection, socket.SHUT_RDWR)

    def process_request(
        self, request: socket.socket | tuple[bytes, socket.socket], client_address: object
    ) -> None:
        """Hand a connection to a thread; TLS begins there, so that a slow client holds up nobody else."""
        if isinstance(request, tuple):
            raise TypeError("a TCP server has no datagrams")
        wire = threading.Thread(target=self._serve, args=(request, client_address), daemon=True)
        with self._lock:
            self.counters.verbindingen += 1
            self.counters.open_verbindingen += 1
            self._open[wire] = request
            self._threads = [other for other in self._threads if other.is_alive()]
            wire.start()
            self._threads.append(wire)

    def _serve(self, raw: socket.socket, adres: object) -> None:
        connection = raw
        try:
            context = self.choose_context()
            if context is not None:
                connection = context.wrap_socket(raw, server_side=True, do_handshake_on_connect=False)
                with self._lock:
                    self._open[threading.current_thread()] = connection
                self._handshake(connection)
            self._handler(connection, adres, self)
        except OSError:
            # The other side went away, or was refused: that is counted, and no news.
            pass
        finally:
            connection.close()
            with self._lock:
                self.counters.open_verbindingen -= 1
                del self._open[threading.current_thread()]

    def _handshake(self, connection: ssl.SSLSocket) -> None:
        connection.settimeout(_HANDSHAKE_SECONDS)
        try:
            connection.do_handshake()
        except OSError:
            with self._lock:
                self.counters.geweigerde_handdrukken += 1
            _let_finish(connection)
            raise


def _let_finish(connection: socket.socket) -> None:
    """Read what is on its way before closing: else a RST overtakes the TLS alert that says why."""
    with contextlib.suppress(OSError):
        socket.socket.shutdown(connection, socket.SHUT_WR)
        connection.settimeout(_LINGER_SECONDS)
        while socket.socket.recv(connection, 4096):
            continue
