"""The two steps from a look to an order, and in which days each is learned and judged."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from models.rates.cells import CHANNELS, COUNTS, WAIT_DAYS, Cells, day_number
from models.rates.ledger import Ints
from models.rates.predictor import Events

WEEK = 7
FEWEST_WEEKS, MOST_WEEKS = 2, 4
PARTS_TO_LEARN = 4
"""Learned from four times the weeks that are judged on."""


@dataclass(frozen=True)
class Stage:
    """`events` of `trials`, both of COUNTS, in words `noun` and `of`; an outcome is known after
    `wait` days.
    """

    name: str
    trials: str
    events: str
    wait: int
    noun: str
    of: str

    def outcome(self, cells: Cells, rows: Ints) -> Events:
        """What came of the rows' own week; a click that no impression tells was seen as well."""
        clicks = cells.counts[COUNTS.index("seen_clicks"), rows].astype(np.float64)
        if self.name == CTR.name:
            return Events(clicks, np.maximum(cells.counts[self.trial_place, rows], clicks))
        trials = cells.counts[self.trial_place, rows].astype(np.float64)
        return Events(np.minimum(cells.converted[rows], trials), trials)

    @property
    def trial_place(self) -> int:
        return COUNTS.index(self.trials)

    @property
    def event_place(self) -> int:
        return COUNTS.index(self.events)


CTR = Stage("ctr", "impressions", "seen_clicks", 0, "clicks", "impressions")
CVR = Stage("cvr", "linked_clicks", "ordered", WAIT_DAYS, "orders", "clicks")
STAGES = (CTR, CVR)


@dataclass(frozen=True)
class Windows:
    """First and last day, both included and counted from 1970, of the days learned from, those that
    choose, and those that judge; outcomes of each are known before the next begins.
    """

    learn: tuple[int, int]
    choose: tuple[int, int]
    judge: tuple[int, int]


def windows(stage: Stage, first_day: int, last_day: date) -> Windows | None:
    """Whole weeks up to the last day; None where the market is too young for three parts of at
    least two weeks. `first_day` is counted from 1970.
    """
    last = day_number(last_day) - stage.wait
    weeks = (last - first_day + 1 - 2 * stage.wait) // WEEK // (PARTS_TO_LEARN + 2)
    if weeks < FEWEST_WEEKS:
        return None
    days = WEEK * min(weeks, MOST_WEEKS)
    judge = last - days + 1
    choose = judge - stage.wait - days
    learn = choose - stage.wait - PARTS_TO_LEARN * days
    return Windows(
        (learn, choose - stage.wait - 1), (choose, judge - stage.wait - 1), (judge, last)
    )


def sampled(cells: Cells, stage: Stage, channel: str, days: tuple[int, int], most: int) -> Ints:
    """Rows of a channel's weeks with trials; where there are more than `most`, every so manieth by
    week, whatever came of it, so that rates stay true.
    """
    first, end = np.searchsorted(cells.day, [days[0], days[1] + 1])
    is_of_channel = cells.channel[first:end] == CHANNELS.index(channel)
    has_trials = cells.counts[stage.trial_place, first:end] > 0
    rows = first + np.flatnonzero(is_of_channel & has_trials)
    if len(rows) <= most:
        return rows
    return rows[np.arange(most) * len(rows) // most]
