"""One call for many: who misses a key first fetches it under a lease, the others wait for what it gives.

A failure is shared as an answer is: told by the one that met it to those that wait, and made a failure again.
"""

import uuid
from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from stagemarkt.domain.cache.freshness import CacheControl, FreshnessVerdict, Policy, judge_freshness
from stagemarkt.domain.cache.lookup_outcome import CachedQuestion, FreshAnswer, Storage
from stagemarkt.model.age import CLOCKS_APART
from stagemarkt.model.errors import (
    REJECTED,
    UNKNOWN_CODE,
    Bilingual,
    BronAnswerInvalid,
    BronCertificate,
    BronCodeUnknown,
    BronLicentie,
    BronOverloaded,
    BronTimeout,
    BronUnavailable,
    FacadeError,
    InternalError,
    InvalidInput,
    LeerbedrijfUnknown,
    MessageRejected,
    Signaal,
    StorageError,
    TooManyResults,
)
from stagemarkt.ports.cache import CacheLease, CacheState, KeptAnswer, SharedFailure
from stagemarkt.ports.deadline import Deadline

# How long a lease lives, seconds: longer than SBB usually takes, and short enough that whoever waits for
# a holder that died still has the time to ask for itself.
LEASE_LIFETIME: Final = 10.0
# Who waits stops waiting when its own time is down to this many seconds, and asks for itself.
OWN_TIME: Final = 5.0
# The pauses between two looks, seconds; each who waits has its own, a quarter more or less.
_FIRST_PAUSE: Final = 0.1
_LONGEST_PAUSE: Final = 0.8
_GROWTH: Final = 1.6
# A storage that does not answer is asked again so often before SBB is asked without a lease: when many miss
# at once it may be slow, and just then SBB must not get a call from each of them.
_ATTEMPTS: Final = 3
_ERRORS: Final[Mapping[str, Callable[..., FacadeError]]] = {
    REJECTED: MessageRejected,
    UNKNOWN_CODE: BronCodeUnknown,
} | {
    kind.code: kind
    for kind in (
        BronUnavailable,
        BronOverloaded,
        BronTimeout,
        BronAnswerInvalid,
        BronLicentie,
        BronCertificate,
        TooManyResults,
        InternalError,
    )
}
_UNKNOWN: Final = BronUnavailable


class FetchOutcome(NamedTuple):
    """What came of it: an answer of SBB, one that somebody else fetched, or a failure."""

    now: int
    fresh: FreshAnswer | None = None
    kept: KeptAnswer | None = None
    fout: FacadeError | StorageError | None = None
    stored: bool = False


class LeaseHolder:
    """Fetches one key for one request, alone among all that want it.

    Args:
        question: what is asked.
        policy: what is fresh.
        cache_control: what the caller asks of that.
        deadline: until when the answer is of use.
        storage: where leases and answers are kept.

    `found` is the answer that was there when it took the lease, if it did.
    """

    def __init__(
        self,
        question: CachedQuestion,
        policy: Policy,
        cache_control: CacheControl,
        deadline: Deadline,
        storage: Storage,
    ) -> None:
        self._question = question
        self._policy = policy
        self._cache_control = cache_control
        self._deadline = deadline
        self._storage = storage
        # Who asked for an answer of now is not helped by one that was under way.
        self._alone = cache_control.wants_new
        self.found: KeptAnswer | None = None
        self._holder = uuid.uuid4().hex
        self._own_pace = 0.75 + int(self._holder[:4], 16) / 0xFFFF / 2
        self._seen = set[str]()

    def fetch(self, state: CacheState) -> FetchOutcome:
        """Fetch, or wait for who does; `state` is what was found. A failing storage costs the sharing."""
        if self._cache_control.no_store:
            return self._ask_sbb(None)
        outcome = self._keep_trying(state)
        return self._ask_sbb(outcome) if outcome is None or isinstance(outcome, CacheLease) else outcome

    def fetch_if_free(self) -> FetchOutcome | None:
        """Fetch if nobody else does; None when somebody does, or did just now. Raises StorageError."""
        outcome = self._take(take_over=False)
        return self._ask_sbb(outcome) if isinstance(outcome, CacheLease) else None

    def _keep_trying(self, state: CacheState) -> CacheLease | FetchOutcome | None:
        """The lease or what another fetched; None when the storage gives neither."""
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                return self._take_or_wait(state)
            except StorageError as error:
                if attempt == _ATTEMPTS or self._deadline.remaining <= OWN_TIME:
                    self._storage.report("pacht", error)
                    break
            self._pause(_FIRST_PAUSE * 2**attempt)
            state = CacheState()
        return None

    def _pause(self, seconds: float) -> None:
        self._storage.sleep(min(seconds * self._own_pace, max(0.0, self._deadline.remaining - OWN_TIME)))

    def _take_or_wait(self, state: CacheState) -> CacheLease | FetchOutcome:
        pause = _FIRST_PAUSE
        while True:
            hurry = self._alone or self._deadline.remaining <= OWN_TIME
            if hurry or not _is_alive(state, self._storage.clock()):
                outcome = self._take(take_over=hurry)
                if not isinstance(outcome, CacheState):
                    return outcome
                state = outcome
            if state.lease is not None:
                self._seen.add(state.lease.holder)
            self._pause(pause)
            pause = min(pause * _GROWTH, _LONGEST_PAUSE)
            state = self._look(state)
            ready = self._usable(state) or self._failed(state)
            if ready is not None:
                return ready

    def _look(self, state: CacheState) -> CacheState:
        """What there is now. While somebody is known to fetch, seeing nothing is no reason to fetch too."""
        try:
            return self._storage.reader.read(self._question.sleutel)
        except StorageError:
            if self._deadline.remaining <= OWN_TIME or not _is_alive(state, self._storage.clock()):
                raise
            return state

    def _take(self, *, take_over: bool) -> CacheLease | FetchOutcome | CacheState:
        """The lease, or what the one before just kept, or who has it."""
        now = self._storage.clock()
        writer = self._storage.writer()
        wanted = CacheLease(self._holder, now + LEASE_LIFETIME)
        lease, state = writer.take(self._question.sleutel, wanted, now, take_over=take_over)
        if lease is None:
            return state
        self.found = state.answer
        ready = None if self._alone else self._usable(state)
        if ready is None:
            return lease
        writer.give_up(self._question.sleutel, lease, None)
        return ready

    def _usable(self, state: CacheState) -> FetchOutcome | None:
        now = int(self._storage.clock())
        judgement = judge_freshness(state.answer, now, self._policy, self._cache_control)
        return FetchOutcome(now, kept=state.answer) if judgement is FreshnessVerdict.FRESH else None

    def _failed(self, state: CacheState) -> FetchOutcome | None:
        failure = state.failure
        if failure is None or failure.holder not in self._seen:
            return None
        return FetchOutcome(int(self._storage.clock()), fout=as_facade_error(failure))

    def _ask_sbb(self, lease: CacheLease | None) -> FetchOutcome:
        now = int(self._storage.clock())
        try:
            fresh = self._question.fetch(now)
        except LeerbedrijfUnknown as error:
            unknown = FreshAnswer(b"", b"", "", "onbekend")
            return FetchOutcome(now, fout=error, stored=self._keep(unknown, lease, now))
        except (FacadeError, StorageError) as error:
            self._give_up(lease, error)
            return FetchOutcome(now, fout=error)
        except BaseException:
            self._give_up(lease, None)
            raise
        return FetchOutcome(now, fresh=fresh, stored=self._keep(fresh, lease, now))

    def _keep(self, fresh: FreshAnswer, lease: CacheLease | None, now: int) -> bool:
        if lease is None:
            return False
        school, kind = self._question.sleutel.school, self._policy.soort
        answer = KeptAnswer(
            school, fresh.stored_form, fresh.etag, now, fresh.uitkomst, self._question.question
        )
        verloopt = now + (kind.duration if fresh.uitkomst == "gevonden" else kind.nothing).verloopt
        try:
            return self._storage.writer().keep(self._question.sleutel, answer, lease, verloopt, fresh.over)
        except StorageError as error:
            self._storage.report("bewaren", error)
            return False

    def _give_up(self, lease: CacheLease | None, error: FacadeError | StorageError | None) -> None:
        if lease is None:
            return
        failure = as_shared_failure(error, lease.holder) if isinstance(error, FacadeError) else None
        # A school that SBB gives nothing any more, is not to be served what SBB gave it before.
        forget = isinstance(error, BronLicentie)
        try:
            self._storage.writer().give_up(self._question.sleutel, lease, failure, forget=forget)
        except StorageError as unstored:
            self._storage.report("pacht", unstored)


def _is_alive(state: CacheState, now: float) -> bool:
    return state.lease is not None and now < state.lease.until <= now + LEASE_LIFETIME + CLOCKS_APART


def as_shared_failure(error: FacadeError, holder: str) -> SharedFailure:
    """What those who wait may know of it: no more than the caller itself is told."""
    return SharedFailure(
        holder=holder,
        code=error.tag,
        nl=error.detail.nl,
        en=error.detail.en,
        retry_after=error.retry_after,
        signaalcode=None if error.sbb_signal is None else error.sbb_signal.signaalcode,
    )


def as_facade_error(failure: SharedFailure) -> FacadeError:
    """The failure that it tells of. SBB's melding and message belong to who asked, and stay there."""
    code = failure.signaalcode
    sbb_signal = None if code is None else Signaal(code, None, None)
    if failure.code == InvalidInput.code:
        return InvalidInput((), sbb_signal=sbb_signal)
    return _ERRORS.get(failure.code, _UNKNOWN)(
        Bilingual(failure.nl, failure.en),
        internal="met by another request",
        sbb_signal=sbb_signal,
        retry_after=failure.retry_after,
    )
