"""The ports to the kept answers. Reading and writing apart: most requests only read."""

from collections.abc import Collection, Sequence
from typing import Literal, NamedTuple, Protocol

AnswerContent = Literal["gevonden", "leeg", "onbekend"]


class AnswerKey(NamedTuple):
    """Under what an answer is kept.

    Attributes:
        school: the BRIN; an answer is never served to another school.
        onderwerp: what it is about, e.g. `leerbedrijf#900000001` or `vraag#` and a digest.
        soort: which of our answers it is, e.g. `identificatie`.
    """

    school: str
    onderwerp: str
    soort: str


class KeptAnswer(NamedTuple):
    """An answer as it leaves on a hit.

    Attributes:
        school: the BRIN it was fetched for, checked again on reading.
        body: the JSON, UTF-8, compressed with gzip; empty for an unknown leerbedrijf.
        etag: its weak entity tag, quotes included; empty for an unknown leerbedrijf.
        opgehaald_op: when SBB was asked for it, whole seconds since 1970, UTC.
        uitkomst: what was found: something, an empty list, or that SBB does not know it.
        question: what to ask to make it anew, as the domain writes it; empty when the key says it all.
    """

    school: str
    body: bytes
    etag: str
    opgehaald_op: int
    uitkomst: AnswerContent = "gevonden"
    question: str = ""


class CacheLease(NamedTuple):
    """The right to fetch the answer of one key and keep it, for a short while.

    Attributes:
        holder: whose it is, a unique text. A lease of another, or none, was taken over or forgotten.
        until: from when on somebody else may take it, seconds since 1970.
        generatie: the school's lists as they were when the lease was taken; the storage's own affair.
        pointed: the leerbedrijven that point to what was kept here then; likewise.
        pointed_until: up to when they do, seconds since 1970; likewise.
    """

    holder: str
    until: float
    generatie: str = ""
    pointed: frozenset[str] = frozenset()
    pointed_until: int = 0


class SharedFailure(NamedTuple):
    """How fetching under a lease ended, for those who wait for it: safe to show, as a `Fout` is."""

    holder: str
    code: str
    nl: str
    en: str
    retry_after: int | None = None
    signaalcode: int | None = None


class CacheState(NamedTuple):
    """What there is at a key.

    Attributes:
        answer: the entry, of whatever age.
        lease: who fetches it, perhaps no longer.
        failure: how the last attempt failed.
        marked_at: when it was last asked to be refreshed, seconds since 1970.
    """

    answer: KeptAnswer | None = None
    lease: CacheLease | None = None
    failure: SharedFailure | None = None
    marked_at: float = 0.0


class Taken(NamedTuple):
    """Whether the lease was given (`lease`), and what there was at that moment."""

    lease: CacheLease | None
    stand: CacheState


class AnswerReader(Protocol):
    """Reads kept answers."""

    def read(self, sleutel: AnswerKey) -> CacheState:
        """What there is, fresh or not: never from before an invalidation that was completed.

        What cannot be read as an entry is none.

        Raises:
            StorageError: the storage cannot be read.
        """
        ...


class AnswerWriter(Protocol):
    """Keeps answers. Whoever keeps one holds the lease of its key: a late one loses."""

    def take(self, sleutel: AnswerKey, lease: CacheLease, now: float, *, take_over: bool) -> Taken:
        """Take the lease, when nobody has it at `now`; with `take_over` from whoever has it.

        Raises:
            StorageError: the storage does not answer.
        """
        ...

    def keep(
        self,
        sleutel: AnswerKey,
        answer: KeptAnswer,
        lease: CacheLease,
        expires_at: int,
        over: Sequence[str],
    ) -> bool:
        """Keep this answer in place of what was there, and end the lease.

        `over` are the IDs of the leerbedrijven that a list tells of, so that it can be forgotten with them.
        `expires_at` is when it may be cleaned up. False, and nothing kept, when the lease is another's by
        now or something was forgotten meanwhile.

        Raises:
            StorageError: the storage cannot be written.
        """
        ...

    def give_up(
        self, sleutel: AnswerKey, lease: CacheLease, failure: SharedFailure | None, *, forget: bool = False
    ) -> None:
        """End the lease without an answer, and tell those who wait why; not if it is another's by now.

        With `forget` the entry that was there is forgotten as well.

        Raises:
            StorageError: the storage cannot be written.
        """
        ...

    def claim_refresh(self, sleutel: AnswerKey, opgehaald_op: int, now: float, interval: int) -> bool:
        """Claim the right to have this entry refreshed: one caller per `interval` seconds gets True.

        Raises:
            StorageError: the storage cannot be written.
        """
        ...


class RefreshQueue(Protocol):
    """The queue of entries to refresh: a Lambda sleeps once it has answered."""

    def enqueue(self, sleutel: AnswerKey) -> None:
        """Have this entry refreshed, later and elsewhere.

        Raises:
            StorageError: it is not in the queue.
        """
        ...


class Purger(Protocol):
    """Empties what may be kept no longer."""

    def purge(self, allowed: Collection[str]) -> int:
        """Delete whatever is kept, but answers of these kinds; how much that was.

        Raises:
            StorageError: not, or not wholly, done; do it again.
        """
        ...


class Invalidator(Protocol):
    """Forgets answers, when SBB says that something has changed."""

    def invalidate(self, school: str, *leerbedrijf_ids: str) -> None:
        """Forget every answer kept for this school that tells of any of these leerbedrijven.

        A refresh under way that began before must lose: what it fetched is not kept. Doing it again does
        no harm.

        Raises:
            StorageError: not, or not wholly, done; do it again.
        """
        ...
