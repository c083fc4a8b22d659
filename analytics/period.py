"""Stretches of local days, counted on the data's calendar and never on the clock's."""

from dataclasses import dataclass
from datetime import date, timedelta

DEFAULT_DAYS = 28
PRESETS = ("28 d", "Week", "Month", "Quarter", "Custom")


@dataclass(frozen=True)
class Period:
    """Local days from `first_day` to `last_day`, both included."""

    first_day: date
    last_day: date

    def __post_init__(self) -> None:
        if self.last_day < self.first_day:
            raise ValueError(f"a period cannot end ({self.last_day}) before it starts")

    @property
    def days(self) -> int:
        return (self.last_day - self.first_day).days + 1

    @property
    def previous(self) -> "Period":
        """As many days, ending the day before this period."""
        return Period(self.first_day - timedelta(self.days), self.first_day - timedelta(1))

    def widened(self, days: int) -> "Period":
        """This period with `days` more before it."""
        return Period(self.first_day - timedelta(days), self.last_day)

    @classmethod
    def last_days(cls, last_day: date, days: int = DEFAULT_DAYS) -> "Period":
        return cls(last_day - timedelta(days - 1), last_day)

    @classmethod
    def of_preset(cls, preset: str, last_day: date) -> "Period":
        """The last complete week (Mon-Sun), month or quarter up to `last_day`, else 28 days."""
        if preset == "Week":
            sunday = last_day - timedelta((last_day.weekday() + 1) % 7)
            return cls.last_days(sunday, 7)
        if preset == "Month":
            return _months_until(last_day, 1)
        if preset == "Quarter":
            return _months_until(last_day, 3)
        return cls.last_days(last_day)


def _months_until(last_day: date, months: int) -> Period:
    """The last complete calendar block of so many months."""
    after = last_day + timedelta(1)
    end = date(after.year, (after.month - 1) // months * months + 1, 1)
    start_month = end.year * 12 + end.month - 1 - months
    return Period(date(start_month // 12, start_month % 12 + 1, 1), end - timedelta(1))
