"""One call for many: who misses a key first fetches it under a lease, the others wait for what it gives.

A failure is shared as an answer is: told by the one that met it to those that wait, and made a failure again.
"""

import uuid
from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from stagemarkt.domain.cache.freshness import CacheControl, FreshnessVerdict, Policy, judge_freshness
from stagemarkt.domain.cache.lookup_outcome import CachedQuestion, FreshAnswer, Storage
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
    soort.code: soort
    for soort in (
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

    def fetch(self, stand: CacheState) -> FetchOutcome:
        """Fetch, or wait for who does; `stand` is what was found. A failing storage costs the sharing."""
        if self._cache_control.no_store:
            return self._ask_sbb(None)
        uitkomst = self._keep_trying(stand)
        return self._ask_sbb(uitkomst) if uitkomst is None or isinstance(uitkomst, CacheLease) else uitkomst

    def fetch_if_free(self) -> FetchOutcome | None:
        """Fetch if nobody else does; None when somebody does, or did just now. Raises StorageError."""
        uitkomst = self._take(take_over=False)
        return self._ask_sbb(uitkomst) if isinstance(uitkomst, CacheLease) else None

    def _keep_trying(self, stand: CacheState) -> CacheLease | FetchOutcome | None:
        """The lease or what another fetched; None when the storage gives neither."""
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                return self._take_or_wait(stand)
            except StorageError as fout:
                if attempt == _ATTEMPTS or self._deadline.over <= OWN_TIME:
                    self._storage.report("pacht", fout)
                    break
            self._pause(_FIRST_PAUSE * 2**attempt)
            stand = CacheState()
        return None

    def _pause(self, seconden: float) -> None:
        self._storage.sleep(min(seconden * self._own_pace, max(0.0, self._deadline.over - OWN_TIME)))

    def _take_or_wait(self, stand: CacheState) -> CacheLease | FetchOutcome:
        pause = _FIRST_PAUSE
        while True:
            hurry = self._alone or self._deadline.over <= OWN_TIME
            if hurry or not _is_alive(stand, self._storage.clock()):
                uitkomst = self._take(take_over=hurry)
                if not isinstance(uitkomst, CacheState):
                    return uitkomst
                stand = uitkomst
            if stand.lease is not None:
                self._seen.add(stand.lease.holder)
            self._pause(pause)
            pause = min(pause * _GROWTH, _LONGEST_PAUSE)
            stand = self._look(stand)
            ready = self._usable(stand) or self._failed(stand)
            if ready is not None:
                return ready

    def _look(self, stand: CacheState) -> CacheState:
        """What there is now. While somebody is known to fetch, seeing nothing is no reason to fetch too."""
        try:
            return self._storage.reader.read(self._question.sleutel)
        except StorageError:
            if self._deadline.over <= OWN_TIME or not _is_alive(stand, self._storage.clock()):
                raise
            return stand

    def _take(self, *, take_over: bool) -> CacheLease | FetchOutcome | CacheState:
        """The lease, or what the one before just kept, or who has it."""
        now = self._storage.clock()
        writer = self._storage.writer()
        wanted = CacheLease(self._holder, now + LEASE_LIFETIME)
        lease, stand = writer.take(self._question.sleutel, wanted, now, take_over=take_over)
        if lease is None:
            return stand
        self.found = stand.answer
        ready = None if self._alone else self._usable(stand)
        if ready is None:
            return lease
        writer.give_up(self._question.sleutel, lease, None)
        return ready

    def _usable(self, stand: CacheState) -> FetchOutcome | None:
        now = int(self._storage.clock())
        judgement = judge_freshness(stand.answer, now, self._policy, self._cache_control)
        return FetchOutcome(now, kept=stand.answer) if judgement is FreshnessVerdict.FRESH else None

    def _failed(self, stand: CacheState) -> FetchOutcome | None:
        failure = stand.failure
        if failure is None or failure.holder not in self._seen:
            return None
        return FetchOutcome(int(self._storage.clock()), fout=as_facade_error(failure))

    def _ask_sbb(self, lease: CacheLease | None) -> FetchOutcome:
        now = int(self._storage.clock())
        try:
            fresh = self._question.fetch(now)
        except LeerbedrijfUnknown as fout:
            unknown = FreshAnswer(b"", b"", "", "onbekend")
            return FetchOutcome(now, fout=fout, stored=self._keep(unknown, lease, now))
        except (FacadeError, StorageError) as fout:
            self._give_up(lease, fout)
            return FetchOutcome(now, fout=fout)
        except BaseException:
            self._give_up(lease, None)
            raise
        return FetchOutcome(now, fresh=fresh, stored=self._keep(fresh, lease, now))

    def _keep(self, fresh: FreshAnswer, lease: CacheLease | None, now: int) -> bool:
        if lease is None:
            return False
        school, soort = self._question.sleutel.school, self._policy.soort
        answer = KeptAnswer(
            school, fresh.stored_form, fresh.etag, now, fresh.uitkomst, self._question.question
        )
        verloopt = now + (soort.duration if fresh.uitkomst == "gevonden" else soort.nothing).verloopt
        try:
            return self._storage.writer().keep(self._question.sleutel, answer, lease, verloopt, fresh.over)
        except StorageError as fout:
            self._storage.report("bewaren", fout)
            return False

    def _give_up(self, lease: CacheLease | None, fout: FacadeError | StorageError | None) -> None:
        if lease is None:
            return
        failure = as_shared_failure(fout, lease.holder) if isinstance(fout, FacadeError) else None
        # A school that SBB gives nothing any more, is not to be served what SBB gave it before.
        forget = isinstance(fout, BronLicentie)
        try:
            self._storage.writer().give_up(self._question.sleutel, lease, failure, forget=forget)
        except StorageError as unstored:
            self._storage.report("pacht", unstored)


def _is_alive(stand: CacheState, now: float) -> bool:
    return stand.lease is not None and stand.lease.until > now


def as_shared_failure(fout: FacadeError, holder: str) -> SharedFailure:
    """What those who wait may know of it: no more than the caller itself is told."""
    return SharedFailure(
        holder=holder,
        code=fout.tag,
        nl=fout.detail.nl,
        en=fout.detail.en,
        retry_after=fout.retry_after,
        signaalcode=None if fout.sbb_signal is None else fout.sbb_signal.signaalcode,
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
