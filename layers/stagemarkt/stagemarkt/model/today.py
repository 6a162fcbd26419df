"""Today, as the field means it."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def today_in_netherlands(now: float) -> date:
    """The date in Europe/Amsterdam at `now`, seconds since 1970."""
    return datetime.fromtimestamp(now, UTC).astimezone(ZoneInfo("Europe/Amsterdam")).date()
