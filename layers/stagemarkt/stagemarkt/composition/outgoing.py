"""The way out of changes: the feeds, the abonnementen with their outbox, and the queue of whoever delivers.

Which of it a function touches, and with which rights, each function says. All of it is needed each time, so
nothing is imported late; a client of SQS is made when somebody is nudged.
"""

from functools import cached_property
from typing import TYPE_CHECKING

from stagemarkt import settings
from stagemarkt.adapters.dynamodb.abonnementen import Abonnemententabel
from stagemarkt.adapters.dynamodb.deliveries import Aflevertabel
from stagemarkt.adapters.dynamodb.feed import Feedtabel
from stagemarkt.adapters.dynamodb.outbox import Uitbaktabel
from stagemarkt.adapters.dynamodb.pace import Tempotabel
from stagemarkt.adapters.sqs import connection as sqs
from stagemarkt.adapters.sqs.delivery import Afleverrij
from stagemarkt.composition.base import Composition
from stagemarkt.composition.resources import ABONNEMENTEN, AFLEVERING, UITGAAND
from stagemarkt.domain.changes.event import bron_van
from stagemarkt.domain.changes.queue_arn import Thuis
from stagemarkt.domain.changes.webhook_url import Uitzonderingen, lees_uitzonderingen

if TYPE_CHECKING:
    from stagemarkt.ports.abonnementen import Abonnementenregister
    from stagemarkt.ports.feed import Feed
    from stagemarkt.ports.outbox import Tempobewaker, Wekker


class SendsChanges(Composition):
    """Has to do with changes on their way out."""

    @cached_property
    def feed(self) -> "Feed":
        """The schools' feeds of changes."""
        return Feedtabel(self._geduldige_dynamodb, self.name_of(UITGAAND))

    @cached_property
    def abonnementen(self) -> "Abonnementenregister":
        """Where changes go."""
        return Abonnemententabel(self._geduldige_dynamodb, self.name_of(ABONNEMENTEN), self.name_of(UITGAAND))

    @cached_property
    def tempo(self) -> "Tempobewaker":
        """Counts the test messages and redeliveries of an abonnement."""
        return Tempotabel(self._geduldige_dynamodb, self.name_of(UITGAAND))

    @cached_property
    def afleveringen(self) -> Aflevertabel:
        """What was numbered for the abonnementen."""
        return Aflevertabel(self._geduldige_dynamodb, self.name_of(UITGAAND))

    @cached_property
    def uitbak(self) -> Uitbaktabel:
        """What of it waits, and when it is due."""
        return Uitbaktabel(self._geduldige_dynamodb, self.name_of(UITGAAND))

    @cached_property
    def wekker(self) -> "Wekker":
        """Nudges whoever delivers."""
        return Afleverrij(sqs.maak_client(), self.name_of(AFLEVERING))

    @property
    def gebeurtenisbron(self) -> str:
        """The `source` of every event."""
        return bron_van(self.setting(settings.beheerder_oin))

    @property
    def thuis(self) -> Thuis:
        """Where we run: no queue of our own is sent to."""
        bezorging = self.setting(settings.bezorging)
        return Thuis(bezorging.partitie, bezorging.rekening)

    @property
    def _webhookuitzonderingen(self) -> Uitzonderingen:
        bezorging = self.setting(settings.bezorging)
        return lees_uitzonderingen(bezorging.uitzonderingen, bezorging.uitzonderingen_ca, bezorging.stage)
