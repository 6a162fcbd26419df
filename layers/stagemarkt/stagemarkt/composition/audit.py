"""The record of who was told of people: functions can add to it, and do nothing else."""

from functools import cached_property
from typing import Final

from stagemarkt import settings
from stagemarkt.adapters.dynamodb.audit import Verwerkingentabel
from stagemarkt.composition.base import Composition
from stagemarkt.composition.needs import Needs
from stagemarkt.composition.resources import AUDIT
from stagemarkt.ports.audit import Verwerkingenlog

PUTS_ON_RECORD: Final = Needs(rights=AUDIT.may("PutItem"), settings=frozenset({settings.auditbewaartermijn}))


class PutsOnRecord(Composition):
    """Puts on record who is told of people, before they are."""

    @cached_property
    def verwerkingen(self) -> Verwerkingenlog:
        """The log of who was told of people."""
        return Verwerkingentabel(
            self._zekere_dynamodb, self.name_of(AUDIT), self.setting(settings.auditbewaartermijn)
        )
