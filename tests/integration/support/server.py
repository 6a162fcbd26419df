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
_PATIENCE: Final = 5.0
# Between two looks at whether a certificate has come.
_GLANCE: Final = 0.02


class ReceivedRequest(NamedTuple):
    """What was received: the request line, the headers in small letters, the body."""

    regel: str
    koppen: dict[str, str]
    inhoud: bytes


class Connection:
    """One connection, after its handshake."""

    def __init__(self, stream: ssl.SSLSocket, server: "HttpsServer") -> None:
        self._stream = stream
        self._server = server

    def read(self) -> ReceivedRequest | None:
        """The next request; None when the other side has gone."""
        raw = b""
        while b"\r\n\r\n" not in raw:
            part = self._stream.recv(65536)
            if not part:
                return None
            raw += part
        header, _, content = raw.partition(b"\r\n\r\n")
        line, *lines = header.decode("latin-1").split("\r\n")
        headers = {
            name.strip().lower(): value.strip() for name, _, value in (r.partition(":") for r in lines)
        }
        while len(content) < int(headers.get("content-length", "0")):
            part = self._stream.recv(65536)
            if not part:
                # Gone halfway: waiting for the rest would be for ever.
                return None
            content += part
        request = ReceivedRequest(line, headers, content)
        self._server.requests.append(request)
        return request

    def send(self, content: bytes) -> None:
        """Send these bytes as they are."""
        self._stream.sendall(content)

    def send_together(self, *parts: bytes) -> None:
        """Send these at once, each in a record of TLS of its own."""
        # Two goes where the system cannot hold back: then they may arrive apart.
        cork = getattr(socket, "TCP_CORK", None)
        if cork is not None:
            self._stream.setsockopt(socket.IPPROTO_TCP, cork, 1)
        for part in parts:
            self._stream.sendall(part)
        if cork is not None:
            self._stream.setsockopt(socket.IPPROTO_TCP, cork, 0)

    def request_certificate(self) -> bool:
        """Ask for a certificate after the handshake, as IIS does for some paths; whether one was shown.

        Raises:
            ssl.SSLError: the other side did not offer this, or what it showed is refused.
        """
        shown = request_certificate(self._stream)
        self._server.names += shown
        return bool(shown)

    def wait(self, seconds: float = _PATIENCE) -> bool:
        """Do nothing for this long; True when the server is to stop."""
        return self._server.einde.wait(seconds)

    def break_off(self) -> None:
        """Reset the connection: no goodbye in TLS, none in TCP."""
        self._stream.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


Behaviour = Callable[[Connection], None]


class HttpsServer:
    """Listens until it is closed. The nth connection gets the nth behaviour, later ones the last.

    Attributes:
        url: where it listens.
        aangenomen: how many connections were accepted.
        names: the common names in the certificates that clients showed, in that order.
        requests: every request that was read, in order.
        refusals: why handshakes failed on this side.
        end: set when it must stop.
    """

    def __init__(self, context: ssl.SSLContext, *behaviour: Behaviour, graceful: bool = False) -> None:
        self._context = context
        self._behaviour = behaviour
        self._tidy = graceful
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._threads: list[threading.Thread] = []
        self.url = f"https://127.0.0.1:{self._listener.getsockname()[1]}/whitelabel.asmx"
        self.aangenomen = 0
        self.names: list[str] = []
        self.requests: list[ReceivedRequest] = []
        self.refusals: list[str] = []
        self.einde = threading.Event()
        self._start(self._accept)

    def close(self) -> None:
        """Stop, and wait until every thread has."""
        self.einde.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for wire in self._threads:
            wire.join(_PATIENCE)

    def _start(self, target: Callable[..., None], *args: object) -> None:
        wire = threading.Thread(target=target, args=args, daemon=True)
        self._threads.append(wire)
        wire.start()

    def _accept(self) -> None:
        while not self.einde.is_set():
            try:
                stream, _ = self._listener.accept()
            except OSError:
                # Closed, or for the moment without a descriptor.
                self.einde.wait(_GLANCE)
            else:
                self.aangenomen += 1
                behaviour = self._behaviour[min(self.aangenomen, len(self._behaviour)) - 1]
                self._start(self._serve, stream, behaviour)

    def _serve(self, bare: socket.socket, behaviour: Behaviour) -> None:
        bare.settimeout(_PATIENCE)
        bare.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with self._context.wrap_socket(bare, server_side=True, do_handshake_on_connect=False) as stream:
            try:
                stream.do_handshake()
            except OSError as error:
                self.refusals.append(getattr(error, "reason", None) or type(error).__name__)
                if self._tidy:
                    _say_goodbye(stream)
                return
            with contextlib.suppress(OSError):
                self.names += _names(stream)
                behaviour(Connection(stream, self))


def request_certificate(stream: ssl.SSLSocket) -> list[str]:
    """Ask for a certificate after the handshake; the common names in what was shown, none for none."""
    stream.verify_client_post_handshake()
    was = stream.gettimeout()
    stream.settimeout(_GLANCE)
    shown: list[str] = []
    end = time.monotonic() + _PATIENCE
    while not shown and time.monotonic() < end:
        # Reading sends the question and takes the certificate; there is nothing else to read.
        with contextlib.suppress(TimeoutError):
            stream.recv(1)
        # Half-way there is no certificate to look at.
        with contextlib.suppress(ValueError):
            shown = _names(stream)
    stream.settimeout(was)
    return shown


def _names(stream: ssl.SSLSocket) -> list[str]:
    certificate: dict[str, Any] = dict(stream.getpeercert() or {})
    subject = certificate.get("subject", ())
    return [value for part in subject for name, value in part if name == "commonName"]


def _say_goodbye(stream: ssl.SSLSocket) -> None:
    """Close so that what was sent last, a TLS alert, arrives: read what still comes, until the other goes."""
    with contextlib.suppress(OSError):
        stream.shutdown(socket.SHUT_WR)
        while stream.recv(65536):
            pass


@contextlib.contextmanager
def running(server: HttpsServer) -> Iterator[HttpsServer]:
    """This server for as long as the block lasts."""
    try:
        yield server
    finally:
        server.close()
