"""What the functions share about asking SBB, in memory; with a clock, and sleep that costs no time."""

from typing import TYPE_CHECKING, Final

from stagemarkt.domain.guard.guard import Guard, Tell
from stagemarkt.domain.guard.rules import Afspraken, Omgeving
from stagemarkt.domain.guard.shared_state import EndpointView
from stagemarkt.ports.records import Refused
from stagemarkt.ports.standing import Schooltoestand

from tests.unit.fakes import NU, SCHOOL
from tests.unit.nep_records import NepRecords

if TYPE_CHECKING:
    from collections.abc import Callable

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


class Toneel:
    """Guards of several functions over one storage and one clock."""

    def __init__(self, afspraken: Afspraken = AFSPRAKEN) -> None:
        self.klok = Klok()
        self.opslag = NepRecords()
        self.afspraken = afspraken
        self.geweigerd: list[tuple[str, Refused]] = []
        self.opslagfouten: list[str] = []
        self._nummer = 0

    def bewaker(self, school: str = SCHOOL, endpoint: EndpointView | None = None) -> Guard:
        """That of one more function; with an `endpoint` of one that has others."""
        tell = Tell(self._weiger, lambda wat, _fout: self.opslagfouten.append(wat))
        omgeving = Omgeving(self.klok, self.klok.slaap, lambda: 0.5, self._nieuw_id)
        return Guard(school, self.opslag, self.afspraken, omgeving, tell, endpoint or EndpointView())

    def _weiger(self, school: str, refused: Refused, _was: Schooltoestand, _now: float) -> None:
        self.geweigerd.append((school, refused))

    def _nieuw_id(self) -> str:
        self._nummer += 1
        return f"w{self._nummer}"
