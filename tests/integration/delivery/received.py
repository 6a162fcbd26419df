"""Both ends of a webhook: a receiver on this machine, over real TLS, and the bezorger that knows its CA."""

import ssl
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

import trustme
from stagemarkt.adapters.delivery.webhook import WebhookBezorger
from stagemarkt.domain.changes.proofs import nieuw_ondertekengeheim
from stagemarkt.domain.changes.webhook_url import Uitzonderingen
from stagemarkt.ports.deadline import Termijn
from stagemarkt.ports.delivery import Bericht, Bestemming, Bezorger, Uitkomst

from tests.integration.support.server import Gedrag, Server, draaiend

SLEUTEL: Final = nieuw_ondertekengeheim()
BERICHT: Final = Bericht(
    id="d288d401-9f5e-5ba8-bb71-4801207e1e80",
    volgnummer=7,
    leerbedrijf_id="900000001",
    code="25998",
    inhoud='{"specversion":"1.0","data":{"naam":"Café Ünïcode"}}'.encode(),
)


class Ontvangst:
    """Makes receivers and sends to them; what is opened is closed with the test."""

    def __init__(self, opruimer: ExitStack, ca: trustme.CA) -> None:
        self._opruimer = opruimer
        self._ca = ca

    def server(self, *gedrag: Gedrag, tls: ssl.SSLContext | None = None) -> Server:
        """A receiver with a certificate for `localhost`, or with this context."""
        return self._opruimer.enter_context(draaiend(Server(tls or self.tls(), *gedrag)))

    def tls(
        self, naam: str = "localhost", *, uitgever: trustme.CA | None = None, dagen: int = 30
    ) -> ssl.SSLContext:
        """What a receiver shows: for which name, by whom, and for how many days from now."""
        nu = datetime.now(UTC)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        (uitgever or self._ca).issue_cert(
            naam, not_before=nu - timedelta(days=60), not_after=nu + timedelta(days=dagen)
        ).configure_cert(context)
        return context

    def bezorger(self, *servers: Server) -> WebhookBezorger:
        """Knows these receivers as the exceptions that they are."""
        return self.bezorger_voor(*(f"localhost:{poort_van(server)}" for server in servers))

    def bezorger_voor(self, *plaatsen: str) -> WebhookBezorger:
        """Knows these `host:port` as exceptions."""
        ca = self._ca.cert_pem.bytes().decode()
        bezorger = WebhookBezorger(Uitzonderingen(frozenset(plaatsen), ca))
        self._opruimer.callback(bezorger.sluit)
        return bezorger

    def bezorg(self, *gedrag: Gedrag, tls: ssl.SSLContext | None = None, termijn: float = 5) -> Uitkomst:
        """One event to a receiver that behaves like this."""
        server = self.server(*gedrag, tls=tls)
        return stuur(self.bezorger(server), server, termijn=termijn)


def poort_van(server: Server) -> int:
    """Where it listens."""
    return urlsplit(server.url).port or 0


def stuur(
    bezorger: Bezorger,
    server: Server,
    *,
    bericht: Bericht = BERICHT,
    sleutels: tuple[str, ...] = (SLEUTEL,),
    termijn: float = 5,
) -> Uitkomst:
    """One attempt."""
    url = f"https://localhost:{poort_van(server)}/hook?x=1"
    return bezorger.bezorg(Bestemming("a1", "webhook", url, None, sleutels), bericht, Termijn.van(termijn))
