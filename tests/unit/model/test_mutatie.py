"""The identity of a mutatie."""

import uuid

from hypothesis import given
from hypothesis import strategies as st
from stagemarkt.model.mutatie import mutatie_id_van

BERICHT = "0e1d2c3b-0000-4000-8000-000000000001"
GUIDS = st.uuids().map(str)


def test_een_mutatie_heeft_een_vast_nummer() -> None:
    """The id of a place in a message never changes: what is stored under it is found again."""
    assert mutatie_id_van(BERICHT, 1) == "eeccfdaa-067b-5be1-9eaf-4a582d56afcd"


@given(GUIDS, GUIDS, st.integers(1, 300), st.integers(1, 300))
def test_elke_plaats_een_eigen_nummer(een: str, ander: str, eerste: int, tweede: int) -> None:
    """Two places have the same id only when they are the same place in the same message."""
    gelijk = mutatie_id_van(een, eerste) == mutatie_id_van(ander, tweede)
    assert gelijk == ((een, eerste) == (ander, tweede))


@given(GUIDS, st.integers(1, 300))
def test_hoofdletters_doen_er_niet_toe(bericht_id: str, positie: int) -> None:
    """The same GUID in capitals is the same message, and the id is a UUID."""
    gevonden = mutatie_id_van(bericht_id.upper(), positie)
    assert gevonden == mutatie_id_van(bericht_id, positie) == str(uuid.UUID(gevonden))
