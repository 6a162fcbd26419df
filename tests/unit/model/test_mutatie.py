"""The identity of a mutatie."""

import uuid

from hypothesis import given
from hypothesis import strategies as st
from stagemarkt.model.mutatie import mutatie_id_of

MESSAGE = "0e1d2c3b-0000-4000-8000-000000000001"
GUIDS = st.uuids().map(str)


def test_a_mutatie_has_a_fixed_number() -> None:
    """The id of a place in a message never changes: what is stored under it is found again."""
    assert mutatie_id_of(MESSAGE, 1) == "eeccfdaa-067b-5be1-9eaf-4a582d56afcd"


@given(GUIDS, GUIDS, st.integers(1, 300), st.integers(1, 300))
def test_every_place_its_own_number(one: str, other: str, first: int, second: int) -> None:
    """Two places have the same id only when they are the same place in the same message."""
    equal = mutatie_id_of(one, first) == mutatie_id_of(other, second)
    assert equal == ((one, first) == (other, second))


@given(GUIDS, st.integers(1, 300))
def test_capitals_do_not_matter(bericht_id: str, position: int) -> None:
    """The same GUID in capitals is the same message, and the id is a UUID."""
    found = mutatie_id_of(bericht_id.upper(), position)
    assert found == mutatie_id_of(bericht_id, position) == str(uuid.UUID(found))
