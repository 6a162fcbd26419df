"""Many functions, any order, functions that die: what is promised of limits and circuit breakers holds.

A state machine: each step begins a call, ends one, kills a function, changes SBB or moves the time. SBB and
the schools' refusals are the model; the guards see no more of it than the outcomes of their calls.
"""

from typing import NamedTuple

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from stagemarkt.domain.guard.circuit_breaker import Probe, decide
from stagemarkt.domain.guard.guard import Admission, Guard
from stagemarkt.domain.guard.outcome import GOOD, CallOutcome
from stagemarkt.domain.guard.passage import Passage
from stagemarkt.domain.guard.rules import GuardRules
from stagemarkt.domain.guard.shared_state import ANSWERED
from stagemarkt.model.errors import BronError, BronOverloaded
from stagemarkt.ports.deadline import Deadline
from stagemarkt.ports.guard import PlaceRequest
from stagemarkt.ports.records import SchoolWritten

from tests.unit.fakes.guard import GuardScene
from tests.unit.fakes.records import FakeRecords

SCHOLEN = ("01AA", "02BB", "03CC")
# Who is refused for good, at the door: its calls never say anything of SBB.
REFUSED = "03CC"
DURATION = 10.0
# A call that tries can outlast the interval: then the next one must wait for it.
GUARD_RULES = GuardRules.of(per_seconde=4, tegelijk=3, probe_after=4, deadline=DURATION)
MISS = CallOutcome("mis", "niets", "bron-niet-beschikbaar")
REFUSAL = CallOutcome("niets", "mis", "bron-certificaat")


class CallUnderWay(NamedTuple):
    """A call that has begun."""

    school: str
    guard: Guard
    toegang: Admission
    is_probe: bool
    einde: float


class WitnessedRecords(FakeRecords):
    """Remembers when SBB had last answered the school that took the latest turn, as it took that."""

    answered_by_then: float | None = None

    def claim(self, brin: str, requested: PlaceRequest) -> SchoolWritten:
        """As the port says."""
        self.answered_by_then = self.van(brin).answered_at
        return super().claim(brin, requested)


class GuardMachine(RuleBasedStateMachine):
    """Two functions per school over one storage."""

    @initialize()
    def begin(self) -> None:
        """All is well."""
        self.storage = WitnessedRecords()
        self.scene = GuardScene(GUARD_RULES, self.storage)
        self.scene.clock.on_sleep = self._end_overdue_calls
        self.guards = {school: [self.scene.guard(school) for _ in range(2)] for school in SCHOLEN}
        self.sbb_works = True
        self.recovered_at = self.scene.clock.now
        self.under_way: list[CallUnderWay] = []
        self.begun: dict[str, list[float]] = {school: [] for school in SCHOLEN}

    @rule(school=st.sampled_from(SCHOLEN), number=st.integers(0, 1))
    def question(self, school: str, number: int) -> None:
        """A call begins, or is refused."""
        clock, guard = self.scene.clock, self.guards[school][number]
        try:
            toegang = guard.enter(Deadline(clock.now + DURATION, clock))
        except BronError as error:
            self._refusal_has_reason(school, error)
            return
        self.begun[school].append(toegang.begun)
        is_probe = self.storage.bron.proef == toegang.name
        if self.storage.bron.open_since is not None and not is_probe:
            # Decision 0037: nothing else passes an open circuit breaker.
            answered = self.storage.answered_by_then
            assert answered is not None
            assert toegang.begun - answered < ANSWERED
        self.under_way.append(CallUnderWay(school, guard, toegang, is_probe, toegang.begun + DURATION))

    def _refusal_has_reason(self, school: str, error: BronError) -> None:
        assert error.retry_after is not None
        assert 1 <= error.retry_after <= 30
        if isinstance(error, BronOverloaded):
            return
        if self.storage.bron.open_since is None:
            # Of the schools only the one that SBB refuses is ever refused on its own account.
            assert school == REFUSED
            return
        # SBB's breaker stops nobody longer than one interval, or one call that tries, after SBB recovered.
        wait = max(GUARD_RULES.breaker.interval, GUARD_RULES.breaker.trial_duration)
        assert not self.sbb_works or self.scene.clock.now <= self.recovered_at + wait or self._is_probing()

    def _is_probing(self) -> bool:
        return any(o.is_probe for o in self.under_way)

    @rule(choice=st.integers(0, 9))
    def einde(self, choice: int) -> None:
        """A call ends, as SBB does at that moment."""
        if self.under_way:
            self._finish(self.under_way.pop(choice % len(self.under_way)))

    def _finish(self, dit: CallUnderWay) -> None:
        refusal, before = dit.school == REFUSED, self.storage.bron
        outcome = REFUSAL if refusal else GOOD if self.sbb_works else MISS
        dit.guard.leave(dit.toegang, outcome, Passage().end(self.scene.clock.now, outcome))
        after = self.storage.bron
        if before.open_since is None:
            return
        if before.proef != dit.toegang.name:
            assert after == before, "a call that does not try changes nothing of an open zekering"
        elif refusal:
            assert decide(after, self.scene.clock.now) == Probe(), "who says nothing gives its turn away"
        else:
            assert (after.open_since is None) == self.sbb_works

    @rule(school=st.sampled_from(SCHOLEN), number=st.integers(0, 1), count=st.integers(1, 6))
    def burst(self, school: str, number: int, count: int) -> None:
        """Several calls one after the other, each ended at once."""
        for _ in range(count):
            before = len(self.under_way)
            self.question(school, number)
            if len(self.under_way) > before:
                self._finish(self.under_way.pop())

    @rule()
    def fall_over(self) -> None:
        """SBB breaks down, and is asked until its circuit breaker opens."""
        self.sbb(works=False)
        self.burst("01AA", 0, 6)

    @rule(choice=st.integers(0, 9))
    def die(self, choice: int) -> None:
        """A function dies in the middle of a call: nothing is told, nothing given back."""
        if self.under_way:
            dit = self.under_way.pop(choice % len(self.under_way))
            pair = self.guards[dit.school]
            pair[pair.index(dit.guard)] = self.scene.guard(dit.school)
            self.under_way = [o for o in self.under_way if o.guard is not dit.guard]

    @rule(works=st.booleans())
    def sbb(self, works: bool) -> None:  # noqa: FBT001 - drawn by name
        """SBB breaks down, or recovers."""
        if works and not self.sbb_works:
            self.recovered_at = self.scene.clock.now
        self.sbb_works = works

    @rule(seconds=st.sampled_from([0.05, 0.2, 1.0, 4.0, 6.0, 15.0]))
    def elapse(self, seconds: float) -> None:
        """Time passes."""
        self.scene.clock.now = round(self.scene.clock.now + seconds, 3)
        self._end_overdue_calls()

    def _end_overdue_calls(self) -> None:
        """No call lasts longer than its deadline."""
        for dit in sorted(self.under_way, key=lambda o: o.einde):
            if dit.einde <= self.scene.clock.now:
                self.under_way.remove(dit)
                self._finish(dit)

    @rule()
    def a_probe_takes_long(self) -> None:
        """The one that tries is still busy when the interval is over, and others come."""
        self.fall_over()
        self.elapse(GUARD_RULES.breaker.interval)
        self.question("02BB", 0)
        self.elapse(GUARD_RULES.breaker.interval + 1)
        self.question("01AA", 1)
        self.question("02BB", 1)

    @rule()
    def fall_over_and_recover(self) -> None:
        """SBB fails until it opens, recovers, and within one interval a call of a healthy school passes."""
        self.elapse(30.0)
        for dit in self.under_way:
            self._finish(dit)
        self.under_way.clear()
        self.sbb(works=False)
        for _ in range(5):
            self.question("01AA", 0)
            for dit in self.under_way:
                self._finish(dit)
            self.under_way.clear()
            self.scene.clock.now += 1
        assert self.storage.bron.open_since is not None
        self.sbb(works=True)
        self.scene.clock.now += GUARD_RULES.breaker.interval
        self.question("02BB", 1)
        assert [o.school for o in self.under_way] == ["02BB"]
        self._finish(self.under_way.pop())
        for school in ("01AA", "02BB"):
            self.question(school, 0)
        assert [o.school for o in self.under_way] == ["01AA", "02BB"]

    @invariant()
    def one_probe_at_a_time(self) -> None:
        """Never more than one call tries SBB while its circuit breaker is open."""
        if self.storage.bron.open_since is not None:
            assert sum(o.is_probe for o in self.under_way) <= 1

    @invariant()
    def within_the_limits(self) -> None:
        """Never more calls of one school at once, or in any second, than was agreed."""
        count = GUARD_RULES.limits.per_seconde
        for school in SCHOLEN:
            assert sum(o.school == school for o in self.under_way) <= GUARD_RULES.limits.tegelijk
            moments = self.begun[school]
            pairs = zip(moments, moments[count:], strict=False)
            assert all(later - then >= 1 - 1e-6 for then, later in pairs)


TestGuard = GuardMachine.TestCase
TestGuard.settings = settings(max_examples=200, stateful_step_count=40, deadline=None)
