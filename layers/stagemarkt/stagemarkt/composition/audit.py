"""The record of who was told of people: functions can add to it, and do nothing else."""

from functools import cached_property
from typing import Final

from stagemarkt import settings
from stagemarkt.adapters.dynamodb.audit import ProcessingTable
from stagemarkt.composition.base import Composition
from stagemarkt.composition.needs import Needs
from stagemarkt.composition.resources import AUDIT
from stagemarkt.ports.audit import AuditLog

PUTS_ON_RECORD: Final = Needs(rights=AUDIT.may("PutItem"), settings=frozenset({settings.audit_retention}))


class PutsOnRecord(Composition):
    """Puts on record who is told of people, before they are."""

    @cached_property
    def processings(self) -> AuditLog:
        """The log of who was told of people."""
        return ProcessingTable(
            self._sure_dynamodb, self.name_of(AUDIT), self.setting(settings.audit_retention)
        )
