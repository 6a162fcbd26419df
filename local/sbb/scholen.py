"""The schools that SBB knows, with the licence of each, and who may send what."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace

from local.sbb.protocol import SimulatedSignaal, licentie_van, oin_of


@dataclass(frozen=True)
class SimulatedSchool:
    """A school; `licentie` is None when it has none (any more)."""

    brin: str
    naam: str
    licentie: str | None

    @property
    def oin(self) -> str:
        """The OIN that goes with the BRIN."""
        return oin_of(self.brin)


class Schools:
    """All schools by BRIN, for many threads."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._lock = threading.Lock()
        self._schools = {
            brin: SimulatedSchool(brin, naam, licentie_van(brin)) for brin, naam in names.items()
        }

    def everything(self) -> list[SimulatedSchool]:
        """Give all schools, in the order they came."""
        with self._lock:
            return list(self._schools.values())

    def find(self, brin: str) -> SimulatedSchool | None:
        """Give one school; None when SBB does not know it."""
        return self._schools.get(brin)

    def from_oin(self, oin: str | None) -> SimulatedSchool | None:
        """Give the school with this OIN, if any."""
        return next((school for school in self.everything() if school.oin == oin), None)

    def from_licentie(self, licentie: str) -> SimulatedSchool | None:
        """Give the school with this licence, if any."""
        return next(
            (school for school in self.everything() if licentie and school.licentie == licentie), None
        )

    def add(self, school: SimulatedSchool) -> None:
        """Add a school, or replace it."""
        with self._lock:
            self._schools[school.brin] = school

    def set_licentie(self, brin: str, licentie: str | None) -> SimulatedSchool:
        """Give a school another licence, or none.

        Raises:
            KeyError: SBB does not know the school.
        """
        with self._lock:
            self._schools[brin] = new = replace(self._schools[brin], licentie=licentie)
        return new

    def vet(
        self, licentie: str, sender_oin: str, certificate_oin: str | None
    ) -> SimulatedSchool | SimulatedSignaal:
        """Decide whether a request may pass: the school that sends it, or the signaalcode that refuses it.

        The sender must be who the certificate says, the licence must exist and be the sender's.
        """
        if certificate_oin is None or sender_oin != certificate_oin:
            return SimulatedSignaal.CERTIFICAAT
        school = self.from_licentie(licentie)
        if school is None:
            return SimulatedSignaal.LICENTIE
        return school if school.oin == certificate_oin else SimulatedSignaal.CERTIFICAAT
