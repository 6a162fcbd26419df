"""Today in the Netherlands."""

from datetime import UTC, date, datetime

import pytest
from stagemarkt.model.today import today_in_netherlands


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        pytest.param(datetime(2026, 9, 1, 10, 0, tzinfo=UTC), date(2026, 9, 1), id="noon"),
        pytest.param(datetime(2026, 8, 31, 21, 59, 59, tzinfo=UTC), date(2026, 8, 31), id="summer-before"),
        pytest.param(datetime(2026, 8, 31, 22, 0, tzinfo=UTC), date(2026, 9, 1), id="summer-midnight"),
        pytest.param(datetime(2026, 12, 31, 22, 59, 59, tzinfo=UTC), date(2026, 12, 31), id="winter-before"),
        pytest.param(datetime(2026, 12, 31, 23, 0, tzinfo=UTC), date(2027, 1, 1), id="winter-midnight"),
        pytest.param(
            datetime(2026, 3, 28, 23, 0, tzinfo=UTC), date(2026, 3, 29), id="day-of-23-hours-starts"
        ),
        pytest.param(datetime(2026, 3, 29, 21, 59, tzinfo=UTC), date(2026, 3, 29), id="day-of-23-hours-ends"),
        pytest.param(datetime(2026, 3, 29, 22, 0, tzinfo=UTC), date(2026, 3, 30), id="day-of-23-hours-over"),
        pytest.param(
            datetime(2026, 10, 25, 22, 59, tzinfo=UTC), date(2026, 10, 25), id="day-of-25-hours-ends"
        ),
        pytest.param(
            datetime(2026, 10, 25, 23, 0, tzinfo=UTC), date(2026, 10, 26), id="day-of-25-hours-over"
        ),
    ],
)
def test_today(moment: datetime, day: date) -> None:
    """A day starts at midnight in Amsterdam, in summer, in winter and when the clock changes."""
    assert today_in_netherlands(moment.timestamp()) == day


def test_a_fraction_of_a_second_does_not_count() -> None:
    """A moment just before midnight is still the day before."""
    midnight = datetime(2026, 8, 31, 22, 0, tzinfo=UTC).timestamp()
    assert today_in_netherlands(midnight - 0.001) == date(2026, 8, 31)
