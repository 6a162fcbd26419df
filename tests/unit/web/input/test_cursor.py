"""Cursors: they come back as they were, and fit no other question."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stagemarkt.web.input.cursor import lees_cursor, schrijf_cursor
from stagemarkt.web.input.readers import Onleesbaar

VRAAG = {"operatie": "/leerplaatsen", "school": "99XX", "naam": "é"}


@given(st.integers(0, 2**31))
def test_heen_en_terug(begin: int) -> None:
    """A cursor says where the next stretch begins."""
    assert lees_cursor(schrijf_cursor(begin, VRAAG), VRAAG) == begin


@pytest.mark.parametrize(
    "ander", [{"school": "99XZ"}, {"operatie": "/erkenningen"}, {"naam": "e"}, {"niveau": 4}]
)
def test_een_andere_vraag(ander: dict[str, object]) -> None:
    """Whatever differs in the question, the cursor does not fit."""
    with pytest.raises(Onleesbaar):
        lees_cursor(schrijf_cursor(25, VRAAG), {**VRAAG, **ander})


@pytest.mark.parametrize("staart", ["B", "A=", "A==", "AAAA", ""])
def test_een_schrijfwijze(staart: str) -> None:
    """Base64 can spell the same bytes in more ways: only ours is a cursor."""
    cursor = schrijf_cursor(9, VRAAG)
    with pytest.raises(Onleesbaar):
        lees_cursor(cursor[:-1] + (chr(ord(cursor[-1]) + 1) if staart == "B" else staart), VRAAG)


@given(st.text(max_size=40))
def test_rommel(cursor: str) -> None:
    """What we did not make is refused, never read."""
    with pytest.raises(Onleesbaar):
        lees_cursor(cursor, VRAAG)
