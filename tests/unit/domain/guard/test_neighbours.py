"""Two afnemers of one school on an SBB that is slow: neither takes the other's room."""

import random
from collections.abc import Callable, Iterator
from itertools import count
from statistics import median
from typing import NamedTuple

import pytest
from stagemarkt.domain.guard.guard import Guard, Tell
from stagemarkt.domain.guard.rules import Afspraken, Omgeving
from stagemarkt.domain.guard.shared_state import EndpointView
from stagemarkt.model.errors import BronOverbelast
from stagemarkt.ports.deadline import Termijn
from stagemarkt.ports.guard import Priority, Requester

from tests.unit.fakes import NU, SCHOOL
from tests.unit.nep_records import NepRecords
from tests.unit.virtual_time import VirtualTime

DRUK, BUUR = "veelvrager", "buur"


class Gedaan(NamedTuple):
    """One call that was asked for: when, how long it took in all, and whether SBB answered."""

    begin: float
    duur: float
    gelukt: bool


class School:
    """Functions that ask SBB on behalf of one school, each a Lambda worker of its own."""

    def __init__(self, per_seconde: int = 20, tegelijk: int = 10) -> None:
        self.tijd = VirtualTime(float(NU))
        self.afspraken = Afspraken.van(per_seconde=per_seconde, tegelijk=tegelijk, proef_na=15, termijn=20)
        self.opslag = NepRecords()
        self.gedaan: dict[str, list[Gedaan]] = {DRUK: [], BUUR: []}
        self.lopend = self.hoogste = 0
        self._toeval = random.Random(27)  # noqa: S311 - the same draw each time
        self._namen = count()

    def bewaker(self) -> Guard:
        """That of one more worker."""
        omgeving = Omgeving(
            self.tijd, self.tijd.sleep, self._toeval.random, lambda: f"{next(self._namen):08x}"
        )
        tell = Tell(lambda *_: None, self._stuk)
        return Guard(SCHOOL, self.opslag, self.afspraken, omgeving, tell, EndpointView())

    def vraag(self, bewaker: Guard, wie: str, priority: Priority, duur: float) -> bool:
        """One call, of which SBB makes `duur` seconds."""
        begin = self.tijd.now

        def sbb(_termijn: Termijn) -> None:
            self.lopend += 1
            self.hoogste = max(self.hoogste, self.lopend)
            self.tijd.sleep(duur)
            self.lopend -= 1

        try:
            bewaker.ask(sbb, Termijn(begin + 23, self.tijd), Requester(wie, priority))
            gelukt = True
        except BronOverbelast:
            gelukt = False
        self.gedaan[wie].append(Gedaan(begin, self.tijd.now - begin, gelukt))
        return gelukt

    def zoekt(self, paginas: int = 4, duur: float = 1.0) -> Callable[[], None]:
        """A search of so many pages, one after the other."""

        def doe() -> None:
            bewaker = self.bewaker()
            for _ in range(paginas):
                if not self.vraag(bewaker, DRUK, Priority.PAGE, duur):
                    return

        return doe

    def vraagt(self, wie: str, na: float, duur: float = 0.05) -> Callable[[], None]:
        """A single check, after so many seconds."""

        def doe() -> None:
            self.tijd.sleep(na)
            self.vraag(self.bewaker(), wie, Priority.SINGLE, duur)

        return doe

    def _stuk(self, _wat: str, fout: Exception) -> None:
        raise fout


@pytest.fixture
def school() -> Iterator[School]:
    """One with the limits that the template gives, kept to whatever happens."""
    school = School()
    yield school
    assert school.hoogste <= school.afspraken.grenzen.tegelijk
    beurten = sorted(aanvang for _, aanvang in school.opslag.beurten)
    paren = zip(beurten, beurten[school.afspraken.grenzen.per_seconde :], strict=False)
    assert all(later - toen >= 1 - 1e-6 for toen, later in paren)
    assert all(record.room.plaatsen == {} for record in school.opslag.scholen.values())


def test_twaalf_zoekvragen_en_een_buur(school: School) -> None:
    """A neighbour's single checks are answered, and hardly later, while another searches for all it can."""
    school.tijd.run(
        [school.zoekt() for _ in range(12)] + [school.vraagt(BUUR, 0.2 + 0.3 * n) for n in range(18)]
    )
    assert [vraag.gelukt for vraag in school.gedaan[BUUR]] == [True] * 18
    assert median(vraag.duur for vraag in school.gedaan[BUUR]) < 0.07
    assert max(vraag.duur for vraag in school.gedaan[BUUR]) < 0.5
    # The searches go on beside it: all 48 pages, seven at once.
    assert [vraag.gelukt for vraag in school.gedaan[DRUK]] == [True] * 48
    assert max(vraag.begin + vraag.duur for vraag in school.gedaan[DRUK]) < NU + 10


def test_enkele_vragen_van_twee(school: School) -> None:
    """Who asks more than the school may, shares the turns with a neighbour: that one hardly waits."""
    school.tijd.run(
        [school.vraagt(DRUK, 0.02 * n) for n in range(250)]
        + [school.vraagt(BUUR, 1 + 0.25 * n) for n in range(16)]
    )
    assert [vraag.gelukt for vraag in school.gedaan[BUUR]] == [True] * 16
    assert median(vraag.duur for vraag in school.gedaan[BUUR]) < 0.6
    gelukt = [vraag for vraag in school.gedaan[DRUK] if vraag.gelukt]
    # Twenty in a second for as long as it asks and waits: no turn is lost to the waiting.
    assert len(gelukt) + 16 > 20 * 5


def test_enkele_vragen_op_een_trage_bron(school: School) -> None:
    """With every place taken by calls of a second, a neighbour has the next one that comes free."""
    school.tijd.run(
        [school.vraagt(DRUK, 0.05 * n, duur=1.0) for n in range(120)]
        + [school.vraagt(BUUR, 1.5 + 0.3 * n, duur=1.0) for n in range(12)]
    )
    assert [vraag.gelukt for vraag in school.gedaan[BUUR]] == [True] * 12
    assert median(vraag.duur for vraag in school.gedaan[BUUR]) < 1.4


def test_gelijke_delen(school: School) -> None:
    """Two that both ask too much have about as much of it each."""
    school.tijd.run(
        [school.vraagt(wie, 0.02 * n) for n in range(200) for wie in (DRUK, BUUR)],
    )
    een, twee = (sum(vraag.gelukt for vraag in school.gedaan[wie]) for wie in (DRUK, BUUR))
    assert een + twee > 20 * 4
    assert abs(een - twee) <= 0.2 * (een + twee)


@pytest.mark.parametrize("tegelijk", [1, 2, 3])
def test_weinig_plaatsen(tegelijk: int) -> None:
    """However few places there are, both get on."""
    school = School(tegelijk=tegelijk)
    school.tijd.run(
        [school.zoekt(paginas=2, duur=0.5) for _ in range(4)]
        + [school.vraagt(BUUR, 0.3 + 0.5 * n) for n in range(6)]
    )
    assert [vraag.gelukt for vraag in school.gedaan[BUUR]] == [True] * 6
    assert [vraag.gelukt for vraag in school.gedaan[DRUK]] == [True] * 8
    assert school.hoogste <= tegelijk


def test_een_alleen_heeft_alles(school: School) -> None:
    """Without a neighbour nothing is kept back from single checks, and none waits without need."""
    school.tijd.run([school.vraagt(DRUK, 0.0, duur=1.0) for _ in range(20)])
    assert school.hoogste == 10
    assert [vraag.gelukt for vraag in school.gedaan[DRUK]] == [True] * 20
    assert max(vraag.duur for vraag in school.gedaan[DRUK]) < 2.6
