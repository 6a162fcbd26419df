"""What the functions share about asking SBB, in memory; with a clock, and sleep that costs no time."""

from collections import Counter
from typing import TYPE_CHECKING, Final

from stagemarkt.domein.afspraken import Afspraken, Omgeving
from stagemarkt.domein.bewaken import Bewaker, Melden
from stagemarkt.model.fouten import OpslagFout
from stagemarkt.poorten.bewaking import (
    Aanvraag,
    Bezet,
    Drukte,
    Kring,
    Requester,
    Stand,
    Waiting,
    Zekering,
)

from tests.unit.nep import NU, SCHOOL

if TYPE_CHECKING:
    from collections.abc import Callable

    from stagemarkt.domein.uitkomst import Uitkomst

AFSPRAKEN: Final = Afspraken.van(per_seconde=20, tegelijk=10, proef_na=15, termijn=20)
REGELS: Final = AFSPRAKEN.regels


class Klok:
    """Seconds since 1970, as a test sets them; who sleeps moves it on."""

    def __init__(self) -> None:
        self.nu = float(NU)
        self.geslapen: list[float] = []
        self.bij_slaap: Callable[[], None] = lambda: None

    def __call__(self) -> float:
        """The time."""
        return self.nu

    def slaap(self, seconden: float) -> None:
        """Wait, and let the test do something meanwhile."""
        self.geslapen.append(seconden)
        self.nu += seconden
        self.bij_slaap()


class NepBewaking:
    """Keeps every `Stand`; counts what it was asked; fails while `stuk`."""

    def __init__(self) -> None:
        self.bron = Zekering()
        self.scholen: dict[str, tuple[Zekering, Drukte]] = {}
        self.beurten: list[tuple[str, float]] = []
        self.geteld: Counter[str] = Counter()
        self.stuk = False
        self.voor_schrijven: Callable[[], None] = lambda: None

    def lees(self, school: str) -> Stand:
        """As the port says."""
        self._tel("lees")
        return Stand(self.bron, *self._van(school))

    def lees_bron(self) -> Zekering:
        """As the port says."""
        self._tel("lees_bron")
        return self.bron

    def vervang(self, kring: Kring, school: str, oud: Zekering, nieuw: Zekering) -> bool:
        """As the port says."""
        self._tel("vervang")
        zekering, drukte = self._van(school)
        if (self.bron if kring == "bron" else zekering).versie != oud.versie:
            return False
        if kring == "bron":
            self.bron = nieuw
        else:
            self.scholen[school] = (nieuw, drukte)
        return True

    def bezet(self, school: str, aanvraag: Aanvraag) -> Bezet:
        """As the port says."""
        self._tel("bezet")
        zekering, drukte = self._van(school)
        over = {p: tot for p, tot in drukte.plaatsen.items() if p not in aanvraag.weg}
        requesters = {r: w for r, w in drukte.requesters.items() if r not in aanvraag.gone}
        first = (w.until for r, w in requesters.items() if r.priority <= aanvraag.requester.priority)
        unseen = aanvraag.unseen and any(until > aanvraag.nu for until in first)
        vol = aanvraag.plaats is not None and len(over) >= aanvraag.tegelijk
        vrij_op = 0.0 if aanvraag.opnieuw else drukte.vrij_op
        if vol or vrij_op > aanvraag.uiterlijk or (unseen and aanvraag.plaats is not None):
            return Bezet(gelukt=False, drukte=drukte)
        if aanvraag.plaats is not None:
            over[aanvraag.plaats] = aanvraag.plaats_tot
            requesters[aanvraag.requester] = Waiting(served=aanvraag.nu)
        aanvang = max(vrij_op, aanvraag.nu)
        self.beurten.append((school, aanvang))
        nieuw = Drukte(round(aanvang + aanvraag.tussen, 3), over, requesters, nieuw=False)
        self.scholen[school] = (zekering, nieuw)
        return Bezet(gelukt=True, drukte=nieuw)

    def wait(self, school: str, requester: Requester, waiting: Waiting) -> Drukte:
        """As the port says."""
        self._tel("wait")
        zekering, drukte = self._van(school)
        drukte = drukte._replace(requesters={**drukte.requesters, requester: waiting})
        self.scholen[school] = (zekering, drukte)
        return drukte

    def geef_vrij(self, school: str, plaats: str) -> None:
        """As the port says."""
        self._tel("geef_vrij")
        zekering, drukte = self._van(school)
        over = {p: tot for p, tot in drukte.plaatsen.items() if p != plaats}
        self.scholen[school] = (zekering, drukte._replace(plaatsen=over))

    def zet_school(self, zekering: Zekering, school: str = SCHOOL) -> None:
        """Put the school's zekering in this state."""
        self.scholen[school] = (zekering, self._van(school)[1])

    def zet_drukte(self, drukte: Drukte, school: str = SCHOOL) -> None:
        """Put the school's drukte in this state."""
        self.scholen[school] = (self._van(school)[0], drukte)

    def _van(self, school: str) -> tuple[Zekering, Drukte]:
        return self.scholen.get(school, (Zekering(), Drukte()))

    def _tel(self, wat: str) -> None:
        self.geteld[wat] += 1
        if self.stuk:
            raise OpslagFout("ProvisionedThroughputExceededException")
        if wat != "lees":
            eenmaal, self.voor_schrijven = self.voor_schrijven, lambda: None
            eenmaal()


class Toneel:
    """Bewakers of several functions over one storage and one clock."""

    def __init__(self, afspraken: Afspraken = AFSPRAKEN) -> None:
        self.klok = Klok()
        self.opslag = NepBewaking()
        self.afspraken = afspraken
        self.uitkomsten: list[Uitkomst] = []
        self.opslagfouten: list[str] = []
        self._nummer = 0

    def bewaker(self, school: str = SCHOOL) -> Bewaker:
        """That of one more function."""
        melden = Melden(self.uitkomsten.append, lambda wat, _fout: self.opslagfouten.append(wat))
        omgeving = Omgeving(self.klok, self.klok.slaap, lambda: 0.5, self._nieuw_id)
        return Bewaker(school, self.opslag, self.afspraken, omgeving, melden)

    def _nieuw_id(self) -> str:
        self._nummer += 1
        return f"w{self._nummer}"
