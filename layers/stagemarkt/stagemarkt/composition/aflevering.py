"""`functions/aflevering`: delivers, and is the one that sends anything to others."""

from functools import cached_property
from random import random
from typing import Final

from stagemarkt import settings
from stagemarkt.adapters.delivery.sqs import SqsBezorger
from stagemarkt.adapters.delivery.ways_out import Bezorgdienst
from stagemarkt.adapters.delivery.webhook import WebhookBezorger
from stagemarkt.adapters.dynamodb.access import Sleuteltabel
from stagemarkt.composition.needs import Needs
from stagemarkt.composition.outgoing import SendsChanges
from stagemarkt.composition.resources import (
    ABONNEMENTEN,
    AFLEVERING,
    KEYS_OF_OTHERS,
    PEPER,
    QUEUES_OF_OTHERS,
    TOEGANG,
    UITGAAND,
    WACHTEND,
)
from stagemarkt.domain.access import has_scope
from stagemarkt.domain.changes.delivery import Afleveraar
from stagemarkt.domain.changes.trial import TrialSender
from stagemarkt.model.abonnement import Abonnement
from stagemarkt.model.today import vandaag_in_nederland
from stagemarkt.ports.delivery import Bezorger

NEEDS: Final = Needs(
    # Whether the afnemer may still be told.
    rights=TOEGANG.may("Query")
    | ABONNEMENTEN.may("GetItem", "PutItem")
    | UITGAAND.may("UpdateItem")
    | WACHTEND.may("Query")
    | AFLEVERING.may("SendMessage")
    | QUEUES_OF_OTHERS.may("SendMessage")
    | KEYS_OF_OTHERS.may("GenerateDataKey", "Decrypt"),
    settings=frozenset({settings.bezorging, settings.beheerder_oin}),
    consumes=frozenset({AFLEVERING}),
)


class AfleveringPorts(SendsChanges):
    """The abonnementen, their outbox, and the ways out."""

    needs = NEEDS

    @cached_property
    def bezorger(self) -> Bezorger:
        """Hands events to receivers, over connections that it keeps between calls."""
        return Bezorgdienst(
            lambda: WebhookBezorger(self._webhookuitzonderingen, klok=self.klok),
            lambda: SqsBezorger(self.thuis),
        )

    @cached_property
    def afleveraar(self) -> Afleveraar:
        """Delivers for one abonnement at a time."""
        return Afleveraar(
            self.abonnementen,
            self.uitbak,
            self.bezorger,
            self.wekker,
            self.klok,
            random,
            self.gebeurtenisbron,
            self._mag_weten,
        )

    @cached_property
    def trial(self) -> TrialSender:
        """Sends test messages."""
        return TrialSender(self.abonnementen, self.tempo, self.bezorger, self.gebeurtenisbron, self.klok)

    @cached_property
    def _sleutels(self) -> Sleuteltabel:
        # Of keys it reads whose they are; the pepper of their hashes is not for it.
        return Sleuteltabel(self._zekere_dynamodb, self.name_of(TOEGANG), lambda: self.name_of(PEPER))

    def _mag_weten(self, abonnement: Abonnement) -> bool:
        """Whether its afnemer has the scope for its school today: what is withdrawn ends deliveries too."""
        rechten = self._sleutels.rechten(abonnement.afnemer_id)
        return has_scope(rechten, abonnement.school, "mutaties", vandaag_in_nederland(self.klok()))
