"""`functions/verdeling`: passes on what SBB told, to feeds and outbox, and forgets what was kept of it."""

from functools import cached_property
from typing import Final

from stagemarkt.adapters.dynamodb.cache_invalidation import Antwoordvergeter
from stagemarkt.adapters.dynamodb.mutaties import Mutatietabel
from stagemarkt.composition.needs import Needs
from stagemarkt.composition.outgoing import SendsChanges
from stagemarkt.composition.resources import (
    ABONNEMENTEN,
    AFLEVERING,
    ANTWOORDEN,
    MUTATIES,
    UITGAAND,
    VERWERKING,
)
from stagemarkt.domain.changes.fanout import Verdeler
from stagemarkt.observability import meld_opslagfout

NEEDS: Final = Needs(
    rights=MUTATIES.may("BatchGetItem")
    | ANTWOORDEN.may("Query", "UpdateItem", "BatchWriteItem")
    | ABONNEMENTEN.may("Query")
    | UITGAAND.may("GetItem", "BatchGetItem", "Query", "PutItem", "UpdateItem")
    | AFLEVERING.may("SendMessage"),
    consumes=frozenset({VERWERKING}),
)


class VerdelingPorts(SendsChanges):
    """The fan-out."""

    needs = NEEDS

    @cached_property
    def verdeler(self) -> Verdeler:
        """Passes on what SBB told."""
        return Verdeler(
            Mutatietabel(self._geduldige_dynamodb, self.name_of(MUTATIES)),
            Antwoordvergeter(self._dynamodb, self.name_of(ANTWOORDEN)),
            self.feed,
            self.abonnementen,
            self.afleveringen,
            self.wekker,
            self.klok,
            meld_opslagfout,
        )
