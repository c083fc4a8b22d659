"""How past forecasts fared: which method did best, by how much it missed, and how the misses ran.

From each of many past days (28 days apart, rolling origins) every series of the market is forecast
by what was known then, before later cancellations and refunds. What came, as a multiple of the
line, is an error path; a forecast of today draws whole paths of series of like size, so that a bad
week may be followed by another.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from models.forecast.history import GROUP, Floats, History
from models.forecast.level import CANDIDATES, MONTH, NAIVE, Method, level, levels
from models.forecast.trials import FEWEST_LIKE, Tested, Trials, like
from models.forecast.weekdays import market_pattern

QUARTER = 91
FEWEST_PAST = 84
MOST_TRIES = 3
MOST_PATHS, MOST_TESTED = 4_000, 300
SIZE_HALF_LIFE = 56


@dataclass(frozen=True)
class Record:
    """Of one kind of series: the method, its error paths (paths x days, 1 = as the line), the
    orders in 28 days that each was expected to have, and how it fared per horizon.
    """

    method: Method
    paths: Floats
    sizes: Floats
    trials: tuple[Trials, ...] = ()

    def like(self, size: float) -> Floats:
        """The error paths of the series nearest in size, centred on the line."""
        return centred(self.paths[like(self.sizes, size)])

    def tested(self, days: int, size: float | None = None) -> Tested | None:
        """How a horizon fared, of series of like size or of all; None where it was not tried."""
        trial = self.trial(days)
        return None if trial is None else trial.told(size)

    def trial(self, days: int) -> Trials | None:
        return next((trial for trial in self.trials if trial.days == days), None)


def reach_of(days: int) -> int:
    """How many days ahead a market of so many days can learn its errors: 91, 28 or none."""
    return next((ahead for ahead in (QUARTER, MONTH) if days >= FEWEST_PAST + ahead), 0)


def tries(days: int, ahead: int) -> int:
    """From how many of the last origins forecasts are tried; fewer in a shorter past."""
    spare = (days - FEWEST_PAST - 2 * ahead) // MONTH
    return min(max(spare + 1, 1), MOST_TRIES)


def record(past: History) -> Record:
    """Chooses on earlier origins, tells errors on the last ones, keeps the paths of all.

    `past` is of one kind of series; its reach must not be none.
    """
    ahead = reach_of(past.days)
    last = tries(past.days, ahead)
    choosing_ends = past.days - ahead - MONTH * (last - 1)
    method = chosen(past, choosing_ends)
    known = paths(past, method, origins(choosing_ends, ahead), ahead)
    horizons = [days for days in (MONTH, QUARTER) if days <= ahead]
    tested = [tried(past, Record(method, *known), days, last) for days in horizons]
    every = paths(past, method, origins(past.days, ahead), ahead)
    kept = _of_every_size(every[1], MOST_PATHS)
    return Record(method, every[0][kept], every[1][kept], tuple(test for test in tested if test))


def origins(ends: int, ahead: int) -> list[int]:
    """Rows at which a forecast of so many days ahead may start, its last day before row `ends`."""
    return list(range(ends - ahead, FEWEST_PAST - 1, -MONTH))[::-1]


def chosen(past: History, ends: int) -> Method:
    """The method of least error beside the naive one's, on average of both horizons; groups of
    shops have no say, for they repeat what single ones sold.
    """
    past = past.of(past.kind != GROUP)
    horizons = [days for days in (MONTH, QUARTER) if origins(ends, days)]
    if not horizons:
        return NAIVE
    missed = np.zeros((len(horizons), len(CANDIDATES)))
    for place, days in enumerate(horizons):
        for row in origins(ends, days):
            actual, lines = _totals(past, CANDIDATES, row, days)
            missed[place] += np.abs(actual - lines).sum(1)
    relative = missed / np.maximum(missed[:, :1], 1e-12)
    return CANDIDATES[int(relative.mean(0).argmin())]


def selling(past: History, row: int) -> tuple[History, History]:
    """The series that sold something in the 28 days before a row: only those are forecast. All of
    them, and as they were known then.
    """
    then = past.before(row)
    is_it = then.net_gmv[-MONTH:].sum(0) > 0
    return past.of(is_it), then.of(is_it)


def _totals(past: History, methods: Sequence[Method], row: int, days: int) -> tuple[Floats, Floats]:
    """What came in the days from a row on, and what each method had said; methods x series."""
    alive, then = selling(past, row)
    known = levels(then, row)
    lines = [method.line(known, days).sum(1) for method in methods]
    return alive.net_gmv[row : row + days].sum(0), np.array(lines)


def size(past: History, row: int) -> Floats:
    """Orders that 28 days would be expected to have, by the level of some months."""
    return np.maximum(MONTH * level(past, row, SIZE_HALF_LIFE, "orders"), 1e-9)


def paths(past: History, method: Method, rows: Sequence[int], ahead: int) -> tuple[Floats, Floats]:
    """Error paths from each of the rows, and the sizes of their series; weekdays as they were seen
    up to the last of these paths.
    """
    pattern = 7 * market_pattern(past.before(rows[-1] + ahead))[0] if rows else np.ones(7)
    found, sizes = [np.empty((0, ahead))], [np.empty(0)]
    for row in rows:
        alive, then = selling(past, row)
        weekday = pattern[past.weekday[row : row + ahead]]
        line = method.line(levels(then, row), ahead) * weekday
        found.append(alive.net_gmv[row : row + ahead].T / np.maximum(line, 1e-9))
        sizes.append(size(alive, row))
    return np.concatenate(found), np.concatenate(sizes)


def centred(ratios: Floats) -> Floats:
    """Paths whose mean is 1 within the first 28 days and within what follows."""
    parts = [part for part in (ratios[:, :MONTH], ratios[:, MONTH:]) if part.size]
    return np.concatenate([part / (part.mean() or 1.0) for part in parts], 1)


def tried(past: History, known: Record, days: int, last: int) -> Trials | None:
    """A method on so many of the last origins, its band by the paths known before them; of many
    series, some of every size. None where too few paths were known.
    """
    if len(known.paths) < FEWEST_LIKE:
        return None
    return Trials.joined(
        [_tried(past, known, row, days) for row in origins(past.days, days)[-last:]]
    )


def _tried(past: History, known: Record, row: int, days: int) -> Trials:
    """The trials from one row."""
    alive, _ = selling(past, row)
    sizes = size(alive, row)
    asked = _of_every_size(sizes, MOST_TESTED)
    actual, lines = _totals(past, (known.method, NAIVE), row, days)
    expected, naive = lines[:, asked]
    totals = [known.like(sizes[one])[:, :days].mean(1) * lines[0, one] for one in asked]
    low, high = np.array([np.quantile(each, [0.1, 0.9]) for each in totals]).reshape(-1, 2).T
    sold = actual[asked]
    is_inside = (low <= sold) & (sold <= high)
    is_group = alive.kind[asked] == GROUP
    frozen_on = past.last_day - timedelta(past.days - row)
    return Trials(days, (frozen_on,), sizes[asked], expected, naive, sold, is_inside, is_group)


def _of_every_size(sizes: Floats, most: int) -> NDArray[np.int64]:
    """At most so many places, evenly from the smallest to the largest."""
    order = np.argsort(sizes, kind="stable")
    return order[np.linspace(0, len(order) - 1, min(len(order), most)).astype(int)]
