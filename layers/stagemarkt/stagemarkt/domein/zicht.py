"""What one function knows of what all share: read lately, and changed only where it is still so."""

from collections.abc import Callable

from stagemarkt.domein.afspraken import HEUGENIS
from stagemarkt.domein.drukte import WAITING
from stagemarkt.poorten.bewaking import (
    Aanvraag,
    Bewakingsopslag,
    Kring,
    Requester,
    Stand,
    Waiting,
    Zekering,
)


class Zicht:
    """The `Stand` of one school as last read or written here.

    Args:
        school: the BRIN.
        opslag: what is shared.
        nu: seconds since 1970.
    """

    def __init__(self, school: str, opslag: Bewakingsopslag, nu: Callable[[], float]) -> None:
        self._school = school
        self._opslag = opslag
        self._nu = nu
        self.stand = Stand()
        self._gelezen_op = float("-inf")

    def is_goed_genoeg(self) -> bool:
        """Whether a call may go on this: it is not old, and nothing in it would stop the call."""
        heel = self.stand.bron.open_sinds is None and self.stand.school.open_sinds is None
        return heel and 0 <= self._nu() - self._gelezen_op < HEUGENIS

    def ververs(self) -> Stand:
        """Read. Raises OpslagFout."""
        self._gelezen_op = self._nu()
        self.stand = self._opslag.lees(self._school)
        return self.stand

    def zekering(self, kring: Kring) -> Zekering:
        """One of the two."""
        return self.stand.bron if kring == "bron" else self.stand.school

    def vervang(self, kring: Kring, nieuw: Zekering) -> bool:
        """Write a zekering; False when another did so first. Raises OpslagFout."""
        gelukt = self._opslag.vervang(kring, self._school, self.zekering(kring), nieuw)
        if gelukt and kring == "bron":
            self.stand = self.stand._replace(bron=nieuw)
        elif gelukt:
            self.stand = self.stand._replace(school=nieuw)
        return gelukt

    def bezet(self, aanvraag: Aanvraag) -> float | None:
        """Ask for a turn and a place: when the call may begin, or None when there was no room any more.

        Raises:
            OpslagFout: the storage cannot be written.
        """
        bezet = self._opslag.bezet(self._school, aanvraag)
        self.stand = self.stand._replace(drukte=bezet.drukte)
        return round(bezet.drukte.vrij_op - aanvraag.tussen, 3) if bezet.gelukt else None

    def wait(self, requester: Requester, until: float) -> None:
        """Have it known that this requester waits, at least until then. Raises OpslagFout."""
        known = self.stand.drukte.requesters.get(requester, Waiting())
        if known.until <= until:
            waiting = Waiting(known.served, round(self._nu() + WAITING, 3))
            drukte = self._opslag.wait(self._school, requester, waiting)
            self.stand = self.stand._replace(drukte=drukte)

    def geef_vrij(self, plaats: str) -> None:
        """Give a place back. Raises OpslagFout."""
        self._opslag.geef_vrij(self._school, plaats)
        over = {wie: tot for wie, tot in self.stand.drukte.plaatsen.items() if wie != plaats}
        self.stand = self.stand._replace(drukte=self.stand.drukte._replace(plaatsen=over))
