"""Which times an export can tell of: none before marketplaces sold in videos, none to come."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

EARLIEST_YEAR = 2015


def now() -> datetime:
    """The machine's clock in UTC."""
    return datetime.now(UTC).replace(tzinfo=None)


def today(time_zone: str) -> date:
    """The day that it is in a time zone."""
    return now().replace(tzinfo=UTC).astimezone(ZoneInfo(time_zone)).date()


def too_late() -> datetime:
    """The first instant that is later than tomorrow, wherever on earth the file was made."""
    today = now().replace(hour=0, minute=0, second=0, microsecond=0)
    return today + timedelta(days=2)
