"""Two afnemers of one school on an SBB that is slow: neither takes the other's room."""

import random
from collections.abc import Callable, Iterator
from itertools import count
from statistics import median
from typing import NamedTuple

import pytest
from stagemarkt.domain.guard.guard import Guard, Tell
from stagemarkt.domain.guard.rules import ClockAndChance, GuardRules
from stagemarkt.domain.guard.shared_state import EndpointView
from stagemarkt.model.errors import BronOverloaded
from stagemarkt.ports.deadline import Deadline
from stagemarkt.ports.guard import Priority, Requester

from tests.unit.fakes.composition import NOW, SCHOOL
from tests.unit.fakes.records import FakeRecords
from tests.unit.fakes.virtual_time import VirtualTime

BUSY, NEIGHBOUR = "veelvrager", "buur"


class FinishedCall(NamedTuple):
    """One call that was asked for: when, how long it took in all, and whether SBB answered."""

    begin: float
    duration: float
    succeeded: bool


class SlowSchool:
    """Functions that ask SBB on behalf of one school, each a Lambda worker of its own."""

    def __init__(self, per_seconde: int = 20, tegelijk: int = 10) -> None:
        self.time_value = VirtualTime(float(NOW))
        self.guard_rules = GuardRules.of(
            per_seconde=per_seconde, tegelijk=tegelijk, probe_after=15, deadline=20
        )
        self.storage = FakeRecords()
        self.done: dict[str, list[FinishedCall]] = {BUSY: [], NEIGHBOUR: []}
        self.lopend = self.highest = 0
        self._randomness = random.Random(27)  # noqa: S311 - the same draw each time
        self._names = count()

    def guard(self) -> Guard:
        """That of one more worker."""
        clock_and_chance = ClockAndChance(
            self.time_value,
            self.time_value.sleep,
            self._randomness.random,
            lambda: f"{next(self._names):08x}",
        )
        tell = Tell(lambda *_: None, self._question, lambda _: None)
        return Guard(SCHOOL, self.storage, self.guard_rules, clock_and_chance, tell, EndpointView())

    def question(self, guard: Guard, who: str, priority: Priority, duration: float) -> bool:
        """One call, of which SBB makes `duration` seconds."""
        begin = self.time_value.now

        def sbb(_deadline: Deadline) -> None:
            self.lopend += 1
            self.highest = max(self.highest, self.lopend)
            self.time_value.sleep(duration)
            self.lopend -= 1

        try:
            guard.ask(sbb, Deadline(begin + 23, self.time_value), Requester(who, priority))
            succeeded = True
        except BronOverloaded:
            succeeded = False
        self.done[who].append(FinishedCall(begin, self.time_value.now - begin, succeeded))
        return succeeded

    def searches(self, pages: int = 4, duration: float = 1.0) -> Callable[[], None]:
        """A search of so many pages, one after the other."""

        def run() -> None:
            guard = self.guard()
            for _ in range(pages):
                if not self.question(guard, BUSY, Priority.PAGE, duration):
                    return

        return run

    def asks(self, who: str, after: float, duration: float = 0.05) -> Callable[[], None]:
        """A single check, after so many seconds."""

        def run() -> None:
            self.time_value.sleep(after)
            self.question(self.guard(), who, Priority.SINGLE, duration)

        return run

    def _question(self, _what: str, error: Exception) -> None:
        raise error


@pytest.fixture
def school() -> Iterator[SlowSchool]:
    """One with the limits that the template gives, kept to whatever happens."""
    school = SlowSchool()
    yield school
    assert school.highest <= school.guard_rules.limits.tegelijk
    turns = sorted(start for _, start in school.storage.turns)
    pairs = zip(turns, turns[school.guard_rules.limits.per_seconde :], strict=False)
    assert all(later - then >= 1 - 1e-6 for then, later in pairs)
    assert all(record.room.places == {} for record in school.storage.scholen.values())


def test_twelve_searches_and_a_neighbour(school: SlowSchool) -> None:
    """A neighbour's single checks are answered, and hardly later, while another searches for all it can."""
    school.time_value.run(
        [school.searches() for _ in range(12)] + [school.asks(NEIGHBOUR, 0.2 + 0.3 * n) for n in range(18)]
    )
    assert [question.succeeded for question in school.done[NEIGHBOUR]] == [True] * 18
    assert median(question.duration for question in school.done[NEIGHBOUR]) < 0.07
    assert max(question.duration for question in school.done[NEIGHBOUR]) < 0.5
    # The searches go on beside it: all 48 pages, seven at once.
    assert [question.succeeded for question in school.done[BUSY]] == [True] * 48
    assert max(question.begin + question.duration for question in school.done[BUSY]) < NOW + 10


def test_single_questions_of_two(school: SlowSchool) -> None:
    """Who asks more than the school may, shares the turns with a neighbour: that one hardly waits."""
    school.time_value.run(
        [school.asks(BUSY, 0.02 * n) for n in range(250)]
        + [school.asks(NEIGHBOUR, 1 + 0.25 * n) for n in range(16)]
    )
    assert [question.succeeded for question in school.done[NEIGHBOUR]] == [True] * 16
    assert median(question.duration for question in school.done[NEIGHBOUR]) < 0.6
    succeeded = [question for question in school.done[BUSY] if question.succeeded]
    # Twenty in a second for as long as it asks and waits: no turn is lost to the waiting.
    assert len(succeeded) + 16 > 20 * 5


def test_single_questions_on_a_slow_source(school: SlowSchool) -> None:
    """With every place taken by calls of a second, a neighbour has the next one that comes free."""
    school.time_value.run(
        [school.asks(BUSY, 0.05 * n, duration=1.0) for n in range(120)]
        + [school.asks(NEIGHBOUR, 1.5 + 0.3 * n, duration=1.0) for n in range(12)]
    )
    assert [question.succeeded for question in school.done[NEIGHBOUR]] == [True] * 12
    assert median(question.duration for question in school.done[NEIGHBOUR]) < 1.4


def test_equal_shares(school: SlowSchool) -> None:
    """Two that both ask too much have about as much of it each."""
    school.time_value.run(
        [school.asks(who, 0.02 * n) for n in range(200) for who in (BUSY, NEIGHBOUR)],
    )
    one, two = (sum(question.succeeded for question in school.done[who]) for who in (BUSY, NEIGHBOUR))
    assert one + two > 20 * 4
    assert abs(one - two) <= 0.2 * (one + two)


@pytest.mark.parametrize("tegelijk", [1, 2, 3])
def test_few_places(tegelijk: int) -> None:
    """However few places there are, both get on."""
    school = SlowSchool(tegelijk=tegelijk)
    school.time_value.run(
        [school.searches(pages=2, duration=0.5) for _ in range(4)]
        + [school.asks(NEIGHBOUR, 0.3 + 0.5 * n) for n in range(6)]
    )
    assert [question.succeeded for question in school.done[NEIGHBOUR]] == [True] * 6
    assert [question.succeeded for question in school.done[BUSY]] == [True] * 8
    assert school.highest <= tegelijk


def test_one_alone_has_everything(school: SlowSchool) -> None:
    """Without a neighbour nothing is kept back from single checks, and none waits without need."""
    school.time_value.run([school.asks(BUSY, 0.0, duration=1.0) for _ in range(20)])
    assert school.highest == 10
    assert [question.succeeded for question in school.done[BUSY]] == [True] * 20
    assert max(question.duration for question in school.done[BUSY]) < 2.6
