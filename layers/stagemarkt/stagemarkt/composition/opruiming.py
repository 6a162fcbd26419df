"""`functions/opruiming`: empties what may be kept no longer; finds and deletes, and reads nothing."""

from functools import cached_property
from typing import Final

from stagemarkt import settings
from stagemarkt.adapters.dynamodb.cache_purge import AnswerPurger
from stagemarkt.composition.base import Composition
from stagemarkt.composition.needs import Needs
from stagemarkt.composition.resources import ANSWERS
from stagemarkt.domain.cache.retention import CacheMode
from stagemarkt.ports.cache import Purger

NEEDS: Final = Needs(rights=ANSWERS.may("Scan", "BatchWriteItem"), settings=frozenset({settings.cachemodus}))


class OpruimingPorts(Composition):
    """What may be kept, and what empties the rest."""

    needs = NEEDS

    @property
    def cachemodus(self) -> CacheMode:
        """What may be kept at rest."""
        return self.setting(settings.cachemodus)

    @cached_property
    def purger(self) -> Purger:
        """Empties what may be kept no longer."""
        return AnswerPurger(self._dynamodb, self.name_of(ANSWERS))
