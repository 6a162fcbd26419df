"""`functions/inname`: takes in what SBB brings. All is needed each time, so nothing is imported late."""

from functools import cached_property
from typing import Final

from stagemarkt import settings
from stagemarkt.adapters.client_certificate import read_client_certificate
from stagemarkt.adapters.dynamodb.mutaties import MutatieTable
from stagemarkt.adapters.dynamodb.rejects import RejectsTable
from stagemarkt.adapters.dynamodb.sbb_subscriptions import SubscriptionTable
from stagemarkt.adapters.queues import SqsFanOutQueue
from stagemarkt.adapters.soap.incoming.receiving import SoapReceiver
from stagemarkt.adapters.sqs_client import make_sqs_client
from stagemarkt.composition.base import Composition
from stagemarkt.composition.needs import Needs
from stagemarkt.composition.resources import MUTATIES, VERWERKING
from stagemarkt.domain.changes.intake import IntakeContext
from stagemarkt.entry.intake import IntakeDesk

NEEDS: Final = Needs(
    rights=MUTATIES.may("GetItem", "PutItem", "UpdateItem", "BatchWriteItem") | VERWERKING.may("SendMessage"),
    settings=frozenset({settings.afzender, settings.intake_url}),
)


class InnamePorts(Composition):
    """The table of mutaties, and the queue of what is to be passed on."""

    needs = NEEDS

    @cached_property
    def front(self) -> IntakeDesk:
        """What the way in works with."""
        van, client, table = self.setting(settings.afzender), self._patient_dynamodb, self.name_of(MUTATIES)
        return IntakeDesk(
            intake=IntakeContext(
                storage=MutatieTable(client, table),
                message_queue=SqsFanOutQueue(make_sqs_client(self.clock), self.name_of(VERWERKING)),
                abonnementen=SubscriptionTable(client, table),
                sbb_oin=van.oin,
                rejects_register=RejectsTable(client, table),
            ),
            lees_certificaat=read_client_certificate,
            language=SoapReceiver(van.namespace, van.soapaction, van.oin, self.setting(settings.intake_url)),
            clock=self.clock,
        )
