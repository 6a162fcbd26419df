"""What consulting the kept answers takes and gives: the question, the storage, and what came of it."""

from collections.abc import Callable, Mapping
from typing import Literal, NamedTuple

from stagemarkt.domain.cache.freshness import age
from stagemarkt.domain.cache.retention import AnswerKind, CacheMode, Duration
from stagemarkt.model.errors import FacadeError, StorageError
from stagemarkt.ports.cache import AnswerContent, AnswerKey, AnswerReader, AnswerWriter, KeptAnswer

# Why SBB was asked, in the words of RFC 9211.
ForwardReason = Literal["miss", "stale", "request", "bypass"]


class FreshAnswer(NamedTuple):
    """An answer that SBB just gave.

    Attributes:
        body: the JSON as it leaves now (`bron: sbb`), UTF-8.
        stored_form: the JSON as it leaves on a hit (`bron: cache`), compressed with gzip.
        etag: the weak entity tag of its content, the same for both forms.
        uitkomst: whether there is anything in it.
        over: the IDs of the leerbedrijven that a list tells of.
    """

    body: bytes
    stored_form: bytes
    etag: str
    uitkomst: AnswerContent = "gevonden"
    over: tuple[str, ...] = ()


class CachedQuestion(NamedTuple):
    """One question of which the answer may be kept.

    Attributes:
        sleutel: under what.
        soort: what kind of answer it is.
        fetch: asks SBB; its argument is the moment, whole seconds since 1970.
        question: what is to be kept beside the answer so that it can be asked again.
    """

    sleutel: AnswerKey
    soort: AnswerKind
    fetch: Callable[[int], FreshAnswer]
    question: str = ""


class Storage(NamedTuple):
    """What keeps answers. The writer is made when it is first needed: a hit has no use for it.

    Attributes:
        mode: what the operator allows to be kept.
        durations: for how long, where the operator chose so.
        reader: reads.
        writer: makes the writer.
        refresh: asks for a refresh of this key, later and elsewhere. Raises StorageError.
        report: told of a storage that failed; the answer goes on without it.
        clock: seconds since 1970.
        sleep: waits so many seconds.
    """

    mode: CacheMode
    durations: Mapping[str, Duration]
    reader: AnswerReader
    writer: Callable[[], AnswerWriter]
    refresh: Callable[[AnswerKey], None]
    report: Callable[[str, StorageError], None]
    clock: Callable[[], float]
    sleep: Callable[[float], None]


class LookupOutcome(NamedTuple):
    """What to answer with, and where it came from.

    Attributes:
        now: when, whole seconds since 1970.
        duration: how long such an answer is good for.
        kept: the kept answer to serve, or
        fresh: what SBB just gave, or neither.
        fout: what to tell instead; beside `kept` that is what was kept.
        cause: why SBB gave nothing newer than `kept`.
        reden: why SBB was asked; None when it was not.
        stored: whether the new answer is now kept.
        together: whether somebody else's asking gave it.
        no_store: whether the caller asked that nobody keeps it (`no-store`).
    """

    now: int
    duration: Duration
    kept: KeptAnswer | None = None
    fresh: FreshAnswer | None = None
    fout: FacadeError | None = None
    cause: FacadeError | None = None
    reden: ForwardReason | None = None
    stored: bool = False
    together: bool = False
    no_store: bool = False

    @property
    def old(self) -> int:
        """Seconds since SBB was asked for the kept answer."""
        return 0 if self.kept is None else age(self.kept, self.now)

    @property
    def verouderd(self) -> bool:
        """Whether the kept answer is past its freshness."""
        return self.old >= self.duration.fresh
