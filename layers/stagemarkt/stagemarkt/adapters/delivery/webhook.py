"""Webhooks by Standard Webhooks 1.0 (implements `stagemarkt.ports.delivery.Bezorger`)."""

import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Final

from standardwebhooks.webhooks import EmptyWebhookSecretError, Webhook

from stagemarkt import __version__
from stagemarkt.adapters.delivery.causes import FOUTEN, van_antwoord, van_fout
from stagemarkt.adapters.delivery.sender import Zender
from stagemarkt.domain.changes.event import MEDIATYPE
from stagemarkt.domain.changes.webhook_url import (
    GEEN_UITZONDERINGEN,
    Uitzonderingen,
    UrlOngeldig,
    lees_webhookadres,
)
from stagemarkt.ports.deadline import Termijn
from stagemarkt.ports.delivery import KOP_HANDTEKENING, KOP_ID, KOP_MOMENT, Bericht, Bestemming, Uitkomst

_AFZENDER: Final = f"stagemarkt-facade/{__version__}"


class WebhookBezorger:
    """Signs and posts. Connections stay open between calls: use it from one thread, and `sluit` it.

    Args:
        uitzonderingen: receivers with any name and a CA of their own.
        zender: what posts.
        klok: seconds since 1970; the time in a signature comes from here.
    """

    def __init__(
        self,
        uitzonderingen: Uitzonderingen = GEEN_UITZONDERINGEN,
        zender: Zender | None = None,
        klok: Callable[[], float] = time.time,
    ) -> None:
        self._uitzonderingen = uitzonderingen.plaatsen
        self._zender = zender or Zender(uitzonderingen)
        self._klok = klok

    def bezorg(self, bestemming: Bestemming, bericht: Bericht, termijn: Termijn) -> Uitkomst:
        """As the port says. The URL is judged again each time: what may be sent to can change with us."""
        try:
            adres = lees_webhookadres(bestemming.url or "", self._uitzonderingen)
        except UrlOngeldig:
            return Uitkomst("geweigerd", reden="url-ongeldig")
        try:
            koppen = ondertekend(bericht, bestemming.sleutels, self._klok())
        except (EmptyWebhookSecretError, ValueError):
            return Uitkomst("geweigerd", reden="geen-sleutel")
        try:
            antwoord = self._zender.post(adres, koppen, bericht.inhoud, termijn)
        except FOUTEN as fout:
            return van_fout(fout)
        return van_antwoord(antwoord, self._klok())

    def sluit(self) -> None:
        """Close all connections."""
        self._zender.sluit()


def ondertekend(bericht: Bericht, sleutels: Sequence[str], nu: float) -> dict[str, str]:
    """The headers of one attempt at `nu` (seconds since 1970), with a signature for each key.

    Raises:
        ValueError, EmptyWebhookSecretError: there is no key, or one that cannot be read.
    """
    if not sleutels:
        raise ValueError("no key")
    moment = datetime.fromtimestamp(int(nu), UTC)
    tekst = bericht.inhoud.decode()
    handtekeningen = [Webhook(sleutel).sign(bericht.id, moment, tekst) for sleutel in sleutels]
    return {
        "Content-Type": f"{MEDIATYPE}; charset=utf-8",
        KOP_ID: bericht.id,
        KOP_MOMENT: str(int(nu)),
        KOP_HANDTEKENING: " ".join(handtekeningen),
        "User-Agent": _AFZENDER,
        "Accept": "*/*",
        "Accept-Encoding": "identity",
    }
