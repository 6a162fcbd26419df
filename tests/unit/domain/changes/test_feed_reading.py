"""Reading on in a feed: pages, filters, what has expired, and where a moment begins."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stagemarkt.domain.changes.feed_reading import (
    MAX_VIEWED,
    FeedPage,
    Numbered,
    first_from,
    number_for,
    read_page,
)
from stagemarkt.model.aflevering import RETENTION, FeedLine
from stagemarkt.model.errors import CursorExpired

from tests.unit.fakes.composition import NOW
from tests.unit.fakes.outbox import mutatie
from tests.waiting import at_most


class NumberedList:
    """A list of numbered lines, one a second, of which the first may be gone."""

    def __init__(self, aantal: int, weg: int = 0, each: int = 1, skipped: range = range(0)) -> None:
        self.stand = aantal
        self.parsed = 0
        self._lines = [
            Numbered(
                n,
                FeedLine(n, mutatie(1, leerbedrijf_id="1" if n % each == 0 else "0"), n > 1, NOW + float(n)),
            )
            for n in range(weg + 1, aantal + 1)
            if n not in skipped
        ]

    def read(self, after: int, count: int) -> Sequence[Numbered]:
        """As the domain asks."""
        part = [one for one in self._lines if one.number > after][:count]
        self.parsed += len(part)
        return part

    def page(self, after: int | None, limit: int = 25, now: float = NOW + 10.0) -> FeedPage:
        """A page of those of leerbedrijf 1."""
        return read_page(
            self.read, self.stand, after, lambda line: line.mutatie.leerbedrijf_id == "1", limit, now
        )


def _numbers(page: FeedPage) -> list[int]:
    return [one.number for one in page.resultaten]


@given(st.integers(0, 300), st.integers(1, 60), st.integers(1, 7))
def test_paging_misses_nothing(count: int, limit: int, each: int) -> None:
    """Whatever the size of pages and list, reading on gives all that fits, once, in order, and ends."""
    listing, after, parsed = NumberedList(count, each=each), None, []
    for _ in at_most(count + 2):
        page = listing.page(after, limit)
        parsed += _numbers(page)
        assert len(page.resultaten) <= limit
        after = page.until
        if not page.meer:
            break
    assert parsed == [n for n in range(1, count + 1) if n % each == 0]
    assert after == count


def test_a_long_empty_stretch_gets_further() -> None:
    """A filter that fits nothing for long ends each page after a bounded number of lines, further on."""
    listing = NumberedList(3 * MAX_VIEWED, each=3 * MAX_VIEWED)
    page = listing.page(None)
    assert (page.resultaten, page.meer) == ([], True)
    assert MAX_VIEWED <= page.until < 2 * MAX_VIEWED
    assert listing.parsed < 2 * MAX_VIEWED


def test_at_the_end_the_cursor_waits() -> None:
    """At the end the cursor stays where it is, and gives what comes later."""
    assert NumberedList(3).page(3) == FeedPage([], 3, meer=False)
    assert _numbers(NumberedList(5).page(3)) == [4, 5]


def test_what_came_after_the_cursor_is_gone() -> None:
    """When the next line was deleted, or is past its 90 days though still there, the cursor has expired."""
    with pytest.raises(CursorExpired):
        NumberedList(9, weg=5).page(4)
    with pytest.raises(CursorExpired):
        NumberedList(9, weg=9).page(4)
    with pytest.raises(CursorExpired):
        NumberedList(9).page(4, now=NOW + 5 + RETENTION)
    assert _numbers(NumberedList(9, weg=5).page(5)) == [6, 7, 8, 9]
    assert _numbers(NumberedList(9).page(4, now=NOW + 4.9 + RETENTION)) == [5, 6, 7, 8, 9]


@given(st.integers(0, 40), st.integers(1, 40), st.integers(0, 40), st.integers(0, 80), st.integers(1, 50))
def test_a_restored_list(before: int, skipped: int, later: int, after: int, limit: int) -> None:
    """Numbers passed over by a restore expire no cursor, wherever it stood: it reads what is there.

    Only where nothing is left of before, a cursor cannot know, and must begin anew.
    """
    end = before + skipped + later
    listing = NumberedList(end, skipped=range(before + 1, before + skipped + 1))
    after, parsed, ended = min(after, end), list[int](), False
    if not before and after < skipped:
        with pytest.raises(CursorExpired):
            listing.page(after, limit)
        return
    over = [n for n in range(after + 1, end + 1) if n <= before or n > before + skipped]
    for _ in at_most(end + 2):
        page = listing.page(after, limit)
        parsed += _numbers(page)
        after, ended = page.until, not page.meer
        if ended:
            break
    assert (parsed, after, ended) == (over, end, True)


def test_skipped_and_expired() -> None:
    """What was deleted stays deleted: a cursor has expired with the beginning of a restored list."""
    listing = NumberedList(9, skipped=range(4, 7))
    assert _numbers(listing.page(3, now=NOW + RETENTION + 0.5)) == [7, 8, 9]
    with pytest.raises(CursorExpired):
        listing.page(3, now=NOW + RETENTION + 3.0)


def test_without_a_cursor_it_begins_at_what_is_still_there() -> None:
    """The oldest that is kept comes first; what has expired but still lies there is passed over."""
    assert _numbers(NumberedList(9, weg=5).page(None)) == [6, 7, 8, 9]
    assert _numbers(NumberedList(9).page(None, now=NOW + 6 + RETENTION)) == [7, 8, 9]
    assert NumberedList(9, weg=9).page(None) == FeedPage([], 9, meer=False)


@given(st.integers(0, 200), st.integers(0, 200), st.integers(-5, 205))
def test_from_a_moment(count: int, weg: int, second: int) -> None:
    """The first number of a moment is found by halving, also when the oldest are gone."""
    listing = NumberedList(count, weg=min(weg, count))
    first = first_from(listing.read, count, float(NOW + second))
    over = [n for n in range(min(weg, count) + 1, count + 1) if n >= second]
    # Of what is gone any number will do: nothing is there to be sent.
    assert [n for n in range(first, count + 1) if n > min(weg, count)] == over
    assert listing.parsed <= 9


@given(st.integers(0, 40), st.integers(0, 40), st.integers(-5, 50))
def test_after_a_moment(count: int, weg: int, vanaf: int) -> None:
    """From a moment on: all that is of then or later, also where what was before is gone."""
    weg = min(weg, count)
    listing, now = NumberedList(count, weg), NOW + 60.0
    after = number_for(listing.read, count, NOW + float(vanaf), now)
    page = listing.page(after, 100, now)
    assert _numbers(page) == [n for n in range(weg + 1, count + 1) if n >= vanaf]


def test_longer_ago_than_is_kept() -> None:
    """A moment before what is kept is refused, for something may be gone; a second later it is not."""
    listing = NumberedList(5)
    with pytest.raises(CursorExpired):
        number_for(listing.read, 5, float(NOW), NOW + float(RETENTION))
    assert number_for(listing.read, 5, NOW + 1.0, NOW + float(RETENTION)) == 0
