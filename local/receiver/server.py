"""The receiver: HTTPS on 127.0.0.1, every request verified with the library that vendors would use."""

import contextlib
import json
import ssl
from collections.abc import Callable, Mapping, Sequence
from http.server import BaseHTTPRequestHandler
from types import TracebackType
from typing import Any, NamedTuple, Self, cast

from standardwebhooks.webhooks import EmptyWebhookSecretError, Webhook, WebhookVerificationError

from local.receiver.behaviour import GEDRAGINGEN, Gedrag
from local.sbb.pki.files import Sleutelpaar
from local.sbb.threads import DradenServer

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
        self._server = _Server(poort, self, context)
        self.url = f"https://localhost:{self._server.poort}/"
        self._server.begin()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, soort: type[BaseException] | None, fout: BaseException | None, spoor: TracebackType | None
    ) -> None:
        self.sluit()

    def sluit(self) -> None:
        """Stop listening, and end the connections that are open: a sender that kept one must see it."""
        self._server.einde()

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


class _Server(DradenServer):
    def __init__(self, poort: int, ontvanger: Ontvanger, tls: ssl.SSLContext) -> None:
        self.ontvanger = ontvanger
        super().__init__(poort, _Verzoek, tls)


class _Verzoek(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    timeout = 60

    def do_POST(self) -> None:
        lengte = min(int(self.headers.get("Content-Length") or 0), _HOOGSTENS)
        koppen = {naam.lower(): waarde for naam, waarde in self.headers.items()}
        gedrag = self.server.ontvanger.neem_aan(koppen, self.rfile.read(lengte))
        self.close_connection = True
        with contextlib.suppress(OSError):
            self.close_connection = not gedrag(cast("Any", self.wfile), self.server.stop)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """What is worth saying `bij` says."""
