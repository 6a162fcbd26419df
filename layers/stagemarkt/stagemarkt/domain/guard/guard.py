"""The ring round each call to SBB: circuits, limits, the call itself, and its end written in the records.

All of it is protection: a storage that fails is told and costs that, never an answer. What each step decides
stands in `zekering`, `drukte` and `uitkomst`; what is shared, and when it is looked at, in `shared_state`.
"""

from collections.abc import Callable
from typing import Final, NamedTuple, TypeVar

from stagemarkt.domain.guard.outcome import GOOD, CallOutcome, outcome_of
from stagemarkt.domain.guard.passage import Passage
from stagemarkt.domain.guard.rate_limit import Asking, WaitTurn, place_name, take, too_many
from stagemarkt.domain.guard.refusal import overloaded
from stagemarkt.domain.guard.refusals import Warn
from stagemarkt.domain.guard.rules import FOR_SBB, PATIENCE, PATIENCE_SECONDS, ClockAndChance, GuardRules
from stagemarkt.domain.guard.shared_state import EndpointView, SharedState
from stagemarkt.model.age import NEVER, Age
from stagemarkt.model.errors import StorageError
from stagemarkt.ports.deadline import Deadline
from stagemarkt.ports.guard import PlaceRequest, Requester
from stagemarkt.ports.records import Records, SchoolChange

# After a storage that failed, how long it is left alone: it must not cost each call its time-out.
BROKEN: Final = 5.0
# How often a call looks for room: more than its patience lasts.
_MAX_LOOKS: Final = 100
_NOBODY: Final = Requester()
# What looking again may take.
_MARGIN: Final = 0.1
T = TypeVar("T")


class Admission(NamedTuple):
    """A call that may go; hand it to `Guard.leave` when it has ended.

    `name` is its own, empty when nothing is watched; `begun` when it began; `is_fair` whether it has the time
    that SBB may take.
    """

    name: str
    begun: float
    is_fair: bool


class EndedCall(NamedTuple):
    """A call to SBB that has ended.

    Attributes:
        school: the BRIN of the school that it was for.
        outcome: what its end says of SBB.
        seconds: how long it took.
        ended: when, seconds since 1970.
    """

    school: str
    outcome: CallOutcome
    seconds: float
    ended: float


class Tell(NamedTuple):
    """Who is told: of what SBB refuses of a school, of a storage that failed, and of each call that ended."""

    refusal: Warn
    storage: Callable[[str, StorageError], None]
    call: Callable[[EndedCall], None]


class Guard:
    """Watches the calls of this worker on behalf of one school to one address. Use it from one thread.

    Args:
        school: the BRIN.
        records: what is shared with the other functions.
        guard_rules: the rules.
        clock_and_chance: time, chance and names.
        tell: who else is told.
        endpoint: what this worker knows of the address; its guards for other schools share it.
    """

    def __init__(
        self,
        school: str,
        records: Records,
        guard_rules: GuardRules,
        clock_and_chance: ClockAndChance,
        tell: Tell,
        endpoint: EndpointView,
    ) -> None:
        self._school = school
        self._guard_rules = guard_rules
        self._clock_and_chance = clock_and_chance
        self._state = SharedState(school, records, guard_rules, clock_and_chance.now, endpoint)
        self._tell = tell
        self._broke = NEVER

    def ask(self, call: Callable[[Deadline], T], deadline: Deadline, requester: Requester = _NOBODY) -> T:
        """Do this call to SBB if it may go, and tell how it ended; give or raise what it gave or raised.

        The call gets the deadline with who watches over it. `requester` is for whom: the room of the school
        is shared between them.

        Raises:
            BronError: the call may not go; SBB was not asked.
        """
        admission = self.enter(deadline, requester)
        passage = Passage(self.retry_delay)
        try:
            answer = call(deadline._replace(watch=passage))
        except BaseException as error:
            outcome = outcome_of(error, fair=admission.is_fair)
            self._tell_of(admission, outcome)
            self.leave(admission, outcome, passage.end(self._clock_and_chance.now(), outcome, error))
            raise
        self._tell_of(admission, GOOD)
        self.leave(admission, GOOD, passage.end(self._clock_and_chance.now(), GOOD))
        return answer

    def enter(self, deadline: Deadline, requester: Requester = _NOBODY) -> Admission:
        """Leave for one call, waiting a little for room if that is all it takes.

        Raises:
            BronError: there is none.
        """
        name = ""
        if not self._is_broken():
            name = place_name(requester.priority, self._clock_and_chance.new_id())
            try:
                self._come_in(name, deadline, requester)
            except StorageError as error:
                name = ""
                self._break(error)
        return Admission(
            name, self._clock_and_chance.now(), is_fair=deadline.remaining >= self._guard_rules.fair
        )

    def leave(self, admission: Admission, outcome: CallOutcome, change: SchoolChange) -> None:
        """Write how the call ended, and give its place back in the same write; warn of what is refused."""
        if self._is_broken():
            return
        change = change._replace(place=admission.name or None)
        try:
            before = self._state.end_school(change, outcome, admission.name, admission.begun)
            self._state.end_endpoint(outcome, admission.name, admission.begun)
        except StorageError as error:
            self._break(error)
            return
        for refused in change.refused:
            self._tell.refusal(self._school, refused, before.standing, change.at)

    def retry_delay(self) -> float | None:
        """In how many seconds a call under way may ask once more; None for not at all.

        Not into an open circuit, and within the limit. Where nothing is watched, at once.
        """
        if self._is_broken():
            return 0.0
        try:
            self._state.look()
            if not self._state.are_free():
                return None
            now = self._clock_and_chance.now()
            asked = take(
                self._state.room, now, self._guard_rules.limits, Asking(None, _NOBODY, PATIENCE_SECONDS)
            )
            begins = self._state.claim(asked) if isinstance(asked, PlaceRequest) else None
        except StorageError as error:
            self._break(error)
            return 0.0
        return None if begins is None else max(0.0, begins - now)

    def _come_in(self, name: str, deadline: Deadline, requester: Requester) -> None:
        looked = not self._state.may_begin()
        if looked:
            self._state.look()
        while True:
            # The circuits first: a call that will not be made takes no place.
            if self._state.pass_circuits(name):
                try:
                    waited = self._take_place(name, deadline, requester)
                    if not self._state.was_answered() and (waited or not looked):
                        self._state.look()
                except BaseException:
                    self._state.let_try(name)
                    raise
                if self._state.are_free(name):
                    return
                # It opened since this worker last looked.
                self._state.give_back(name)
            self._state.let_try(name)
            self._state.look()
            looked = True

    def _take_place(self, name: str, deadline: Deadline, requester: Requester) -> bool:
        """Take a turn and a place within the limits, and wait for the turn; whether it had to."""
        # Who tries an open circuit holds that right meanwhile: it has no more patience than its due.
        patience = PATIENCE[requester.priority] if self._state.are_free() else PATIENCE_SECONDS
        until = self._clock_and_chance.now() + max(0.0, min(patience, deadline.remaining - FOR_SBB))
        # What is remembered may let a call go where nobody goes first; it never refuses one.
        unseen = True
        for attempt in range(_MAX_LOOKS):
            now = self._clock_and_chance.now()
            asking = Asking(name, requester, max(0.0, until - now), unseen)
            asked = take(self._state.room, now, self._guard_rules.limits, asking)
            if isinstance(asked, PlaceRequest):
                begins = self._take(asked, name, requester)
                if begins is not None:
                    waits = begins > asked.now
                    if waits:
                        self._clock_and_chance.sleep(begins - asked.now)
                    return waits
            elif not unseen:
                self._wait(asked, until, attempt, requester)
                self._state.look()
            else:
                self._state.look()
            unseen = False
        raise StorageError("others were first each time")

    def _take(self, asked: PlaceRequest, name: str, requester: Requester) -> float | None:
        """Take it: when its turn is, or None when there was no room after all."""
        begins = self._state.claim(asked)
        if begins is not None and too_many(
            self._state.room, asked.now, self._guard_rules.limits, requester.priority
        ):
            # Two took the last place of a share at once: the later one gives it back.
            self._state.give_back(name)
            return None
        return begins

    def _wait(self, wait: WaitTurn, until: float, attempt: int, requester: Requester) -> None:
        """Until it is worth looking again; with chance in it, or all who wait would look at once."""
        pause = 0.02 * 2 ** min(attempt, 3) * (0.5 + self._clock_and_chance.randomness())
        now = self._clock_and_chance.now()
        if now + pause > until:
            raise overloaded(wait)
        # Known as one who waits until it has looked again, so that others do not go first.
        self._state.wait(requester, now + pause + _MARGIN)
        self._clock_and_chance.sleep(pause)

    def _tell_of(self, admission: Admission, outcome: CallOutcome) -> None:
        ended = self._clock_and_chance.now()
        # The clock of the world may be put back.
        self._tell.call(EndedCall(self._school, outcome, max(0.0, ended - admission.begun), ended))

    def _is_broken(self) -> bool:
        return self._broke.under(BROKEN, self._clock_and_chance.now())

    def _break(self, error: StorageError) -> None:
        self._broke = Age(self._clock_and_chance.now())
        self._tell.storage("bewaken", error)
