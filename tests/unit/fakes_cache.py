"""What keeps answers, in memory, and a clock that only a test moves."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from stagemarkt.domain.cache.lookup_outcome import Opslag
from stagemarkt.domain.cache.retention import CacheMode, Duur
from stagemarkt.model.errors import OpslagFout
from stagemarkt.ports.cache import Antwoordsleutel, BewaardAntwoord, Genomen, Mislukking, Pacht, Stand
from stagemarkt.ports.deadline import Termijn


class NepKlok:
    """Seconds since 1970; sleeping moves it, and does `bij_slaap` first: what others do meanwhile."""

    def __init__(self, nu: float) -> None:
        self.nu = nu
        self.geslapen: list[float] = []
        self.bij_slaap: list[tuple[float, object]] = []

    def __call__(self) -> float:
        """Now."""
        return self.nu

    def slaap(self, seconden: float) -> None:
        """Let time pass, and do what is due by then."""
        self.geslapen.append(seconden)
        self.nu += seconden
        while self.bij_slaap and self.bij_slaap[0][0] <= self.nu:
            _, daad = self.bij_slaap.pop(0)
            assert callable(daad)
            daad()

    def over(self, seconden: float, daad: object) -> None:
        """Have this done once so many seconds have been slept through."""
        self.bij_slaap.append((self.nu + seconden, daad))
        self.bij_slaap.sort(key=lambda afspraak: afspraak[0])

    def termijn(self, seconden: float) -> Termijn:
        """A deadline on this clock."""
        return Termijn.van(seconden, self)


class Bewaard(NamedTuple):
    """What was told when an answer was kept."""

    verloopt_op: int
    over: Sequence[str]


class NepKast:
    """Keeps answers and leases, in memory.

    `stuk` names what fails: `lezen`, `bewaren`, `maken` (the writer), `pacht`, `merken`, `verversen`.
    """

    def __init__(
        self,
        modus: CacheMode = CacheMode.VOLLEDIG,
        stuk: frozenset[str] = frozenset(),
        duren: Mapping[str, Duur] | None = None,
    ) -> None:
        self.modus = modus
        self.stuk = stuk
        self.duren = duren or {}
        self.inhoud: dict[Antwoordsleutel, BewaardAntwoord] = {}
        self.standen: dict[Antwoordsleutel, Stand] = {}
        self.bewaard: dict[Antwoordsleutel, Bewaard] = {}
        self.gelezen: list[Antwoordsleutel] = []
        self.rij: list[Antwoordsleutel] = []
        self.gemaakt = 0
        self.meldingen: list[str] = []

    def lees(self, sleutel: Antwoordsleutel) -> Stand:
        """As the port says."""
        self.gelezen.append(sleutel)
        self._breek("lezen")
        return self._stand(sleutel)

    def neem(self, sleutel: Antwoordsleutel, pacht: Pacht, nu: float, *, afnemen: bool) -> Genomen:
        """As the port says."""
        self._breek("pacht")
        stand = self._stand(sleutel)
        if stand.pacht is not None and stand.pacht.tot > nu and not afnemen:
            return Genomen(None, stand)
        self.standen[sleutel] = stand._replace(pacht=pacht)
        return Genomen(pacht, stand._replace(pacht=None))

    def bewaar(
        self,
        sleutel: Antwoordsleutel,
        antwoord: BewaardAntwoord,
        pacht: Pacht,
        verloopt_op: int,
        over: Sequence[str],
    ) -> bool:
        """As the port says."""
        self._breek("bewaren")
        if not self._van(sleutel, pacht):
            return False
        self.inhoud[sleutel] = antwoord
        self.standen[sleutel] = Stand()
        self.bewaard[sleutel] = Bewaard(verloopt_op, over)
        return True

    def geef_op(
        self, sleutel: Antwoordsleutel, pacht: Pacht, mislukking: Mislukking | None, *, vergeet: bool = False
    ) -> None:
        """As the port says."""
        self._breek("pacht")
        if self._van(sleutel, pacht):
            if vergeet:
                self.inhoud.pop(sleutel, None)
            oud = self.standen[sleutel]
            self.standen[sleutel] = oud._replace(pacht=None, mislukking=mislukking or oud.mislukking)

    def merk(self, sleutel: Antwoordsleutel, opgehaald_op: int, nu: float, tussentijd: int) -> bool:
        """As the port says."""
        self._breek("merken")
        stand = self._stand(sleutel)
        bekend = stand.antwoord is not None and stand.antwoord.opgehaald_op == opgehaald_op
        if not bekend or stand.gemerkt_op > nu - tussentijd:
            return False
        self.standen[sleutel] = stand._replace(gemerkt_op=nu)
        return True

    def vergeet(self, sleutel: Antwoordsleutel) -> None:
        """Entry and lease are gone, as after an invalidation."""
        self.inhoud.pop(sleutel, None)
        self.standen.pop(sleutel, None)

    def opslag(self, klok: NepKlok) -> Opslag:
        """This, as the domain sees it."""
        return Opslag(
            modus=self.modus,
            duren=self.duren,
            lezer=self,
            schrijver=self._schrijver,
            ververs=self._plaats,
            meld=lambda wat, _fout: self.meldingen.append(wat),
            klok=klok,
            slaap=klok.slaap,
        )

    def _stand(self, sleutel: Antwoordsleutel) -> Stand:
        return self.standen.get(sleutel, Stand())._replace(antwoord=self.inhoud.get(sleutel))

    def _van(self, sleutel: Antwoordsleutel, pacht: Pacht) -> bool:
        huidige = self._stand(sleutel).pacht
        return huidige is not None and huidige.houder == pacht.houder

    def _plaats(self, sleutel: Antwoordsleutel) -> None:
        self._breek("verversen")
        self.rij.append(sleutel)

    def _schrijver(self) -> "NepKast":
        self.gemaakt += 1
        self._breek("maken")
        return self

    def _breek(self, wat: str) -> None:
        if wat in self.stuk:
            raise OpslagFout(wat)
