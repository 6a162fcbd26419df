"""Judges the URL of a new abonnement (implements `ports.delivery.Webhookkeurder`): its form and address."""

import asyncio
from typing import Final

from stagemarkt.adapters.delivery.network import NietVerbonden, Zoeker, zoek_adressen, zoek_openbaar
from stagemarkt.domain.changes.webhook_url import (
    GEEN_UITZONDERINGEN,
    Uitzonderingen,
    UrlOngeldig,
    lees_webhookadres,
)
from stagemarkt.model.delivery_reasons import REDENEN
from stagemarkt.model.errors import Tekst

_GEDULD: Final = 2.0


class DnsKeurder:
    """Looks the name up, for `geduld` seconds at most, and connects to nothing."""

    def __init__(
        self,
        uitzonderingen: Uitzonderingen = GEEN_UITZONDERINGEN,
        zoek: Zoeker = zoek_adressen,
        geduld: float = _GEDULD,
    ) -> None:
        self._uitzonderingen = uitzonderingen.plaatsen
        self._zoek = zoek
        self._geduld = geduld

    def keur(self, url: str) -> tuple[Tekst, ...]:
        """As the port says."""
        try:
            adres = lees_webhookadres(url, self._uitzonderingen)
        except UrlOngeldig as fout:
            return fout.fouten
        return asyncio.run(self._keur_naam(adres.gastheer, adres.poort, adres.plaats))

    async def _keur_naam(self, naam: str, poort: int, plaats: str) -> tuple[Tekst, ...]:
        try:
            async with asyncio.timeout(self._geduld):
                await zoek_openbaar(naam, poort, self._zoek, vrij=plaats in self._uitzonderingen)
        except NietVerbonden as fout:
            return (REDENEN[fout.reden],)
        except TimeoutError:
            # A DNS that dawdles is no fault of the URL; every attempt judges again.
            return ()
        return ()
