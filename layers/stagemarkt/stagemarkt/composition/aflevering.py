"""`functions/aflevering`: delivers, and is the one that sends anything to others."""

from functools import cached_property
from random import random
from typing import Final

from stagemarkt import settings
from stagemarkt.adapters.delivery.sqs import SqsSender
from stagemarkt.adapters.delivery.ways_out import WaysOut
from stagemarkt.adapters.delivery.webhook import WebhookSender
from stagemarkt.adapters.dynamodb.access import SleutelTable
from stagemarkt.composition.needs import Needs
from stagemarkt.composition.outgoing import SendsChanges
from stagemarkt.composition.resources import (
    ABONNEMENTEN,
    AFLEVERING,
    KEYS_OF_OTHERS,
    PEPPER,
    QUEUES_OF_OTHERS,
    TOEGANG,
    UITGAAND,
    WACHTEND,
)
from stagemarkt.domain.access import has_scope
from stagemarkt.domain.changes.delivery import Deliverer
from stagemarkt.domain.changes.trial import TrialSender
from stagemarkt.model.abonnement import Abonnement
from stagemarkt.model.today import today_in_netherlands
from stagemarkt.ports.delivery import EventSender

NEEDS: Final = Needs(
    # Whether the afnemer may still be told.
    rights=TOEGANG.may("Query")
    | ABONNEMENTEN.may("GetItem", "PutItem")
    | UITGAAND.may("UpdateItem")
    | WACHTEND.may("Query")
    | AFLEVERING.may("SendMessage")
    | QUEUES_OF_OTHERS.may("SendMessage")
    | KEYS_OF_OTHERS.may("GenerateDataKey", "Decrypt"),
    settings=frozenset({settings.delivery_settings, settings.beheerder_oin}),
    consumes=frozenset({AFLEVERING}),
)


class AfleveringPorts(SendsChanges):
    """The abonnementen, their outbox, and the ways out."""

    needs = NEEDS

    @cached_property
    def sender(self) -> EventSender:
        """Hands events to receivers, over connections that it keeps between calls."""
        return WaysOut(
            lambda: WebhookSender(self._webhook_exceptions, clock=self.clock),
            lambda: SqsSender(self.home),
        )

    @cached_property
    def deliverer(self) -> Deliverer:
        """Delivers for one abonnement at a time."""
        return Deliverer(
            self.abonnementen,
            self.outbox,
            self.sender,
            self.waker,
            self.clock,
            random,
            self.event_source,
            self._may_know,
        )

    @cached_property
    def trial(self) -> TrialSender:
        """Sends test messages."""
        return TrialSender(self.abonnementen, self.tempo, self.sender, self.event_source, self.clock)

    @cached_property
    def _sleutels(self) -> SleutelTable:
        # Of keys it reads whose they are; the pepper of their hashes is not for it.
        return SleutelTable(self._sure_dynamodb, self.name_of(TOEGANG), lambda: self.name_of(PEPPER))

    def _may_know(self, abonnement: Abonnement) -> bool:
        """Whether its afnemer has the scope for its school today: what is withdrawn ends deliveries too."""
        rights = self._sleutels.rights(abonnement.afnemer_id)
        return has_scope(rights, abonnement.school, "mutaties", today_in_netherlands(self.clock()))
