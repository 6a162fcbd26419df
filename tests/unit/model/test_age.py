"""How long ago something was, by a clock that may be set."""

import pytest
from stagemarkt.model.age import NEVER, Age


@pytest.mark.parametrize(
    ("now", "young"),
    [
        (1000.0, True),
        (1299.999, True),
        (1300.0, False),
        # The clock was set forward, or the worker was frozen: the one looks like the other.
        (1e9, False),
        # It was set back: how old it is nobody knows.
        (999.999, False),
        (0.0, False),
    ],
)
def test_younger_than_five_minutes(now: float, young: bool) -> None:  # noqa: FBT001 - a column of the table
    """From its moment until five minutes later, and at no other time."""
    assert Age(1000.0).under(300, now) is young


@pytest.mark.parametrize("now", [0.0, 1e9, float("inf")])
def test_what_never_was_is_old(now: float) -> None:
    """Whatever the clock says, and however long it may last."""
    assert not NEVER.under(1e12, now)
