"""Days of a market's time zone as the instants that stand for them, and back."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from data import cells
from data.cells import CellError

FIRST_DAY = date(2010, 1, 1)
DAYS_AHEAD = 366


@dataclass(frozen=True)
class Calendar:
    """Days as a time zone counts them; instants are UTC without a zone, as the tables hold them."""

    time_zone: str

    def instant(self, day: date) -> datetime:
        """The first instant of a local day: midnight, or where clocks skip it the moment after."""
        return (
            datetime.combine(day, time(), ZoneInfo(self.time_zone))
            .astimezone(UTC)
            .replace(tzinfo=None)
        )

    def day(self, instant: datetime) -> date:
        """The local day on which an instant falls."""
        return instant.replace(tzinfo=UTC).astimezone(ZoneInfo(self.time_zone)).date()

    def read(self, value: Any) -> date | None:
        """A day that people may mean, None for a blank; raises CellError on any other."""
        if cells.is_blank(value):
            return None
        day = cells.day(value)
        last_day = datetime.now(UTC).date() + timedelta(days=DAYS_AHEAD)
        if not FIRST_DAY <= day <= last_day:
            raise CellError(
                f"'{day}' is not between {FIRST_DAY} and {last_day}",
                "check the year and write it anew",
            )
        if self.day(self.instant(day)) != day:
            raise CellError(
                f"'{day}' was left out of the calendar in {self.time_zone}",
                "write the day after it",
            )
        return day
