"""Cursors: they come back as they were, and fit no other question."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stagemarkt.web.input.cursor import read_cursor, write_cursor
from stagemarkt.web.input.readers import UnreadableValue

QUESTION = {"operatie": "/leerplaatsen", "school": "99XX", "naam": "é"}


@given(st.integers(0, 2**31))
def test_there_and_back(begin: int) -> None:
    """A cursor says where the next stretch begins."""
    assert read_cursor(write_cursor(begin, QUESTION), QUESTION) == begin


@pytest.mark.parametrize(
    "other", [{"school": "99XZ"}, {"operatie": "/erkenningen"}, {"naam": "e"}, {"niveau": 4}]
)
def test_another_question(other: dict[str, object]) -> None:
    """Whatever differs in the question, the cursor does not fit."""
    with pytest.raises(UnreadableValue):
        read_cursor(write_cursor(25, QUESTION), {**QUESTION, **other})


@pytest.mark.parametrize("tail", ["B", "A=", "A==", "AAAA", ""])
def test_one_spelling(tail: str) -> None:
    """Base64 can spell the same bytes in more ways: only ours is a cursor."""
    cursor = write_cursor(9, QUESTION)
    with pytest.raises(UnreadableValue):
        read_cursor(cursor[:-1] + (chr(ord(cursor[-1]) + 1) if tail == "B" else tail), QUESTION)


@given(st.text(max_size=40))
def test_rubbish(cursor: str) -> None:
    """What we did not make is refused, never read."""
    with pytest.raises(UnreadableValue):
        read_cursor(cursor, QUESTION)
