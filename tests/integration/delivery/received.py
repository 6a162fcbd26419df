"""Both ends of a webhook: a receiver on this machine, over real TLS, and the sender that knows its CA."""

import ssl
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

import trustme
from stagemarkt.adapters.delivery.webhook import WebhookSender
from stagemarkt.domain.changes.proofs import new_signing_secret
from stagemarkt.domain.changes.webhook_url import Exceptions
from stagemarkt.ports.deadline import Deadline
from stagemarkt.ports.delivery import DeliveryMessage, DeliveryOutcome, Destination, EventSender

from tests.integration.support.server import Behaviour, HttpsServer, running

SLEUTEL: Final = new_signing_secret()
MESSAGE: Final = DeliveryMessage(
    id="d288d401-9f5e-5ba8-bb71-4801207e1e80",
    volgnummer=7,
    leerbedrijf_id="900000001",
    code="25998",
    inhoud='{"specversion":"1.0","data":{"naam":"Café Ünïcode"}}'.encode(),
)


class ReceivedPosts:
    """Makes receivers and sends to them; what is opened is closed with the test."""

    def __init__(self, purger: ExitStack, ca: trustme.CA) -> None:
        self._cleanup = purger
        self._ca = ca

    def server(self, *behaviour: Behaviour, tls: ssl.SSLContext | None = None) -> HttpsServer:
        """A receiver with a certificate for `localhost`, or with this context."""
        return self._cleanup.enter_context(running(HttpsServer(tls or self.tls(), *behaviour)))

    def tls(
        self, name: str = "localhost", *, issuer: trustme.CA | None = None, days: int = 30
    ) -> ssl.SSLContext:
        """What a receiver shows: for which name, by whom, and for how many days from now."""
        now = datetime.now(UTC)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        (issuer or self._ca).issue_cert(
            name, not_before=now - timedelta(days=60), not_after=now + timedelta(days=days)
        ).configure_cert(context)
        return context

    def sender(self, *servers: HttpsServer) -> WebhookSender:
        """Knows these receivers as the exceptions that they are."""
        return self.sender_for(*(f"localhost:{port_of(server)}" for server in servers))

    def sender_for(self, *places: str, clock: Callable[[], float] = time.time) -> WebhookSender:
        """Knows these `host:port` as exceptions."""
        ca = self._ca.cert_pem.bytes().decode()
        sender = WebhookSender(Exceptions(frozenset(places), ca), clock=clock)
        self._cleanup.callback(sender.close)
        return sender

    def dispatch(
        self, *behaviour: Behaviour, tls: ssl.SSLContext | None = None, deadline: float = 5
    ) -> DeliveryOutcome:
        """One event to a receiver that behaves like this."""
        server = self.server(*behaviour, tls=tls)
        return send(self.sender(server), server, deadline=deadline)


def port_of(server: HttpsServer) -> int:
    """Where it listens."""
    return urlsplit(server.url).port or 0


def send(
    sender: EventSender,
    server: HttpsServer,
    *,
    message: DeliveryMessage = MESSAGE,
    sleutels: tuple[str, ...] = (SLEUTEL,),
    deadline: float = 5,
) -> DeliveryOutcome:
    """One attempt."""
    url = f"https://localhost:{port_of(server)}/hook?x=1"
    return sender.dispatch(
        Destination("a1", "webhook", url, None, sleutels), message, Deadline.after(deadline)
    )
