"""`functions/abonnementen`: where changes go, as their owners say; sends nothing out itself."""

from functools import cached_property
from typing import Final

from stagemarkt import settings
from stagemarkt.composition.needs import Needs
from stagemarkt.composition.outgoing import SendsChanges
from stagemarkt.composition.resources import ABONNEMENTEN, AFLEVERING, UITGAAND
from stagemarkt.domain.changes.abonnement_desk import AbonnementDesk
from stagemarkt.observability import report_storage_error
from stagemarkt.ports.delivery import WebhookVetter

NEEDS: Final = Needs(
    rights=ABONNEMENTEN.may("GetItem", "Query", "PutItem", "UpdateItem", "DeleteItem")
    | UITGAAND.may("GetItem", "Query", "PutItem", "UpdateItem")
    | AFLEVERING.may("SendMessage"),
    settings=frozenset({settings.delivery_settings, settings.delivery_role}),
)


class AbonnementenPorts(SendsChanges):
    """The abonnementen, their outbox, and what judges where they lead."""

    needs = NEEDS

    @property
    def webhook_vetter(self) -> WebhookVetter:
        """Judges where a new webhook leads."""
        from stagemarkt.adapters.delivery.vetting import DnsVetter

        return DnsVetter(self._webhook_exceptions)

    @property
    def delivery_role(self) -> str:
        """The role that sends to queues of others."""
        return self.setting(settings.delivery_role)

    @cached_property
    def desk(self) -> AbonnementDesk:
        """Serves the owners of abonnementen."""
        return AbonnementDesk(
            self.abonnementen,
            self.feed,
            self.deliveries,
            self.deliveries,
            self.outbox,
            self.tempo,
            lambda: self.waker,
            report_storage_error,
            self.clock,
        )
