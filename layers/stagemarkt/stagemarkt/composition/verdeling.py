"""`functions/verdeling`: passes on what SBB told, to feeds and outbox, and forgets what was kept of it."""

from functools import cached_property
from typing import Final

from stagemarkt.adapters.dynamodb.cache_invalidation import AnswerInvalidator
from stagemarkt.adapters.dynamodb.mutaties import MutatieTable
from stagemarkt.composition.needs import Needs
from stagemarkt.composition.outgoing import SendsChanges
from stagemarkt.composition.resources import ABONNEMENTEN, AFLEVERING, ANSWERS, MUTATIES, UITGAAND, VERWERKING
from stagemarkt.domain.changes.fanout import FanOut
from stagemarkt.observability import report_storage_error

NEEDS: Final = Needs(
    rights=MUTATIES.may("BatchGetItem")
    | ANSWERS.may("Query", "UpdateItem", "BatchWriteItem")
    | ABONNEMENTEN.may("Query")
    | UITGAAND.may("GetItem", "BatchGetItem", "Query", "PutItem", "UpdateItem")
    | AFLEVERING.may("SendMessage"),
    consumes=frozenset({VERWERKING}),
)


class VerdelingPorts(SendsChanges):
    """The fan-out."""

    needs = NEEDS

    @cached_property
    def distributor(self) -> FanOut:
        """Passes on what SBB told."""
        return FanOut(
            MutatieTable(self._patient_dynamodb, self.name_of(MUTATIES)),
            AnswerInvalidator(self._dynamodb, self.name_of(ANSWERS)),
            self.feed,
            self.abonnementen,
            self.deliveries,
            self.waker,
            self.clock,
            report_storage_error,
        )
