"""The way out of changes: the feeds, the abonnementen with their outbox, and the queue of whoever delivers.

Which of it a function touches, and with which rights, each function says. All of it is needed each time, so
nothing is imported late; a client of SQS is made when somebody is nudged.
"""

from functools import cached_property
from typing import TYPE_CHECKING

from stagemarkt import settings
from stagemarkt.adapters.dynamodb.abonnementen import AbonnementenTable
from stagemarkt.adapters.dynamodb.deliveries import DeliveryTable
from stagemarkt.adapters.dynamodb.feed import FeedTable
from stagemarkt.adapters.dynamodb.outbox import OutboxTable
from stagemarkt.adapters.dynamodb.pace import PaceTable
from stagemarkt.adapters.queues import SqsDeliveryQueue
from stagemarkt.adapters.regions import regions_of
from stagemarkt.adapters.sqs_client import make_sqs_client
from stagemarkt.composition.base import Composition
from stagemarkt.composition.resources import ABONNEMENTEN, AFLEVERING, UITGAAND
from stagemarkt.domain.changes.event import source_of
from stagemarkt.domain.changes.queue_arn import Home
from stagemarkt.domain.changes.webhook_url import Exceptions, read_exceptions

if TYPE_CHECKING:
    from stagemarkt.ports.abonnementen import AbonnementenRegistry
    from stagemarkt.ports.feed import Feed
    from stagemarkt.ports.outbox import PaceGuard, Waker


class SendsChanges(Composition):
    """Has to do with changes on their way out."""

    @cached_property
    def feed(self) -> "Feed":
        """The schools' feeds of changes."""
        return FeedTable(self._patient_dynamodb, self.name_of(UITGAAND))

    @cached_property
    def abonnementen(self) -> "AbonnementenRegistry":
        """Where changes go."""
        return AbonnementenTable(self._patient_dynamodb, self.name_of(ABONNEMENTEN), self.name_of(UITGAAND))

    @cached_property
    def tempo(self) -> "PaceGuard":
        """Counts the test messages and redeliveries of an abonnement."""
        return PaceTable(self._patient_dynamodb, self.name_of(UITGAAND))

    @cached_property
    def deliveries(self) -> DeliveryTable:
        """What was numbered for the abonnementen."""
        return DeliveryTable(self._patient_dynamodb, self.name_of(UITGAAND))

    @cached_property
    def outbox(self) -> OutboxTable:
        """What of it waits, and when it is due."""
        return OutboxTable(self._patient_dynamodb, self.name_of(UITGAAND))

    @cached_property
    def waker(self) -> "Waker":
        """Nudges whoever delivers."""
        return SqsDeliveryQueue(make_sqs_client(self.clock), self.name_of(AFLEVERING))

    @property
    def event_source(self) -> str:
        """The `source` of every event."""
        return source_of(self.setting(settings.beheerder_oin))

    @property
    def home(self) -> Home:
        """Where we run: no queue of our own is sent to, and none where AWS is not."""
        delivery_settings = self.setting(settings.delivery_settings)
        partition = delivery_settings.partition
        region = self._patient_dynamodb.meta.region_name
        return Home(partition, delivery_settings.account, regions_of(partition), region)

    @property
    def _webhook_exceptions(self) -> Exceptions:
        delivery_settings = self.setting(settings.delivery_settings)
        return read_exceptions(
            delivery_settings.exceptions, delivery_settings.exceptions_ca, delivery_settings.stage
        )
