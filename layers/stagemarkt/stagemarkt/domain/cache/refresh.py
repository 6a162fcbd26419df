"""Refreshing a kept answer behind the caller's back."""

from collections.abc import Callable
from typing import Literal, NamedTuple

from stagemarkt.domain.cache.freshness import CacheControl, FreshnessVerdict, Policy, exists, judge_freshness
from stagemarkt.domain.cache.lease import LeaseHolder
from stagemarkt.domain.cache.lookup_outcome import CachedQuestion, Storage
from stagemarkt.domain.cache.retention import KINDS, as_chosen, may_keep
from stagemarkt.model.errors import FacadeError, StorageError
from stagemarkt.ports.cache import AnswerKey
from stagemarkt.ports.deadline import Deadline


class Refreshed(NamedTuple):
    """How it went; with `mislukt` the code of what SBB, or the way to it, did."""

    uitkomst: Literal["ververst", "niet-nodig", "mislukt"]
    code: str | None = None


def refresh(
    sleutel: AnswerKey, make: Callable[[str], CachedQuestion | None], deadline: Deadline, storage: Storage
) -> Refreshed:
    """Fetch the answer of this key anew, if that is still of use; `make` knows the question of an entry.

    Of no use any more: what was forgotten, what was refreshed meanwhile, what may be kept no longer, and
    what somebody else fetches. A source that fails is told, not raised: the next caller of a stale answer
    has it tried again.

    Raises:
        StorageError: the storage, or that of the secrets, failed.
    """
    kind = KINDS.get(sleutel.soort)
    if kind is None or not may_keep(kind, storage.mode):
        return Refreshed("niet-nodig")
    policy = Policy(sleutel.school, as_chosen(kind, storage.durations))
    answer, now = storage.reader.read(sleutel).answer, int(storage.clock())
    if answer is None or not exists(answer, now, policy):
        return Refreshed("niet-nodig")
    if judge_freshness(answer, now, policy, CacheControl()) is FreshnessVerdict.FRESH:
        return Refreshed("niet-nodig")
    question = make(answer.question)
    fetched = (
        None
        if question is None
        else LeaseHolder(question, policy, CacheControl(), deadline, storage).fetch_if_free()
    )
    if fetched is None:
        return Refreshed("niet-nodig")
    if isinstance(fetched.fout, StorageError):
        raise fetched.fout
    # That SBB does not know it any more is news, and kept.
    if isinstance(fetched.fout, FacadeError) and not fetched.stored:
        return Refreshed("mislukt", fetched.fout.code)
    return Refreshed("ververst")
