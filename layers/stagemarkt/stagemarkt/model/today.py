"""Today, as the field means it."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def vandaag_in_nederland(nu: float) -> date:
    """The date in Europe/Amsterdam at `nu`, seconds since 1970."""
    return datetime.fromtimestamp(nu, UTC).astimezone(ZoneInfo("Europe/Amsterdam")).date()
