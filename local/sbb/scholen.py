"""The schools that SBB knows, with the licence of each, and who may send what."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace

from local.sbb.protocol import Signaal, licentie_van, oin_van


@dataclass(frozen=True)
class School:
    """A school; `licentie` is None when it has none (any more)."""

    brin: str
    naam: str
    licentie: str | None

    @property
    def oin(self) -> str:
        """The OIN that goes with the BRIN."""
        return oin_van(self.brin)


class Scholen:
    """All schools by BRIN, for many threads."""

    def __init__(self, namen: Mapping[str, str]) -> None:
        self._slot = threading.Lock()
        self._scholen = {brin: School(brin, naam, licentie_van(brin)) for brin, naam in namen.items()}

    def alle(self) -> list[School]:
        """Give all schools, in the order they came."""
        with self._slot:
            return list(self._scholen.values())

    def vind(self, brin: str) -> School | None:
        """Give one school; None when SBB does not know it."""
        return self._scholen.get(brin)

    def van_oin(self, oin: str | None) -> School | None:
        """Give the school with this OIN, if any."""
        return next((school for school in self.alle() if school.oin == oin), None)

    def van_licentie(self, licentie: str) -> School | None:
        """Give the school with this licence, if any."""
        return next((school for school in self.alle() if licentie and school.licentie == licentie), None)

    def voeg_toe(self, school: School) -> None:
        """Add a school, or replace it."""
        with self._slot:
            self._scholen[school.brin] = school

    def zet_licentie(self, brin: str, licentie: str | None) -> School:
        """Give a school another licence, or none.

        Raises:
            KeyError: SBB does not know the school.
        """
        with self._slot:
            self._scholen[brin] = nieuw = replace(self._scholen[brin], licentie=licentie)
        return nieuw

    def keur(self, licentie: str, afzender_oin: str, certificaat_oin: str | None) -> School | Signaal:
        """Decide whether a request may pass: the school that sends it, or the signaalcode that refuses it.

        The sender must be who the certificate says, the licence must exist and be the sender's.
        """
        if certificaat_oin is None or afzender_oin != certificaat_oin:
            return Signaal.CERTIFICAAT
        school = self.van_licentie(licentie)
        if school is None:
            return Signaal.LICENTIE
        return school if school.oin == certificaat_oin else Signaal.CERTIFICAAT
