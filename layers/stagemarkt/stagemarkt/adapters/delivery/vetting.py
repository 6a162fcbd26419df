"""Judges the URL of a new abonnement (implements `ports.delivery.WebhookVetter`): its form and address."""

import asyncio
from typing import Final

from stagemarkt.adapters.delivery.network import NotConnected, Resolver, resolve_addresses, resolve_public
from stagemarkt.adapters.own_failures import make_runner
from stagemarkt.domain.changes.webhook_url import NO_EXCEPTIONS, Exceptions, InvalidUrl, read_webhook_url
from stagemarkt.model.delivery_reasons import REASONS
from stagemarkt.model.errors import Bilingual

_PATIENCE: Final = 2.0


class DnsVetter:
    """Looks the name up, for `geduld` seconds at most, and connects to nothing."""

    def __init__(
        self,
        exceptions: Exceptions = NO_EXCEPTIONS,
        search: Resolver = resolve_addresses,
        geduld: float = _PATIENCE,
    ) -> None:
        self._exceptions = exceptions.places
        self._search = search
        self._patience = geduld

    def vet(self, url: str) -> tuple[Bilingual, ...]:
        """As the port says."""
        try:
            adres = read_webhook_url(url, self._exceptions)
        except InvalidUrl as error:
            return error.fouten
        with make_runner() as runner:
            return runner.run(self._vet_name(adres.host, adres.port, adres.plaats))

    async def _vet_name(self, name: str, port: int, plaats: str) -> tuple[Bilingual, ...]:
        try:
            async with asyncio.timeout(self._patience):
                await resolve_public(name, port, self._search, free=plaats in self._exceptions)
        except NotConnected as error:
            return (REASONS[error.reden],)
        except TimeoutError:
            # A DNS that dawdles is no fault of the URL; every attempt judges again.
            return ()
        return ()
