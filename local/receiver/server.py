"""The receiver: HTTPS on 127.0.0.1, every request verified with the library that vendors would use."""

import contextlib
import json
import ssl
from collections.abc import Callable, Mapping, Sequence
from types import TracebackType
from typing import Any, NamedTuple, Self, cast

from standardwebhooks.webhooks import EmptyWebhookSecretError, Webhook, WebhookVerificationError

from local.certificates import KeyPair
from local.receiver.behaviour import BEHAVIOURS, REFUSES, Behaviour
from local.request_body import BodyRefused
from local.server import SilentHandler, ThreadingServer, tls_context

_AT_MOST = 1024 * 1024


class ReceivedPost(NamedTuple):
    """One request: its headers in small letters, the event, and whether its signature is right."""

    koppen: Mapping[str, str]
    this_event: Any
    is_right: bool


class Receiver:
    """Listens from the moment it is made until `sluit`; also a context manager.

    Args:
        port: 0 for a free one.
        pair: the certificate that it shows.
        sleutels: the secrets of the abonnement; one of them must fit.
        run: is told of every request, before it is answered.

    Attributes:
        behaviour: what it does with the next request; may be changed at any time.
        received: every request so far.
    """

    def __init__(
        self,
        port: int,
        pair: KeyPair,
        sleutels: Sequence[str] = (),
        run: Callable[[ReceivedPost], None] = lambda _: None,
    ) -> None:
        self.sleutels = list(sleutels)
        self.behaviour: Behaviour = BEHAVIOURS["goed"]
        self.received: list[ReceivedPost] = []
        self._on_received = run
        self._server = _Server(port, self, tls_context(pair))
        self.url = f"https://localhost:{self._server.port}/"
        self._server.begin()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trail: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Stop listening, and end the connections that are open: a sender that kept one must see it."""
        self._server.einde()

    def accept(self, headers: Mapping[str, str], content: bytes) -> Behaviour:
        """Verify one request, keep it, and say what to do with it: a good receiver refuses a stranger's."""
        try:
            this_event = json.loads(content)
        except ValueError:
            this_event = None
        one = ReceivedPost(headers, this_event, any(_is_right(s, headers, content) for s in self.sleutels))
        self.received.append(one)
        self._on_received(one)
        if self.behaviour is BEHAVIOURS["goed"] and self.sleutels and not one.is_right:
            return REFUSES
        return self.behaviour


def _is_right(sleutel: str, headers: Mapping[str, str], content: bytes) -> bool:
    try:
        Webhook(sleutel).verify(content, dict(headers), json_parse=False)
    except (WebhookVerificationError, EmptyWebhookSecretError, ValueError):
        return False
    return True


class _Server(ThreadingServer):
    def __init__(self, port: int, receiver: Receiver, tls: ssl.SSLContext) -> None:
        self.receiver = receiver
        super().__init__(port, _Request, tls)


class _Request(SilentHandler):
    """Handles one connection of a receiver; what is worth saying `run` says."""

    server: _Server

    def do_POST(self) -> None:
        try:
            body = self.body(_AT_MOST) or b""
        except BodyRefused as error:
            self.send_error(error.status)
            return
        headers = {name.lower(): value for name, value in self.headers.items()}
        behaviour = self.server.receiver.accept(headers, body)
        self.close_connection = True
        with contextlib.suppress(OSError):
            self.close_connection = not behaviour(cast("Any", self.wfile), self.server.stop)
