"""What the functions share about asking SBB, in memory; with a clock, and sleep that costs no time."""

from typing import TYPE_CHECKING, Final

from stagemarkt.domain.guard.guard import EndedCall, Guard, Tell
from stagemarkt.domain.guard.rules import ClockAndChance, GuardRules
from stagemarkt.domain.guard.shared_state import EndpointView
from stagemarkt.ports.records import Refused
from stagemarkt.ports.standing import KeptStanding

from tests.unit.fakes.composition import NOW, SCHOOL
from tests.unit.fakes.records import FakeRecords

if TYPE_CHECKING:
    from collections.abc import Callable

GUARD_RULES: Final = GuardRules.of(per_seconde=20, tegelijk=10, probe_after=15, deadline=20)
BREAKER_RULES: Final = GUARD_RULES.breaker


class SleepingClock:
    """Seconds since 1970, as a test sets them; who sleeps moves it on."""

    def __init__(self) -> None:
        self.now = float(NOW)
        self.slept: list[float] = []
        self.on_sleep: Callable[[], None] = lambda: None

    def __call__(self) -> float:
        """The time."""
        return self.now

    def sleep(self, seconds: float) -> None:
        """Wait, and let the test do something meanwhile."""
        self.slept.append(seconds)
        self.now += seconds
        self.on_sleep()


class GuardScene:
    """Guards of several functions over one storage and one clock."""

    def __init__(self, guard_rules: GuardRules = GUARD_RULES, storage: FakeRecords | None = None) -> None:
        self.clock = SleepingClock()
        self.storage = storage or FakeRecords()
        self.guard_rules = guard_rules
        self.refused: list[tuple[str, Refused]] = []
        self.storage_errors: list[str] = []
        self.calls: list[EndedCall] = []
        self._number = 0

    def guard(self, school: str = SCHOOL, endpoint: EndpointView | None = None) -> Guard:
        """That of one more function; with an `endpoint` of one that has others."""
        tell = Tell(self._refuse, lambda wat, _error: self.storage_errors.append(wat), self.calls.append)
        clock_and_chance = ClockAndChance(self.clock, self.clock.sleep, lambda: 0.5, self._new_id)
        return Guard(
            school, self.storage, self.guard_rules, clock_and_chance, tell, endpoint or EndpointView()
        )

    def _refuse(self, school: str, refused: Refused, _was: KeptStanding, _now: float) -> None:
        self.refused.append((school, refused))

    def _new_id(self) -> str:
        self._number += 1
        return f"w{self._number}"
