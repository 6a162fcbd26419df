"""The port to a school's feed: every change once, numbered without gaps, in the order of arrival."""

from collections.abc import Collection, Sequence
from typing import Final, NamedTuple, Protocol

from stagemarkt.model.aflevering import FeedLine

# So many lines fit in one transaction, each with the marks of its mutatie and of its leerbedrijf and code.
PER_BATCH: Final = 33


class Location(NamedTuple):
    """Where a mutatie stands: the school and the number of its line."""

    school: str
    number: int


class FeedReader(Protocol):
    """Reads feeds; what has been written is seen at once. Every call raises StorageError when it cannot."""

    def stand(self, school: str) -> int:
        """The number of the last line; 0 when there is none."""
        ...

    def read(self, school: str, after: int, count: int) -> Sequence[FeedLine]:
        """At most `count` lines with a number above `after`, in order; expired ones may be among them."""
        ...

    def has_heard(self, school: str, leerbedrijf_id: str, code: str | None) -> bool:
        """Whether this school ever had a line of this leerbedrijf, with this code if one is given."""
        ...

    def search(self, mutatie_id: str) -> Location | None:
        """Where this mutatie stands, None when it was not numbered (or long ago)."""
        ...


class Feed(FeedReader, Protocol):
    """Numbers mutaties. Raises StorageError when it is not, or may not be, done: again is no harm."""

    def numbered(self, mutatie_ids: Sequence[str]) -> frozenset[str]:
        """Those among them that have a line."""
        ...

    def seen(self, school: str, lanes: Collection[tuple[str, str]]) -> frozenset[tuple[str, str]]:
        """Those pairs of leerbedrijf and code that this school has a line of, however long ago."""
        ...

    def write(self, school: str, lines: Sequence[FeedLine]) -> bool:
        """Add these lines, all or none; at most `PER_BATCH`, with numbers that follow each other.

        False when they no longer fit: the first number is not the next one any more, or one of the mutaties
        has a line already. Look again, then.
        """
        ...
