"""Any stretch out of pages of 25: nothing lost, nothing twice, no page too many."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stagemarkt.domain.questions.zoeken import MOST, Stretch, collect, search_leerplaatsen
from stagemarkt.model.errors import TooManyResults
from stagemarkt.model.leerplaats import Leerplaats, Vestiging
from stagemarkt.model.questions import Zoekvraag
from stagemarkt.ports.sbb import PER_PAGE, SearchPage

from tests.unit.fakes.composition import DEADLINE, FakeSbb
from tests.waiting import at_most


@given(st.integers(0, 260), st.integers(1, 100), st.integers(0, 300))
def test_a_stretch_is_what_is_there(total: int, count: int, begin: int) -> None:
    """A stretch is that part of the list, and only the pages it touches are asked for."""
    listing = list(range(total))
    asked: list[int] = []

    def page_number(number: int) -> SearchPage[int | None]:
        asked.append(number)
        return SearchPage(listing[(number - 1) * PER_PAGE : number * PER_PAGE], total)

    stretch = collect(page_number, Stretch(begin, count))
    assert stretch == SearchPage(listing[begin : begin + count], total)
    first, laatste = begin // PER_PAGE + 1, (begin + count - 1) // PER_PAGE + 1
    assert asked == list(range(first, first + len(asked)))
    assert asked[-1] <= laatste
    # Past the end one page is asked for, to learn that there is nothing.
    assert len(asked) == 1 or (asked[-1] - 1) * PER_PAGE < total


@given(st.integers(0, 260), st.integers(1, 100))
def test_stretches_in_a_row_are_the_whole(total: int, count: int) -> None:
    """Stretches that follow one another hold each result exactly once, in order."""
    listing = list(range(total))

    def page_number(number: int) -> SearchPage[int | None]:
        return SearchPage(listing[(number - 1) * PER_PAGE : number * PER_PAGE], total)

    whole_number = [
        result
        for begin in range(0, max(total, 1), count)
        for result in collect(page_number, Stretch(begin, count)).resultaten
    ]
    assert whole_number == listing


@given(st.integers(1, 120), st.integers(1, 40), st.sets(st.integers(0, 119)))
def test_what_is_unreadable_keeps_its_place(total: int, count: int, gaps: set[int]) -> None:
    """What is left out of a page shifts nothing: by the cursor each other result comes exactly once."""
    listing = [None if spot in gaps else spot for spot in range(total)]

    def page_number(number: int) -> SearchPage[int | None]:
        return SearchPage(listing[(number - 1) * PER_PAGE : number * PER_PAGE], total)

    whole_number: list[int] = []
    begin = 0
    for _ in at_most(total + 1):
        if begin >= total:
            break
        stretch = collect(page_number, Stretch(begin, count))
        whole_number += stretch.resultaten
        begin += len(stretch.resultaten) + stretch.omitted
    assert whole_number == [one for one in listing if one is not None]


def _places(*names: str) -> list[Leerplaats]:
    return [
        Leerplaats(leerplaats_id=str(nr), leerbedrijf=Vestiging(leerbedrijf_id="900000001", naam=name))
        for nr, name in enumerate(names)
    ]


@given(st.integers(0, 120), st.integers(1, 100), st.integers(0, 60))
def test_a_name_with_a_wildcard(count: int, per_call: int, begin: int) -> None:
    """What SBB reads too much into is looked through whole: count and stretches are of what is left."""
    sbb = FakeSbb()
    sbb.leerplaatsen = _places(*(f"{'Bar_' if nr % 3 else 'Bart '}{nr}" for nr in range(count)))
    found = search_leerplaatsen(sbb, Zoekvraag(naam="bar_"), Stretch(begin, per_call), DEADLINE)
    passend = [plaats for nr, plaats in enumerate(sbb.leerplaatsen) if nr % 3]
    assert found == SearchPage(passend[begin : begin + per_call], len(passend))


def test_too_much_to_look_through() -> None:
    """Past what is looked through it is the caller's turn to say more, after one page."""
    sbb = FakeSbb()
    sbb.leerplaatsen = _places(*("Bar" for _ in range(MOST + 1)))
    with pytest.raises(TooManyResults):
        search_leerplaatsen(sbb, Zoekvraag(naam="%"), Stretch(0, 25), DEADLINE)
    assert len(sbb.asked) == 1
