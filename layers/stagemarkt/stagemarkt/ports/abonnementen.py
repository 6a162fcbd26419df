"""The ports to the abonnementen: reading them, and keeping what their owners change."""

from collections.abc import Sequence
from typing import Final, Protocol

from stagemarkt.model.abonnement import Abonnement, AbonnementKey

# Of one afnemer for one school: each costs a write with every change.
AT_MOST: Final = 50


class AbonnementenReader(Protocol):
    """Reads abonnementen; what has been written is seen at once. Raises StorageError when it cannot."""

    def read(self, sleutel: AbonnementKey) -> Abonnement | None:
        """The one that is meant, or None."""
        ...

    def of_school(self, school: str) -> Sequence[Abonnement]:
        """All of this school, of every afnemer, by id."""
        ...


class AbonnementenRegistry(AbonnementenReader, Protocol):
    """Keeps abonnementen. Every call raises StorageError when it is not, or may not be, done."""

    def make(self, abonnement: Abonnement, read_until: int, now: float) -> bool:
        """Add it, to begin after line `read_until` of its school's feed.

        False when its afnemer has `AT_MOST` for its school already, whoever else is adding at this moment.

        Raises:
            AbonnementExists: its afnemer has one with this destination and filter.
        """
        ...

    def modify(self, old: Abonnement, new: Abonnement, due_at: float | None = None) -> bool:
        """Put `new` in place of `old`; False when that is not what is there any more.

        With `due_at` it is due at that moment as well, if it is active then: in one step, so that nothing
        can be active and never woken.

        Raises:
            AbonnementExists: as for `make`.
        """
        ...

    def remove(self, abonnement: Abonnement, now: float) -> bool:
        """Take it away; False when it is not, or not in this version, there any more."""
        ...

    def is_ended(self, sleutel: AbonnementKey, afnemer_id: str) -> bool:
        """Whether this afnemer had it and ended it, as far back as deliveries are kept."""
        ...
