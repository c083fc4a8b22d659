"""Local days and UTC instants of a market, its seasons, hours and campaign days.

Days are counted from 0; the market's own days begin at `opens`, those before let momentum and
collaborations build up and leave no rows.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

import numpy as np

from data.market.taxonomy import Floats, Ints, categories

MICROSECONDS = 1_000_000
LEAD, TAIL = 84, 160
HOURS = np.array(
    [1.6, 1.0, 0.7, 0.5, 0.5, 0.8, 1.6, 2.6, 3.4, 3.9, 4.2, 4.6,
     5.2, 5.0, 4.7, 4.6, 4.9, 5.4, 6.2, 7.4, 8.4, 8.2, 6.4, 3.6]
)  # fmt: skip
# Strength by month of the year, January first.
SEASONS: dict[str, list[float]] = {
    "flat": [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    "gift": [-0.10, -0.08, -0.05, -0.05, 0, -0.05, -0.05, -0.02, 0, 0.05, 0.22, 0.28],
    "autumn": [-0.15, -0.10, 0.05, 0.08, 0.05, 0, -0.05, 0.08, 0.12, 0.12, 0.15, 0.05],
    "newyear": [0.35, 0.15, 0.05, 0, 0, -0.02, -0.05, -0.05, 0, -0.02, -0.05, -0.05],
    "summer": [0.05, 0, 0.05, 0.10, 0.18, 0.22, 0.20, 0.10, 0, -0.10, -0.15, -0.12],
    "spring": [-0.20, -0.05, 0.20, 0.35, 0.32, 0.20, 0.08, 0, -0.05, -0.15, -0.20, -0.15],
}
# month, day, length, name, log lift of traffic, discount that the platform bears
CAMPAIGNS = (
    (1, 5, 4, "New Year, New You", 0.20, 0.04),
    (2, 10, 4, "Valentine's Gifts", 0.22, 0.04),
    (3, 20, 5, "Spring Refresh", 0.18, 0.04),
    (5, 6, 4, "Mother's Day", 0.24, 0.05),
    (6, 6, 3, "6.6 Mid-Year Sale", 0.35, 0.06),
    (7, 7, 5, "Summer Deals Week", 0.40, 0.07),
    (8, 20, 6, "Back to School", 0.22, 0.04),
    (9, 9, 2, "9.9 Mega Sale", 0.35, 0.06),
    (10, 10, 3, "10.10 Brands Festival", 0.35, 0.06),
    (11, 11, 2, "11.11 Mega Sale", 0.75, 0.08),
    (11, 27, 5, "Black Friday to Cyber Monday", 0.70, 0.08),
    (12, 12, 2, "12.12 Holiday Sale", 0.50, 0.06),
)


@dataclass(frozen=True)
class Campaign:
    """A platform-wide sale; days as counted in the calendar."""

    title: str
    first: int
    last: int
    lift: float
    platform_discount: float


@dataclass(frozen=True)
class Calendar:
    """The days of a market, `last_on` being its last complete local day."""

    days: int
    last_on: date
    zone: str

    @property
    def opens(self) -> int:
        return LEAD

    @property
    def closes(self) -> int:
        """The first day after the data."""
        return LEAD + self.days

    @property
    def starts_on(self) -> date:
        """Local date of day 0."""
        return self.last_on - timedelta(days=self.closes - 1)

    @property
    def opens_at(self) -> int:
        return int(self._hour_starts[self.opens, 0])

    @property
    def closes_at(self) -> int:
        """UTC microseconds at which the data ends."""
        return int(self._hour_starts[self.closes, 0])

    def on(self, day: int) -> date:
        return self.starts_on + timedelta(days=int(day))

    def dates(self, day: Ints) -> Ints:
        """Days since 1970 for days of the calendar."""
        return day + (self.starts_on - date(1970, 1, 1)).days

    def at(self, day: Ints, second: Ints) -> Ints:
        """UTC microseconds of a local wall-clock second of a day."""
        hour, rest = np.divmod(second.astype(np.int64), 3600)
        return self._hour_starts[day, hour] + rest * MICROSECONDS

    @cached_property
    def _hour_starts(self) -> Ints:
        days = [self.on(day) for day in range(self.closes + TAIL)]
        offsets = np.array([[_offset(d, h, self.zone) for h in (0, 23)] for d in days])
        hours = self.dates(np.arange(len(days)))[:, None] * 24 + np.arange(24)
        starts = hours * 3600 - offsets[:, :1]
        for day in np.flatnonzero(offsets[:, 0] != offsets[:, 1]):
            shift = [_offset(days[day], hour, self.zone) for hour in range(24)]
            starts[day] = hours[day] * 3600 - np.array(shift)
        return starts.astype(np.int64) * MICROSECONDS

    @cached_property
    def campaigns(self) -> list[Campaign]:
        """The sales that touch the calendar, in time order."""
        found = []
        for year in range(self.starts_on.year, self.last_on.year + 1):
            for month, day, length, title, lift, discount in CAMPAIGNS:
                first = (date(year, month, day) - self.starts_on).days
                if first + length > 0 and first < self.closes:
                    found.append(
                        Campaign(f"{title} {year}", first, first + length - 1, lift, discount)
                    )
        return found

    def rhythm(self) -> Floats:
        """Log factor on demand, category × day: season, weekday, campaigns, a growing market."""
        dates = [self.on(day) for day in range(self.closes)]
        weekday = np.log(np.array([0.94, 0.93, 0.95, 0.98, 1.04, 1.10, 1.08]))
        common = np.array([weekday[d.weekday()] for d in dates])
        common += 0.08 * np.arange(self.closes) / 365.0
        for campaign in self.campaigns:
            common[max(campaign.first, 0) : campaign.last + 1] += campaign.lift
        by_day = np.array([(d.month - 1) + (d.day - 15) / 30.0 for d in dates])
        months = np.arange(-1, 14)
        seasons = [
            np.interp(by_day, months, [SEASONS[c.season][month % 12] for month in months])
            for c in categories()
        ]
        return np.array(seasons) + common


def seconds_of_day(rng: np.random.Generator, n: int) -> Ints:
    """Wall-clock seconds, more in the evening than at night."""
    hour = np.searchsorted(np.cumsum(HOURS) / HOURS.sum(), rng.random(n, np.float32))
    return np.minimum(hour, 23) * 3600 + rng.integers(0, 3600, n)


def _offset(day: date, hour: int, zone: str) -> int:
    local = datetime.combine(day, time(hour), tzinfo=ZoneInfo(zone))
    return int((local.replace(tzinfo=UTC) - local).total_seconds())
