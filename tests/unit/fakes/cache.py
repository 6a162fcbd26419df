"""What keeps answers, in memory, and a clock that only a test moves."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from stagemarkt.domain.cache.lookup_outcome import Storage
from stagemarkt.domain.cache.retention import CacheMode, Duration
from stagemarkt.model.age import CLOCKS_APART
from stagemarkt.model.errors import StorageError
from stagemarkt.ports.cache import AnswerKey, CacheLease, CacheState, KeptAnswer, SharedFailure, Taken
from stagemarkt.ports.deadline import Deadline


class FakeClock:
    """Seconds since 1970; sleeping moves it, and does `on_sleep` first: what others do meanwhile."""

    def __init__(self, now: float) -> None:
        self.now = now
        self.slept: list[float] = []
        self.on_sleep: list[tuple[float, object]] = []

    def __call__(self) -> float:
        """Now."""
        return self.now

    def sleep(self, seconds: float) -> None:
        """Let time pass, and do what is due by then."""
        self.slept.append(seconds)
        self.now += seconds
        while self.on_sleep and self.on_sleep[0][0] <= self.now:
            _, act = self.on_sleep.pop(0)
            assert callable(act)
            act()

    def over(self, seconds: float, act: object) -> None:
        """Have this done once so many seconds have been slept through."""
        self.on_sleep.append((self.now + seconds, act))
        self.on_sleep.sort(key=lambda appointment: appointment[0])

    def deadline(self, seconds: float) -> Deadline:
        """A deadline on this clock."""
        return Deadline.after(seconds, self)


class KeptItem(NamedTuple):
    """What was told when an answer was kept."""

    expires_at: int
    over: Sequence[str]


class FakeStore:
    """Keeps answers and leases, in memory.

    `piece` names what fails: `lezen`, `bewaren`, `maken` (the writer), `pacht`, `marks`, `verversen`.
    """

    def __init__(
        self,
        mode: CacheMode = CacheMode.FULL,
        piece: frozenset[str] = frozenset(),
        durations: Mapping[str, Duration] | None = None,
    ) -> None:
        self.mode = mode
        self.piece = piece
        self.durations = durations or {}
        self.inhoud: dict[AnswerKey, KeptAnswer] = {}
        self.states: dict[AnswerKey, CacheState] = {}
        self.kept: dict[AnswerKey, KeptItem] = {}
        self.parsed: list[AnswerKey] = []
        self.row: list[AnswerKey] = []
        self.made = 0
        self.notices: list[str] = []

    def read(self, sleutel: AnswerKey) -> CacheState:
        """As the port says."""
        self.parsed.append(sleutel)
        self._mark_broken("lezen")
        return self._state(sleutel)

    def take(self, sleutel: AnswerKey, lease: CacheLease, now: float, *, take_over: bool) -> Taken:
        """As the port says."""
        self._mark_broken("pacht")
        state = self._state(sleutel)
        held = state.lease is not None and now < state.lease.until <= lease.until + CLOCKS_APART
        if held and not take_over:
            return Taken(None, state)
        self.states[sleutel] = state._replace(lease=lease)
        return Taken(lease, state._replace(lease=None))

    def keep(
        self,
        sleutel: AnswerKey,
        answer: KeptAnswer,
        lease: CacheLease,
        expires_at: int,
        over: Sequence[str],
    ) -> bool:
        """As the port says."""
        self._mark_broken("bewaren")
        if not self._of(sleutel, lease):
            return False
        self.inhoud[sleutel] = answer
        self.states[sleutel] = CacheState()
        self.kept[sleutel] = KeptItem(expires_at, over)
        return True

    def give_up(
        self, sleutel: AnswerKey, lease: CacheLease, failure: SharedFailure | None, *, forget: bool = False
    ) -> None:
        """As the port says."""
        self._mark_broken("pacht")
        if self._of(sleutel, lease):
            if forget:
                self.inhoud.pop(sleutel, None)
            old = self.states[sleutel]
            self.states[sleutel] = old._replace(lease=None, failure=failure or old.failure)

    def claim_refresh(self, sleutel: AnswerKey, opgehaald_op: int, now: float, interval: int) -> bool:
        """As the port says."""
        self._mark_broken("merken")
        state = self._state(sleutel)
        known = state.answer is not None and state.answer.opgehaald_op == opgehaald_op
        if not known or state.marked_at > now - interval:
            return False
        self.states[sleutel] = state._replace(marked_at=now)
        return True

    def forget(self, sleutel: AnswerKey) -> None:
        """Entry and lease are gone, as after an invalidation."""
        self.inhoud.pop(sleutel, None)
        self.states.pop(sleutel, None)

    def storage(self, clock: FakeClock) -> Storage:
        """This, as the domain sees it."""
        return Storage(
            mode=self.mode,
            durations=self.durations,
            reader=self,
            writer=self._writer,
            refresh=self._plaats,
            report=lambda wat, _error: self.notices.append(wat),
            clock=clock,
            sleep=clock.sleep,
        )

    def _state(self, sleutel: AnswerKey) -> CacheState:
        return self.states.get(sleutel, CacheState())._replace(answer=self.inhoud.get(sleutel))

    def _of(self, sleutel: AnswerKey, lease: CacheLease) -> bool:
        current = self._state(sleutel).lease
        return current is not None and current.holder == lease.holder

    def _plaats(self, sleutel: AnswerKey) -> None:
        self._mark_broken("verversen")
        self.row.append(sleutel)

    def _writer(self) -> "FakeStore":
        self.made += 1
        self._mark_broken("maken")
        return self

    def _mark_broken(self, wat: str) -> None:
        if wat in self.piece:
            raise StorageError(wat)


def any_content(_sleutel: AnswerKey, _answer: KeptAnswer) -> bool:
    """Whatever is kept is an answer: for tests in which it is a few bytes."""
    return True
