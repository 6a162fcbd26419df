"""The ports to the abonnementen: reading them, and keeping what their owners change."""

from collections.abc import Sequence
from typing import Protocol

from stagemarkt.model.abonnement import Abonnement, Abonnementsleutel


class Abonnementenlezer(Protocol):
    """Reads abonnementen; what has been written is seen at once. Raises OpslagFout when it cannot."""

    def lees(self, sleutel: Abonnementsleutel) -> Abonnement | None:
        """The one that is meant, or None."""
        ...

    def van_school(self, school: str) -> Sequence[Abonnement]:
        """All of this school, of every afnemer, by id."""
        ...


class Abonnementenregister(Abonnementenlezer, Protocol):
    """Keeps abonnementen. Every call raises OpslagFout when it is not, or may not be, done."""

    def maak(self, abonnement: Abonnement, gelezen_tot: int, nu: float) -> None:
        """Add it, to begin after line `gelezen_tot` of its school's feed.

        Raises:
            AbonnementBestaat: its afnemer has one with this destination and filter.
        """
        ...

    def wijzig(self, oud: Abonnement, nieuw: Abonnement, wek_op: float | None = None) -> bool:
        """Put `nieuw` in place of `oud`; False when that is not what is there any more.

        With `wek_op` it is due at that moment as well, if it is active then: in one step, so that nothing
        can be active and never woken.

        Raises:
            AbonnementBestaat: as for `maak`.
        """
        ...

    def verwijder(self, abonnement: Abonnement, nu: float) -> bool:
        """Take it away; False when it is not, or not in this version, there any more."""
        ...

    def is_beeindigd(self, sleutel: Abonnementsleutel, afnemer_id: str) -> bool:
        """Whether this afnemer had it and ended it, as far back as deliveries are kept."""
        ...
