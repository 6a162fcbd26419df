"""From a school's feed to its abonnementen: many at a time, as far as the time allows.

How far each is stands on its table, so whoever comes next goes on where this stopped.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from stagemarkt.domain.changes.numbering import neem
from stagemarkt.model.abonnement import Abonnement, Abonnementsleutel
from stagemarkt.model.aflevering import Regel, Stand
from stagemarkt.model.errors import OpslagFout
from stagemarkt.ports.deadline import Termijn
from stagemarkt.ports.feed import Feed
from stagemarkt.ports.outbox import PER_KEER, SAMEN, Nummeraar, Nummering

# Another writer can only be a message that was handed out twice: it is done soon.
KEREN: Final = 8
_VENSTER: Final = 500


@dataclass(slots=True)
class Uitdeling:
    """One round along the abonnementen of a school.

    Attributes:
        school: the BRIN.
        feed: its lines.
        uitbak: the deliveries.
        klok: seconds since 1970.
        aantal: how many deliveries were numbered.
        gewekt: for which abonnementen.
    """

    school: str
    feed: Feed
    uitbak: Nummeraar
    klok: Callable[[], float]
    aantal: int = 0
    gewekt: dict[Abonnementsleutel, None] = field(default_factory=dict)

    def breng_bij(
        self, abonnementen: Sequence[Abonnement], nieuw: Sequence[Regel], einde: int, termijn: Termijn
    ) -> bool:
        """Bring these up to the feed's line `einde`; False when the time was over before all of them were.

        `nieuw` are the lines at hand; others are read, once for all that need them.

        Raises:
            OpslagFout: not done; do it again.
        """
        standen = dict(self.uitbak.standen([abonnement.sleutel for abonnement in abonnementen]))
        mis = dict.fromkeys(standen, 0)
        # One that is not there was ended while we were at it.
        while achter := [
            a for a in abonnementen if a.sleutel in standen and standen[a.sleutel].gelezen_tot < einde
        ]:
            if termijn.over <= 0:
                return False
            na = min(standen[a.sleutel].gelezen_tot for a in achter)
            regels = self._regels(nieuw, na)
            # Lines that have expired are passed over: nothing else can be missing.
            tot = regels[-1].nummer if regels else einde
            for pak in _pakken(self._nummeringen(achter, standen, regels, tot)):
                if termijn.over <= 0:
                    return False
                self._schrijf(pak, standen, mis)
        return True

    def _regels(self, nieuw: Sequence[Regel], na: int) -> Sequence[Regel]:
        """The lines that follow; those at hand when they connect, else from the feed."""
        if nieuw and nieuw[0].nummer <= na + 1 <= nieuw[-1].nummer:
            aansluitend = list(_vervolg(nieuw, na + 1))
            if aansluitend:
                return aansluitend
        return self.feed.lees(self.school, na, _VENSTER)

    def _nummeringen(
        self,
        achter: Sequence[Abonnement],
        standen: "dict[Abonnementsleutel, Stand]",
        regels: Sequence[Regel],
        tot: int,
    ) -> Iterator[Nummering]:
        """What each takes from these lines; who has read them already waits for the next ones."""
        nu = self.klok()
        for abonnement in achter:
            stand = standen[abonnement.sleutel]
            if stand.gelezen_tot >= tot:
                continue
            eigen = [regel for regel in regels if regel.nummer > stand.gelezen_tot]
            greep = neem(eigen, abonnement.filter, stand, PER_KEER, nu)
            gelezen_tot = greep.gelezen_tot if eigen else tot
            yield Nummering(abonnement.sleutel, stand, greep.afleveringen, gelezen_tot)

    def _schrijf(
        self,
        pak: Sequence[Nummering],
        standen: "dict[Abonnementsleutel, Stand]",
        mis: "dict[Abonnementsleutel, int]",
    ) -> None:
        niet_gedaan = []
        for nummering, gedaan in zip(pak, self.uitbak.nummer_samen(pak), strict=True):
            if not gedaan:
                niet_gedaan.append(nummering.sleutel)
                continue
            standen[nummering.sleutel] = nummering.nieuw
            self.aantal += len(nummering.afleveringen)
            if nummering.afleveringen:
                self.gewekt[nummering.sleutel] = None
        if not niet_gedaan:
            return
        for sleutel in niet_gedaan:
            standen.pop(sleutel)
            mis[sleutel] += 1
            if mis[sleutel] == KEREN:
                raise OpslagFout("another keeps numbering this abonnement")
        standen |= self.uitbak.standen(niet_gedaan)


def _pakken(nummeringen: Iterator[Nummering]) -> Iterator[list[Nummering]]:
    """As many together as fit in one write."""
    pak: list[Nummering] = []
    vol = 0
    for nummering in nummeringen:
        if pak and vol + nummering.omvang > SAMEN:
            yield pak
            pak, vol = [], 0
        pak.append(nummering)
        vol += nummering.omvang
    if pak:
        yield pak


def _vervolg(regels: Sequence[Regel], nummer: int) -> Iterator[Regel]:
    """The lines from `nummer` on, as long as none is missing."""
    for regel in regels:
        if regel.nummer == nummer:
            yield regel
            nummer += 1
