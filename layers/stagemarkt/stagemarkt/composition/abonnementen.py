"""`functions/abonnementen`: where changes go, as their owners say; sends nothing out itself."""

from functools import cached_property
from typing import Final

from stagemarkt import settings
from stagemarkt.composition.needs import Needs
from stagemarkt.composition.outgoing import SendsChanges
from stagemarkt.composition.resources import ABONNEMENTEN, AFLEVERING, UITGAAND
from stagemarkt.domain.changes.abonnement_desk import AbonnementDesk
from stagemarkt.observability import meld_opslagfout
from stagemarkt.ports.delivery import Webhookkeurder

NEEDS: Final = Needs(
    rights=ABONNEMENTEN.may("GetItem", "Query", "PutItem", "DeleteItem")
    | UITGAAND.may("GetItem", "Query", "PutItem", "UpdateItem")
    | AFLEVERING.may("SendMessage"),
    settings=frozenset({settings.bezorging, settings.bezorgrol}),
)


class AbonnementenPorts(SendsChanges):
    """The abonnementen, their outbox, and what judges where they lead."""

    needs = NEEDS

    @property
    def webhookkeurder(self) -> Webhookkeurder:
        """Judges where a new webhook leads."""
        from stagemarkt.adapters.delivery.vetting import DnsKeurder

        return DnsKeurder(self._webhookuitzonderingen)

    @property
    def bezorgrol(self) -> str:
        """The role that sends to queues of others."""
        return self.setting(settings.bezorgrol)

    @cached_property
    def desk(self) -> AbonnementDesk:
        """Serves the owners of abonnementen."""
        return AbonnementDesk(
            self.abonnementen,
            self.feed,
            self.afleveringen,
            self.afleveringen,
            self.uitbak,
            self.tempo,
            lambda: self.wekker,
            meld_opslagfout,
            self.klok,
        )
