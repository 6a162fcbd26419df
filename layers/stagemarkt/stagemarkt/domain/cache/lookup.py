"""Serve a kept answer, or fetch one and keep it: the road that every cached answer takes."""

from typing import Final, assert_never

from stagemarkt.domain.cache.freshness import (
    CacheControl,
    FreshnessVerdict,
    Policy,
    age,
    duration_of,
    exists,
    judge_freshness,
    may_fall_back,
)
from stagemarkt.domain.cache.lease import FetchOutcome, LeaseHolder
from stagemarkt.domain.cache.lookup_outcome import CachedQuestion, ForwardReason, LookupOutcome, Storage
from stagemarkt.domain.cache.retention import as_chosen, may_keep
from stagemarkt.model.errors import (
    LEERBEDRIJF_ONBEKEND,
    NOT_IN_CACHE,
    BronCertificate,
    BronError,
    BronLicentie,
    FacadeError,
    LeerbedrijfUnknown,
    NotInCache,
    StorageError,
)
from stagemarkt.ports.cache import CacheState, KeptAnswer
from stagemarkt.ports.deadline import Deadline

# A refresh of a key is asked for at most once in this many seconds.
INTERVAL: Final = 60


def look_up(
    question: CachedQuestion, cache_control: CacheControl, deadline: Deadline, storage: Storage
) -> LookupOutcome:
    """The kept answer when it will do, else what SBB gives, kept if allowed.

    A failure that a caller may hear of is in the result, so that the answer can say how it came about;
    anything else goes through. A storage that fails costs speed, never an answer.
    """
    policy = Policy(question.sleutel.school, as_chosen(question.soort, storage.durations))
    basis = LookupOutcome(int(storage.clock()), policy.soort.duration, no_store=cache_control.no_store)
    if not may_keep(policy.soort, storage.mode):
        return _without_store(question, cache_control, basis)
    # Who takes the lease whatever there is, sees there what there was: one call for the two.
    takes_lease = cache_control.wants_new and not (cache_control.only_if_cached or cache_control.no_store)
    state = CacheState() if takes_lease else _read(question, storage)
    judgement = judge_freshness(state.answer, basis.now, policy, cache_control)
    match judgement:
        case FreshnessVerdict.FRESH:
            return _kept(state.answer, basis, policy)
        case FreshnessVerdict.STALE:
            _request_refresh(question, state, storage)
            return _kept(state.answer, basis, policy)
        case FreshnessVerdict.REFUSE:
            return basis._replace(fout=NotInCache(NOT_IN_CACHE))
        case FreshnessVerdict.MISS:
            holder = LeaseHolder(question, policy, cache_control, deadline, storage)
            fetched = holder.fetch(state)
            reason = _reason(holder.found or state.answer, basis.now, policy)
            basis = basis._replace(now=fetched.now, reden=reason, stored=fetched.stored)
            if fetched.fout is None:
                return _succeeded(fetched, basis, policy)
            fallback = _fallback(fetched.fout, question, policy, cache_control, storage)
            return _failed(fetched.fout, fallback, basis, policy)
        case _:
            assert_never(judgement)


def _without_store(
    question: CachedQuestion, cache_control: CacheControl, basis: LookupOutcome
) -> LookupOutcome:
    """What may not be kept has no lease either: there would be nothing to share."""
    if cache_control.only_if_cached:
        return basis._replace(fout=NotInCache(NOT_IN_CACHE))
    basis = basis._replace(reden="bypass")
    try:
        return basis._replace(fresh=question.fetch(basis.now))
    except FacadeError as error:
        return basis._replace(fout=error)


def _succeeded(fetched: FetchOutcome, basis: LookupOutcome, policy: Policy) -> LookupOutcome:
    if fetched.fresh is None:
        return _kept(fetched.kept, basis._replace(together=True), policy)
    duration = policy.soort.duration if fetched.fresh.uitkomst == "gevonden" else policy.soort.nothing
    return basis._replace(fresh=fetched.fresh, duration=duration)


def _kept(answer: KeptAnswer | None, basis: LookupOutcome, policy: Policy) -> LookupOutcome:
    """The kept answer, which may be that SBB does not know the leerbedrijf."""
    if answer is None:
        raise AssertionError("what is judged fresh enough is there")
    error = LeerbedrijfUnknown(LEERBEDRIJF_ONBEKEND) if answer.uitkomst == "onbekend" else None
    return basis._replace(kept=answer, fout=error, duration=duration_of(answer, policy.soort))


def _failed(
    error: FacadeError | StorageError, fallback: KeptAnswer | None, basis: LookupOutcome, policy: Policy
) -> LookupOutcome:
    if fallback is not None:
        cause = error if isinstance(error, FacadeError) else None
        return _kept(fallback, basis._replace(cause=cause), policy)
    if isinstance(error, StorageError):
        raise error
    return basis._replace(fout=error, duration=policy.soort.nothing)


def _fallback(
    error: FacadeError | StorageError,
    question: CachedQuestion,
    policy: Policy,
    cache_control: CacheControl,
    storage: Storage,
) -> KeptAnswer | None:
    """An older answer in place of this failure, if one will do."""
    if not (_is_from_bron(error) or isinstance(error, StorageError)):
        return None
    # Read again: what there was may have been forgotten while SBB was asked.
    found = _read(question, storage).answer
    return found if may_fall_back(found, int(storage.clock()), policy, cache_control) else None


def _reason(found: KeptAnswer | None, now: int, policy: Policy) -> ForwardReason:
    if found is None or not exists(found, now, policy):
        return "miss"
    return "request" if age(found, now) < duration_of(found, policy.soort).fresh else "stale"


def _request_refresh(question: CachedQuestion, state: CacheState, storage: Storage) -> None:
    """Have it refreshed, later and elsewhere: a Lambda sleeps once it has answered."""
    now, answer = storage.clock(), state.answer
    if answer is None or now - state.marked_at < INTERVAL:
        return
    try:
        if storage.writer().claim_refresh(question.sleutel, answer.opgehaald_op, now, INTERVAL):
            storage.refresh(question.sleutel)
    except StorageError as error:
        storage.report("verversen", error)


def _read(question: CachedQuestion, storage: Storage) -> CacheState:
    try:
        return storage.reader.read(question.sleutel)
    except StorageError as error:
        storage.report("lezen", error)
        return CacheState()


def _is_from_bron(error: FacadeError | StorageError) -> bool:
    """Whether SBB, or the way to it, is out of order: not that it refuses this school."""
    return isinstance(error, BronError) and not isinstance(error, BronLicentie | BronCertificate)
