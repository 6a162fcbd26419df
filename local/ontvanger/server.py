"""The receiver: HTTPS on 127.0.0.1, every request verified with the library that vendors would use."""

import contextlib
import json
import socket
import ssl
import threading
from collections.abc import Callable, Mapping, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, NamedTuple, Self, cast

from standardwebhooks.webhooks import EmptyWebhookSecretError, Webhook, WebhookVerificationError

from local.ontvanger.gedrag import GEDRAGINGEN, Gedrag
from local.sbb.pki_bestanden import Sleutelpaar

_HOOGSTENS = 1024 * 1024


class Ontvangen(NamedTuple):
    """One request: its headers in small letters, the event, and whether its signature is right."""

    koppen: Mapping[str, str]
    gebeurtenis: Any
    klopt: bool


class Ontvanger:
    """Listens from the moment it is made until `sluit`; also a context manager.

    Args:
        poort: 0 for a free one.
        paar: the certificate that it shows.
        sleutels: the secrets of the abonnement; one of them must fit.
        bij: is told of every request, before it is answered.

    Attributes:
        gedrag: what it does with the next request; may be changed at any time.
        ontvangen: every request so far.
    """

    def __init__(
        self,
        poort: int,
        paar: Sleutelpaar,
        sleutels: Sequence[str] = (),
        bij: Callable[[Ontvangen], None] = lambda _: None,
    ) -> None:
        self.sleutels = list(sleutels)
        self.gedrag: Gedrag = GEDRAGINGEN["goed"]
        self.ontvangen: list[Ontvangen] = []
        self._bij = bij
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(paar.cert, paar.key)
        self._server = _Server(("127.0.0.1", poort), self, context)
        self.url = f"https://localhost:{self._server.server_address[1]}/"
        self._draad = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._draad.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, soort: type[BaseException] | None, fout: BaseException | None, spoor: TracebackType | None
    ) -> None:
        self.sluit()

    def sluit(self) -> None:
        """Stop listening, and end the connections that are open: a sender that kept one must see it."""
        self._server.shutdown()
        self._server.server_close()
        self._server.verbreek()
        self._draad.join()

    def neem_aan(self, koppen: Mapping[str, str], inhoud: bytes) -> Gedrag:
        """Verify one request, keep it, and say what to do with it."""
        try:
            gebeurtenis = json.loads(inhoud)
        except ValueError:
            gebeurtenis = None
        een = Ontvangen(koppen, gebeurtenis, any(_klopt(s, koppen, inhoud) for s in self.sleutels))
        self.ontvangen.append(een)
        self._bij(een)
        return self.gedrag


def _klopt(sleutel: str, koppen: Mapping[str, str], inhoud: bytes) -> bool:
    try:
        Webhook(sleutel).verify(inhoud, dict(koppen), json_parse=False)
    except (WebhookVerificationError, EmptyWebhookSecretError, ValueError):
        return False
    return True


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, adres: tuple[str, int], ontvanger: Ontvanger, tls: ssl.SSLContext) -> None:
        super().__init__(adres, _Verzoek)
        self.ontvanger = ontvanger
        self._open: set[socket.socket] = set()
        # The handshake in the thread of the connection: one that hangs holds up nobody else.
        self.socket = tls.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)

    def get_request(self) -> tuple[socket.socket, Any]:
        """The next connection, remembered until it ends."""
        stroom, adres = super().get_request()
        self._open.add(stroom)
        return stroom, adres

    def shutdown_request(self, request: Any) -> None:  # noqa: ANN401 - the base class's own
        """This connection has ended."""
        self._open.discard(request)
        super().shutdown_request(request)

    def verbreek(self) -> None:
        """End all connections."""
        for stroom in list(self._open):
            with contextlib.suppress(OSError):
                stroom.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: object, client_address: object) -> None:
        """A sender that goes away is no news."""


class _Verzoek(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 60

    def do_POST(self) -> None:
        ontvanger = cast("_Server", self.server).ontvanger
        lengte = min(int(self.headers.get("Content-Length") or 0), _HOOGSTENS)
        koppen = {naam.lower(): waarde for naam, waarde in self.headers.items()}
        gedrag = ontvanger.neem_aan(koppen, self.rfile.read(lengte))
        self.close_connection = True
        with contextlib.suppress(OSError):
            self.close_connection = not gedrag(cast("Any", self.wfile))

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """What is worth saying `bij` says."""
